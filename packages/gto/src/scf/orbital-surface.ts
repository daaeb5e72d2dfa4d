import type { SpinMatrices } from "./fock-contribution.js";
import {
  applyHessian,
  orbitalDifferences,
  type RotationSymmetry,
  rotateOccupied,
  spaceSizes,
  splitRotations,
} from "./orbital-hessian.js";
import type { OrbitalSet } from "./orbital-space.js";
import { RestrictedOpenSurface } from "./restricted-open-surface.js";
import type { ScfProblem } from "./scf-problem.js";
import { reorthonormalised } from "./warm-start.js";

/** The energy around a determinant as a function of rotations κ of its orbitals: E + weight·(2g·κ + κ·H·κ) + … */
export interface OrbitalSurface {
  /** g, Eh. */
  readonly gradient: Float64Array;
  /** About the diagonal of H, Eh. */
  readonly diagonal: Float64Array;
  /** H·κ, fresh. */
  multiply(rotation: Float64Array): Float64Array;
  /** Occupied orbitals over the functions after a rotation; not orthonormal. */
  rotated(rotation: Float64Array): SpinMatrices;
}

/** That surface around canonical orbitals and their Fock matrices over the functions. */
export function orbitalSurface(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  fock: SpinMatrices,
  symmetry: RotationSymmetry,
): OrbitalSurface {
  if (problem.reference === "rohf") return new RestrictedOpenSurface(problem, sets[0], fock);
  const diagonal = orbitalDifferences(problem, sets);
  return {
    diagonal,
    gradient: orbitalGradient(problem, sets, fock),
    multiply: (rotation) => applyHessian(problem, sets, diagonal, rotation, symmetry),
    rotated: (rotation) => rotateOccupied(problem, sets, splitRotations(problem, sets, rotation)),
  };
}

/** Occupied orbitals after a rotation, orthonormal; undefined when it takes them out of their space. */
export function orbitalsAfter(
  { algebra, basis, counts, overlap, reference }: ScfProblem,
  surface: OrbitalSurface,
  rotation: Float64Array,
): SpinMatrices | undefined {
  const n = basis.functionCount;
  const moved = surface.rotated(rotation);
  const alpha = reorthonormalised(algebra, moved.alpha, overlap, n);
  if (alpha === undefined) return undefined;
  if (reference !== "uhf") return { alpha, beta: reference === "rhf" ? alpha : alpha.subarray(0, counts.beta * n) };
  const beta = reorthonormalised(algebra, moved.beta, overlap, n);
  return beta === undefined ? undefined : { alpha, beta };
}

/** F_ai of every virtual–occupied pair, sets in a row. */
function orbitalGradient(problem: ScfProblem, sets: readonly OrbitalSet[], fock: SpinMatrices): Float64Array {
  const { algebra, basis } = problem;
  const n = basis.functionCount;
  const parts = sets.map(({ orbitals }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const half = algebra.product(orbitals.subarray(occupied * n), s === 0 ? fock.alpha : fock.beta, virtual, n, n);
    return algebra.productTransposed(half, orbitals.subarray(0, occupied * n), virtual, n, occupied);
  });
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}
