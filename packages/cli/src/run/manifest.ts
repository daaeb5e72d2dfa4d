import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { FileError, InputError } from "@qmmm/core";
import { z } from "zod";
import { reasonInWords } from "../files/file-error.js";
import type { FileRecord } from "../files/resources.js";
import { MANIFEST, type OutputFolder } from "../output/output-folder.js";
import { ownPackage } from "../version.js";
import type { PreparedRun } from "./prepare.js";

const ManifestSchema = z.object({
  program: z.literal("qmmm"),
  version: z.string(),
  /** Input file, relative to the output folder. */
  input: z.string(),
  inputSha256: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
  started: z.string(),
});

/** `run.json`: what a run was started from, by which it can be resumed. */
export type Manifest = z.output<typeof ManifestSchema>;

/** Writes the manifest of a run that begins. */
export function writeManifest(folder: OutputFolder, { loaded, resources }: PreparedRun): Manifest {
  const manifest: Manifest = {
    program: "qmmm",
    version: ownPackage().version,
    input: relative(folder.path, loaded.path),
    inputSha256: loaded.sha256,
    files: [...resources.records],
    started: new Date().toISOString(),
  };
  folder.write(MANIFEST, `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/** Reads the manifest of an output folder. @throws QmmmError `QMMM_RESUME_NOT_A_RUN` */
export function readManifest(path: string): Manifest {
  const refuse = (why: string): FileError =>
    new FileError("QMMM_RESUME_NOT_A_RUN", `"${path}" is not the output folder of a run: ${why}`, {
      value: path,
      action: "Name the folder that `qmmm run` wrote its results into",
    });
  let text: string;
  try {
    text = readFileSync(resolve(path, MANIFEST), "utf8");
  } catch (error) {
    throw refuse(`${MANIFEST} can't be read (${reasonInWords(error)})`);
  }
  try {
    return ManifestSchema.parse(JSON.parse(text));
  } catch {
    throw refuse(`${MANIFEST} is damaged`);
  }
}

/** Refuses to go on with files that are not those the run was started from. @throws QmmmError `QMMM_RESUME_INPUT_CHANGED` */
export function requireUnchanged(manifest: Manifest, inputSha256: string, files: readonly FileRecord[]): void {
  const changed = [
    ...(manifest.inputSha256 === inputSha256 ? [] : [manifest.input]),
    ...manifest.files.flatMap(({ name, sha256 }) =>
      files.some((file) => file.name === name && file.sha256 === sha256) ? [] : [name],
    ),
  ];
  if (changed.length === 0) return;
  throw new InputError("QMMM_RESUME_INPUT_CHANGED", `Changed since the run began: ${changed.join(", ")}`, {
    value: changed.join(", "),
    action: "Restore what was changed, or start again with `qmmm run --force`",
  });
}
