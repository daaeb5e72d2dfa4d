import type { SpinMatrices } from "./fock-contribution.js";
import { symmetrised } from "./linear-algebra/matrices.js";
import type { OrbitalSet } from "./orbital-space.js";
import type { ScfProblem } from "./scf-problem.js";

/** Which rotations: of both spins alike, of the spins against each other, or of each spin on its own. */
export type RotationSymmetry = "singlet" | "triplet" | "uhf";

/** Whether every contribution of a problem tells how it responds to rotations, and occupations are whole. */
export function hasOrbitalHessian({ contributions, temperature }: ScfProblem): boolean {
  return temperature === 0 && contributions.every(({ addResponse }) => addResponse !== undefined);
}

/** Occupied orbitals after a rotation, not orthonormal; one per row over the functions. */
export function rotateOccupied(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  rotation: readonly Float64Array[],
): SpinMatrices {
  const n = problem.basis.functionCount;
  const rotated = sets.map(({ orbitals }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const out = orbitals.slice(0, occupied * n);
    const change = problem.algebra.transposedProduct(
      rotation[s],
      orbitals.subarray(occupied * n),
      occupied,
      virtual,
      n,
    );
    for (let i = 0; i < out.length; i++) out[i] += change[i];
    return out;
  });
  return { alpha: rotated[0], beta: rotated[1] ?? rotated[0] };
}

/**
 * The orbital Hessian (A + B) times a vector of rotations, virtual×occupied of all sets in a row, fresh. The orbitals diagonalise the
 * Fock matrices within the occupied and within the virtual space.
 */
export function applyHessian(
  problem: ScfProblem,
  sets: readonly OrbitalSet[],
  diagonal: Float64Array,
  vector: Float64Array,
  symmetry: RotationSymmetry,
): Float64Array {
  const { algebra, basis } = problem;
  const n = basis.functionCount;
  const modes = splitRotations(problem, sets, vector);
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

/** Numbers of occupied and virtual orbitals of a set. */
export function spaceSizes({ counts, basis }: ScfProblem, set: number): [number, number] {
  const occupied = set === 0 ? counts.alpha : counts.beta;
  return [occupied, basis.size - occupied];
}

/** The parts of a vector of rotations that belong to each set. */
export function splitRotations(problem: ScfProblem, sets: readonly OrbitalSet[], vector: Float64Array): Float64Array[] {
  let offset = 0;
  return sets.map((_, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    const part = vector.subarray(offset, offset + occupied * virtual);
    offset += part.length;
    return part;
  });
}

/** ε_a − ε_i of every virtual–occupied pair, sets in a row. */
export function orbitalDifferences(problem: ScfProblem, sets: readonly OrbitalSet[]): Float64Array {
  const out: number[] = [];
  sets.forEach(({ energies }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    for (let a = 0; a < virtual; a++) {
      for (let i = 0; i < occupied; i++) out.push(energies[occupied + a] - energies[i]);
    }
  });
  return Float64Array.from(out);
}
