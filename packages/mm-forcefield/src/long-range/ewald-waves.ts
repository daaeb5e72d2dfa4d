import type { KernelSignatures } from "@qmmm/core";
import type {} from "./signatures.js";

/**
 * Indices k of half of the reciprocal vectors up to a length, zero left out, in lexical order: k0 > 0, or k0 = 0 and k1 > 0, or
 * k0 = k1 = 0 and k2 > 0. Each stands for itself and its opposite.
 *
 * @param cell - 18 numbers as kernels take them
 * @param longest - length of the longest vector (without 2π), a0⁻¹
 */
export function halfSpaceWaves(cell: Float64Array, longest: number): Int32Array {
  const most = [0, 3, 6].map((k) => Math.floor(longest * Math.hypot(cell[k]!, cell[k + 1]!, cell[k + 2]!)));
  const waves: number[] = [];
  for (let h = 0; h <= most[0]!; h++) {
    for (let k = h === 0 ? 0 : -most[1]!; k <= most[1]!; k++) {
      for (let l = h === 0 && k === 0 ? 1 : -most[2]!; l <= most[2]!; l++) {
        let squared = 0;
        for (let d = 0; d < 3; d++) squared += (h * cell[9 + d]! + k * cell[12 + d]! + l * cell[15 + d]!) ** 2;
        if (squared <= longest * longest) waves.push(h, k, l);
      }
    }
  }
  return Int32Array.from(waves);
}

/** exp(2πi n s) of one coordinate s for n = −most … most, by multiplication. */
class Phases {
  readonly most: number;
  readonly re: Float64Array;
  readonly im: Float64Array;

  constructor(waves: Int32Array, direction: number) {
    let most = 1;
    for (let k = direction; k < waves.length; k += 3) most = Math.max(most, Math.abs(waves[k]!));
    this.most = most;
    this.re = new Float64Array(2 * most + 1);
    this.im = new Float64Array(2 * most + 1);
  }

  set(s: number): void {
    const { most, re, im } = this;
    const angle = 2 * Math.PI * (s - Math.round(s));
    const c = Math.cos(angle);
    const d = Math.sin(angle);
    re[most] = 1;
    im[most] = 0;
    for (let n = 1; n <= most; n++) {
      const x = re[most + n - 1]! * c - im[most + n - 1]! * d;
      const y = re[most + n - 1]! * d + im[most + n - 1]! * c;
      re[most + n] = re[most - n] = x;
      im[most + n] = y;
      im[most - n] = -y;
    }
  }
}

/** exp(2πi k·s) of the waves at one point, one wave after the other. */
export class PointPhases {
  re = 0;
  im = 0;
  private readonly a: Phases;
  private readonly b: Phases;
  private readonly c: Phases;
  /** The first two indices of the last wave, and their phase. */
  private h = Number.NaN;
  private k = Number.NaN;
  private planeRe = 0;
  private planeIm = 0;

  constructor(private readonly waves: Int32Array) {
    [this.a, this.b, this.c] = [new Phases(waves, 0), new Phases(waves, 1), new Phases(waves, 2)];
  }

  /** Goes to a point, whose first coordinate is `positions[at]`. */
  set(positions: Float64Array, at: number, cell: Float64Array): void {
    const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
    this.a.set(cell[9]! * x + cell[10]! * y + cell[11]! * z);
    this.b.set(cell[12]! * x + cell[13]! * y + cell[14]! * z);
    this.c.set(cell[15]! * x + cell[16]! * y + cell[17]! * z);
    this.h = this.k = Number.NaN;
  }

  /** Sets `re` and `im` for the wave whose first index is `waves[n]`; fast when waves come in lexical order. */
  at(n: number): void {
    const { waves, a, b, c } = this;
    const h = waves[n]!;
    const k = waves[n + 1]!;
    if (h !== this.h || k !== this.k) {
      this.h = h;
      this.k = k;
      const [p, q] = [a.most + h, b.most + k];
      this.planeRe = a.re[p]! * b.re[q]! - a.im[p]! * b.im[q]!;
      this.planeIm = a.re[p]! * b.im[q]! + a.im[p]! * b.re[q]!;
    }
    const l = c.most + waves[n + 2]!;
    this.re = this.planeRe * c.re[l]! - this.planeIm * c.im[l]!;
    this.im = this.planeRe * c.im[l]! + this.planeIm * c.re[l]!;
  }
}

/** Structure factors, one atom after the other. */
export const ewaldStructure: KernelSignatures["mm/ewaldStructure"] = (structure, positions, cell, charges, waves) => {
  const phase = new PointPhases(waves);
  structure.fill(0);
  for (let atom = 0; atom < charges.length; atom++) {
    const q = charges[atom]!;
    if (q === 0) continue;
    phase.set(positions, 3 * atom, cell);
    for (let n = 0, at = 0; n < waves.length; n += 3, at += 2) {
      phase.at(n);
      structure[at] += q * phase.re;
      structure[at + 1] += q * phase.im;
    }
  }
};

/** Fourier sums at points, one point after the other. */
export const ewaldInterpolate: KernelSignatures["mm/ewaldInterpolate"] = (
  potential,
  gradient,
  positions,
  cell,
  coefficients,
  waves,
) => {
  const phase = new PointPhases(waves);
  for (let point = 0; point < potential.length; point++) {
    phase.set(positions, 3 * point, cell);
    let [sum, sum0, sum1, sum2] = [0, 0, 0, 0];
    for (let n = 0, at = 0; n < waves.length; n += 3, at += 2) {
      phase.at(n);
      sum += coefficients[at]! * phase.re + coefficients[at + 1]! * phase.im;
      // Derivative with respect to 2π k·s.
      const slope = coefficients[at + 1]! * phase.re - coefficients[at]! * phase.im;
      sum0 += slope * waves[n]!;
      sum1 += slope * waves[n + 1]!;
      sum2 += slope * waves[n + 2]!;
    }
    potential[point] = sum;
    if (gradient.length === 0) continue;
    for (let d = 0; d < 3; d++) {
      gradient[3 * point + d] = 2 * Math.PI * (sum0 * cell[9 + d]! + sum1 * cell[12 + d]! + sum2 * cell[15 + d]!);
    }
  }
};
