import type { KernelSignatures, Snapshot } from "@qmmm/core";
import { CHARGED, LENNARD_JONES, type ListedPairs, type PairParameters } from "../kernels/signatures.js";
import { type MadeList, MadeLists } from "./made-lists.js";

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
  private list: MadeList | undefined;

  /**
   * @param cutoff - a0
   * @param made - where lists are made; those who state the same one share lists made at the same positions
   * @param chargeCutoff - of pairs without Lennard-Jones interaction, a0; at most `cutoff`
   */
  constructor(
    private readonly build: KernelSignatures["mm/pairList"],
    private pairs: ListablePairs,
    private readonly cutoff: number,
    private readonly skin: number,
    private readonly made = new MadeLists(),
    private readonly chargeCutoff = cutoff,
  ) {}

  /** The list for these positions (3N, a0) and cell (as kernels take it); it stays the same object's until the next call. */
  at(positions: Float64Array, cell: Float64Array): ListedPairs {
    if (this.list === undefined || this.outdated(this.list, positions, cell)) return this.make(positions, cell);
    return this.list;
  }

  /** These atoms have charges from now on. The list holds on to atoms that lose theirs: such pairs add nothing to sums. */
  charge(atoms: Int32Array): void {
    const { interacting } = this.pairs;
    if (atoms.every((atom) => (interacting[atom]! & CHARGED) !== 0)) return;
    const charged = interacting.slice();
    for (const atom of atoms) charged[atom]! |= CHARGED;
    this.pairs = { ...this.pairs, interacting: charged };
    this.drop();
  }

  /** Lets go of the list; another is made when one is needed. */
  drop(): void {
    if (this.list !== undefined) this.made.release(this.list);
    this.list = undefined;
  }

  snapshot(): Snapshot {
    if (this.list === undefined) return null;
    return { positions: this.list.positions.slice(), cell: this.list.cell.slice() };
  }

  restore(state: Snapshot): void {
    this.drop();
    if (state === null) return;
    const { positions, cell } = state as { positions: Float64Array; cell: Float64Array };
    this.make(positions, cell);
  }

  private make(positions: Float64Array, cell: Float64Array): ListedPairs {
    this.drop();
    const { build, pairs, skin } = this;
    const recipe = { build, pairs, range: this.cutoff + skin, chargeRange: this.chargeCutoff + skin };
    this.list = this.made.take(recipe, positions, cell);
    return this.list;
  }

  /**
   * Whether a pair may be missing. What moves with the cell has not moved: pairs beyond the range when the list was made are
   * now beyond range·(1 − |strain|) less what both atoms have moved.
   */
  private outdated(list: MadeList, positions: Float64Array, cell: Float64Array): boolean {
    const { positions: reference, cell: referenceCell } = list;
    if (cell.length !== referenceCell.length) return true;
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
export function interactionsOf({
  charges,
  typeOf,
  typeCount,
  c12,
  c6,
}: Pick<PairParameters, "charges" | "typeOf" | "typeCount" | "c12" | "c6">): Uint8Array {
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
