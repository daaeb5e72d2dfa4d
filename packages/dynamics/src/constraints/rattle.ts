/**
 * Constraints as flat arrays, sorted by cluster. A cluster is a set of constraints that share atoms; clusters are solved
 * one after the other and know nothing of each other.
 */
export interface ConstraintArrays {
  /** Pairs i, j of atoms, from 0; length 2n. */
  readonly pairs: Int32Array;
  /** Squares of the distances, a0²; length n. */
  readonly squares: Float64Array;
  /** First constraint of every cluster, and n at the end. */
  readonly clusters: Int32Array;
  /** 1/mₑ, 0 for atoms that do not move; length N. */
  readonly inverseMasses: Float64Array;
}

/** A correction along a vector that has turned by more than this (as cos) from the constraint's can't be trusted. */
const TURNED = 1e-3;

/**
 * SHAKE: brings positions back to the constrained distances by displacements λ(1/m)·s along the vectors s at the step's
 * start, one constraint after the other until all of a cluster hold (Ryckaert, Ciccotti, Berendsen 1977,
 * doi:10.1016/0021-9991(77)90098-5).
 *
 * @param positions - a0; length 3N; corrected in place
 * @param start - positions at the step's start, a0; length 3N
 * @param offsets - to take from r_i − r_j for the constrained vector, a0; length 3n
 * @param tolerance - largest relative deviation of a distance
 * @returns the first constraint of a cluster that can't be satisfied; −1 when all are
 */
export function shakePositions(
  positions: Float64Array,
  start: Float64Array,
  offsets: Float64Array,
  arrays: ConstraintArrays,
  tolerance: number,
  maxSweeps: number,
): number {
  const { pairs, squares, clusters, inverseMasses } = arrays;
  for (let cluster = 0; cluster + 1 < clusters.length; cluster++) {
    const [from, to] = [clusters[cluster], clusters[cluster + 1]];
    let held = false;
    for (let sweep = 0; sweep < maxSweeps && !held; sweep++) {
      held = true;
      for (let k = from; k < to; k++) {
        const i = 3 * pairs[2 * k];
        const j = 3 * pairs[2 * k + 1];
        const square = squares[k];
        const x = positions[i] - positions[j] - offsets[3 * k];
        const y = positions[i + 1] - positions[j + 1] - offsets[3 * k + 1];
        const z = positions[i + 2] - positions[j + 2] - offsets[3 * k + 2];
        const excess = x * x + y * y + z * z - square;
        if (Math.abs(excess) <= 2 * tolerance * square) continue;
        held = false;
        const sx = start[i] - start[j] - offsets[3 * k];
        const sy = start[i + 1] - start[j + 1] - offsets[3 * k + 1];
        const sz = start[i + 2] - start[j + 2] - offsets[3 * k + 2];
        const along = x * sx + y * sy + z * sz;
        if (!(along > TURNED * square)) return k;
        const wi = inverseMasses[pairs[2 * k]];
        const wj = inverseMasses[pairs[2 * k + 1]];
        const g = excess / (2 * (wi + wj) * along);
        positions[i] -= wi * g * sx;
        positions[i + 1] -= wi * g * sy;
        positions[i + 2] -= wi * g * sz;
        positions[j] += wj * g * sx;
        positions[j + 1] += wj * g * sy;
        positions[j + 2] += wj * g * sz;
      }
    }
    if (!held) return from;
  }
  return -1;
}

/**
 * Corrects rates (velocities or accelerations) u by forces of constraint, u + (1/m)·Σλr, so that r·(u_i − u_j) = target for
 * every constrained vector r = r_i − r_j: Gauss–Seidel sweeps, the velocity stage of RATTLE (Andersen 1983,
 * doi:10.1016/0021-9991(83)90014-1). The system is positive definite, so they converge.
 *
 * @param rates - length 3N; corrected in place
 * @param positions - where the constraints hold, a0; length 3N
 * @param offsets - to take from r_i − r_j for the constrained vector, a0; length 3n
 * @param targets - length n, or undefined for zeros
 * @param multipliers - λ of every constraint are added here; length n
 * @param tolerance - largest deviation, relative to the lengths of r and of the largest rate of the cluster
 * @returns the first constraint of a cluster that can't be satisfied; −1 when all are
 */
