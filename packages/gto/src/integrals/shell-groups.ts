import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { type AngularFunction, angularFunctions } from "./solid-harmonics.js";

/**
 * Shells of one atom that share primitives (SP shells, general contractions, contractions of a subset of the exponents):
 * the Hermite integrals of a group's primitives are computed once for all its functions.
 */
export interface ShellGroup {
  readonly atom: number;
  /** Highest angular momentum. */
  readonly maxMomentum: number;
  readonly exponents: Float64Array;
  /** Index of each function in the whole basis. */
  readonly functions: Int32Array;
  /** Angular part of each function. */
  readonly angular: readonly AngularFunction[];
  /** Coefficient of function f in primitive k at `k·functions.length + f`. */
  readonly coefficients: Float64Array;
}

/** Groups the shells of every atom by shared exponents; atoms keep their order. */
export function groupShells(basis: GaussianBasis): ShellGroup[] {
  const groups: ShellGroup[] = [];
  for (let first = 0; first < basis.shellCount; ) {
    const atom = basis.shellAtom[first];
    const drafts: { exponents: Set<number>; shells: number[] }[] = [];
    let s = first;
    for (; s < basis.shellCount && basis.shellAtom[s] === atom; s++) {
      const own = new Set(basis.exponents.subarray(basis.primitiveOffset[s], basis.primitiveOffset[s + 1]));
      const host = drafts.find((d) => isSubset(own, d.exponents) || isSubset(d.exponents, own));
      if (host === undefined) drafts.push({ exponents: own, shells: [s] });
      else {
        host.shells.push(s);
        for (const exponent of own) host.exponents.add(exponent);
      }
    }
    for (const draft of drafts) groups.push(makeGroup(basis, atom, [...draft.exponents], draft.shells));
    first = s;
  }
  return groups;
}

function isSubset(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const value of a) if (!b.has(value)) return false;
  return true;
}

function makeGroup(basis: GaussianBasis, atom: number, exponents: number[], shells: number[]): ShellGroup {
  const functions: number[] = [];
  const angular: AngularFunction[] = [];
  const shellOf: number[] = [];
  let maxMomentum = 0;
  for (const s of shells) {
    const l = basis.shellMomentum[s];
    maxMomentum = Math.max(maxMomentum, l);
    angularFunctions(l, basis.shellSpherical[s] === 1).forEach((part, i) => {
      angular.push(part);
      functions.push(basis.functionOffset[s] + i);
      shellOf.push(s);
    });
  }
  const coefficients = new Float64Array(exponents.length * functions.length);
  shellOf.forEach((s, f) => {
    for (let i = basis.primitiveOffset[s]; i < basis.primitiveOffset[s + 1]; i++) {
      // += keeps a contraction right that lists an exponent twice.
      coefficients[exponents.indexOf(basis.exponents[i]) * functions.length + f] += basis.coefficients[i];
    }
  });
  return {
    atom,
    maxMomentum,
    exponents: Float64Array.from(exponents),
    functions: Int32Array.from(functions),
    angular,
    coefficients,
  };
}
