import type { KernelSignatures } from "@qmmm/core";
import { splineAt, splineFactors } from "./b-spline.js";
import type {} from "./signatures.js";

const NONE = new Float64Array(0);

/** Where a point's splines touch the grid: offsets along the three directions, and values. */
class Footprint {
  readonly offsets: readonly [Int32Array, Int32Array, Int32Array];
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  private readonly sizes: readonly [number, number, number];
  private readonly strides: readonly [number, number, number];

  constructor(
    private readonly order: number,
    n0: number,
    n1: number,
    n2: number,
    wantSlopes: boolean,
  ) {
    this.sizes = [n0, n1, n2];
    this.strides = [n1 * n2, n2, 1];
    this.offsets = [new Int32Array(order), new Int32Array(order), new Int32Array(order)];
    this.values = new Float64Array(3 * order);
    this.slopes = wantSlopes ? new Float64Array(3 * order) : NONE;
  }

  set(positions: Float64Array, at: number, cell: Float64Array): void {
    const { order } = this;
    for (let d = 0; d < 3; d++) {
      const k = 9 + 3 * d;
      const s = cell[k]! * positions[at]! + cell[k + 1]! * positions[at + 1]! + cell[k + 2]! * positions[at + 2]!;
      const n = this.sizes[d]!;
      const u = (s - Math.floor(s)) * n;
      let index = Math.floor(u);
      splineAt(this.values, this.slopes, d * order, order, u - index);
      if (index >= n) index -= n;
      const offsets = this.offsets[d]!;
      const stride = this.strides[d]!;
      for (let j = 0; j < order; j++) {
        offsets[j] = index * stride;
        if (++index === n) index = 0;
      }
    }
  }
}

/** Charges on the grid. */
export const pmeSpread: KernelSignatures["mm/pmeSpread"] = (grid, positions, cell, charges, order, n0, n1, n2) => {
  const footprint = new Footprint(order, n0, n1, n2, false);
  const { values } = footprint;
  const [along0, along1, along2] = footprint.offsets;
  grid.fill(0);
  for (let atom = 0; atom < charges.length; atom++) {
    const q = charges[atom]!;
    if (q === 0) continue;
    footprint.set(positions, 3 * atom, cell);
    for (let i = 0; i < order; i++) {
      const qi = q * values[i]!;
      const plane = along0[i]!;
      for (let j = 0; j < order; j++) {
        const qij = qi * values[order + j]!;
        const row = plane + along1[j]!;
        for (let k = 0; k < order; k++) grid[row + along2[k]!] += qij * values[2 * order + k]!;
      }
    }
  }
};

/** Potential and gradient from the grid. */
export const pmeInterpolate: KernelSignatures["mm/pmeInterpolate"] = (
  potential,
  gradient,
  grid,
  positions,
  cell,
  order,
  n0,
  n1,
  n2,
) => {
  const wantGradient = gradient.length > 0;
  const footprint = new Footprint(order, n0, n1, n2, wantGradient);
  const { values, slopes } = footprint;
  const [along0, along1, along2] = footprint.offsets;
  for (let point = 0; point < potential.length; point++) {
    footprint.set(positions, 3 * point, cell);
    let [sum, sum0, sum1, sum2] = [0, 0, 0, 0];
    for (let i = 0; i < order; i++) {
      const plane = along0[i]!;
      let [sheet, sheet1, sheet2] = [0, 0, 0];
      for (let j = 0; j < order; j++) {
        const row = plane + along1[j]!;
        let line = 0;
        let line2 = 0;
        for (let k = 0; k < order; k++) {
          const value = grid[row + along2[k]!]!;
          line += value * values[2 * order + k]!;
          if (wantGradient) line2 += value * slopes[2 * order + k]!;
        }
        const vj = values[order + j]!;
        sheet += vj * line;
        if (!wantGradient) continue;
        sheet1 += slopes[order + j]! * line;
        sheet2 += vj * line2;
      }
      const vi = values[i]!;
      sum += vi * sheet;
      if (!wantGradient) continue;
      sum0 += slopes[i]! * sheet;
      sum1 += vi * sheet1;
      sum2 += vi * sheet2;
    }
    potential[point] = sum;
    if (!wantGradient) continue;
    for (let d = 0; d < 3; d++) {
      gradient[3 * point + d] = sum0 * n0 * cell[9 + d]! + sum1 * n1 * cell[12 + d]! + sum2 * n2 * cell[15 + d]!;
    }
  }
};

/** The influence function of smooth particle-mesh Ewald (Essmann et al. 1995, eqs. 4.7 and 4.8) and the virial (eq. 4.11). */
export const pmeConvolve: KernelSignatures["mm/pmeConvolve"] = (spectrum, virial, cell, beta, order, n0, n1, n2) => {
  const factors0 = splineFactors(order, n0);
  const factors1 = splineFactors(order, n1);
  const factors2 = splineFactors(order, n2);
  const width = n2 / 2 + 1;
  const volume =
    1 /
    (cell[9]! * (cell[13]! * cell[17]! - cell[14]! * cell[16]!) -
      cell[10]! * (cell[12]! * cell[17]! - cell[14]! * cell[15]!) +
      cell[11]! * (cell[12]! * cell[16]! - cell[13]! * cell[15]!));
  const decay = (Math.PI / beta) ** 2;
  const wantVirial = virial.length > 0;
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let k0 = 0; k0 < n0; k0++) {
    const h = 2 * k0 > n0 ? k0 - n0 : k0;
    for (let k1 = 0; k1 < n1; k1++) {
      const k = 2 * k1 > n1 ? k1 - n1 : k1;
      const factor = (factors0[k0]! * factors1[k1]!) / (Math.PI * volume);
      const bx = h * cell[9]! + k * cell[12]!;
      const by = h * cell[10]! + k * cell[13]!;
      const bz = h * cell[11]! + k * cell[14]!;
      let at = 2 * (k0 * n1 + k1) * width;
      for (let l = 0; l < width; l++, at += 2) {
        const x = bx + l * cell[15]!;
        const y = by + l * cell[16]!;
        const z = bz + l * cell[17]!;
        const m2 = x * x + y * y + z * z;
        const c = m2 > 0 ? (factor * factors2[l]! * Math.exp(-decay * m2)) / m2 : 0;
        const re = spectrum[at]!;
        const im = spectrum[at + 1]!;
        spectrum[at] = c * re;
        spectrum[at + 1] = c * im;
        if (!wantVirial || c === 0) continue;
        // Opposite vectors: both when l > 0; for l = 0 both are in the loop.
        const energy = (l > 0 ? 1 : 0.5) * c * (re * re + im * im);
        const slope = 2 * energy * (decay + 1 / m2);
        xx += energy - slope * x * x;
        yy += energy - slope * y * y;
        zz += energy - slope * z * z;
        xy -= slope * x * y;
        xz -= slope * x * z;
        yz -= slope * y * z;
      }
    }
  }
  if (!wantVirial) return;
  [xx, xy, xz, xy, yy, yz, xz, yz, zz].forEach((value, k) => {
    virial[k] += value;
  });
};
