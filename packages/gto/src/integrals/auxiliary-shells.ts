import { InputError } from "@qmmm/core";
import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { REPULSION } from "./hermite-expansion.js";
import { hermiteIndex } from "./hermite-index.js";
import { angularFunctions } from "./solid-harmonics.js";

/**
 * All primitives of one angular momentum in an auxiliary basis.
 *
 * A solid harmonic times a Gaussian is a combination of Hermite Gaussians of degree l alone,
 * S_lm(r) exp(−αr²) = (2α)^−l S_lm(∂) exp(−αr²), because the lower degrees cancel for harmonic polynomials; Reine, Tellgren
 * & Helgaker, Phys. Chem. Chem. Phys. 9, 4771 (2007), doi:10.1039/b705594c.
 */
export interface AuxiliaryClass {
  readonly momentum: number;
  /** Number of primitives. */
  readonly count: number;
  /** α of each primitive, a0⁻². */
  readonly exponent: Float64Array;
  /** Centre of each primitive, a0; three each. */
  readonly centre: Float64Array;
  readonly atom: Int32Array;
  /** Coefficient of each primitive times (−1)^l (2α)^−l: its sign as a ket. */
  readonly coefficient: Float64Array;
  /** Estimate of the square root of each primitive's largest self-repulsion. */
  readonly magnitude: Float64Array;
  /** First function of each primitive's shell. */
  readonly first: Int32Array;
  /** Rows of S_lm over the Hermite Gaussians of degree l: entries rowStart[m] … rowStart[m+1]. */
  readonly rowStart: Int32Array;
  /** Place among the Hermite Gaussians of degree l. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** An auxiliary basis at one geometry. */
export interface AuxiliaryShells {
  readonly functionCount: number;
  readonly classes: readonly AuxiliaryClass[];
  readonly maxMomentum: number;
}

/**
 * Sorts the primitives of an auxiliary basis by angular momentum.
 *
 * @throws InputError `QMMM_BASIS_AUXILIARY_CARTESIAN` for Cartesian d functions and above
 */
export function auxiliaryShells(basis: GaussianBasis, nuclei: Float64Array): AuxiliaryShells {
  const shellsOf = new Map<number, number[]>();
  for (let s = 0; s < basis.shellCount; s++) {
    const l = basis.shellMomentum[s];
    if (l > 1 && basis.shellSpherical[s] === 0) {
      throw new InputError("QMMM_BASIS_AUXILIARY_CARTESIAN", "An auxiliary basis consists of real solid harmonics", {
        value: `Cartesian functions of momentum ${l}`,
        allowed: "spherical functions",
        action: "Use a fitting set with spherical functions",
      });
    }
    shellsOf.set(l, [...(shellsOf.get(l) ?? []), s]);
  }
  const classes = [...shellsOf].sort(([a], [b]) => a - b).map(([l, shells]) => makeClass(basis, nuclei, l, shells));
  return {
    functionCount: basis.functionCount,
    classes,
    maxMomentum: classes.reduce((max, { momentum }) => Math.max(max, momentum), 0),
  };
}

function makeClass(basis: GaussianBasis, nuclei: Float64Array, l: number, shells: readonly number[]): AuxiliaryClass {
  const rowStart = [0];
  const columns: number[] = [];
  const values: number[] = [];
  const below = hermiteIndex(l, 0, 0);
  let largest = 0;
  for (const { powers, factors } of angularFunctions(l, true)) {
    let sum = 0;
    powers.forEach(([t, u, v], i) => {
      columns.push(hermiteIndex(t, u, v) - below);
      values.push(factors[i]);
      sum += Math.abs(factors[i]);
    });
    rowStart.push(columns.length);
    largest = Math.max(largest, sum);
  }
  const exponent: number[] = [];
  const centre: number[] = [];
  const atom: number[] = [];
  const coefficient: number[] = [];
  const magnitude: number[] = [];
  const first: number[] = [];
  for (const s of shells) {
    for (let k = basis.primitiveOffset[s]; k < basis.primitiveOffset[s + 1]; k++) {
      const p = basis.exponents[k];
      const c = basis.coefficients[k] / (2 * p) ** l;
      exponent.push(p);
      for (let x = 0; x < 3; x++) centre.push(nuclei[3 * basis.shellAtom[s] + x]);
      atom.push(basis.shellAtom[s]);
      coefficient.push(l % 2 === 0 ? c : -c);
      magnitude.push(Math.abs(c) * largest * (2 * p) ** (l / 2) * Math.sqrt(REPULSION / (p * p * Math.sqrt(2 * p))));
      first.push(basis.functionOffset[s]);
    }
  }
  return {
    momentum: l,
    count: exponent.length,
    exponent: Float64Array.from(exponent),
    centre: Float64Array.from(centre),
    atom: Int32Array.from(atom),
    coefficient: Float64Array.from(coefficient),
    magnitude: Float64Array.from(magnitude),
    first: Int32Array.from(first),
    rowStart: Int32Array.from(rowStart),
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
  };
}
