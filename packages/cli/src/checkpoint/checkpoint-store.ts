import { existsSync, readFileSync } from "node:fs";
import { decodeSnapshot, encodeSnapshot, isQmmmError } from "@qmmm/core";
import type { OutputFolder } from "../output/output-folder.js";
import { checkpointSnapshot, type RunCheckpoint, readCheckpoint } from "./run-checkpoint.js";

const CURRENT = "checkpoint.qmmm";
const PREVIOUS = "checkpoint.previous.qmmm";

/** Two generations of checkpoints in an output folder: at any moment one of them is whole. */
export class CheckpointStore {
  constructor(private readonly folder: OutputFolder) {}

  save(checkpoint: RunCheckpoint): void {
    this.folder.write(CURRENT, encodeSnapshot(checkpointSnapshot(checkpoint)), PREVIOUS);
  }

  /**
   * The latest checkpoint that is whole; undefined when none was written yet.
   *
   * @param warn - told when the latest one is damaged and the one before it is used
   * @throws QmmmError `QMMM_CHECKPOINT_CORRUPT` when none is whole
   */
  load(warn: (message: string) => void): RunCheckpoint | undefined {
    let damage: unknown;
    for (const name of [CURRENT, PREVIOUS]) {
      const path = this.folder.pathOf(name);
      if (!existsSync(path)) continue;
      try {
        const checkpoint = readCheckpoint(decodeSnapshot(new Uint8Array(readFileSync(path))));
        if (damage !== undefined) warn(`${CURRENT} is damaged; going on from ${PREVIOUS}`);
        return checkpoint;
      } catch (error) {
        if (!isQmmmError(error)) throw error;
        damage ??= error;
      }
    }
    if (damage !== undefined) throw damage;
    return undefined;
  }
}
