import { resolve } from "node:path";
import { InputError, nearestSpelling } from "@qmmm/core";
import { EXIT } from "../exit-codes.js";
import { componentsOf, declared, KINDS } from "../plugins/components.js";
import { describeOptions, type OptionHelp, optionsJsonSchema } from "../plugins/describe-options.js";
import { loadPlugins } from "../plugins/load-plugins.js";
import type { Terminal } from "../terminal.js";

function optionLines(options: readonly OptionHelp[]): string[] {
  const width = Math.min(34, Math.max(0, ...options.map(({ key }) => key.length)));
  return options.map(({ key, type, default: fallback, required, description }) => {
    const state = required ? "required" : fallback === undefined ? "" : `default ${fallback}`;
    const facts = [type.replaceAll("\\|", "|"), state].filter((fact) => fact !== "").join("; ");
    return `      ${key.padEnd(width)}  ${facts}${description === "" ? "" : `. ${description}`}`;
  });
}

/** `qmmm plugins`: what is installed, with the options of every component. */
export async function pluginsCommand(
  name: string | undefined,
  options: { readonly json: boolean; readonly project?: string },
  terminal: Terminal,
): Promise<number> {
  const plugins = await loadPlugins(resolve(terminal.cwd, options.project ?? "."), []);
  const registry = declared(plugins);
  const components = KINDS.flatMap(({ kind, title, where }) =>
    componentsOf(registry, kind).map((component) => ({ ...component, title, where })),
  );
  const names = [...plugins.map(({ plugin }) => plugin.name), ...components.map(({ id }) => id)];
  if (name !== undefined && !names.includes(name)) {
    const near = nearestSpelling(name, names);
    throw new InputError("QMMM_PLUGIN_UNKNOWN", `Nothing installed is called "${name}"`, {
      value: name,
      allowed: names,
      action: near === undefined ? "Use one of the names listed" : `Did you mean "${near}"?`,
    });
  }
  const shown = components.filter(({ id, plugin }) => name === undefined || id === name || plugin === name);
  if (options.json) {
    const content = {
      plugins: plugins.map(({ plugin, package: { folder, source } }) => ({
        name: plugin.name,
        version: plugin.version,
        source,
        folder,
      })),
      formats: registry.formats.map((format) => ({ name: format.name, extensions: format.extensions })),
      components: shown.map(({ kind, id, plugin, summary, where, options: schema }) => ({
        kind,
        id,
        plugin,
        summary,
        input: where,
        options: optionsJsonSchema(schema),
      })),
    };
    terminal.out(`${JSON.stringify(content, undefined, 2)}\n`);
    return EXIT.ok;
  }
  const lines: string[] = [];
  if (name === undefined) {
    lines.push("Plugins");
    for (const { plugin, package: found } of plugins)
      lines.push(`  ${plugin.name} ${plugin.version}  (${found.source}, ${found.folder})`);
    const formats = registry.formats.map(
      (format) => `${format.name} (${format.extensions.map((ending) => `.${ending}`).join(" ")})`,
    );
    lines.push("", "Structure files", `  ${formats.join(", ")}`);
  }
  for (const { kind, title, where } of KINDS) {
    const ofKind = shown.filter((component) => component.kind === kind);
    if (ofKind.length === 0) continue;
    lines.push("", `${title}${where === "" ? "" : ` (${where})`}`);
    for (const { id, summary, plugin, options: schema } of ofKind) {
      lines.push(
        `  ${id}${summary === "" ? "" : `: ${summary}`}  [${plugin}]`,
        ...optionLines(describeOptions(schema)),
      );
    }
  }
  terminal.out(`${lines.join("\n").trimStart()}\n`);
  return EXIT.ok;
}
