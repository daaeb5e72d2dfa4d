import type { KernelSignatures } from "@qmmm/core";
import { PointPhases } from "../long-range/ewald-waves.js";
import { componentsUpTo, EXPONENTS } from "./components.js";
import type {} from "./signatures.js";

/**
 * Products of the components of κ = 2π·Σ k·(reciprocal vectors) of each wave, by which derivatives of exp(iκ·r) are iⁿ times
 * it; in the order of components.
 */
function waveProducts(waves: Int32Array, cell: Float64Array, rank: number): Float64Array {
  const width = componentsUpTo(rank);
  const products = new Float64Array((waves.length / 3) * width);
  const powers = new Float64Array(12);
  for (let n = 0, at = 0; n < waves.length; n += 3, at += width) {
    for (let d = 0; d < 3; d++) {
      const wave = waves[n]! * cell[9 + d]! + waves[n + 1]! * cell[12 + d]! + waves[n + 2]! * cell[15 + d]!;
      powers[4 * d] = 1;
      for (let p = 1; p <= rank; p++) powers[4 * d + p] = powers[4 * d + p - 1]! * 2 * Math.PI * wave;
    }
    for (let k = 0; k < width; k++) {
      const [x, y, z] = [EXPONENTS[3 * k]!, EXPONENTS[3 * k + 1]!, EXPONENTS[3 * k + 2]!];
      products[at + k] = powers[x]! * powers[4 + y]! * powers[8 + z]!;
    }
  }
  return products;
}

export const momentStructure: KernelSignatures["mm/momentStructure"] = (
  structure,
  positions,
  cell,
  moments,
  momentRank,
  waves,
) => {
  const width = componentsUpTo(momentRank);
  const products = waveProducts(waves, cell, momentRank);
  const phase = new PointPhases(waves);
  structure.fill(0);
  for (let source = 0; 3 * source < positions.length; source++) {
    const own = moments.subarray(source * width, (source + 1) * width);
    if (own.every((moment) => moment === 0)) continue;
    phase.set(positions, 3 * source, cell);
    for (let n = 0, at = 0, row = 0; n < waves.length; n += 3, at += 2, row += width) {
      let re = own[0]!;
      let im = 0;
      for (let k = 1; k < Math.min(4, width); k++) im += own[k]! * products[row + k]!;
      for (let k = 4; k < width; k++) re -= own[k]! * products[row + k]!;
      phase.at(n);
      structure[at] += re * phase.re - im * phase.im;
      structure[at + 1] += re * phase.im + im * phase.re;
    }
  }
};

export const waveDerivatives: KernelSignatures["mm/waveDerivatives"] = (
  derivatives,
  rank,
  points,
  cell,
  coefficients,
  waves,
) => {
  const width = componentsUpTo(rank);
  const products = waveProducts(waves, cell, rank);
  const phase = new PointPhases(waves);
  for (let point = 0; 3 * point < points.length; point++) {
    phase.set(points, 3 * point, cell);
    for (let n = 0, at = 0, row = 0; n < waves.length; n += 3, at += 2, row += width) {
      phase.at(n);
      const re = coefficients[at]! * phase.re + coefficients[at + 1]! * phase.im;
      const im = coefficients[at]! * phase.im - coefficients[at + 1]! * phase.re;
      // Real parts of 1, i, i², i³ times re + i·im.
      for (let k = 0; k < width; k++) {
        const part = k === 0 ? re : k < 4 ? -im : k < 10 ? -re : im;
        derivatives[point * width + k] += part * products[row + k]!;
      }
    }
  }
};
