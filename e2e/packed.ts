import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };

/** Runs the pinned pnpm in a folder and returns what it printed. */
export function pnpm(folder: string, ...args: string[]): string {
  const command = ["exec", "--yes", `--package=${packageManager}`, "--", "pnpm", ...args];
  return execFileSync("npm", command, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const made: string[] = [];

/** A folder outside the workspace, until `removeFolders`. */
export function outsideFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `qmmm-${name}-`));
  made.push(folder);
  return folder;
}

/** Removes what `outsideFolder` made. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Packs every package as it would be published; gives the tarball of each by package name. */
export function packAll(): ReadonlyMap<string, string> {
  const folder = outsideFolder("tarballs");
  const tarballs = new Map<string, string>();
  for (const name of readdirSync(join(root, "packages"))) {
    const target = join(folder, `${name}.tgz`);
    pnpm(join(root, "packages", name), "pack", "--out", target);
    tarballs.set(`@qmmm/${name}`, target);
  }
  return tarballs;
}

/**
 * Installs packages into a new project. `dependencies` are what its author names; tarballs of ours that those need in turn
 * are found through overrides, as a registry would find them.
 */
export function makeProject(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  tarballs: ReadonlyMap<string, string>,
  files: Readonly<Record<string, string>> = {},
): string {
  const folder = outsideFolder(name);
  const overrides = Object.fromEntries([...tarballs].map(([id, path]) => [id, `file:${path}`]));
  const manifest = { name, version: "1.0.0", private: true, type: "module", dependencies, pnpm: { overrides } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  pnpm(folder, "install", "--prefer-offline", "--ignore-workspace", "--no-frozen-lockfile");
  return folder;
}
