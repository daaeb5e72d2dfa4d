import { dot, type MatrixAlgebra } from "./linear-algebra/matrices.js";

const MAX_ITERATIONS = 80;
const MAX_SPACE = 40;

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
    const norm = Math.sqrt(dot(vector, vector));
    if (norm < 1e-10) return false;
    for (let i = 0; i < n; i++) vector[i] /= norm;
    basis.push(vector);
    images.push(apply(vector));
    return true;
  };
  // Unit vectors at the smallest diagonal elements, and one vector without symmetry so that no block is missed.
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a] - diagonal[b] || a - b);
  for (const index of order.slice(0, 4)) {
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
    const size = basis.length;
    const projected = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) projected[i * size + j] = projected[j * size + i] = dot(basis[i], images[j]);
    }
    const { values, vectors } = algebra.eigen(projected, size);
    const value = values[0];
    const vector = combination(basis, vectors);
    const image = combination(images, vectors);
    const residual = image.map((entry, i) => entry - value * vector[i]);
    best = { value, vector, residual: Math.sqrt(dot(residual, residual)) };
    if (best.residual < tolerance || size >= n) return best;
    if (size >= MAX_SPACE) {
      basis = [];
      images = [];
      extend(vector.slice());
    }
    const correction = residual.map((entry, i) => {
      const denominator = value - diagonal[i];
      return entry / (Math.abs(denominator) < 1e-3 ? 1e-3 : denominator);
    });
    if (!extend(correction)) return best;
  }
  return best;
}

/** Σ wᵢ·vᵢ with the first entries of `weights`. */
function combination(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const out = new Float64Array(vectors[0].length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < out.length; i++) out[i] += weights[k] * vector[i];
  });
  return out;
}
