import type { KernelTable } from "@qmmm/core";
import { spectrumLength } from "./fft-radix.js";
import { pmeConvolution } from "./pme-convolution.js";
import type { ReciprocalSum } from "./reciprocal-sum.js";
import type { PmeSettings } from "./settings.js";

/** Smooth particle-mesh Ewald (Essmann et al. 1995, doi:10.1063/1.470117): spread, transform, convolve, back, interpolate. */
export function pmeSum(settings: PmeSettings, kernels: KernelTable): ReciprocalSum {
  const {
    order,
    grid: [n0, n1, n2],
  } = settings;
  const spread = kernels.get("mm/pmeSpread");
  const forward = kernels.get("mm/fftForward");
  const convolve = pmeConvolution(settings, kernels);
  const backward = kernels.get("mm/fftBackward");
  const interpolate = kernels.get("mm/pmeInterpolate");
  const grid = new Float64Array(n0 * n1 * n2);
  const spectrum = new Float64Array(2 * n0 * n1 * spectrumLength(n2));
  return (potential, gradient, virial, points, positions, charges, cell) => {
    spread(grid, positions, cell, charges, order, n0, n1, n2);
    forward(spectrum, grid, n0, n1, n2);
    convolve(spectrum, virial, cell);
    backward(grid, spectrum, n0, n1, n2);
    interpolate(potential, gradient, grid, points, cell, order, n0, n1, n2);
  };
}
