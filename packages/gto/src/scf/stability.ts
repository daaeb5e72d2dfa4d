import { UnsupportedError } from "@qmmm/core";
import { type LowestEigenpair, lowestEigenpair } from "./davidson.js";
import type { SpinMatrices } from "./fock-contribution.js";
import type { OrbitalSet } from "./orbital-space.js";
import type { ScfProblem } from "./scf-problem.js";

/** Lowest eigenvalues below this count as an instability, Eh. */
export const UNSTABLE_BELOW = -1e-5;
const RESIDUAL = 1e-5;

/** Lowest eigenvalues of the real orbital Hessian A + B of a converged determinant, Eh. */
export interface StabilityReport {
  /** Within the same kind of determinant (RHF → RHF, UHF → UHF). */
  readonly internal: number;
  /** RHF → UHF; absent for other references. */
  readonly external?: number | undefined;
  /** Rotation of virtual into occupied orbitals, one matrix (virtual×occupied) per set, of the lowest internal mode. */
  readonly internalMode: readonly Float64Array[];
}

/**
 * Stability of a converged RHF or UHF determinant to real rotations of its orbitals: lowest eigenvalues of
 * (A+B)_ai,bj = δ(ε_a − ε_i) + 2(ai|bj) − (ab|ij) − (aj|ib) over spin orbitals. Seeger & Pople, J. Chem. Phys. 66, 3045
 * (1977), doi:10.1063/1.434318.
 *
 * @throws UnsupportedError `QMMM_SCF_STABILITY_UNSUPPORTED` for ROHF, or a contribution without a response
 */
export function analyseStability(problem: ScfProblem, sets: readonly OrbitalSet[]): StabilityReport {
  if (problem.reference === "rohf" || problem.contributions.some(({ addResponse }) => addResponse === undefined)) {
    throw new UnsupportedError(
      "QMMM_SCF_STABILITY_UNSUPPORTED",
      "Stability analysis is available for RHF and UHF without a response of the surroundings",
      { value: problem.reference, allowed: ["rhf", "uhf"], action: "Set scf.stability to off, or reference to uhf" },
    );
  }
  if (problem.reference === "uhf") {
    const { value, vector } = lowest(problem, sets, "uhf");
    return { internal: value, internalMode: split(problem, sets, vector) };
  }
  const singlet = lowest(problem, sets, "singlet");
  const triplet = lowest(problem, sets, "triplet");
  return {
    internal: singlet.value,
    external: triplet.value,
    internalMode: split(problem, sets, singlet.vector),
  };
}

/** Occupied orbitals rotated by an angle along a mode, not orthonormal; one per row over the functions. */
export function rotateOccupied(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  mode: readonly Float64Array[],
  angle: number,
): SpinMatrices {
  const n = problem.basis.functionCount;
  const rotated = sets.map(({ orbitals }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const out = orbitals.slice(0, occupied * n);
    const change = problem.algebra.transposedProduct(mode[s], orbitals.subarray(occupied * n), occupied, virtual, n);
    for (let i = 0; i < out.length; i++) out[i] += angle * change[i];
    return out;
  });
  return { alpha: rotated[0], beta: rotated[1] ?? rotated[0] };
}

type Symmetry = "singlet" | "triplet" | "uhf";

function lowest(problem: ScfProblem, sets: readonly OrbitalSet[], symmetry: Symmetry): LowestEigenpair {
  const diagonal = orbitalDifferences(problem, sets);
  if (diagonal.length === 0) return { value: Number.POSITIVE_INFINITY, vector: diagonal, residual: 0 };
  return lowestEigenpair(
    problem.algebra,
    diagonal,
    (vector) => applyHessian(problem, sets, diagonal, vector, symmetry),
    RESIDUAL,
  );
}

function applyHessian(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  diagonal: Float64Array,
  vector: Float64Array,
  symmetry: Symmetry,
): Float64Array {
  const { algebra, basis } = problem;
  const n = basis.functionCount;
  const modes = split(problem, sets, vector);
  const changes = modes.map((mode, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const { orbitals } = sets[s];
    const half = algebra.transposedProduct(
      orbitals.subarray(occupied * n),
      algebra.product(mode, orbitals.subarray(0, occupied * n), virtual, occupied, n),
      n,
      virtual,
      n,
    );
    return symmetrised(half, n);
  });
  const alpha = changes[0];
  const beta = symmetry === "uhf" ? changes[1] : symmetry === "singlet" ? alpha : alpha.map((value) => -value);
  const responseAlpha = new Float64Array(n * n);
  const response = { alpha: responseAlpha, beta: symmetry === "singlet" ? responseAlpha : new Float64Array(n * n) };
  for (const contribution of problem.contributions) contribution.addResponse?.(response, { alpha, beta });
  const out = vector.map((value, i) => value * diagonal[i]);
  let offset = 0;
  sets.forEach(({ orbitals }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const half = algebra.product(
      orbitals.subarray(occupied * n),
      s === 0 ? response.alpha : response.beta,
      virtual,
      n,
      n,
    );
    const block = algebra.productTransposed(half, orbitals.subarray(0, occupied * n), virtual, n, occupied);
    for (let i = 0; i < block.length; i++) out[offset + i] += block[i];
    offset += block.length;
  });
  return out;
}

/** m + mᵀ. */
function symmetrised(m: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = m[i * n + j] + m[j * n + i];
  return out;
}

/** Numbers of occupied and virtual orbitals of a set. */
function spaceSizes({ counts, basis }: ScfProblem, set: number): [number, number] {
  const occupied = set === 0 ? counts.alpha : counts.beta;
  return [occupied, basis.size - occupied];
}

function split(problem: ScfProblem, sets: readonly OrbitalSet[], vector: Float64Array): Float64Array[] {
  let offset = 0;
  return sets.map((_, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const part = vector.subarray(offset, offset + occupied * virtual);
    offset += part.length;
    return part;
  });
}

/** ε_a − ε_i of every virtual–occupied pair, sets in a row. */
function orbitalDifferences(problem: ScfProblem, sets: readonly OrbitalSet[]): Float64Array {
  const out: number[] = [];
  sets.forEach(({ energies }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    for (let a = 0; a < virtual; a++) {
      for (let i = 0; i < occupied; i++) out.push(energies[occupied + a] - energies[i]);
    }
  });
  return Float64Array.from(out);
}
