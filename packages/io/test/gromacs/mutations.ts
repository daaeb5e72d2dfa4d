import type { RandomStream } from "@qmmm/core";

const TOKENS = [
  "NaN",
  "1e308",
  "-1",
  "0",
  "99999999",
  "1e-320",
  "X",
  "\\",
  ";",
  "#ifdef A",
  '#include "functions.top"',
  "[ bonds ]",
  "[",
  "é",
];

/** Texts that differ from a good one by one to three accidents: cuts, lost or repeated lines, changed characters, words. */
export function* mutations(text: string, count: number, random: RandomStream): Generator<string> {
  const upTo = (n: number): number => Math.min(n - 1, Math.floor(random.uniform() * n));
  const accidents: readonly ((text: string) => string)[] = [
    (t) => t.slice(0, upTo(t.length + 1)),
    (t) => {
      const lines = t.split("\n");
      lines.splice(upTo(lines.length), 1);
      return lines.join("\n");
    },
    (t) => {
      const lines = t.split("\n");
      lines.splice(upTo(lines.length), 0, lines[upTo(lines.length)]!);
      return lines.join("\n");
    },
    (t) => {
      const at = upTo(t.length + 1);
      return t.slice(0, at) + String.fromCharCode(32 + upTo(95)) + t.slice(at + 1);
    },
    (t) => {
      const words = t.split(/(\s+)/);
      words[2 * upTo(Math.ceil(words.length / 2))] = TOKENS[upTo(TOKENS.length)]!;
      return words.join("");
    },
    (t) => {
      const at = upTo(t.length + 1);
      return t.slice(0, at) + t.slice(at + 1 + upTo(20));
    },
    (t) => {
      const lines = t.split("\n");
      lines.splice(upTo(lines.length), 0, TOKENS[upTo(TOKENS.length)]!);
      return lines.join("\n");
    },
  ];
  for (let k = 0; k < count; k++) {
    let mutated = text;
    for (let n = upTo(3); n >= 0; n--) mutated = accidents[upTo(accidents.length)]!(mutated);
    yield mutated;
  }
}
