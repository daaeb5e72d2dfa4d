import { ConvergenceError, ELEMENT_SYMBOLS } from "@qmmm/core";
import type { GaussianBasis } from "../../basis/gaussian-basis.js";
import { Diis } from "../diis.js";
import { occupyOrthonormal } from "../guess/atomic-scf.js";
import { electronsByMomentum } from "../guess/configurations.js";
import { harmonicsOver } from "../guess/harmonics-over-functions.js";
import { superpositionOfAtomicDensities } from "../guess/superposition.js";
import { addScaled, type MatrixAlgebra, maxAbs } from "../linear-algebra/matrices.js";
import { type OrthonormalBasis, orthonormalBasis } from "../orthonormal-basis.js";
import { coreHamiltonian, type EnergyProblem, evaluateFock } from "../scf-problem.js";
import { type RadialChannel, RadialDensity } from "./radial-density.js";

const MAX_ITERATIONS = 100;
/** Largest element of the orbital gradient of a converged atom, Eh. */
const TOLERANCE = 1e-9;
const LINEAR_DEPENDENCY = 1e-9;

/** Functions of one angular momentum. */
interface Channel {
  readonly momentum: number;
  readonly electrons: number;
  readonly shells: readonly number[];
  readonly size: number;
  /** For each m the functions that make it, a row per shell over all functions of the atom. */
  readonly components: readonly Float64Array[];
  readonly basis: OrthonormalBasis;
}

/**
 * A neutral atom at any level of theory, made spherical: restricted, with the electrons of each subshell of the ground
 * configuration spread evenly over its components, and Fock matrices averaged over these.
 *
 * @param basis - of this atom alone
 * @param problem - of this atom alone, restricted
 * @throws ConvergenceError `QMMM_ATOM_NOT_CONVERGED`
 */
export function sphericalAtom(
  algebra: MatrixAlgebra,
  element: number,
  basis: GaussianBasis,
  problem: EnergyProblem,
): RadialDensity {
  const n = basis.functionCount;
  const channels = channelsOf(algebra, element, basis, problem.overlap);
  const offsets = channels.map((_, i) => channels.slice(0, i).reduce((sum, c) => sum + c.basis.size ** 2, 0));
  const length = channels.reduce((sum, c) => sum + c.basis.size ** 2, 0);
  const core = coreHamiltonian(problem);
  const diis = new Diis(8);
  // Of one spin.
  let density = superpositionOfAtomicDensities(algebra, Uint8Array.of(element), basis);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { fock } = evaluateFock(problem, core, { alpha: density, beta: density });
    const vector = new Float64Array(length);
    const error = new Float64Array(length);
    channels.forEach(({ components, size, basis: vectors }, i) => {
      const m = vectors.size;
      const own = algebra.congruence(vectors.vectors, averaged(algebra, components, fock.alpha, size, n), m, size);
      const dual = components.map((rows) => algebra.product(rows, problem.overlap, size, n, n));
      const occupied = algebra.congruence(vectors.vectors, averaged(algebra, dual, density, size, n), m, size);
      const product = algebra.product(own, occupied, m, m, m);
      vector.set(own, offsets[i]);
      for (let a = 0; a < m; a++) {
        for (let b = 0; b < m; b++) error[offsets[i] + a * m + b] = product[a * m + b] - product[b * m + a];
      }
    });
    const mixed = diis.extrapolate(vector, error);
    const densities = channels.map((channel, i) =>
      occupyOrthonormal(algebra, channel, mixed.subarray(offsets[i], offsets[i] + channel.basis.size ** 2)),
    );
    if (iteration > 0 && maxAbs(error) < TOLERANCE) return new RadialDensity(basis, radial(channels, densities));
    density = new Float64Array(n * n);
    channels.forEach(({ components, size }, i) => {
      for (const rows of components) addScaled(density, algebra.expand(rows, densities[i], size, n), 0.5);
    });
  }
  throw new ConvergenceError(
    "QMMM_ATOM_NOT_CONVERGED",
    `The spherical atom ${ELEMENT_SYMBOLS[element]}, needed for Hirshfeld charges, did not converge in ${MAX_ITERATIONS} iterations`,
    { value: element, action: "Use another charge model, or another basis set" },
  );
}

function channelsOf(
  algebra: MatrixAlgebra,
  element: number,
  basis: GaussianBasis,
  overlap: Float64Array,
): readonly Channel[] {
  const n = basis.functionCount;
  return electronsByMomentum(element).flatMap((electrons, momentum) => {
    const shells = Array.from({ length: basis.shellCount }, (_, s) => s).filter(
      (s) => basis.shellMomentum[s] === momentum,
    );
    if (electrons === 0 || shells.length === 0) return [];
    const size = shells.length;
    const components = Array.from({ length: 2 * momentum + 1 }, () => new Float64Array(size * n));
    shells.forEach((s, row) => {
      harmonicsOver(momentum, basis.shellSpherical[s] === 1).forEach((shares, k) => {
        shares.forEach((share, m) => {
          components[m][row * n + basis.functionOffset[s] + k] = share;
        });
      });
    });
    const own = averaged(algebra, components, overlap, size, n);
    return [
      { momentum, electrons, shells, size, components, basis: orthonormalBasis(algebra, own, size, LINEAR_DEPENDENCY) },
    ];
  });
}

/** Mean over the components of a symmetric matrix over the atom's functions, size×size. */
function averaged(
  algebra: MatrixAlgebra,
  components: readonly Float64Array[],
  matrix: Float64Array,
  size: number,
  n: number,
): Float64Array {
  const out = new Float64Array(size * size);
  for (const rows of components) addScaled(out, algebra.congruence(rows, matrix, size, n), 1 / components.length);
  return out;
}

function radial(channels: readonly Channel[], densities: readonly Float64Array[]): RadialChannel[] {
  return channels.map(({ momentum, shells }, i) => ({ momentum, shells, density: densities[i] }));
}
