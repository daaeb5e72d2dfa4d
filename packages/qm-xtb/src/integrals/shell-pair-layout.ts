import { angularFunctions } from "@qmmm/gto";
import type { MomentStride } from "./contracts.js";

/** Powers of A's and B's factors in one dimension run to these numbers, less 1. */
export const POWERS_A = 5;
export const POWERS_B = 4;
/** Length of the table of one dimension. */
export const LINE = POWERS_A * POWERS_B;
/** Highest angular momentum. */
const HIGHEST = 2;

/**
 * How the integrals of two shells are put together. Moments about A only raise the powers of A's functions, so that all
 * integrals of the pair are made of Cartesian overlaps ⟨A^(l…l+2)|B^l′⟩, each needed once.
 */
export interface ShellPairLayout {
  /** Places of the three factors of each Cartesian overlap in the tables of x, y and z (one after the other). */
  readonly factors: Int32Array;
  readonly count: number;
  /** Integral (μ, ν, moment) is Σ weight·overlap over the terms from termOffset[i] to termOffset[i + 1]. */
  readonly termOffset: Int32Array;
  readonly termSource: Int32Array;
  readonly termWeight: Float64Array;
}

type Powers = readonly [number, number, number];

/** Raised powers of the ten moments 1, x, y, z, xx, xy, xz, yy, yz, zz. */
const MOMENTS: readonly Powers[] = [
  [0, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [2, 0, 0],
  [1, 1, 0],
  [1, 0, 1],
  [0, 2, 0],
  [0, 1, 1],
  [0, 0, 2],
];

function layout(la: number, lb: number, stride: MomentStride): ShellPairLayout {
  const place = new Map<string, number>();
  const factors: number[] = [];
  const overlapOf = (a: Powers, b: Powers): number => {
    const key = [...a, ...b].join();
    const known = place.get(key);
    if (known !== undefined) return known;
    for (let i = 0; i < 3; i++) factors.push(i * LINE + a[i] * POWERS_B + b[i]);
    place.set(key, place.size);
    return place.size - 1;
  };
  const termOffset = [0];
  const termSource: number[] = [];
  const termWeight: number[] = [];
  for (const a of angularFunctions(la, true)) {
    for (const b of angularFunctions(lb, true)) {
      for (const raise of MOMENTS.slice(0, stride)) {
        a.powers.forEach(([x, y, z], i) => {
          b.powers.forEach((powers, j) => {
            termSource.push(overlapOf([x + raise[0], y + raise[1], z + raise[2]], powers));
            termWeight.push(a.factors[i] * b.factors[j]);
          });
        });
        termOffset.push(termSource.length);
      }
    }
  }
  return {
    factors: Int32Array.from(factors),
    count: place.size,
    termOffset: Int32Array.from(termOffset),
    termSource: Int32Array.from(termSource),
    termWeight: Float64Array.from(termWeight),
  };
}

function allLayouts(stride: MomentStride): readonly ShellPairLayout[] {
  const made: ShellPairLayout[] = [];
  for (let la = 0; la <= HIGHEST; la++) for (let lb = 0; lb <= HIGHEST; lb++) made.push(layout(la, lb, stride));
  return made;
}

const LAYOUTS: Readonly<Record<MomentStride, readonly ShellPairLayout[]>> = { 1: allLayouts(1), 10: allLayouts(10) };

/** The layout for shells of momenta la and lb, at most d. */
export function shellPairLayout(la: number, lb: number, stride: MomentStride): ShellPairLayout {
  return LAYOUTS[stride][la * (HIGHEST + 1) + lb];
}
