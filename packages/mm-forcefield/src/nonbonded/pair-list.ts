import type { KernelSignatures, Snapshot } from "@qmmm/core";
import { CHARGED, LENNARD_JONES, type ListedPairs, type PairParameters, ROW } from "../kernels/signatures.js";

/** What a list has to know of pairs: as the kernel `mm/pairList` takes it. */
export interface ListablePairs {
  readonly interacting: Uint8Array;
  readonly exclusionStart: Int32Array;
  readonly exclusions: Int32Array;
}

/**
 * The list of pairs within a cutoff plus skin, made anew when atoms have moved, or the cell has shrunk, so far that a pair
 * could be missing. The order of its pairs, and with it the last bits of sums over them, follows from the positions and cell
 * at which it was made: those are its snapshot.
 */
export class PairList {
  private list: ListedPairs | undefined;
  private reference: Float64Array | undefined;
  private referenceCell = new Float64Array(0);
  private rows = new Int32Array(0);
  private partners = new Int32Array(0);
  private readonly order: Int32Array;
  private readonly images: Int32Array;

  constructor(
    private readonly build: KernelSignatures["mm/pairList"],
    private readonly pairs: ListablePairs,
    private readonly cutoff: number,
    private readonly skin: number,
  ) {
    this.order = new Int32Array(pairs.interacting.length);
    this.images = new Int32Array(3 * pairs.interacting.length);
  }

  /** The list for these positions (3N, a0) and cell (as kernels take it); it stays the same object's until the next call. */
  at(positions: Float64Array, cell: Float64Array): ListedPairs {
    if (this.list === undefined || this.outdated(positions, cell)) this.list = this.make(positions, cell);
    return this.list;
  }

  snapshot(): Snapshot {
    if (this.reference === undefined) return null;
    return { positions: this.reference.slice(), cell: this.referenceCell.slice() };
  }

  restore(state: Snapshot): void {
    this.list = undefined;
    this.reference = undefined;
    if (state === null) return;
    const { positions, cell } = state as { positions: Float64Array; cell: Float64Array };
    this.list = this.make(positions, cell);
  }

  private make(positions: Float64Array, cell: Float64Array): ListedPairs {
    const { order, images, pairs } = this;
    const counts = new Int32Array(2);
    for (;;) {
      const { rows, partners } = this;
      const range = this.cutoff + this.skin;
      const { interacting, exclusionStart, exclusions } = pairs;
      this.build(
        counts,
        order,
        images,
        rows,
        partners,
        positions,
        cell,
        range,
        interacting,
        exclusionStart,
        exclusions,
      );
      const [rowNumbers, partnerCount] = [ROW.length * counts[0]!, counts[1]!];
      if (rowNumbers <= rows.length && partnerCount <= partners.length) {
        this.reference = positions.slice();
        this.referenceCell = cell.slice();
        return { order, images, rows: rows.subarray(0, rowNumbers), partners: partners.subarray(0, partnerCount) };
      }
      this.rows = new Int32Array(Math.ceil(1.1 * rowNumbers));
      this.partners = new Int32Array(Math.ceil(1.1 * partnerCount));
    }
  }

  /**
   * Whether a pair may be missing. What moves with the cell has not moved: pairs beyond the range when the list was made are
   * now beyond range·(1 − |strain|) less what both atoms have moved.
   */
  private outdated(positions: Float64Array, cell: Float64Array): boolean {
    const { reference, referenceCell } = this;
    if (reference === undefined || cell.length !== referenceCell.length) return true;
    const strain = strainOf(referenceCell, cell);
    let size = 0;
    for (const e of strain) size += e * e;
    const slack = (this.cutoff + this.skin) * (1 - Math.sqrt(size)) - this.cutoff;
    if (slack < 0) return true;
    const limit = (slack / 2) ** 2;
    for (let k = 0; k < positions.length; k += 3) {
      const rx = reference[k]!;
      const ry = reference[k + 1]!;
      const rz = reference[k + 2]!;
      const x = positions[k]! - rx - (rx * strain[0]! + ry * strain[3]! + rz * strain[6]!);
      const y = positions[k + 1]! - ry - (rx * strain[1]! + ry * strain[4]! + rz * strain[7]!);
      const z = positions[k + 2]! - rz - (rx * strain[2]! + ry * strain[5]! + rz * strain[8]!);
      // Written so that positions that are no numbers count as moved.
      if (!(x * x + y * y + z * z <= limit)) return true;
    }
    return false;
  }
}

/** Flags of every atom: what it may interact by. */
export function interactionsOf({ charges, typeOf, typeCount, c12, c6 }: PairParameters): Uint8Array {
  const ofType = Uint8Array.from({ length: typeCount }, (_, type) => {
    for (let other = 0; other < typeCount; other++) {
      const pair = type * typeCount + other;
      if (c12[pair] !== 0 || c6[pair] !== 0) return LENNARD_JONES;
    }
    return 0;
  });
  return Uint8Array.from(charges, (q, atom) => (q === 0 ? 0 : CHARGED) | ofType[typeOf[atom]!]!);
}

/** The matrix that takes row vectors of one cell into those of another, less one; zero without cells. */
function strainOf(from: Float64Array, to: Float64Array): Float64Array {
  const strain = new Float64Array(9);
  if (from.length === 0) return strain;
  let changed = false;
  for (let k = 0; k < 9; k++) changed ||= from[k] !== to[k];
  if (!changed) return strain;
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      let sum = row === column ? -1 : 0;
      for (let d = 0; d < 3; d++) sum += from[9 + 3 * d + row]! * to[3 * d + column]!;
      strain[3 * row + column] = sum;
    }
  }
  return strain;
}

/** Smallest distance between opposite faces of a cell, a0. */
export function smallestWidth(cell: Float64Array): number {
  return Math.min(...[9, 12, 15].map((k) => 1 / Math.hypot(cell[k]!, cell[k + 1]!, cell[k + 2]!)));
}
