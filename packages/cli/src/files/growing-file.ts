import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { FileError } from "@qmmm/core";
import { writing } from "./file-error.js";

/** A file that a run adds to, and that a resumed run cuts back to the length its checkpoint knows. */
export class GrowingFile implements Disposable {
  private closed = false;

  private constructor(
    readonly path: string,
    private readonly descriptor: number,
    private size: number,
  ) {}

  /** Makes an empty file. @throws QmmmError `QMMM_OUTPUT_UNWRITABLE` */
  static create(path: string): GrowingFile {
    return writing(path, () => new GrowingFile(path, openSync(path, "w+"), 0));
  }

  /**
   * Opens a file of an earlier run and cuts it to `length` bytes.
   *
   * @throws QmmmError `QMMM_CHECKPOINT_OUTPUT_MISSING` when it is absent or shorter, `QMMM_OUTPUT_UNWRITABLE`
   */
  static reopen(path: string, length: number, present: number | undefined): GrowingFile {
    if (present === undefined || present < length) {
      throw new FileError(
        "QMMM_CHECKPOINT_OUTPUT_MISSING",
        `"${path}" is ${present === undefined ? "missing" : `only ${present} bytes long`}, but the checkpoint was taken when it had ${length}`,
        { value: path, action: "Put the file back, or start again with `qmmm run --force`" },
      );
    }
    return writing(path, () => {
      const descriptor = openSync(path, "r+");
      ftruncateSync(descriptor, length);
      return new GrowingFile(path, descriptor, length);
    });
  }

  /** Bytes written. */
  get length(): number {
    return this.size;
  }

  /** Adds to the end. @throws QmmmError `QMMM_OUTPUT_UNWRITABLE`, for example when the disk is full */
  append(content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    this.writeAt(this.size, bytes);
    this.size += bytes.length;
  }

  /** Overwrites bytes that are there already. */
  patch(offset: number, bytes: Uint8Array): void {
    this.writeAt(offset, bytes);
  }

  private writeAt(offset: number, bytes: Uint8Array): void {
    writing(this.path, () => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.descriptor, bytes, done, bytes.length - done, offset + done);
      }
    });
  }

  /** Waits until the disk has it. */
  sync(): void {
    writing(this.path, () => fsyncSync(this.descriptor));
  }

  /** Closes the file; nothing happens when it is closed already. */
  [Symbol.dispose](): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.descriptor);
  }
}