export function projectRates(
  rates: Float64Array,
  positions: Float64Array,
  offsets: Float64Array,
  targets: Float64Array | undefined,
  multipliers: Float64Array | undefined,
  arrays: ConstraintArrays,
  tolerance: number,
  maxSweeps: number,
): number {
  const { pairs, squares, clusters, inverseMasses } = arrays;
  for (let cluster = 0; cluster + 1 < clusters.length; cluster++) {
    const [from, to] = [clusters[cluster], clusters[cluster + 1]];
    let scale = 0;
    for (let k = from; k < to; k++) {
      for (let end = 2 * k; end < 2 * k + 2; end++) {
        const at = 3 * pairs[end];
        scale = Math.max(scale, Math.abs(rates[at]), Math.abs(rates[at + 1]), Math.abs(rates[at + 2]));
      }
      if (targets !== undefined) scale = Math.max(scale, Math.abs(targets[k]) / Math.sqrt(squares[k]));
    }
    let held = false;
    for (let sweep = 0; sweep < maxSweeps && !held; sweep++) {
      held = true;
      for (let k = from; k < to; k++) {
        const i = 3 * pairs[2 * k];
        const j = 3 * pairs[2 * k + 1];
        const x = positions[i] - positions[j] - offsets[3 * k];
        const y = positions[i + 1] - positions[j + 1] - offsets[3 * k + 1];
        const z = positions[i + 2] - positions[j + 2] - offsets[3 * k + 2];
        const along = x * (rates[i] - rates[j]) + y * (rates[i + 1] - rates[j + 1]) + z * (rates[i + 2] - rates[j + 2]);
        const lacking = (targets === undefined ? 0 : targets[k]) - along;
        const square = x * x + y * y + z * z;
        if (Math.abs(lacking) <= tolerance * scale * Math.sqrt(square)) continue;
        held = false;
        const wi = inverseMasses[pairs[2 * k]];
        const wj = inverseMasses[pairs[2 * k + 1]];
        const g = lacking / ((wi + wj) * square);
        if (multipliers !== undefined) multipliers[k] += g;
        rates[i] += wi * g * x;
        rates[i + 1] += wi * g * y;
        rates[i + 2] += wi * g * z;
        rates[j] -= wj * g * x;
        rates[j + 1] -= wj * g * y;
        rates[j + 2] -= wj * g * z;
      }
    }
    if (!held) return from;
  }
  return -1;
}

/** Squares of the relative velocities of the constrained pairs with the sign reversed: r·(a_i − a_j) of a constant distance. */
export function centripetalTargets(out: Float64Array, velocities: Float64Array, pairs: Int32Array): void {
  for (let k = 0; k < out.length; k++) {
    const i = 3 * pairs[2 * k];
    const j = 3 * pairs[2 * k + 1];
    let sum = 0;
    for (let c = 0; c < 3; c++) sum += (velocities[i + c] - velocities[j + c]) ** 2;
    out[k] = -sum;
  }
}

/** Adds Σλ·r⊗r over the constraints to a virial (9, row-major, Eh): the forces λr act along the constrained vectors. */
export function addConstraintVirial(
  virial: Float64Array,
  positions: Float64Array,
  offsets: Float64Array,
  multipliers: Float64Array,
  pairs: Int32Array,
): void {
  for (let k = 0; k < multipliers.length; k++) {
    const i = 3 * pairs[2 * k];
    const j = 3 * pairs[2 * k + 1];
    for (let a = 0; a < 3; a++) {
      const force = multipliers[k] * (positions[i + a] - positions[j + a] - offsets[3 * k + a]);
      for (let b = 0; b < 3; b++)
        virial[3 * a + b] += force * (positions[i + b] - positions[j + b] - offsets[3 * k + b]);
    }
  }
}
