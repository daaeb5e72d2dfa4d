import type { KernelTable } from "@qmmm/core";
import { weighWaves } from "./ewald-sum.js";
import { spectrumLength } from "./fft-radix.js";
import { pmeConvolution } from "./pme-convolution.js";
import type { EwaldSettings, LongRangeSettings, PmeSettings } from "./settings.js";

const NONE = new Float64Array(0);
/** Components of a symmetric matrix: row, column. */
const COMPONENTS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

/**
 * Each charge's share of the virial of the reciprocal sum: with S its structure factor and w the weight of a wave, the energy
 * ½Σ_m w|S|² has the virial ½Σ_m w|S|²·(1 − 2(π²/β² + 1/m²)·m⊗m), and one factor S is a sum over charges (Heyes 1994,
 * doi:10.1103/PhysRevB.49.755). Adds `factor` times the shares, 9 numbers per charge.
 */
export function addReciprocalVirials(
  shares: Float64Array,
  factor: number,
  settings: LongRangeSettings,
  kernels: KernelTable,
  positions: Float64Array,
  charges: Float64Array,
  cell: Float64Array,
): void {
  const potential = new Float64Array(charges.length);
  const component = settings.method === "ewald" ? byWaves(settings) : onGrid(settings);
  for (const [a, b] of COMPONENTS) {
    component(a, b);
    for (let atom = 0; atom < charges.length; atom++) {
      const share = 0.5 * factor * charges[atom]! * potential[atom]!;
      shares[9 * atom + 3 * a + b] += share;
      if (a !== b) shares[9 * atom + 3 * b + a] += share;
    }
  }

  /** 1 − 2(π²/β² + 1/m²)·m⊗m of a wave. */
  function tensor(a: number, b: number, h: number, k: number, l: number): number {
    const along = (d: number): number => h * cell[9 + d]! + k * cell[12 + d]! + l * cell[15 + d]!;
    const m2 = along(0) ** 2 + along(1) ** 2 + along(2) ** 2;
    if (m2 === 0) return 0;
    return (a === b ? 1 : 0) - 2 * ((Math.PI / settings.beta) ** 2 + 1 / m2) * along(a) * along(b);
  }

  function byWaves({ waves, beta }: EwaldSettings): (a: number, b: number) => void {
    const structure = new Float64Array((2 * waves.length) / 3);
    kernels.get("mm/ewaldStructure")(structure, positions, cell, charges, waves);
    weighWaves(structure, NONE, cell, beta, waves);
    return (a, b) => {
      const weighed = structure.map((c, at) => {
        const n = 3 * Math.floor(at / 2);
        return c * tensor(a, b, waves[n]!, waves[n + 1]!, waves[n + 2]!);
      });
      kernels.get("mm/ewaldInterpolate")(potential, NONE, positions, cell, weighed, waves);
    };
  }

  function onGrid(pme: PmeSettings): (a: number, b: number) => void {
    const {
      order,
      grid: [n0, n1, n2],
    } = pme;
    const grid = new Float64Array(n0 * n1 * n2);
    const spectrum = new Float64Array(2 * n0 * n1 * spectrumLength(n2));
    kernels.get("mm/pmeSpread")(grid, positions, cell, charges, order, n0, n1, n2);
    kernels.get("mm/fftForward")(spectrum, grid, n0, n1, n2);
    pmeConvolution(pme, kernels)(spectrum, NONE, cell);
    const width = spectrumLength(n2);
    return (a, b) => {
      const weighed = spectrum.slice();
      for (let k0 = 0, at = 0; k0 < n0; k0++) {
        for (let k1 = 0; k1 < n1; k1++) {
          for (let l = 0; l < width; l++, at += 2) {
            const part = tensor(a, b, 2 * k0 > n0 ? k0 - n0 : k0, 2 * k1 > n1 ? k1 - n1 : k1, l);
            weighed[at] *= part;
            weighed[at + 1] *= part;
          }
        }
      }
      kernels.get("mm/fftBackward")(grid, weighed, n0, n1, n2);
      kernels.get("mm/pmeInterpolate")(potential, NONE, grid, positions, cell, order, n0, n1, n2);
    };
  }
}
