import type { ChargeGroup } from "./charge-groups.js";
import type { Imaged } from "./imaging.js";
import { centreOf } from "./imaging.js";

/** 1 below `cutoff − width`, 0 above `cutoff`, 1 − 10x³ + 15x⁴ − 6x⁵ between: twice continuously differentiable. */
export function fade(r: number, cutoff: number, width: number): { readonly value: number; readonly slope: number } {
  const x = (r - cutoff + width) / width;
  if (x <= 0) return { value: 1, slope: 0 };
  if (x >= 1) return { value: 0, slope: 0 };
  const y = 1 - x;
  return { value: 1 - x * x * x * (10 - 15 * x + 6 * x * x), slope: (-30 * x * x * y * y) / width };
}

/**
 * Scales the charges of whole groups by S = 1 − Π_a (1 − s(|C − R_a|)), where C is the geometric centre of the group and a
 * runs over the region's atoms: 1 when any region atom is well within the cutoff, 0 when none is, smooth between.
 */
export class GroupCutoff {
  constructor(
    readonly cutoff: number,
    readonly width: number,
    private readonly groups: readonly ChargeGroup[],
    private readonly regionAtoms: Int32Array,
  ) {}

  /** S of every group. */
  scales({ positions, centre, extent }: Imaged): Float64Array {
    const out = new Float64Array(this.groups.length);
    for (let g = 0; g < out.length; g++) {
      const c = centreOf(positions, this.groups[g]!.atoms);
      if (Math.hypot(c[0] - centre[0], c[1] - centre[1], c[2] - centre[2]) >= this.cutoff + extent) continue;
      let outside = 1;
      for (let k = 0; k < this.regionAtoms.length && outside > 0; k++) {
        outside *= 1 - fade(this.distance(positions, c, k), this.cutoff, this.width).value;
      }
      out[g] = 1 - outside;
    }
    return out;
  }

  /**
   * Adds the forces −(∂E/∂S)·∂S/∂R.
   *
   * @param slopes - ∂E/∂S of every group, Eh
   */
  spread({ positions }: Imaged, scales: Float64Array, slopes: Float64Array, forces: Float64Array): void {
    for (let g = 0; g < scales.length; g++) {
      if (scales[g] === 0 || scales[g] === 1 || slopes[g] === 0) continue;
      const { atoms } = this.groups[g]!;
      const c = centreOf(positions, atoms);
      const near: { k: number; r: number; outside: number; slope: number }[] = [];
      for (let k = 0; k < this.regionAtoms.length; k++) {
        const r = this.distance(positions, c, k);
        const { value, slope } = fade(r, this.cutoff, this.width);
        if (value > 0) near.push({ k, r, outside: 1 - value, slope });
      }
      for (const one of near) {
        let factor = one.slope / one.r;
        for (const other of near) if (other !== one) factor *= other.outside;
        const atom = 3 * this.regionAtoms[one.k]!;
        for (let i = 0; i < 3; i++) {
          const f = -slopes[g]! * factor * (c[i]! - positions[atom + i]!);
          forces[atom + i]! -= f;
          for (const member of atoms) forces[3 * member + i]! += f / atoms.length;
        }
      }
    }
  }

  private distance(x: Float64Array, c: readonly [number, number, number], k: number): number {
    const atom = 3 * this.regionAtoms[k]!;
    return Math.hypot(c[0] - x[atom]!, c[1] - x[atom + 1]!, c[2] - x[atom + 2]!);
  }
}
