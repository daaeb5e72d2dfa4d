import type { PluginRegistry } from "@qmmm/core";
import { InputSchema } from "../input/schema.js";
import { ResultSchema } from "../output/result-schema.js";
import { componentsOf, KINDS } from "../plugins/components.js";
import { describeOptions, type OptionHelp } from "../plugins/describe-options.js";

/** Keys of the input file whose content a plugin defines. */
const OF_PLUGINS = /^(levels|forcefield|coupling|task)\./;

function table(options: readonly OptionHelp[]): string[] {
  if (options.length === 0) return ["No options."];
  const rows = options.map(({ key, type, default: fallback, required, description }) => {
    const value = required ? "**required**" : fallback === undefined ? "" : `\`${fallback.replaceAll("|", "\\|")}\``;
    return `| \`${key}\` | ${type} | ${value} | ${description.replaceAll("\n", " ").replaceAll("|", "\\|")} |`;
  });
  return ["| Key | Type | Default | Meaning |", "|---|---|---|---|", ...rows];
}

function resultTable(): string[] {
  const rows = describeOptions(ResultSchema).map(
    ({ key, type, description }) => `| \`${key}\` | ${type} | ${description.replaceAll("|", "\\|")} |`,
  );
  return ["| Key | Type | Meaning |", "|---|---|---|", ...rows];
}

/** The reference part of docs/input-file.md: every key of an input file, from the schemas that validate it. */
export function inputReference(registry: PluginRegistry): string {
  const frame = describeOptions(InputSchema).filter(({ key }) => !OF_PLUGINS.test(key));
  const lines = ["## Keys of the file", "", ...table(frame)];
  for (const { kind, title, where } of KINDS) {
    const components = componentsOf(registry, kind);
    if (components.length === 0) continue;
    lines.push("", `## ${title}`, "", `Named by \`${where}\`.`);
    for (const { id, summary, plugin, options } of components) {
      lines.push("", `### \`${id}\``, "", `${summary} (\`${plugin}\`).`, "", ...table(describeOptions(options)));
    }
  }
  const formats = registry.formats.map(
    ({ name, extensions }) => `| \`${name}\` | ${extensions.map((ending) => `\`.${ending}\``).join(", ")} |`,
  );
  lines.push("", "## Structure files", "", "| `system.format` | Recognised by |", "|---|---|", ...formats);
  lines.push(
    "",
    "## result.json",
    "",
    "In the words of QCSchema where it has them. Indices count from 0.",
    "",
    ...resultTable(),
  );
  return `${lines.join("\n")}\n`;
}
