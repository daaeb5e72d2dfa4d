import type { KernelSignatures } from "@qmmm/core";
import { splineFactors } from "./b-spline.js";
import { type DispersionWave, dispersionWave } from "./dispersion-shape.js";
import { volumeOf } from "./ewald-sum.js";
import { spectrumLength } from "./fft-radix.js";
import type {} from "./signatures.js";

/** Calls for every wave vector m (a0⁻¹) of a spectrum, in its order. */
function eachWave(
  cell: Float64Array,
  n0: number,
  n1: number,
  n2: number,
  visit: (at: number, k0: number, k1: number, k2: number, x: number, y: number, z: number) => void,
): void {
  const width = spectrumLength(n2);
  for (let k0 = 0, at = 0; k0 < n0; k0++) {
    const h = 2 * k0 > n0 ? k0 - n0 : k0;
    for (let k1 = 0; k1 < n1; k1++) {
      const k = 2 * k1 > n1 ? k1 - n1 : k1;
      for (let l = 0; l < width; l++, at++) {
        const x = h * cell[9]! + k * cell[12]! + l * cell[15]!;
        const y = h * cell[10]! + k * cell[13]! + l * cell[16]!;
        const z = h * cell[11]! + k * cell[14]! + l * cell[17]!;
        visit(at, k0, k1, l, x, y, z);
      }
    }
  }
}

export const dispersionInfluence: KernelSignatures["mm/dispersionInfluence"] = (
  influence,
  slopes,
  cell,
  beta,
  order,
  n0,
  n1,
  n2,
) => {
  const factors0 = splineFactors(order, n0);
  const factors1 = splineFactors(order, n1);
  const factors2 = splineFactors(order, n2);
  const constant = -(Math.PI ** 1.5) / (3 * volumeOf(cell));
  const wave: DispersionWave = { value: 0, slope: 0 };
  eachWave(cell, n0, n1, n2, (at, k0, k1, k2, x, y, z) => {
    dispersionWave(wave, beta, x * x + y * y + z * z);
    const factor = constant * factors0[k0]! * factors1[k1]! * factors2[k2]!;
    influence[at] = factor * wave.value;
    slopes[at] = factor * wave.slope;
  });
};

export const dispersionConvolve: KernelSignatures["mm/dispersionConvolve"] = (
  spectrum,
  virial,
  influence,
  slopes,
  cell,
  n0,
  n1,
  n2,
) => {
  if (virial.length > 0) {
    const sums = new Float64Array(7);
    eachWave(cell, n0, n1, n2, (at, _0, _1, k2, x, y, z) => {
      const square = spectrum[2 * at]! ** 2 + spectrum[2 * at + 1]! ** 2;
      // Opposite vectors: both when k2 > 0; for k2 = 0 both are in the loop.
      const weight = (k2 > 0 ? 1 : 0.5) * square;
      const slope = 2 * weight * slopes[at]!;
      sums[0]! += weight * influence[at]!;
      sums[1]! += slope * x * x;
      sums[2]! += slope * x * y;
      sums[3]! += slope * x * z;
      sums[4]! += slope * y * y;
      sums[5]! += slope * y * z;
      sums[6]! += slope * z * z;
    });
    const [energy, xx, xy, xz, yy, yz, zz] = Array.from(sums) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    [energy + xx, xy, xz, xy, energy + yy, yz, xz, yz, energy + zz].forEach((value, k) => {
      virial[k]! += value;
    });
  }
  for (let at = 0; at < influence.length; at++) {
    spectrum[2 * at]! *= influence[at]!;
    spectrum[2 * at + 1]! *= influence[at]!;
  }
};

/** Turns a spectrum of coefficients into that whose potential gives a component of the virial, in place. */
export function stressSpectrum(
  spectrum: Float64Array,
  influence: Float64Array,
  slopes: Float64Array,
  cell: Float64Array,
  [n0, n1, n2]: readonly [number, number, number],
  a: number,
  b: number,
): void {
  const m = new Float64Array(3);
  eachWave(cell, n0, n1, n2, (at, _0, _1, _2, x, y, z) => {
    m[0] = x;
    m[1] = y;
    m[2] = z;
    const weight = (a === b ? influence[at]! : 0) + 2 * slopes[at]! * m[a]! * m[b]!;
    spectrum[2 * at]! *= weight;
    spectrum[2 * at + 1]! *= weight;
  });
}
