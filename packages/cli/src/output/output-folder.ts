import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { FileError, InputError } from "@qmmm/core";
import { writing } from "../files/file-error.js";
import { GrowingFile } from "../files/growing-file.js";
import { lockFolder } from "../files/process-lock.js";
import { writeWhole } from "../files/write-whole.js";

/** Names in an output folder that a run makes. Only these are ever replaced or removed. */
const OWN = [
  /^(log\.txt|energies\.csv|result\.json|run\.json|final\.extxyz|\.running)$/,
  /^trajectory\.(extxyz|dcd|nc)$/,
  /^checkpoint(\.previous)?\.qmmm$/,
  /^[0-9]+-[A-Za-z0-9_-]+$/,
  /\.part$/,
];

function isOwn(name: string): boolean {
  return OWN.some((pattern) => pattern.test(name));
}

/** Name of the file by which a folder is recognised as the output of a run. */
export const MANIFEST = "run.json";

/** The folder that a run writes into. */
export class OutputFolder implements Disposable {
  private readonly lock: Disposable;

  private constructor(
    readonly path: string,
    /** The topmost folder that had to be made for this one. */
    private readonly made: string | undefined,
  ) {
    this.lock = lockFolder(path);
  }

  /**
   * Refuses a folder that must not be written into. Changes nothing.
   *
   * @throws QmmmError `QMMM_OUTPUT_EXISTS`, `QMMM_OUTPUT_UNWRITABLE`
   */
  static requireFree(path: string, force: boolean): void {
    if (!existsSync(path)) return;
    if (!statSync(path).isDirectory()) {
      throw new FileError("QMMM_OUTPUT_UNWRITABLE", `"${path}" is a file, and a folder is needed`, {
        value: path,
        action: "Choose another folder with --output",
      });
    }
    const names = readdirSync(path);
    // Nothing in it, or what a run left that was killed at its very beginning.
    if (names.every((name) => isOwn(name)) && !names.includes(MANIFEST)) return;
    if (names.includes(MANIFEST)) {
      if (force) return;
      throw new InputError("QMMM_OUTPUT_EXISTS", `"${path}" holds the results of an earlier run`, {
        value: path,
        action: "Go on with it by `qmmm resume`, replace it with --force, or choose another folder with --output",
      });
    }
    throw new InputError("QMMM_OUTPUT_EXISTS", `"${path}" is not empty and was not made by this program`, {
      value: path,
      action: "Choose another folder with --output",
    });
  }

  /** Makes the folder, or clears it of an earlier run. @throws QmmmError `QMMM_OUTPUT_UNWRITABLE`, `QMMM_OUTPUT_BUSY` */
  static create(path: string): OutputFolder {
    const made = writing(path, () => mkdirSync(path, { recursive: true }));
    const folder = new OutputFolder(path, made);
    folder.clear();
    return folder;
  }

  /** Opens the folder of an earlier run, to go on with it. @throws QmmmError `QMMM_OUTPUT_BUSY` */
  static open(path: string): OutputFolder {
    return new OutputFolder(path, undefined);
  }

  /** Removes what an earlier run wrote, and nothing else. */
  clear(): void {
    writing(this.path, () => {
      for (const name of readdirSync(this.path)) {
        if (name !== ".running" && isOwn(name)) {
          rmSync(join(this.path, name), { recursive: true });
        }
      }
    });
  }

  /** Removes what this run wrote, with the folders that were made for it. */
  discard(): void {
    this.clear();
    if (this.made !== undefined) rmSync(this.made, { recursive: true, force: true });
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** Makes an empty file that grows, and its folder where needed. */
  grow(name: string): GrowingFile {
    const path = this.pathOf(name);
    writing(path, () => mkdirSync(dirname(path), { recursive: true }));
    return GrowingFile.create(path);
  }

  /** Opens a growing file of an earlier run, cut to `length` bytes. */
  reopen(name: string, length: number): GrowingFile {
    const path = this.pathOf(name);
    return GrowingFile.reopen(path, length, existsSync(path) ? statSync(path).size : undefined);
  }

  /** Writes a whole file under its name. */
  write(name: string, content: string | Uint8Array, previous?: string): void {
    writeWhole(this.pathOf(name), content, previous === undefined ? undefined : this.pathOf(previous));
  }

  remove(name: string): void {
    writing(this.pathOf(name), () => rmSync(this.pathOf(name), { force: true }));
  }

  [Symbol.dispose](): void {
    this.lock[Symbol.dispose]();
  }
}
