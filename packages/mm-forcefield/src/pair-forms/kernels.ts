import type { KernelBackend, KernelSignatures } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import { BUCKINGHAM_PAIR as BUCKINGHAM } from "../solids/kernels/signatures.js";

/** Which function of the distance a pair of classes has. */
export const PAIR_FORM = { none: 0, buckingham: 1, morse: 2 } as const;

/** Numbers of a Morse pair, E = D·((1 − exp(−α(r − r0)))² − 1), less value and slope at the cutoff. */
export const MORSE_PAIR = { depth: 0, alpha: 1, r0: 2, valueAtCutoff: 3, slopeAtCutoff: 4 } as const;

/** Pairs by functions that are no Lennard-Jones ones, all by shifted force. */
export interface FormPairs {
  /** Class of each atom, from 0; length N. */
  readonly classOf: Int32Array;
  readonly classCount: number;
  /** Form of each pair of classes, one of `PAIR_FORM`, symmetric; length classCount². */
  readonly forms: Uint8Array;
  /** Numbers of each pair of classes: `BUCKINGHAM_PAIR.size` each, in the order of that or of `MORSE_PAIR`. */
  readonly numbers: Float64Array;
  /** a0; Infinity when all pairs interact. */
  readonly cutoff: number;
  /** 1 for atoms of the region, 0 for others; length N. */
  readonly region: Uint8Array;
  /** Factors of pairs with 0, 1 and 2 atoms in the region: 1 or 0. */
  readonly kept: Float64Array;
}

declare module "@qmmm/core" {
  interface KernelSignatures {
    /** Pairs of a list by other functions than Lennard-Jones; energies [Buckingham, Morse]; sums as `BondedKernel`. */
    "mm/formPairs": (
      energies: Float64Array,
      forces: Float64Array,
      virial: Float64Array,
      positions: Float64Array,
      cell: Float64Array,
      pairs: FormPairs,
      /** First partner of each atom; length N + 1. */
      start: Int32Array,
      partners: Int32Array,
    ) => void;
  }
}

export const formPairs: KernelSignatures["mm/formPairs"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  { classOf, classCount, forms, numbers, cutoff, region, kept },
  start,
  partners,
) => {
  const d = new Float64Array(3);
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  let [buckingham, morse] = [0, 0];
  for (let i = 0; i < classOf.length; i++) {
    const row = classOf[i]! * classCount;
    for (let n = start[i]!; n < start[i + 1]!; n++) {
      const j = partners[n]!;
      const form = forms[row + classOf[j]!]!;
      if (form === PAIR_FORM.none || kept[region[i]! + region[j]!] === 0) continue;
      difference(d, 0, positions, 3 * i, 3 * j, cell);
      const r = Math.sqrt(d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2);
      if (r >= cutoff) continue;
      const at = (row + classOf[j]!) * BUCKINGHAM.size;
      let slope = 0;
      if (form === PAIR_FORM.morse) {
        const depth = numbers[at + MORSE_PAIR.depth]!;
        const alpha = numbers[at + MORSE_PAIR.alpha]!;
        const slopeAtCutoff = numbers[at + MORSE_PAIR.slopeAtCutoff]!;
        const decay = Math.exp(-alpha * (r - numbers[at + MORSE_PAIR.r0]!));
        morse += depth * decay * (decay - 2) - numbers[at + MORSE_PAIR.valueAtCutoff]!;
        slope = 2 * depth * alpha * decay * (1 - decay) - slopeAtCutoff;
        if (slopeAtCutoff !== 0) morse -= (r - cutoff) * slopeAtCutoff;
      } else {
        const guard = numbers[at + BUCKINGHAM.guard]!;
        const slopeAtCutoff = numbers[at + BUCKINGHAM.slopeAtCutoff]!;
        if (r < guard) {
          const inward = guard / r - 1;
          const wall = numbers[at + BUCKINGHAM.wall]! * inward * inward;
          const slopeAtGuard = numbers[at + BUCKINGHAM.slopeAtGuard]!;
          buckingham += numbers[at + BUCKINGHAM.valueAtGuard]! + slopeAtGuard * (r - guard) + wall * inward;
          slope = slopeAtGuard - (3 * wall * guard) / (r * r) - slopeAtCutoff;
        } else {
          const b = numbers[at + BUCKINGHAM.b]!;
          const repulsion = numbers[at + BUCKINGHAM.A]! * Math.exp(-b * r);
          const dispersion = numbers[at + BUCKINGHAM.c]! / r ** 6;
          buckingham += repulsion - dispersion;
          slope = (6 * dispersion) / r - b * repulsion - slopeAtCutoff;
        }
        buckingham -= numbers[at + BUCKINGHAM.valueAtCutoff]!;
        if (slopeAtCutoff !== 0) buckingham -= (r - cutoff) * slopeAtCutoff;
      }
      if (!wantForces) continue;
      for (let a = 0; a < 3; a++) {
        const pull = (-slope * d[a]!) / r;
        forces[3 * i + a]! += pull;
        forces[3 * j + a]! -= pull;
        if (!wantVirial) continue;
        for (let b = 0; b < 3; b++) virial[3 * a + b]! += pull * d[b]!;
      }
    }
  }
  energies[0]! += buckingham;
  energies[1]! += morse;
};

/** The kernels of other pairs than Lennard-Jones ones in TypeScript. */
export const pairFormKernels: KernelBackend = {
  name: "typescript",
  speed: 1,
  reference: true,
  async probe() {},
  kernels: { "mm/formPairs": formPairs },
};
