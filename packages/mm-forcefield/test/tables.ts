import { readFileSync, writeFileSync } from "node:fs";

/** Puts lines between `<!-- NAME -->` and `<!-- end of NAME -->` of docs/verification.md, where QMMM_WRITE_TABLE=1 asks for it. */
export function writeTable(name: string, lines: readonly string[]): void {
  if (process.env.QMMM_WRITE_TABLE !== "1") return;
  const file = new URL("../../../docs/verification.md", import.meta.url);
  const marks = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  const text = readFileSync(file, "utf8");
  if (!marks.test(text)) throw new Error(`docs/verification.md has no place for the ${name}`);
  writeFileSync(
    file,
    text.replace(marks, (_, start, end) => `${start}\n${lines.join("\n")}\n\n${end}`),
  );
}
