import type { KernelSignatures } from "@qmmm/core";
import { HIGHEST_ORDER, optimalFactors, splineAt, splineFactors } from "./b-spline.js";
import { volumeOf } from "./ewald-sum.js";
import { spectrumLength } from "./fft-radix.js";
import { GridPoints } from "./grid-points.js";
import type {} from "./signatures.js";

/** Splines along the three directions stand this far apart in a footprint. */
const ROOM = HIGHEST_ORDER;
/** Grid points along the third direction that the innermost loops take at a time, written out. */
export const AT_ONCE = 6;

/**
 * Where a point's splines touch the grid: offsets along the three directions and weights. Along the third there is room for
 * twice what is taken at once; weights beyond the order stay zero, and offsets there are those of the grid's first point.
 */
class Footprint {
  readonly offsets = new Int32Array(2 * ROOM + 2 * AT_ONCE);
  readonly values = new Float64Array(2 * ROOM + 2 * AT_ONCE);
  readonly slopes: Float64Array;

  constructor(
    private readonly order: number,
    private readonly n0: number,
    private readonly n1: number,
    private readonly n2: number,
    wantSlopes: boolean,
  ) {
    this.slopes = new Float64Array(wantSlopes ? this.values.length : 0);
  }

  /** @param u0 - coordinates in grid steps, up to the number of steps */
  set(u0: number, u1: number, u2: number): void {
    const { n0, n1, n2 } = this;
    this.along(0, u0, n0, n1 * n2);
    this.along(ROOM, u1, n1, n2);
    this.along(2 * ROOM, u2, n2, 1);
  }

  private along(at: number, u: number, n: number, stride: number): void {
    const { order, offsets } = this;
    let index = u | 0;
    splineAt(this.values, this.slopes, at, order, u - index);
    if (index >= n) index -= n;
    for (let j = at; j < at + order; j++) {
      offsets[j] = index * stride;
      if (++index === n) index = 0;
    }
  }
}

/** Charges on the grid. */
export const pmeSpread: KernelSignatures["mm/pmeSpread"] = (grid, positions, cell, charges, order, n0, n1, n2) => {
  const footprint = new Footprint(order, n0, n1, n2, false);
  const points = new GridPoints(positions, charges.length, cell, n0, n1, n2);
  const { coordinates: u } = points;
  grid.fill(0);
  for (let n = 0; n < charges.length; n++) {
    const atom = points.order[n]!;
    const q = charges[atom]!;
    if (q === 0) continue;
    footprint.set(u[3 * atom]!, u[3 * atom + 1]!, u[3 * atom + 2]!);
    addCharge(grid, footprint, q, order, 2 * ROOM);
    if (order > AT_ONCE) addCharge(grid, footprint, q, order, 2 * ROOM + AT_ONCE);
  }
};

/** Adds a charge to the grid points that stand from `at` on in its footprint's third direction. */
function addCharge(grid: Float64Array, footprint: Footprint, q: number, order: number, at: number): void {
  const { offsets, values: v } = footprint;
  const o0 = offsets[at]!;
  const o1 = offsets[at + 1]!;
  const o2 = offsets[at + 2]!;
  const o3 = offsets[at + 3]!;
  const o4 = offsets[at + 4]!;
  const o5 = offsets[at + 5]!;
  const v0 = v[at]!;
  const v1 = v[at + 1]!;
  const v2 = v[at + 2]!;
  const v3 = v[at + 3]!;
  const v4 = v[at + 4]!;
  const v5 = v[at + 5]!;
  for (let i = 0; i < order; i++) {
    const qi = q * v[i]!;
    const plane = offsets[i]!;
    for (let j = ROOM; j < ROOM + order; j++) {
      const w = qi * v[j]!;
      const row = (plane + offsets[j]!) | 0;
      grid[(row + o0) | 0]! += w * v0;
      grid[(row + o1) | 0]! += w * v1;
      grid[(row + o2) | 0]! += w * v2;
      grid[(row + o3) | 0]! += w * v3;
      grid[(row + o4) | 0]! += w * v4;
      grid[(row + o5) | 0]! += w * v5;
    }
  }
}

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
  const footprint = new Footprint(order, n0, n1, n2, true);
  const points = new GridPoints(positions, potential.length, cell, n0, n1, n2);
  const { coordinates: u } = points;
  const sums = new Float64Array(4);
  for (let n = 0; n < potential.length; n++) {
    const point = points.order[n]!;
    footprint.set(u[3 * point]!, u[3 * point + 1]!, u[3 * point + 2]!);
    sums[0] = 0;
    sums[1] = 0;
    sums[2] = 0;
    sums[3] = 0;
    addPotential(sums, grid, footprint, order, 2 * ROOM);
    if (order > AT_ONCE) addPotential(sums, grid, footprint, order, 2 * ROOM + AT_ONCE);
    potential[point] = sums[0]!;
    if (gradient.length === 0) continue;
    const g0 = n0 * sums[1]!;
    const g1 = n1 * sums[2]!;
    const g2 = n2 * sums[3]!;
    gradient[3 * point] = g0 * cell[9]! + g1 * cell[12]! + g2 * cell[15]!;
    gradient[3 * point + 1] = g0 * cell[10]! + g1 * cell[13]! + g2 * cell[16]!;
    gradient[3 * point + 2] = g0 * cell[11]! + g1 * cell[14]! + g2 * cell[17]!;
  }
};

