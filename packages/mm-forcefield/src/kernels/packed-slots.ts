import type { ListedPairs, PairParameters } from "./signatures.js";

/**
 * What the loops over partners read and write, by slot: neighbours in space are neighbours in memory. Four numbers of a slot
 * stand together, so that the loops have few arrays to keep at hand.
 */
export class PackedSlots {
  /** x, y, z within the cell (a0) and charge of each slot, as atoms outside of the region see it: zero if a mask says so. */
  readonly outside: Float64Array;
  /** The same as atoms in the region see it. */
  readonly inside: Float64Array;
  /** Force of each slot (Eh/a0), zero at first, and one number unused. */
  readonly forces: Float64Array;
  readonly charges: Float64Array;
  readonly inRegion: Uint8Array;
  /** Lennard-Jones type, and the tables of constants of pairs of types. */
  readonly type: Int32Array;
  readonly typeCount: number;
  readonly c12: Float64Array;
  readonly c6: Float64Array;
  /** A number of 64 bits and its two halves. */
  readonly double = new Float64Array(1);
  readonly halves = new Int32Array(this.double.buffer);

  /** Gathers coordinates and parameters. */
  constructor(
    positions: Float64Array,
    cell: Float64Array,
    { charges, region, coulombKept, typeOf, typeCount, c12, c6 }: PairParameters,
    { order, images }: ListedPairs,
  ) {
    const count = order.length;
    this.outside = new Float64Array(4 * count);
    this.forces = new Float64Array(4 * count);
    this.charges = new Float64Array(count);
    this.inRegion = new Uint8Array(count);
    this.type = new Int32Array(count);
    this.typeCount = typeCount;
    this.c12 = c12;
    this.c6 = c6;
    const vectors = cell.length > 0 ? cell : new Float64Array(9);
    for (let slot = 0; slot < count; slot++) {
      const atom = order[slot]!;
      const a = images[3 * slot]!;
      const b = images[3 * slot + 1]!;
      const c = images[3 * slot + 2]!;
      this.outside[4 * slot] = positions[3 * atom]! - (a * vectors[0]! + b * vectors[3]! + c * vectors[6]!);
      this.outside[4 * slot + 1] = positions[3 * atom + 1]! - (a * vectors[1]! + b * vectors[4]! + c * vectors[7]!);
      this.outside[4 * slot + 2] = positions[3 * atom + 2]! - (a * vectors[2]! + b * vectors[5]! + c * vectors[8]!);
      this.charges[slot] = charges[atom]!;
      this.type[slot] = typeOf[atom]!;
      this.inRegion[slot] = region[atom]!;
    }
    const differ = coulombKept[0] !== coulombKept[1] || coulombKept[1] !== coulombKept[2];
    this.inside = differ ? this.outside.slice() : this.outside;
    this.setCharges(this.outside, coulombKept[0]!, coulombKept[1]!);
    if (differ) this.setCharges(this.inside, coulombKept[1]!, coulombKept[2]!);
  }

  /** Charges times what is kept of pairs with atoms outside of the region, and in it. */
  private setCharges(seen: Float64Array, outside: number, inside: number): void {
    const { charges, inRegion } = this;
    for (let slot = 0; slot < charges.length; slot++) {
      seen[4 * slot + 3] = charges[slot]! * (inRegion[slot] === 1 ? inside : outside);
    }
  }
}
