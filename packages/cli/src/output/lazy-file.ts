import type { GrowingFile } from "../files/growing-file.js";
import type { OutputFolder } from "./output-folder.js";

/** Length of a file in bytes at a checkpoint; null while it had not been made. */
export type LazyFileState = number | null;

/** A growing file of the output folder that appears when something is first written into it. */
export class LazyFile implements Disposable {
  private file: GrowingFile | undefined;

  /** @param state - length to go on from; null or undefined to begin anew */
  constructor(
    private readonly folder: OutputFolder,
    readonly name: string,
    state: LazyFileState | undefined,
  ) {
    if (typeof state === "number") this.file = folder.reopen(name, state);
    else folder.remove(name);
  }

  append(content: string | Uint8Array): void {
    this.file ??= this.folder.grow(this.name);
    this.file.append(content);
  }

  patch(offset: number, bytes: Uint8Array): void {
    this.file?.patch(offset, bytes);
  }

  state(): LazyFileState {
    return this.file?.length ?? null;
  }

  sync(): void {
    this.file?.sync();
  }

  [Symbol.dispose](): void {
    this.file?.[Symbol.dispose]();
  }
}
