import type { KernelSignatures } from "@qmmm/core";
import { HIGHEST_ORDER, splineAt, splineFactors } from "./b-spline.js";
import { volumeOf } from "./ewald-sum.js";
import { spectrumLength } from "./fft-radix.js";
import type {} from "./signatures.js";

/** Room for the highest order, so that weights of all orders sit at the same places. */
const ROOM = HIGHEST_ORDER;

/** Where a point's splines touch the grid: offsets along the three directions and weights, `ROOM` entries each. */
class Footprint {
  readonly offsets = new Int32Array(3 * ROOM);
  readonly values = new Float64Array(3 * ROOM);
  readonly slopes: Float64Array;

  constructor(
    private readonly order: number,
    private readonly n0: number,
    private readonly n1: number,
    private readonly n2: number,
    wantSlopes: boolean,
  ) {
    this.slopes = new Float64Array(wantSlopes ? 3 * ROOM : 0);
  }

  set(x: number, y: number, z: number, cell: Float64Array): void {
    const { n0, n1, n2 } = this;
    this.along(0, cell[9]! * x + cell[10]! * y + cell[11]! * z, n0, n1 * n2);
    this.along(ROOM, cell[12]! * x + cell[13]! * y + cell[14]! * z, n1, n2);
    this.along(2 * ROOM, cell[15]! * x + cell[16]! * y + cell[17]! * z, n2, 1);
  }

  private along(at: number, s: number, n: number, stride: number): void {
    const { order, offsets } = this;
    const u = (s - Math.floor(s)) * n;
    let index = Math.floor(u);
    splineAt(this.values, this.slopes, at, order, u - index);
    if (index >= n) index -= n;
    for (let j = at; j < at + order; j++) {
      offsets[j] = index * stride;
      if (++index === n) index = 0;
    }
  }
}

/** Charges on the grid; the innermost loop is unrolled up to the highest order. */
export const pmeSpread: KernelSignatures["mm/pmeSpread"] = (grid, positions, cell, charges, order, n0, n1, n2) => {
  const footprint = new Footprint(order, n0, n1, n2, false);
  const { offsets, values: v } = footprint;
  grid.fill(0);
  for (let atom = 0; atom < charges.length; atom++) {
    const q = charges[atom]!;
    if (q === 0) continue;
    footprint.set(positions[3 * atom]!, positions[3 * atom + 1]!, positions[3 * atom + 2]!, cell);
    const [o0, o1, o2, o3] = [offsets[16]!, offsets[17]!, offsets[18]!, offsets[19]!];
    const [o4, o5, o6, o7] = [offsets[20]!, offsets[21]!, offsets[22]!, offsets[23]!];
    const [v0, v1, v2, v3] = [v[16]!, v[17]!, v[18]!, v[19]!];
    const [v4, v5, v6, v7] = [v[20]!, v[21]!, v[22]!, v[23]!];
    for (let i = 0; i < order; i++) {
      const qi = q * v[i]!;
      const plane = offsets[i]!;
      for (let j = ROOM; j < ROOM + order; j++) {
        const w = qi * v[j]!;
        const row = plane + offsets[j]!;
        grid[row + o0] += w * v0;
        grid[row + o1] += w * v1;
        grid[row + o2] += w * v2;
        if (order === 3) continue;
        grid[row + o3] += w * v3;
        if (order === 4) continue;
        grid[row + o4] += w * v4;
        if (order === 5) continue;
        grid[row + o5] += w * v5;
        if (order === 6) continue;
        grid[row + o6] += w * v6;
        if (order === 7) continue;
        grid[row + o7] += w * v7;
      }
    }
  }
};

/** Potential and gradient from the grid; the innermost loop is unrolled up to the highest order. */
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
  const footprint = new Footprint(order, n0, n1, n2, true);
  const { offsets, values: v, slopes: s } = footprint;
  for (let point = 0; point < potential.length; point++) {
    footprint.set(positions[3 * point]!, positions[3 * point + 1]!, positions[3 * point + 2]!, cell);
    const [o0, o1, o2, o3] = [offsets[16]!, offsets[17]!, offsets[18]!, offsets[19]!];
    const [o4, o5, o6, o7] = [offsets[20]!, offsets[21]!, offsets[22]!, offsets[23]!];
    const [v0, v1, v2, v3] = [v[16]!, v[17]!, v[18]!, v[19]!];
    const [v4, v5, v6, v7] = [v[20]!, v[21]!, v[22]!, v[23]!];
    const [s0, s1, s2, s3] = [s[16]!, s[17]!, s[18]!, s[19]!];
    const [s4, s5, s6, s7] = [s[20]!, s[21]!, s[22]!, s[23]!];
    let sum = 0;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    for (let i = 0; i < order; i++) {
      const plane = offsets[i]!;
      let sheet = 0;
      let sheet1 = 0;
      let sheet2 = 0;
      for (let j = ROOM; j < ROOM + order; j++) {
        const row = plane + offsets[j]!;
        const g0 = grid[row + o0]!;
        const g1 = grid[row + o1]!;
        const g2 = grid[row + o2]!;
        let line = g0 * v0 + g1 * v1 + g2 * v2;
        let line2 = g0 * s0 + g1 * s1 + g2 * s2;
        if (order > 3) {
          const g3 = grid[row + o3]!;
          line += g3 * v3;
          line2 += g3 * s3;
        }
        if (order > 4) {
          const g4 = grid[row + o4]!;
          line += g4 * v4;
          line2 += g4 * s4;
        }
        if (order > 5) {
          const g5 = grid[row + o5]!;
          line += g5 * v5;
          line2 += g5 * s5;
        }
        if (order > 6) {
          const g6 = grid[row + o6]!;
          line += g6 * v6;
          line2 += g6 * s6;
        }
        if (order > 7) {
          const g7 = grid[row + o7]!;
          line += g7 * v7;
          line2 += g7 * s7;
        }
        const vj = v[j]!;
        sheet += vj * line;
        sheet1 += s[j]! * line;
        sheet2 += vj * line2;
      }
      const vi = v[i]!;
      sum += vi * sheet;
      sum0 += s[i]! * sheet;
      sum1 += vi * sheet1;
      sum2 += vi * sheet2;
    }
    potential[point] = sum;
    if (gradient.length === 0) continue;
    for (let d = 0; d < 3; d++) {
      gradient[3 * point + d] = sum0 * n0 * cell[9 + d]! + sum1 * n1 * cell[12 + d]! + sum2 * n2 * cell[15 + d]!;
    }
  }
};

