import type { KernelSignatures } from "@qmmm/core";
import { isRectangular } from "../kernels/nearest-image.js";

/**
 * The list of pairs within a cutoff plus skin, made anew when an atom has moved by more than half the skin, or the cell
 * changed. Pairs come in one order whatever the positions at which the list was made, and pairs beyond the cutoff add
 * nothing: energies do not depend on the list's history.
 */
export class PairList {
  start: Int32Array;
  partners = new Int32Array(0);
  private reference: Float64Array | undefined;
  /** Skin of the list as it stands. */
  private reach = 0;
  private referenceCell = new Float64Array(0);

  constructor(
    private readonly build: KernelSignatures["mm/neighbourList"],
    private readonly atomCount: number,
    private readonly cutoff: number,
    private readonly skin: number,
    private readonly exclusionStart: Int32Array,
    private readonly exclusions: Int32Array,
  ) {
    this.start = new Int32Array(atomCount + 1);
  }

  /** Makes the list serve for these positions (3N, a0) and cell (as kernels take it). */
  update(positions: Float64Array, cell: Float64Array): void {
    if (!this.outdated(positions, cell)) return;
    this.reach = Math.min(this.skin, largestSkin(cell, this.cutoff));
    const range = this.cutoff + this.reach;
    const build = (): number =>
      this.build(this.start, this.partners, positions, cell, range, this.exclusionStart, this.exclusions);
    if (this.partners.length === 0) this.partners = new Int32Array(100 * this.atomCount);
    const count = build();
    if (count > this.partners.length) {
      this.partners = new Int32Array(Math.ceil(1.1 * count));
      build();
    }
    this.reference = positions.slice();
    this.referenceCell = cell.slice();
  }

  private outdated(positions: Float64Array, cell: Float64Array): boolean {
    const { reference, referenceCell } = this;
    if (reference === undefined || differs(cell, referenceCell)) return true;
    const limit = (this.reach / 2) ** 2;
    for (let k = 0; k < positions.length; k += 3) {
      const x = positions[k]! - reference[k]!;
      const y = positions[k + 1]! - reference[k + 1]!;
      const z = positions[k + 2]! - reference[k + 2]!;
      if (x * x + y * y + z * z > limit) return true;
    }
    return false;
  }
}

function differs(a: Float64Array, b: Float64Array): boolean {
  return a.length !== b.length || a.some((x, k) => x !== b[k]);
}

/** In a skewed cell, rounding finds nearest images up to half the smallest width only: the list must not reach farther. */
function largestSkin(cell: Float64Array, cutoff: number): number {
  if (cell.length === 0 || isRectangular(cell)) return Number.POSITIVE_INFINITY;
  return Math.max(0, smallestWidth(cell) / 2 - cutoff);
}

/** Smallest distance between opposite faces of a cell, a0. */
export function smallestWidth(cell: Float64Array): number {
  return Math.min(...[9, 12, 15].map((k) => 1 / Math.hypot(cell[k]!, cell[k + 1]!, cell[k + 2]!)));
}
