// Writes the reference part of docs/input-file.md from the schemas that validate input files. Needs a build.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declared, inputReference, loadPlugins } from "../packages/cli/dist/index.js";
import { root } from "./setup.mjs";

const path = join(root, "docs", "input-file.md");
const marker = "<!-- Written by scripts/input-reference.mjs: do not edit below. -->";
const [text] = readFileSync(path, "utf8").split(marker);
// Plugins installed beside the program only: those of a project are not part of this page.
const plugins = await loadPlugins("/", []);
writeFileSync(path, `${text}${marker}\n\n${inputReference(declared(plugins))}`);
