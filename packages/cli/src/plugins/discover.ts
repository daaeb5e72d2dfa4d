import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { nearestSpelling, PluginError } from "@qmmm/core";
import { ownPackage } from "../version.js";
import { findPackage, foldersUpwards, type InstalledPackage, readPackageJson } from "./find-package.js";

/** A package that holds a plugin. */
export interface PluginPackage extends InstalledPackage {
  readonly name: string;
  /** Entry point that exports the plugin, as package.json states it. */
  readonly entry: string;
  /** How the program came to it. */
  readonly source: "built-in" | "project" | "input";
}

const HERE = dirname(fileURLToPath(import.meta.url));

/** Plugins installed beside the program: its own dependencies that declare one. */
export function builtInPlugins(): readonly PluginPackage[] {
  return Object.keys(ownPackage().dependencies).flatMap((name) => {
    const found = findPackage(name, HERE);
    const entry = found?.json.qmmm?.plugin;
    return found === undefined || entry === undefined ? [] : [{ ...found, name, entry, source: "built-in" as const }];
  });
}

/** The nearest folder upwards that has a package.json: the project that an input file belongs to. */
export function projectOf(folder: string): string | undefined {
  return foldersUpwards(folder).find((candidate) => existsSync(join(candidate, "package.json")));
}

/** Plugins among the dependencies of the project that a folder belongs to. */
export function projectPlugins(folder: string): readonly PluginPackage[] {
  const project = projectOf(folder);
  const json = project === undefined ? undefined : readPackageJson(project);
  if (project === undefined || json === undefined) return [];
  const names = Object.keys({ ...json.dependencies, ...json.devDependencies, ...json.optionalDependencies });
  return names.flatMap((name) => {
    const found = findPackage(name, project);
    const entry = found?.json.qmmm?.plugin;
    return found === undefined || entry === undefined ? [] : [{ ...found, name, entry, source: "project" as const }];
  });
}

/**
 * A plugin that an input file names.
 *
 * @param folder - of the input file
 * @throws QmmmError `QMMM_PLUGIN_NOT_FOUND` with the command that installs it
 */
export function namedPlugin(name: string, folder: string, known: readonly PluginPackage[]): PluginPackage {
  const found = findPackage(name, folder);
  if (found !== undefined) return { ...found, name, entry: found.json.qmmm?.plugin ?? ".", source: "input" };
  const beside = known.find((plugin) => plugin.name === name);
  if (beside !== undefined) return beside;
  const names = known.map((plugin) => plugin.name);
  const near = nearestSpelling(name, names);
  const project = projectOf(folder) ?? folder;
  throw new PluginError("QMMM_PLUGIN_NOT_FOUND", `The plugin "${name}" is not installed in ${project} or above`, {
    value: name,
    allowed: names,
    action: `${near === undefined ? "" : `Did you mean "${near}"? Otherwise install`}${near === undefined ? "Install" : ""} it there: npm install ${name}`,
    place: { path: "plugins" },
  });
}