/** The influence function of smooth particle-mesh Ewald (Essmann et al. 1995, eqs. 4.7 and 4.8). */
export const pmeInfluence: KernelSignatures["mm/pmeInfluence"] = (influence, cell, beta, order, n0, n1, n2) => {
  const factors0 = splineFactors(order, n0);
  const factors1 = splineFactors(order, n1);
  const factors2 = splineFactors(order, n2);
  const volume = volumeOf(cell);
  const decay = (Math.PI / beta) ** 2;
  const width = spectrumLength(n2);
  const m = new Float64Array(3);
  for (let k0 = 0, at = 0; k0 < n0; k0++) {
    for (let k1 = 0; k1 < n1; k1++) {
      const factor = (factors0[k0]! * factors1[k1]!) / (Math.PI * volume);
      inRow(m, cell, k0, k1, n0, n1);
      for (let l = 0; l < width; l++, at++) {
        const x = m[0]! + l * cell[15]!;
        const y = m[1]! + l * cell[16]!;
        const z = m[2]! + l * cell[17]!;
        const m2 = x * x + y * y + z * z;
        influence[at] = m2 > 0 ? (factor * factors2[l]! * Math.exp(-decay * m2)) / m2 : 0;
      }
    }
  }
};

/** Times the influence function; the virial after Essmann et al. 1995, eq. 4.11. */
export const pmeConvolve: KernelSignatures["mm/pmeConvolve"] = (
  spectrum,
  virial,
  influence,
  cell,
  beta,
  n0,
  n1,
  n2,
) => {
  if (virial.length > 0) addVirial(virial, spectrum, influence, cell, beta, n0, n1, n2);
  for (let at = 0; at < influence.length; at++) {
    spectrum[2 * at]! *= influence[at]!;
    spectrum[2 * at + 1]! *= influence[at]!;
  }
};

/** @param spectrum - of the charges */
function addVirial(
  virial: Float64Array,
  spectrum: Float64Array,
  influence: Float64Array,
  cell: Float64Array,
  beta: number,
  n0: number,
  n1: number,
  n2: number,
): void {
  const decay = (Math.PI / beta) ** 2;
  const width = spectrumLength(n2);
  const m = new Float64Array(3);
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let k0 = 0, at = 0; k0 < n0; k0++) {
    for (let k1 = 0; k1 < n1; k1++) {
      inRow(m, cell, k0, k1, n0, n1);
      for (let l = 0; l < width; l++, at++) {
        const c = influence[at]!;
        if (c === 0) continue;
        const x = m[0]! + l * cell[15]!;
        const y = m[1]! + l * cell[16]!;
        const z = m[2]! + l * cell[17]!;
        const re = spectrum[2 * at]!;
        const im = spectrum[2 * at + 1]!;
        // Opposite vectors: both when l > 0; for l = 0 both are in the loop.
        const energy = (l > 0 ? 1 : 0.5) * c * (re * re + im * im);
        const slope = 2 * energy * (decay + 1 / (x * x + y * y + z * z));
        xx += energy - slope * x * x;
        yy += energy - slope * y * y;
        zz += energy - slope * z * z;
        xy -= slope * x * y;
        xz -= slope * x * z;
        yz -= slope * y * z;
      }
    }
  }
  [xx, xy, xz, xy, yy, yz, xz, yz, zz].forEach((value, k) => {
    virial[k] += value;
  });
}

/** The wave vector (a0⁻¹) that a row of the spectrum begins with. */
function inRow(m: Float64Array, cell: Float64Array, k0: number, k1: number, n0: number, n1: number): void {
  const h = 2 * k0 > n0 ? k0 - n0 : k0;
  const k = 2 * k1 > n1 ? k1 - n1 : k1;
  for (let d = 0; d < 3; d++) m[d] = h * cell[9 + d]! + k * cell[12 + d]!;
}
