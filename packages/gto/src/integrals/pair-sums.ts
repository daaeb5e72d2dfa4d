import { hermiteCount } from "./hermite-index.js";
import type { HermiteCoefficients, ShellPairs } from "./shell-pairs.js";

/**
 * Fills a symmetric N×N matrix from values per Hermite Gaussian: `integrate` writes the integrals over all Λ_tuv of primitive
 * pair k up to `degree` into its first argument.
 */
export function expandPairs(
  matrix: Float64Array,
  functionCount: number,
  pairs: ShellPairs,
  integrate: (hermite: Float64Array, k: number, degree: number) => void,
): void {
  matrix.fill(0);
  const hermite = new Float64Array(hermiteCount(maxDegree(pairs)));
  const block = new Float64Array(pairs.size.reduce((max, size) => Math.max(max, size), 0));
  const { rows, columns, values, rowStart, nonzeroStart, valueStart } = pairs.coefficients;
  for (let i = 0; i < pairs.count; i++) {
    const size = pairs.size[i];
    const nonzeros = nonzeroStart[i + 1] - nonzeroStart[i];
    block.fill(0, 0, size);
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      integrate(hermite, k, pairs.degree[i]);
      const v = valueStart[i] + (k - pairs.primitiveStart[i]) * nonzeros;
      for (let f = 0; f < size; f++) {
        let sum = 0;
        const end = rows[rowStart[i] + f + 1];
        for (let j = rows[rowStart[i] + f]; j < end; j++) sum += values[v + j] * hermite[columns[nonzeroStart[i] + j]];
        block[f] += sum;
      }
    }
    const a = pairs.groups[pairs.groupA[i]].functions;
    const b = pairs.groups[pairs.groupB[i]].functions;
    for (let fa = 0, f = 0; fa < a.length; fa++) {
      for (let fb = 0; fb < b.length; fb++, f++) {
        matrix[a[fa] * functionCount + b[fb]] = block[f];
        matrix[b[fb] * functionCount + a[fa]] = block[f];
      }
    }
  }
}

/** Density of function pairs `weights` (length size of pair i) in the Hermite Gaussians of its k-th primitive pair. */
export function hermiteDensity(
  out: Float64Array,
  coefficients: HermiteCoefficients,
  i: number,
  k: number,
  size: number,
  weights: Float64Array,
): void {
  const { rows, columns, values, rowStart, nonzeroStart, valueStart } = coefficients;
  out.fill(0);
  const v = valueStart[i] + k * (nonzeroStart[i + 1] - nonzeroStart[i]);
  for (let f = 0; f < size; f++) {
    const weight = weights[f];
    if (weight === 0) continue;
    const end = rows[rowStart[i] + f + 1];
    for (let j = rows[rowStart[i] + f]; j < end; j++) out[columns[nonzeroStart[i] + j]] += weight * values[v + j];
  }
}

/** Sub-block of a symmetric matrix over the functions of pair i, doubled off the diagonal: each pair is met once. */
export function pairWeights(
  out: Float64Array,
  pairs: ShellPairs,
  i: number,
  matrix: Float64Array,
  functionCount: number,
): void {
  const a = pairs.groups[pairs.groupA[i]].functions;
  const b = pairs.groups[pairs.groupB[i]].functions;
  const factor = pairs.groupA[i] === pairs.groupB[i] ? 1 : 2;
  for (let fa = 0, f = 0; fa < a.length; fa++) {
    for (let fb = 0; fb < b.length; fb++, f++) out[f] = factor * matrix[a[fa] * functionCount + b[fb]];
  }
}

/** Highest Hermite degree of any pair. */
export function maxDegree(pairs: ShellPairs): number {
  let highest = 0;
  for (let i = 0; i < pairs.count; i++) highest = Math.max(highest, pairs.degree[i]);
  return highest;
}
