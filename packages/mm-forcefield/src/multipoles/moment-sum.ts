import type { KernelTable } from "@qmmm/core";
import { weighWaves } from "../long-range/ewald-sum.js";
import { spectrumLength } from "../long-range/fft-radix.js";
import { pmeConvolution } from "../long-range/pme-convolution.js";
import type { LongRangeSettings } from "../long-range/settings.js";
import type { DerivativeRank } from "./components.js";
import type { Moments } from "./signatures.js";

/**
 * The reciprocal sum of sources with moments (as `ReciprocalSum`): adds to the derivatives at points up to a rank; to `virial`
 * (9 or 0) −∂E/∂ε of the sources' energy for moments that are strained with the waves: those of charges alone stay as they are.
 */
export type MomentSum = (
  derivatives: Float64Array,
  rank: DerivativeRank,
  virial: Float64Array,
  points: Float64Array,
  sources: Moments,
  cell: Float64Array,
) => void;

/** The sum that the settings ask for: term by term, or on a grid by smooth particle-mesh Ewald. */
export function momentSum(settings: LongRangeSettings, kernels: KernelTable): MomentSum {
  if (settings.method === "ewald") {
    const { beta, waves } = settings;
    const structureOf = kernels.get("mm/momentStructure");
    const derivativesOf = kernels.get("mm/waveDerivatives");
    const structure = new Float64Array((2 * waves.length) / 3);
    return (derivatives, rank, virial, points, sources, cell) => {
      structureOf(structure, sources.positions, cell, sources.values, sources.rank, waves);
      weighWaves(structure, virial, cell, beta, waves);
      derivativesOf(derivatives, rank, points, cell, structure, waves);
    };
  }
  const {
    order,
    grid: [n0, n1, n2],
  } = settings;
  const spread = kernels.get("mm/momentSpread");
  const forward = kernels.get("mm/fftForward");
  const convolve = pmeConvolution(settings, kernels);
  const backward = kernels.get("mm/fftBackward");
  const derivativesOf = kernels.get("mm/gridDerivatives");
  const grid = new Float64Array(n0 * n1 * n2);
  const spectrum = new Float64Array(2 * n0 * n1 * spectrumLength(n2));
  return (derivatives, rank, virial, points, sources, cell) => {
    spread(grid, sources.positions, cell, sources.values, sources.rank, order, n0, n1, n2);
    forward(spectrum, grid, n0, n1, n2);
    convolve(spectrum, virial, cell);
    backward(grid, spectrum, n0, n1, n2);
    derivativesOf(derivatives, rank, grid, points, cell, order, n0, n1, n2);
  };
}