/**
 * Adds the potential, and its derivatives by grid steps, that the grid points from `at` on in a footprint's third direction
 * contribute.
 */
function addPotential(sums: Float64Array, grid: Float64Array, footprint: Footprint, order: number, at: number): void {
  const { offsets, values: v, slopes: s } = footprint;
  const o0 = offsets[at]!;
  const o1 = offsets[at + 1]!;
  const o2 = offsets[at + 2]!;
  const o3 = offsets[at + 3]!;
  const o4 = offsets[at + 4]!;
  const o5 = offsets[at + 5]!;
  const v0 = v[at]!;
  const v1 = v[at + 1]!;
  const v2 = v[at + 2]!;
  const v3 = v[at + 3]!;
  const v4 = v[at + 4]!;
  const v5 = v[at + 5]!;
  const s0 = s[at]!;
  const s1 = s[at + 1]!;
  const s2 = s[at + 2]!;
  const s3 = s[at + 3]!;
  const s4 = s[at + 4]!;
  const s5 = s[at + 5]!;
  let sum = 0;
  let by0 = 0;
  let by1 = 0;
  let by2 = 0;
  for (let i = 0; i < order; i++) {
    const plane = offsets[i]!;
    let sheet = 0;
    let sheetBy1 = 0;
    let sheetBy2 = 0;
    for (let j = ROOM; j < ROOM + order; j++) {
      const row = (plane + offsets[j]!) | 0;
      const g0 = grid[(row + o0) | 0]!;
      const g1 = grid[(row + o1) | 0]!;
      const g2 = grid[(row + o2) | 0]!;
      const g3 = grid[(row + o3) | 0]!;
      const g4 = grid[(row + o4) | 0]!;
      const g5 = grid[(row + o5) | 0]!;
      const line = g0 * v0 + g1 * v1 + g2 * v2 + g3 * v3 + g4 * v4 + g5 * v5;
      sheet += v[j]! * line;
      sheetBy1 += s[j]! * line;
      sheetBy2 += v[j]! * (g0 * s0 + g1 * s1 + g2 * s2 + g3 * s3 + g4 * s4 + g5 * s5);
    }
    sum += v[i]! * sheet;
    by0 += s[i]! * sheet;
    by1 += v[i]! * sheetBy1;
    by2 += v[i]! * sheetBy2;
  }
  sums[0] += sum;
  sums[1] += by0;
  sums[2] += by1;
  sums[3] += by2;
}

/** The influence function of smooth particle-mesh Ewald (Essmann et al. 1995, eqs. 4.7 and 4.8). */
export const pmeInfluence: KernelSignatures["mm/pmeInfluence"] = (influence, cell, beta, order, form, n0, n1, n2) => {
  const factorsOf = form === "optimal" ? optimalFactors : splineFactors;
  const [factors0, factors1, factors2] = [n0, n1, n2].map((n) => factorsOf(order, n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
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
