import type { Place } from "./restraint.js";

/**
 * Centre of mass of a group of atoms. In a cell the group is put together by the nearest images to its first atom, so it
 * must be smaller than half the cell.
 */
export class Centre {
  /** Share of each atom in the total mass; sums to one. */
  private readonly weights: Float64Array;

  /**
   * @param atoms - indices from 0, at least one
   * @param masses - mₑ; length N; a group without mass is weighted evenly
   */
  constructor(
    readonly atoms: Int32Array,
    masses: Float64Array,
  ) {
    const own = Float64Array.from(atoms, (atom) => masses[atom]!);
    const total = own.reduce((sum, mass) => sum + mass, 0);
    this.weights = total > 0 ? own.map((mass) => mass / total) : own.fill(1 / atoms.length);
  }

  /** Writes its position, a0, into `out[at…at+2]`. */
  locate({ geometry: { positions }, image }: Place, out: Float64Array, at = 0): void {
    const { atoms, weights } = this;
    const first = 3 * atoms[0]!;
    const arm = new Float64Array(3);
    for (let c = 0; c < 3; c++) out[at + c] = positions[first + c]!;
    for (let i = 1; i < atoms.length; i++) {
      for (let c = 0; c < 3; c++) arm[c] = positions[3 * atoms[i]! + c]! - positions[first + c]!;
      image.apply(arm);
      for (let c = 0; c < 3; c++) out[at + c]! += weights[i]! * arm[c]!;
    }
  }

  /** Hands a force on the centre, `force[at…at+2]`, times `factor` down to its atoms. */
  spread(force: Float64Array, factor: number, forces: Float64Array, at = 0): void {
    for (let i = 0; i < this.atoms.length; i++) {
      const share = factor * this.weights[i]!;
      for (let c = 0; c < 3; c++) forces[3 * this.atoms[i]! + c]! += share * force[at + c]!;
    }
  }
}
