import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const FIXTURES = join(dirname(dirname(fileURLToPath(import.meta.url))), "fixtures");

/** A water molecule. */
export const WATER = "3\nwater\nO 0.0 0.0 0.0\nH 0.757 0.586 0.0\nH -0.757 0.586 0.0\n";

/** A water molecule out of shape. */
export const BENT_WATER = "3\nwater\nO 0.0 0.0 0.05\nH 0.95 0.52 0.0\nH -0.70 0.70 0.10\n";

/** Makes a folder with files, gone after the test. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "qmmm-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Installs a plugin of the fixtures into a folder's node_modules. */
export function install(folder: string, ...plugins: readonly string[]): void {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  for (const plugin of plugins) symlinkSync(join(FIXTURES, plugin), join(folder, "node_modules", plugin), "dir");
}
