import { readFileSync } from "node:fs";

/** The CLI's own package.json; beside `src` and `dist` alike. */
export function ownPackage(): { readonly version: string; readonly dependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
}
