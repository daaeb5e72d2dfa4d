import type { ErfSeries } from "./erf-series.js";

/**
 * Reaction field of a medium of a dielectric constant ε beyond the cutoff (Tironi et al. 1995, doi:10.1063/1.469273), shifted
 * to zero at the cutoff as in OpenMM: E = qq(1/r + k·r² − c), k = (ε − 1)/((2ε + 1)·rc³), c = 3ε/((2ε + 1)·rc).
 *
 * Like erf(βr)/r in Ewald's sum, c − k·r² is a polynomial in r²: it enters the same kernel, with β = 1 and one piece up to the
 * cutoff (and one more for r² that rounds up to it). ε = Infinity stands for a conductor, ε = 1 for nothing beyond the cutoff.
 */
export function reactionFieldSeries(dielectric: number, cutoff: number): ErfSeries {
  const inverse = 1 / dielectric;
  const k = (1 - inverse) / ((2 + inverse) * cutoff ** 3);
  const c = 3 / ((2 + inverse) * cutoff);
  const squared = cutoff * cutoff;
  const piece = (middle: number): number[] => [c - k * squared * middle, -k * squared, 0, 0, 0, 0, 0];
  return { beta: 1, perUnit: 1 / squared, coefficients: Float64Array.of(...piece(0.5), ...piece(1.5)), linear: 0 };
}
