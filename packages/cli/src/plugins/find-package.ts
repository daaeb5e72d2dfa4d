import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The parts of a package.json that matter here. */
export interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly qmmm?: { readonly plugin?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** An installed package. */
export interface InstalledPackage {
  /** Its folder, links followed. */
  readonly folder: string;
  readonly json: PackageJson;
}

/** Reads a package.json; undefined when there is none or it is not JSON. */
export function readPackageJson(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
  } catch {
    return undefined;
  }
}

/** A folder and all folders above it, nearest first. */
export function foldersUpwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)];
}

/** Finds a package as a module in `from` would: in the `node_modules` of that folder and of those above. */
export function findPackage(name: string, from: string): InstalledPackage | undefined {
  for (const folder of foldersUpwards(from)) {
    const candidate = join(folder, "node_modules", name);
    const json = existsSync(candidate) ? readPackageJson(candidate) : undefined;
    if (json !== undefined) return { folder: realpathSync(candidate), json };
  }
  return undefined;
}

/** Conditions under which an ES module of Node is loaded, as package.json's `exports` names them. */
const CONDITIONS = new Set(["node", "import", "module-sync", "default"]);

function target(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (Array.isArray(entry)) return entry.map(target).find((found) => found !== undefined);
  if (typeof entry !== "object" || entry === null) return undefined;
  for (const [condition, value] of Object.entries(entry)) {
    const found = CONDITIONS.has(condition) ? target(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * File of a package's entry point. Node resolves ES modules only from the file that imports them, and a plugin must be
 * found from the user's project, not from here: hence this reading of `exports` (exact subpaths, no patterns).
 *
 * @param subpath - `.` or `./…`
 */
export function entryFile({ folder, json }: InstalledPackage, subpath: string): string | undefined {
  const { exports, main } = json;
  if (exports === undefined) return join(folder, subpath === "." ? (main ?? "index.js") : subpath);
  const table = exports as Record<string, unknown>;
  const bySubpath =
    typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."));
  const entry = bySubpath ? table[subpath] : subpath === "." ? exports : undefined;
  const found = target(entry);
  return found === undefined ? undefined : join(folder, found);
}
