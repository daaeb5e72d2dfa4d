import type { SpinMatrices } from "./fock-contribution.js";
import { fockOfSets, type OrbitalSet, projectorsOf, toOrthonormal } from "./orbital-space.js";
import type { ScfProblem } from "./scf-problem.js";

/**
 * Canonical orbitals of a converged field: its Fock matrices diagonalised within the closed, open and virtual spaces, so
 * that the occupied space stays the one that was converged; as a whole where occupations are fractional. One set for RHF and
 * ROHF, two for UHF.
 */
export function canonicalOrbitals(problem: ScfProblem, fock: SpinMatrices, occupied: SpinMatrices): OrbitalSet[] {
  const { algebra, basis, counts, reference } = problem;
  const { size: m, functionCount: n } = basis;
  const rows = toOrthonormal(problem, occupied);
  const isFractional = problem.temperature > 0;
  return fockOfSets(problem, fock, projectorsOf(problem, rows)).map((matrix, set) => {
    if (isFractional) {
      const { values, vectors } = algebra.eigen(matrix, m);
      return { orbitals: algebra.product(vectors, basis.vectors, m, m, n), energies: values };
    }
    const edges =
      reference === "uhf" ? [0, set === 0 ? counts.alpha : counts.beta, m] : [0, counts.beta, counts.alpha, m];
    const complete = completed(problem, set === 0 ? rows.alpha : rows.beta);
    const orbitals = new Float64Array(m * n);
    const energies = new Float64Array(m);
    for (let e = 0; e + 1 < edges.length; e++) {
      const first = edges[e];
      const count = edges[e + 1] - first;
      const space = complete.subarray(first * m, (first + count) * m);
      const { values, vectors } = algebra.eigen(algebra.congruence(space, matrix, count, m), count);
      const rotated = algebra.product(vectors, space, count, count, m);
      energies.set(values, first);
      orbitals.set(algebra.product(rotated, basis.vectors, count, m, n), first * n);
    }
    return { orbitals, energies };
  });
}

/** Occupied rows followed by an orthonormal basis of the rest of the space; M×M. */
function completed({ algebra, basis }: ScfProblem, occupiedRows: Float64Array): Float64Array {
  const m = basis.size;
  const count = occupiedRows.length / m;
  // Eigenvalues of the projector: 0 on the complement, first in ascending order, then 1 on the occupied orbitals.
  const { vectors } = algebra.eigen(algebra.outer(occupiedRows, count, m), m);
  const complete = new Float64Array(m * m);
  complete.set(occupiedRows);
  complete.set(vectors.subarray(0, (m - count) * m), count * m);
  return complete;
}
