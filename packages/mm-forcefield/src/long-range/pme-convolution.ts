import type { KernelTable } from "@qmmm/core";
import { spectrumLength } from "./fft-radix.js";
import type { PmeSettings } from "./settings.js";

/**
 * From the spectrum of charges to that of their potential, in place, with the virial (9 or 0) added: the influence function is
 * kept while the cell stays the same.
 */
export function pmeConvolution(
  { beta, order, influence: form, grid: [n0, n1, n2] }: PmeSettings,
  kernels: KernelTable,
): (spectrum: Float64Array, virial: Float64Array, cell: Float64Array) => void {
  const influenceOf = kernels.get("mm/pmeInfluence");
  const convolve = kernels.get("mm/pmeConvolve");
  const influence = new Float64Array(n0 * n1 * spectrumLength(n2));
  let of = new Float64Array(0);
  return (spectrum, virial, cell) => {
    if (of.length === 0 || cell.some((value, k) => value !== of[k])) {
      influenceOf(influence, cell, beta, order, form, n0, n1, n2);
      of = cell.slice();
    }
    convolve(spectrum, virial, influence, cell, beta, n0, n1, n2);
  };
}
