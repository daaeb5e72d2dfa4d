import { readFileSync } from "node:fs";
import { type BasisSet, buildGaussianBasis, type GaussianBasis } from "@qmmm/gto";

/** Reference integrals written by validation/gto_integrals.py. */
export interface Reference {
  /** Of every lower triangle, each `thin`-th element is kept. */
  readonly thin: number;
  readonly functions: number;
  readonly cartesian: boolean;
  readonly nuclei: number[];
  readonly shells: { atom: number; l: number; exponents: number[]; coefficients: number[][] }[];
  readonly overlap: number[];
  readonly kinetic: number[];
  readonly origin: number[];
  readonly multipoles: number[][];
  readonly sites: number[];
  readonly charges: number[];
  readonly widths: number[];
  readonly pointPotential: number[];
  readonly smearedPotential: number[];
  readonly sample: [number, number, number, number][];
  readonly repulsion: number[];
  readonly coulomb: number[];
  readonly exchangeAlpha: number[];
  readonly exchangeBeta: number[];
  readonly repulsionGradient: { exchange: number; values: number[][] };
  /** With the operator erf(ωr)/r. */
  readonly longRange: {
    omega: number;
    coulomb: number[];
    exchangeAlpha: number[];
    gradient: { exchange: number; values: number[][] };
  };
}

export const REFERENCE_CASES = ["water-6-31g-star", "water-cc-pvdz", "mixed-spherical", "mixed-cartesian"] as const;

export function readReference(name: string): Reference {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8")) as Reference;
}

/** The basis of a reference, in the same order of functions. */
export function referenceBasis(reference: Reference): GaussianBasis {
  const atoms = reference.nuclei.length / 3;
  // Every atom is its own "element", so that the order of shells is kept.
  const elements = new Map(
    Array.from({ length: atoms }, (_, atom) => [
      atom + 1,
      reference.shells
        .filter((shell) => shell.atom === atom)
        .map(({ l, exponents, coefficients }) => ({
          momenta: [l],
          exponents,
          coefficients,
          spherical: !reference.cartesian,
        })),
    ]),
  );
  const set: BasisSet = { name: "reference", version: "1", source: "PySCF", references: [], elements };
  return buildGaussianBasis(
    Uint8Array.from({ length: atoms }, (_, atom) => atom + 1),
    set,
  );
}

/** The lower triangle of a square matrix, row by row, each `thin`-th element. */
export function lowerTriangle(matrix: Float64Array, n: number, thin: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) out.push(matrix[i * n + j]);
  return out.filter((_, k) => k % thin === 0);
}

/** Largest difference of two equally long lists, relative to the larger of 1 and the value. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** The made-up density of validation/gto_integrals.py. */
export function madeUpDensity(n: number, seed: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => {
    const i = Math.floor(k / n);
    const j = k % n;
    return Math.cos(seed * (i + j) + 0.3 * i * j) / (1 + 0.2 * Math.abs(i - j));
  });
}
