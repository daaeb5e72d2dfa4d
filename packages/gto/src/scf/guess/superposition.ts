import type { GaussianBasis } from "../../basis/gaussian-basis.js";
import type { MatrixAlgebra } from "../linear-algebra/matrices.js";
import { atomicScf, type RadialShells } from "./atomic-scf.js";
import { harmonicsOver } from "./harmonics-over-functions.js";

/**
 * Superposition of spherical atomic densities, the starting density of a molecule; computed once per element.
 *
 * @returns Density of one spin, half of the neutral atoms' sum, N×N row-major, fresh
 */
export function superpositionOfAtomicDensities(
  algebra: MatrixAlgebra,
  elements: Uint8Array,
  basis: GaussianBasis,
): Float64Array {
  const n = basis.functionCount;
  const density = new Float64Array(n * n);
  const blocks = new Map<number, Float64Array>();
  for (let atom = 0, shell = 0; atom < basis.atomCount; atom++) {
    const firstShell = shell;
    while (shell < basis.shellCount && basis.shellAtom[shell] === atom) shell++;
    if (shell === firstShell || elements[atom] === 0) continue;
    const first = basis.functionOffset[firstShell];
    const count = basis.functionOffset[shell] - first;
    let block = blocks.get(elements[atom]);
    if (block === undefined) {
      block = atomicBlock(algebra, elements[atom], basis, firstShell, shell);
      blocks.set(elements[atom], block);
    }
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) density[(first + i) * n + first + j] = 0.5 * block[i * count + j];
    }
  }
  return density;
}

/** Density of a spherical atom over its basis functions, both spins. */
function atomicBlock(
  algebra: MatrixAlgebra,
  z: number,
  basis: GaussianBasis,
  firstShell: number,
  endShell: number,
): Float64Array {
  const first = basis.functionOffset[firstShell];
  const count = basis.functionOffset[endShell] - first;
  const shellsOf = new Map<number, number[]>();
  for (let s = firstShell; s < endShell; s++) {
    const l = basis.shellMomentum[s];
    shellsOf.set(l, [...(shellsOf.get(l) ?? []), s]);
  }
  const groups = [...shellsOf].sort(([a], [b]) => a - b);
  const { densities } = atomicScf(
    algebra,
    z,
    groups.map(([momentum, shells]) => radialShells(basis, momentum, shells)),
  );
  const block = new Float64Array(count * count);
  groups.forEach(([l, shells], g) => {
    shells.forEach((s, i) => {
      shells.forEach((t, j) => {
        const value = densities[g][i * shells.length + j];
        const angular = sphericalAverage(l, basis.shellSpherical[s] === 1, basis.shellSpherical[t] === 1);
        const row = basis.functionOffset[s] - first;
        const column = basis.functionOffset[t] - first;
        angular.forEach((entries, a) => {
          entries.forEach((factor, b) => {
            block[(row + a) * count + column + b] = value * factor;
          });
        });
      });
    });
  });
  return block;
}

/** Shells of one momentum over their distinct exponents: general contractions share theirs. */
function radialShells(basis: GaussianBasis, momentum: number, shells: readonly number[]): RadialShells {
  const exponents = new Set<number>();
  for (const s of shells) {
    for (let p = basis.primitiveOffset[s]; p < basis.primitiveOffset[s + 1]; p++) exponents.add(basis.exponents[p]);
  }
  const distinct = Float64Array.from(exponents);
  const contractions = shells.map((s) => {
    const row = new Float64Array(distinct.length);
    for (let p = basis.primitiveOffset[s]; p < basis.primitiveOffset[s + 1]; p++) {
      row[distinct.indexOf(basis.exponents[p])] += basis.coefficients[p];
    }
    return row;
  });
  return { momentum, exponents: distinct, contractions };
}

/** Σ_m |lm⟩⟨lm| over the functions of two shells, each spherical or Cartesian. */
function sphericalAverage(l: number, leftSpherical: boolean, rightSpherical: boolean): number[][] {
  const left = harmonicsOver(l, leftSpherical);
  const right = harmonicsOver(l, rightSpherical);
  return left.map((a) => right.map((b) => a.reduce((sum, value, m) => sum + value * b[m], 0)));
}
