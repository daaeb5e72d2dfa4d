import { existsSync, mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { InputError, nearestSpelling } from "@qmmm/core";
import { EXIT } from "../exit-codes.js";
import { writing } from "../files/file-error.js";
import { writeWhole } from "../files/write-whole.js";
import { TEMPLATES } from "../templates/templates.js";
import type { Terminal } from "../terminal.js";

/** `qmmm init`: writes a commented input file and a small structure. */
export async function initCommand(
  name: string,
  options: { readonly template: string },
  terminal: Terminal,
): Promise<number> {
  const template = Object.hasOwn(TEMPLATES, options.template) ? TEMPLATES[options.template] : undefined;
  if (template === undefined) {
    const allowed = Object.keys(TEMPLATES);
    const near = nearestSpelling(options.template, allowed);
    throw new InputError("QMMM_TEMPLATE_UNKNOWN", `There is no template "${options.template}"`, {
      value: options.template,
      allowed,
      action: near === undefined ? "Use one of those listed" : `Did you mean "${near}"?`,
    });
  }
  const folder = resolve(terminal.cwd, name);
  const files = Object.entries(template());
  const present = files.map(([file]) => join(folder, file)).find((path) => existsSync(path));
  if (present !== undefined) {
    throw new InputError("QMMM_OUTPUT_EXISTS", `"${relative(terminal.cwd, present)}" exists already`, {
      value: present,
      action: "Give another name: qmmm init NAME",
    });
  }
  writing(folder, () => mkdirSync(folder, { recursive: true }));
  for (const [file, text] of files) writeWhole(join(folder, file), text);
  const input = join(relative(terminal.cwd, folder), "input.yaml");
  terminal.out(
    `Wrote ${files.map(([file]) => join(relative(terminal.cwd, folder), file)).join(", ")}\n\nNext:\n  qmmm check ${input}\n  qmmm run ${input}\n`,
  );
  return EXIT.ok;
}
