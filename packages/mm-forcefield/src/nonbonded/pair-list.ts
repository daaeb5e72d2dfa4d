import type { KernelSignatures } from "@qmmm/core";

/**
 * The list of pairs within a cutoff plus skin, made anew when an atom has moved by more than half the skin, or the cell
 * changed. Pairs come in one order whatever the positions at which the list was made, and pairs beyond the cutoff add
 * nothing: energies do not depend on the list's history.
 */
export class PairList {
  start: Int32Array;
  partners = new Int32Array(0);
  private reference: Float64Array | undefined;
  private readonly referenceBox = new Float64Array(3);

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

  /** Makes the list serve for these positions (3N, a0) and box (three edges, a0; zeros when open). */
  update(positions: Float64Array, box: Float64Array): void {
    if (!this.outdated(positions, box)) return;
    const range = this.cutoff + this.skin;
    const build = (): number =>
      this.build(this.start, this.partners, positions, box, range, this.exclusionStart, this.exclusions);
    if (this.partners.length === 0) this.partners = new Int32Array(100 * this.atomCount);
    const count = build();
    if (count > this.partners.length) {
      this.partners = new Int32Array(Math.ceil(1.1 * count));
      build();
    }
    this.reference = positions.slice();
    this.referenceBox.set(box);
  }

  private outdated(positions: Float64Array, box: Float64Array): boolean {
    const { reference, referenceBox } = this;
    if (reference === undefined || box.some((edge, d) => edge !== referenceBox[d])) return true;
    const limit = (this.skin / 2) ** 2;
    for (let k = 0; k < positions.length; k += 3) {
      const x = positions[k]! - reference[k]!;
      const y = positions[k + 1]! - reference[k + 1]!;
      const z = positions[k + 2]! - reference[k + 2]!;
      if (x * x + y * y + z * z > limit) return true;
    }
    return false;
  }
}
