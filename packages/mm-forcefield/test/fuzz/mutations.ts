import { createRandomStream, isQmmmError } from "@qmmm/core";

const ODD = [
  "0",
  "-1",
  "1",
  "99999999",
  "2147483648",
  "1e308",
  "-1e-308",
  "nan",
  "Infinity",
  "",
  "x",
  "1.5",
  "!",
  "%FLAG",
];

/** Text damaged in ways that happen: cut off, lines lost, doubled or exchanged, fields and characters replaced. */
export function* damaged(text: string, count: number, seed: string): Generator<string> {
  const random = createRandomStream(seed);
  const below = (n: number) => Math.floor(random.uniform() * n);
  const lines = text.split("\n");
  for (let k = 0; k < count; k++) {
    const line = below(lines.length);
    const other = below(lines.length);
    switch (k % 6) {
      case 0:
        yield text.slice(0, below(text.length));
        break;
      case 1:
        yield lines.filter((_, n) => n !== line).join("\n");
        break;
      case 2:
        yield lines.flatMap((row, n) => (n === line ? [row, row] : [row])).join("\n");
        break;
      case 3:
        yield lines.with(line, lines[other]!).with(other, lines[line]!).join("\n");
        break;
      case 4: {
        const fields = lines[line]!.split(/(\S+)/);
        const field = 2 * below(Math.max(1, (fields.length - 1) / 2)) + 1;
        const odd = ODD[below(ODD.length)]!;
        if (field < fields.length) fields[field] = odd.padStart(fields[field]!.length);
        yield lines.with(line, fields.join("")).join("\n");
        break;
      }
      default: {
        const at = below(text.length);
        yield text.slice(0, at) + String.fromCharCode(32 + below(95)) + text.slice(at + 1);
      }
    }
  }
}

/** Every number of typed arrays anywhere in a value. */
function* numbersOf(value: unknown): Generator<number> {
  if (value instanceof Float64Array) yield* value;
  else if (Array.isArray(value)) for (const item of value) yield* numbersOf(item);
  else if (value !== null && typeof value === "object" && !ArrayBuffer.isView(value)) {
    for (const item of Object.values(value)) yield* numbersOf(item);
  }
}

/** Bytes damaged in the same spirit: some changed; of every fifth file an end is missing. */
export function* damagedBytes(whole: Uint8Array, count: number, seed: string): Generator<Uint8Array> {
  const random = createRandomStream(seed);
  const below = (n: number) => Math.floor(random.uniform() * n);
  for (let k = 0; k < count; k++) {
    const bytes = Uint8Array.from(whole);
    for (let n = 0; n <= k % 3; n++) bytes[below(whole.length)] = below(256);
    yield k % 5 === 0 ? bytes.slice(0, below(whole.length)) : bytes;
  }
}

/** How many damaged inputs were refused with a code, and how many read. */
export interface Counts {
  readonly refused: number;
  readonly read: number;
}

/**
 * Reads damaged input. Fails on errors without a code and on numbers that are not finite; counts what was refused.
 */
export async function survives<T>(
  inputs: Iterable<T>,
  read: (input: T) => unknown | Promise<unknown>,
): Promise<Counts> {
  const counts = { refused: 0, read: 0 };
  for (const input of inputs) {
    const shown = () => (typeof input === "string" ? input : "bytes");
    let found: unknown;
    try {
      found = await read(input);
    } catch (error) {
      if (!isQmmmError(error)) throw new Error(`not a coded error: ${String(error)}\n${shown()}`, { cause: error });
      counts.refused++;
      continue;
    }
    for (const number of numbersOf(found)) {
      if (!Number.isFinite(number)) throw new Error(`a number that is not finite in\n${shown()}`);
    }
    counts.read++;
  }
  return counts;
}
