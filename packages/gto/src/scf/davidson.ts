import { dot, type MatrixAlgebra } from "./linear-algebra/matrices.js";

const MAX_ITERATIONS = 80;
const MAX_SPACE = 60;
/**
 * Roots that are followed until all converge. One alone may settle in a symmetry block that does not hold the lowest.
 */
const ROOTS = 4;

/** Lowest eigenvalue of a symmetric operator, and its normalised eigenvector. */
export interface LowestEigenpair {
  readonly value: number;
  readonly vector: Float64Array;
  /** Norm of the residual. */
  readonly residual: number;
}

/**
 * Lowest eigenpair of a large symmetric operator with a dominant diagonal. Davidson, J. Comput. Phys. 17, 87 (1975),
 * doi:10.1016/0021-9991(75)90065-0.
 *
 * @param apply - operator times vector, fresh
 * @param tolerance - accepted norm of the residual
 */
export function lowestEigenpair(
  algebra: MatrixAlgebra,
  diagonal: Float64Array,
  apply: (vector: Float64Array) => Float64Array,
  tolerance: number,
): LowestEigenpair {
  const n = diagonal.length;
  let basis: Float64Array[] = [];
  let images: Float64Array[] = [];
  const extend = (vector: Float64Array): boolean => {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const share = dot(other, vector);
        for (let i = 0; i < n; i++) vector[i] -= share * other[i];
      }
    }
    const length = norm(vector);
    if (length < 1e-10) return false;
    for (let i = 0; i < n; i++) vector[i] /= length;
    basis.push(vector);
    images.push(apply(vector));
    return true;
  };
  // Unit vectors at the smallest diagonal elements, and one vector without symmetry so that no block is missed.
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a] - diagonal[b] || a - b);
  for (const index of order.slice(0, 2 * ROOTS)) {
    const unit = new Float64Array(n);
    unit[index] = 1;
    extend(unit);
  }
  extend(
    Float64Array.from(
      diagonal,
      (value, i) => Math.cos(1.7 * i + 0.3) / (0.3 + Math.max(value - diagonal[order[0]], 0)),
    ),
  );

  let best: LowestEigenpair = { value: Number.NaN, vector: new Float64Array(n), residual: Number.POSITIVE_INFINITY };
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const pairs = ritzPairs(algebra, basis, images);
    const open = pairs.filter(({ residual }) => norm(residual) >= tolerance);
    best = { value: pairs[0].value, vector: pairs[0].vector, residual: norm(pairs[0].residual) };
    if (open.length === 0 || basis.length >= n) return best;
    if (basis.length + open.length > MAX_SPACE) {
      basis = [];
      images = [];
      for (const { vector } of pairs) extend(vector.slice());
    }
    let grown = false;
    for (const { value, residual } of open) {
      const correction = residual.map((entry, i) => {
        const denominator = value - diagonal[i];
        return entry / (Math.abs(denominator) < 1e-3 ? 1e-3 : denominator);
      });
      grown = extend(correction) || grown;
    }
    if (!grown) return best;
  }
  return best;
}

interface RitzPair {
  readonly value: number;
  readonly vector: Float64Array;
  readonly residual: Float64Array;
}

/** The lowest eigenpairs within the space so far. */
function ritzPairs(
  algebra: MatrixAlgebra,
  basis: readonly Float64Array[],
  images: readonly Float64Array[],
): RitzPair[] {
  const size = basis.length;
  const projected = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) projected[i * size + j] = projected[j * size + i] = dot(basis[i], images[j]);
  }
  const { values, vectors } = algebra.eigen(projected, size);
  return Array.from({ length: Math.min(ROOTS, size) }, (_, root) => {
    const weights = vectors.subarray(root * size, (root + 1) * size);
    const value = values[root];
    const vector = combination(basis, weights);
    const image = combination(images, weights);
    return { value, vector, residual: image.map((entry, i) => entry - value * vector[i]) };
  });
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Σ wᵢ·vᵢ with the first entries of `weights`. */
function combination(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const out = new Float64Array(vectors[0].length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < out.length; i++) out[i] += weights[k] * vector[i];
  });
  return out;
}
