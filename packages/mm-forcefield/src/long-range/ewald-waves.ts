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

/** Phases of all three directions at a point. */
function phasesAt(phases: readonly Phases[], positions: Float64Array, at: number, cell: Float64Array): void {
  for (let d = 0; d < 3; d++) {
    const w = 9 + 3 * d;
    phases[d]!.set(cell[w]! * positions[at]! + cell[w + 1]! * positions[at + 1]! + cell[w + 2]! * positions[at + 2]!);
  }
}

/** Structure factors, one atom after the other. */
export const ewaldStructure: KernelSignatures["mm/ewaldStructure"] = (structure, positions, cell, charges, waves) => {
  const phases = [0, 1, 2].map((d) => new Phases(waves, d));
  const [a, b, c] = phases as [Phases, Phases, Phases];
  structure.fill(0);
  for (let atom = 0; atom < charges.length; atom++) {
    const q = charges[atom]!;
    if (q === 0) continue;
    phasesAt(phases, positions, 3 * atom, cell);
    let [h, k, re, im] = [Number.NaN, Number.NaN, 0, 0];
    for (let n = 0, at = 0; n < waves.length; n += 3, at += 2) {
      if (waves[n] !== h || waves[n + 1] !== k) {
        h = waves[n]!;
        k = waves[n + 1]!;
        re = q * (a.re[a.most + h]! * b.re[b.most + k]! - a.im[a.most + h]! * b.im[b.most + k]!);
        im = q * (a.re[a.most + h]! * b.im[b.most + k]! + a.im[a.most + h]! * b.re[b.most + k]!);
      }
      const l = c.most + waves[n + 2]!;
      structure[at] += re * c.re[l]! - im * c.im[l]!;
      structure[at + 1] += re * c.im[l]! + im * c.re[l]!;
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
  const phases = [0, 1, 2].map((d) => new Phases(waves, d));
  const [a, b, c] = phases as [Phases, Phases, Phases];
  for (let point = 0; point < potential.length; point++) {
    phasesAt(phases, positions, 3 * point, cell);
    let [h, k, re, im] = [Number.NaN, Number.NaN, 0, 0];
    let [sum, sum0, sum1, sum2] = [0, 0, 0, 0];
    for (let n = 0, at = 0; n < waves.length; n += 3, at += 2) {
      if (waves[n] !== h || waves[n + 1] !== k) {
        h = waves[n]!;
        k = waves[n + 1]!;
        re = a.re[a.most + h]! * b.re[b.most + k]! - a.im[a.most + h]! * b.im[b.most + k]!;
        im = a.re[a.most + h]! * b.im[b.most + k]! + a.im[a.most + h]! * b.re[b.most + k]!;
      }
      const l = c.most + waves[n + 2]!;
      const phaseRe = re * c.re[l]! - im * c.im[l]!;
      const phaseIm = re * c.im[l]! + im * c.re[l]!;
      sum += coefficients[at]! * phaseRe + coefficients[at + 1]! * phaseIm;
      // Derivative with respect to 2π k·s.
      const slope = coefficients[at + 1]! * phaseRe - coefficients[at]! * phaseIm;
      sum0 += slope * h;
      sum1 += slope * k;
      sum2 += slope * waves[n + 2]!;
    }
    potential[point] = sum;
    if (gradient.length === 0) continue;
    for (let d = 0; d < 3; d++) {
      gradient[3 * point + d] = 2 * Math.PI * (sum0 * cell[9 + d]! + sum1 * cell[12 + d]! + sum2 * cell[15 + d]!);
    }
  }
};
