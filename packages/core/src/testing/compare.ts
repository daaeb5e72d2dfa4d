import type { ErrorCode } from "../errors/qmmm-error.js";
import { isQmmmError } from "../errors/qmmm-error.js";
import type { Snapshot } from "../model/snapshot.js";
import { encodeSnapshot } from "../model/snapshot-codec.js";

/** Says where two lists of numbers differ by more than a tolerance: the worst place only; nothing when they agree. */
export function differences(
  what: string,
  actual: ArrayLike<number> | undefined,
  expected: ArrayLike<number>,
  tolerance: number,
  relative = 0,
  label: (k: number) => string = (k) => `[${k}]`,
): string[] {
  if (actual === undefined) return [`${what} is missing`];
  if (actual.length !== expected.length) return [`${what} has ${actual.length} entries instead of ${expected.length}`];
  let worst = -1;
  let worstExcess = 0;
  for (let k = 0; k < expected.length; k++) {
    const allowed = tolerance + relative * Math.abs(expected[k]!);
    const excess = Math.abs(actual[k]! - expected[k]!) - allowed;
    // NaN compares false with everything, and must not pass.
    if (!(excess <= 0) && !(excess <= worstExcess)) {
      worst = k;
      worstExcess = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
    }
  }
  if (worst < 0) return [];
  const off = Math.abs(actual[worst]! - expected[worst]!);
  return [
    `${what}${label(worst)} is ${actual[worst]}, expected ${expected[worst]}: off by ${off.toExponential(2)}, allowed ${(tolerance + relative * Math.abs(expected[worst]!)).toExponential(1)}`,
  ];
}

/** Says whether a number is off by more than a tolerance. */
export function difference(what: string, actual: number | undefined, expected: number, tolerance: number): string[] {
  return differences(what, actual === undefined ? undefined : [actual], [expected], tolerance, 0, () => "");
}

/** Names the coordinate k of a flat xyz array. */
export function coordinateLabel(names?: (atom: number) => string): (k: number) => string {
  return (k) => ` of ${names?.(Math.floor(k / 3)) ?? `atom ${Math.floor(k / 3)}`} along ${"xyz"[k % 3]}`;
}

/** True when two lists of numbers agree in every bit. */
export function sameBits(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (!Object.is(a[k], b[k])) return false;
  return true;
}

/** Plain data of a result: what a snapshot can hold. Everything else (functions) is refused by the codec. */
function asSnapshot(value: unknown): Snapshot {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return value as Snapshot;
  if (value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(asSnapshot);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asSnapshot(item)]));
}

/** Says which parts of two results (energies, arrays, nested objects) are not bit-identical. */
export function bitDifferences(what: string, a: object, b: object): string[] {
  const problems: string[] = [];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [left, right] = [a, b].map((side) => asSnapshot((side as Record<string, unknown>)[key]));
    if (!sameBits(encodeSnapshot(left!), encodeSnapshot(right!))) {
      const show = (value: Snapshot): string =>
        typeof value === "number" ? String(value) : JSON.stringify(value).slice(0, 120);
      problems.push(`${what}: ${key} differs: ${show(left!)} and ${show(right!)}`);
    }
  }
  return problems;
}

/** Says whether named terms do not add up to an energy. */
export function ledgerProblems(
  what: string,
  result: { readonly energy: number; readonly terms: Readonly<Record<string, number>> },
  tolerance: number,
): string[] {
  const terms = Object.values(result.terms);
  if (terms.length === 0) return [`${what} has no terms`];
  const sum = terms.reduce((a, b) => a + b, 0);
  const scale = terms.reduce((most, term) => Math.max(most, Math.abs(term)), 1);
  return difference(
    `${what}: sum of the terms (${Object.keys(result.terms).join(" + ")})`,
    sum,
    result.energy,
    tolerance * scale,
  );
}

/** Says whether a promise is not rejected with a code of this project. */
export async function codeProblems(what: string, code: ErrorCode, act: () => Promise<unknown>): Promise<string[]> {
  try {
    await act();
  } catch (error) {
    if (isQmmmError(error, code)) return [];
    return [`${what} fails with ${isQmmmError(error) ? error.code : String(error)} instead of ${code}`];
  }
  return [`${what} succeeds, but should fail with ${code}`];
}

/** Says whether an already aborted signal does not stop something with the signal's own reason. */
export async function abortProblems(what: string, act: (signal: AbortSignal) => Promise<unknown>): Promise<string[]> {
  const reason = new Error("stopped by the conformance suite");
  try {
    await act(AbortSignal.abort(reason));
  } catch (error) {
    return error === reason ? [] : [`${what} fails with ${String(error)} instead of the reason of its signal`];
  }
  return [`${what} succeeds although its signal was aborted beforehand`];
}
