import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Plugin, PluginError } from "@qmmm/core";
import { builtInPlugins, namedPlugin, type PluginPackage, projectPlugins } from "./discover.js";
import { entryFile, findPackage } from "./find-package.js";

/** A plugin, ready to register, and where it came from. */
export interface LoadedPlugin {
  readonly plugin: Plugin;
  readonly package: PluginPackage;
}

const HERE = dirname(fileURLToPath(import.meta.url));

function isPlugin(value: unknown): value is Plugin {
  return typeof value === "object" && value !== null && "name" in value && "register" in value && "apiVersion" in value;
}

/** Refuses a package that would bring its own copy of core: services and injected classes don't work across copies. */
function requireOneCore(plugin: PluginPackage): void {
  const theirs = findPackage("@qmmm/core", plugin.folder);
  const ours = findPackage("@qmmm/core", HERE);
  if (theirs === undefined || ours === undefined || theirs.folder === ours.folder) return;
  throw new PluginError(
    "QMMM_PLUGIN_SECOND_CORE",
    `${plugin.name} uses another copy of @qmmm/core (${theirs.json.version} in ${theirs.folder}) than this program (${ours.json.version} in ${ours.folder})`,
    {
      value: theirs.folder,
      action: `Install the program and ${plugin.name} in one project and run it from there: npm install @qmmm/cli ${plugin.name}, then npx qmmm`,
      plugin: plugin.name,
    },
  );
}

async function importPlugin(plugin: PluginPackage): Promise<Record<string, unknown>> {
  try {
    if (plugin.source === "built-in") return await import(/* @vite-ignore */ plugin.name);
    const file = entryFile(plugin, plugin.entry);
    if (file === undefined) throw new Error(`its package.json exports nothing under "${plugin.entry}"`);
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (error) {
    throw new PluginError(
      "QMMM_PLUGIN_LOAD_FAILED",
      `${plugin.name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      { plugin: plugin.name, folder: plugin.folder, action: "Reinstall the package, or leave it out" },
      { cause: error },
    );
  }
}

/** Loads the plugins of one package: its default export or the export named `plugin`; one plugin or a list. */
export async function loadPlugin(plugin: PluginPackage): Promise<readonly LoadedPlugin[]> {
  if (plugin.source !== "built-in") requireOneCore(plugin);
  const module = await importPlugin(plugin);
  const exported = module.default ?? module.plugin;
  const list: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  const plugins = list.filter(isPlugin);
  if (plugins.length > 0 && plugins.length === list.length)
    return plugins.map((one) => ({ plugin: one, package: plugin }));
  throw new PluginError("QMMM_PLUGIN_EXPORT", `${plugin.name} exports no plugin`, {
    plugin: plugin.name,
    value: Object.keys(module).join(", ") || "nothing",
    allowed: ["default", "plugin"],
    action: "Its authors must export what definePlugin returns as the default export",
  });
}

/** The packages whose plugins an input file in `folder` gets, each once: a project's own copy before the built-in one. */
export function pluginPackages(folder: string, names: readonly string[]): readonly PluginPackage[] {
  const found = [...projectPlugins(folder), ...builtInPlugins()];
  const named = names.map((name) => namedPlugin(name, folder, found));
  const byFolder = new Map<string, PluginPackage>();
  // A package that is one of the built-in ones in its very folder is loaded as such, whoever else names it.
  for (const plugin of [...builtInPlugins(), ...named, ...found]) {
    if (!byFolder.has(plugin.folder)) byFolder.set(plugin.folder, plugin);
  }
  const chosen = new Map<string, PluginPackage>();
  for (const plugin of [...named, ...found].map((one) => byFolder.get(one.folder)!)) {
    if (!chosen.has(plugin.name)) chosen.set(plugin.name, plugin);
  }
  return [...chosen.values()].sort((a, b) => Number(b.source === "built-in") - Number(a.source === "built-in"));
}

/**
 * Loads all plugins for an input file.
 *
 * @param folder - of the input file
 * @param names - what its `plugins` lists
 * @throws QmmmError `QMMM_PLUGIN_NOT_FOUND`, `QMMM_PLUGIN_LOAD_FAILED`, `QMMM_PLUGIN_EXPORT`, `QMMM_PLUGIN_SECOND_CORE`
 */
export async function loadPlugins(folder: string, names: readonly string[]): Promise<readonly LoadedPlugin[]> {
  return (await Promise.all(pluginPackages(folder, names).map(loadPlugin))).flat();
}
