import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { FileError, nearestSpelling, type Resources } from "@qmmm/core";
import { reasonInWords, systemCode } from "./file-error.js";

/** A file that was read, for the record of results. */
export interface FileRecord {
  /** As the input names it. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

async function notFound(name: string, path: string): Promise<FileError> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  const near = names === undefined ? undefined : nearestSpelling(basename(path), names);
  return new FileError(
    "QMMM_FILE_NOT_FOUND",
    names === undefined
      ? `The folder "${folder}" of "${name}" does not exist`
      : `There is no file "${name}" in ${folder}`,
    {
      value: name,
      action: near === undefined ? "Correct the name" : `Did you mean "${near}"?`,
    },
  );
}

/**
 * Reads a file.
 *
 * @param name - for messages
 * @throws QmmmError `QMMM_FILE_NOT_FOUND` with the nearest name in that folder, `QMMM_FILE_UNREADABLE`
 */
export async function readInputFile(path: string, name: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new FileError("QMMM_FILE_UNREADABLE", `"${name}" is a folder, not a file`, {
        value: name,
        action: "Name a file in it",
      });
    }
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof FileError) throw error;
    if (systemCode(error) === "ENOENT") throw await notFound(name, path);
    throw new FileError(
      "QMMM_FILE_UNREADABLE",
      `"${name}" can't be read: ${reasonInWords(error)}`,
      { value: name, action: "Correct its permissions or name another file" },
      { cause: error },
    );
  }
}

/** Files relative to the folder of the input file; remembers what it read. */
export class FileResources implements Resources {
  private readonly seen = new Map<string, FileRecord>();

  constructor(private readonly folder: string) {}

  async read(name: string): Promise<Uint8Array> {
    const bytes = await readInputFile(resolve(this.folder, name), name);
    this.seen.set(name, { name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    return bytes;
  }

  /** The files read so far, in the order of first reading. */
  get records(): readonly FileRecord[] {
    return [...this.seen.values()];
  }
}
