import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { writing } from "./file-error.js";

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a file so that its name always stands for something whole: under a temporary name first, then renamed.
 *
 * @param previous - name under which the file that is replaced is kept; nothing is kept when absent
 * @throws QmmmError `QMMM_OUTPUT_UNWRITABLE`; then the file that was there is still there
 */
export function writeWhole(path: string, content: string | Uint8Array, previous?: string): void {
  const temporary = `${path}.part`;
  writing(path, () => {
    try {
      const descriptor = openSync(temporary, "w");
      try {
        writeFileSync(descriptor, content);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      if (previous !== undefined && existsSync(path)) renameSync(path, previous);
      renameSync(temporary, path);
      syncFolder(dirname(path));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}
