import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { CheckpointStore } from "../checkpoint/checkpoint-store.js";
import { EXIT } from "../exit-codes.js";
import { loadInput } from "../input/load-input.js";
import { OutputFolder } from "../output/output-folder.js";
import { readManifest, requireUnchanged, writeManifest } from "../run/manifest.js";
import { prepareRun } from "../run/prepare.js";
import type { Terminal } from "../terminal.js";
import { conduct } from "./conduct.js";

/** `qmmm resume`: goes on with an interrupted run from its last checkpoint. */
export async function resumeCommand(
  given: string,
  options: { readonly quiet: boolean },
  terminal: Terminal,
): Promise<number> {
  const path = resolve(terminal.cwd, given);
  const shown = relative(terminal.cwd, path) || ".";
  const manifest = readManifest(path);
  if (existsSync(resolve(path, "result.json"))) {
    if (!options.quiet) terminal.out(`The run in ${shown} is complete: there is nothing to resume.\n`);
    return EXIT.ok;
  }
  const loaded = await loadInput(resolve(path, manifest.input), terminal.cwd);
  requireUnchanged({ ...manifest, files: [] }, loaded.sha256, []);
  await using prepared = await prepareRun(loaded);
  requireUnchanged(manifest, loaded.sha256, prepared.resources.records);
  using folder = OutputFolder.open(path);
  const checkpoint = new CheckpointStore(folder).load((message) => terminal.error(`${message}\n`));
  const showing = { shown, quiet: options.quiet };
  if (checkpoint !== undefined) return await conduct({ prepared, folder, manifest, checkpoint }, showing, terminal);
  if (!options.quiet) terminal.out("There is no checkpoint yet: starting from the beginning\n");
  folder.clear();
  return await conduct({ prepared, folder, manifest: writeManifest(folder, prepared) }, showing, terminal);
}
