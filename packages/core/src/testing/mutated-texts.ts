import type { RandomStream } from "../model/random.js";

/** Words that break careless readers. */
export const AWKWARD_WORDS: readonly string[] = ["NaN", "1e308", "-1", "0", "99999999", "1e-320", "X", "\\", "é"];

/**
 * Texts that differ from a good one by one to three accidents: cuts, lost or repeated lines, changed characters, words
 * put in another's place. A reader of files should read each of them, or refuse it with a coded error.
 *
 * @param words - what may stand where it should not; `AWKWARD_WORDS` and words of the format
 */
export function* mutatedTexts(
  text: string,
  count: number,
  random: RandomStream,
  words: readonly string[] = AWKWARD_WORDS,
): Generator<string> {
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
      const pieces = t.split(/(\s+)/);
      pieces[2 * upTo(Math.ceil(pieces.length / 2))] = words[upTo(words.length)]!;
      return pieces.join("");
    },
    (t) => {
      const at = upTo(t.length + 1);
      return t.slice(0, at) + t.slice(at + 1 + upTo(20));
    },
    (t) => {
      const lines = t.split("\n");
      lines.splice(upTo(lines.length), 0, words[upTo(words.length)]!);
      return lines.join("\n");
    },
  ];
  for (let k = 0; k < count; k++) {
    let mutated = text;
    for (let n = upTo(3); n >= 0; n--) mutated = accidents[upTo(accidents.length)]!(mutated);
    yield mutated;
  }
}
