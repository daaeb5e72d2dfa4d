import { FileError, InputError } from "../errors/qmmm-error.js";
import type { Snapshot } from "./snapshot.js";

/** A seeded stream of random numbers that can be stopped and continued bit-identically. */
export interface RandomStream {
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Fills an array with standard normals. */
  fillNormal(out: Float64Array): void;
  /** An independent stream for a named purpose; the same seed and name give the same stream. */
  split(name: string): RandomStream;
  snapshot(): Snapshot;
  restore(state: Snapshot): void;
}

const GENERATOR = "philox4x32-10";

/** High 32 bits of the product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) >>> 0;
}

/**
 * Philox4x32-10, a counter-based generator (Salmon, Moraes, Dror, Shaw 2011, doi:10.1145/2063384.2063405): scrambles a
 * 128-bit counter with a 64-bit key. Different keys give unrelated streams, each of 2¹³⁰ words.
 *
 * @param out - four words, overwritten
 * @param counter - four words
 * @param key - two words
 */
export function philox(out: Uint32Array, counter: ArrayLike<number>, key: ArrayLike<number>): void {
  let c0 = counter[0]! | 0;
  let c1 = counter[1]! | 0;
  let c2 = counter[2]! | 0;
  let c3 = counter[3]! | 0;
  let k0 = key[0]! | 0;
  let k1 = key[1]! | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The key that a name leads to from another key: the name's bytes, eight at a time, scrambled by the generator itself. */
function derivedKey(key: ArrayLike<number>, name: string): Uint32Array {
  const bytes = new TextEncoder().encode(name);
  const next = Uint32Array.of(key[0]!, key[1]!);
  const block = new Uint32Array(4);
  for (let at = 0; at === 0 || at < bytes.length; at += 8) {
    const word = (from: number): number => {
      let value = 0;
      for (let k = 3; k >= 0; k--) value = (value << 8) | (bytes[from + k] ?? 0);
      return value;
    };
    // The length and the offset keep names that differ by trailing zeros apart.
    philox(block, [word(at), word(at + 4), bytes.length, at + 1], next);
    next[0] = block[0]!;
    next[1] = block[1]!;
  }
  return next;
}

class PhiloxStream implements RandomStream {
  private readonly counter = new Uint32Array(4);
  private readonly block = new Uint32Array(4);
  /** Words of the block already given; 4 when a new block is due. */
  private used = 4;
  /** Second normal of a pair, kept for the next call; NaN when there is none. */
  private spare = Number.NaN;

  constructor(private readonly key: Uint32Array) {}

  private advance(): void {
    philox(this.block, this.counter, this.key);
    for (let k = 0; k < 4; k++) {
      this.counter[k] = this.counter[k]! + 1;
      if (this.counter[k] !== 0) break;
    }
    this.used = 0;
  }

  uniform(): number {
    if (this.used > 2) this.advance();
    const high = this.block[this.used]! >>> 5;
    const low = this.block[this.used + 1]! >>> 6;
    this.used += 2;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** Polar method of Marsaglia and Bray (1964, doi:10.1137/1006063): two normals at a time, the second kept. */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const value = this.spare;
      this.spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      this.spare = v * scale;
      return u * scale;
    }
  }

  fillNormal(out: Float64Array): void {
    for (let k = 0; k < out.length; k++) out[k] = this.normal();
  }

  split(name: string): RandomStream {
    return new PhiloxStream(derivedKey(this.key, name));
  }

  snapshot(): Snapshot {
    return {
      generator: GENERATOR,
      key: Array.from(this.key),
      counter: Array.from(this.counter),
      used: this.used,
      spare: this.spare,
    };
  }

  restore(state: Snapshot): void {
    const { key, counter, used, spare } = checkedState(state);
    this.key.set(key);
    this.counter.set(counter);
    this.used = used;
    this.spare = spare;
    // The block belongs to the counter before the present one.
    if (used < 4) {
      const previous = Uint32Array.from(counter);
      for (let k = 0; k < 4; k++) {
        previous[k] = previous[k]! - 1;
        if (previous[k] !== 0xffffffff) break;
      }
      philox(this.block, previous, this.key);
    }
  }
}

interface PhiloxState {
  readonly key: readonly number[];
  readonly counter: readonly number[];
  readonly used: number;
  readonly spare: number;
}

function checkedState(state: Snapshot): PhiloxState {
  const words = (value: unknown, length: number): value is readonly number[] =>
    Array.isArray(value) &&
    value.length === length &&
    value.every((word) => Number.isInteger(word) && word >= 0 && word <= 0xffffffff);
  if (typeof state === "object" && state !== null && "generator" in state && state.generator === GENERATOR) {
    const { key, counter, used, spare } = state;
    if (words(key, 2) && words(counter, 4) && typeof spare === "number" && (used === 0 || used === 2 || used === 4)) {
      return { key, counter, used, spare };
    }
  }
  throw new FileError("QMMM_CHECKPOINT_CORRUPT", `This is not the state of a ${GENERATOR} random stream`, {
    action: "Resume from a checkpoint that this version wrote",
  });
}

/**
 * Makes the random stream of a seed. `5` and `"5"` are the same seed.
 *
 * @throws QmmmError `QMMM_RANDOM_SEED` for a number that is not finite
 */
export function createRandomStream(seed: number | string): RandomStream {
  if (typeof seed === "number" && !Number.isFinite(seed)) {
    throw new InputError("QMMM_RANDOM_SEED", `${seed} can't seed random numbers`, {
      value: seed,
      allowed: "any finite number or text",
      action: "Give a whole number",
    });
  }
  return new PhiloxStream(derivedKey([0, 0], String(seed)));
}
