import { parse, relative, resolve } from "node:path";
import { type LoadedInput, loadInput } from "../input/load-input.js";
import { OutputFolder } from "../output/output-folder.js";
import { writeManifest } from "../run/manifest.js";
import { prepareRun } from "../run/prepare.js";
import type { Terminal } from "../terminal.js";
import { conduct } from "./conduct.js";

/** Options of `qmmm run`. */
export interface RunOptions {
  readonly output?: string;
  readonly force: boolean;
  readonly quiet: boolean;
}

/** Folder for the results of an input file. */
export function outputPath({ path, folder, input }: LoadedInput, asked: string | undefined, cwd: string): string {
  if (asked !== undefined) return resolve(cwd, asked);
  if (input.output.directory !== undefined) return resolve(folder, input.output.directory);
  return resolve(folder, `${parse(path).name}.out`);
}

/** `qmmm run`: does what an input file says. */
export async function runCommand(file: string, options: RunOptions, terminal: Terminal): Promise<number> {
  const loaded = await loadInput(file, terminal.cwd);
  const path = outputPath(loaded, options.output, terminal.cwd);
  OutputFolder.requireFree(path, options.force);
  await using prepared = await prepareRun(loaded);
  // The input is sound: from here on something is written.
  using folder = OutputFolder.create(path);
  const manifest = writeManifest(folder, prepared);
  const shown = relative(terminal.cwd, path) || ".";
  return await conduct({ prepared, folder, manifest }, { shown, quiet: options.quiet }, terminal);
}
