import { BOHR_IN_ANGSTROM, InputError, type KernelSignatures } from "@qmmm/core";
import type { Neighbours } from "./kernels/signatures.js";

/** More neighbours than matter ever has: beyond them a cell or a cutoff is in the wrong unit. */
const MOST_NEIGHBOURS = 20_000;
/** More cells than a search should look through: the cell is much flatter or more skewed than the range is long. */
const MOST_IMAGES = 20_000;
/** Limit of the cell vectors between an atom and a neighbour as they are stored; keys of images fit into 51 bits. */
const FARTHEST = 65_535;

/**
 * Neighbours within a cutoff plus skin, made anew when an atom has moved by more than half the skin or the cell changed.
 * Their order does not depend on the positions at which the list was made, and those beyond the cutoff add nothing:
 * energies do not depend on the list's history.
 */
export class FullList {
  private start: Int32Array;
  private partners = new Int32Array(0);
  private images = new Int32Array(0);
  private reference: Float64Array | undefined;
  private referenceCell = new Float64Array(0);
  private everybody: Neighbours | undefined;
  private restricted: Neighbours | undefined;

  /** @param region - 1 for the atoms of the region of `regionAlone`; length N */
  constructor(
    private readonly build: KernelSignatures["mm/fullNeighbours"],
    private readonly region: Uint8Array,
    private readonly cutoff: number,
    private readonly skin: number,
  ) {
    this.start = new Int32Array(region.length + 1);
  }

  /**
   * The neighbours at these positions (3N, a0) in this cell (as the kernel takes it); valid until the next call.
   *
   * @throws QmmmError `QMMM_MM_CUTOFF_CELL` when the cell is impossibly small for the cutoff
   */
  at(positions: Float64Array, cell: Float64Array): Neighbours {
    if (this.everybody !== undefined && !this.outdated(positions, cell)) return this.everybody;
    const range = this.cutoff + this.skin;
    requireSensible(cell, range, this.region.length);
    const build = (): number => this.build(this.start, this.partners, this.images, positions, cell, range);
    const count = build();
    if (count > this.partners.length) {
      const capacity = Math.ceil(1.1 * count);
      this.partners = new Int32Array(capacity);
      this.images = new Int32Array(3 * capacity);
      build();
    }
    this.reference = positions.slice();
    this.referenceCell = cell.slice();
    this.restricted = undefined;
    this.everybody = { start: this.start, partners: this.partners, ...this.shifts(count, cell) };
    return this.everybody;
  }

  /** Of the list last asked for, the neighbours of atoms of the region among themselves. */
  regionAlone(): Neighbours {
    this.restricted ??= among(this.region, this.everybody!);
    return this.restricted;
  }

  /** The different images of the list as vectors, and which of them each entry has. */
  private shifts(count: number, cell: Float64Array): Pick<Neighbours, "shiftOf" | "shifts"> {
    const { images } = this;
    const shiftOf = new Int32Array(count);
    const index = new Map<number, number>();
    const shifts: number[] = [];
    const span = 2 * FARTHEST + 1;
    for (let n = 0; n < count; n++) {
      const a = images[3 * n]!;
      const b = images[3 * n + 1]!;
      const c = images[3 * n + 2]!;
      const key = ((a + FARTHEST) * span + (b + FARTHEST)) * span + (c + FARTHEST);
      let at = index.get(key);
      if (at === undefined) {
        if (Math.max(Math.abs(a), Math.abs(b), Math.abs(c)) > FARTHEST) throw astray(Math.max(a, b, c));
        at = index.size;
        index.set(key, at);
        for (let k = 0; k < 3; k++) {
          shifts.push(cell.length === 0 ? 0 : a * cell[k]! + b * cell[3 + k]! + c * cell[6 + k]!);
        }
      }
      shiftOf[n] = at;
    }
    return { shiftOf, shifts: Float64Array.from(shifts) };
  }

  private outdated(positions: Float64Array, cell: Float64Array): boolean {
    const { reference, referenceCell } = this;
    if (reference === undefined || cell.length !== referenceCell.length) return true;
    if (cell.some((x, k) => x !== referenceCell[k])) return true;
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

function among(region: Uint8Array, all: Neighbours): Neighbours {
  const start = new Int32Array(all.start.length);
  const partners: number[] = [];
  const shiftOf: number[] = [];
  for (let i = 0; i + 1 < start.length; i++) {
    for (let n = all.start[i]!; n < all.start[i + 1]! && region[i] === 1; n++) {
      if (region[all.partners[n]!] !== 1) continue;
      partners.push(all.partners[n]!);
      shiftOf.push(all.shiftOf[n]!);
    }
    start[i + 1] = partners.length;
  }
  return { start, partners: Int32Array.from(partners), shiftOf: Int32Array.from(shiftOf), shifts: all.shifts };
}

function requireSensible(cell: Float64Array, range: number, atomCount: number): void {
  if (cell.length === 0) return;
  const heights = [9, 12, 15].map((k) => 1 / Math.hypot(cell[k]!, cell[k + 1]!, cell[k + 2]!));
  const images = heights.reduce((product, height) => product * (2 * Math.ceil(range / height) + 1), 1);
  const volume =
    cell[0]! * (cell[4]! * cell[8]! - cell[5]! * cell[7]!) -
    cell[1]! * (cell[3]! * cell[8]! - cell[5]! * cell[6]!) +
    cell[2]! * (cell[3]! * cell[7]! - cell[4]! * cell[6]!);
  const neighbours = (atomCount / volume) * ((4 * Math.PI) / 3) * range ** 3;
  if (images <= MOST_IMAGES && neighbours <= MOST_NEIGHBOURS) return;
  const widths = heights.map((height) => (height * BOHR_IN_ANGSTROM).toPrecision(4)).join(", ");
  throw new InputError(
    "QMMM_MM_CUTOFF_CELL",
    `The cell, ${widths} Å wide, is impossibly small or flat for a range of ${(range * BOHR_IN_ANGSTROM).toPrecision(4)} Å: ` +
      `each atom would have some ${neighbours.toPrecision(2)} neighbours in ${images} cells`,
    {
      value: widths,
      allowed: `at most ${MOST_NEIGHBOURS} neighbours per atom and ${MOST_IMAGES} cells within range`,
      action:
        "Check the units of the cell and the cutoffs of the potential file; use a less skewed cell of the lattice",
    },
  );
}

function astray(cells: number): InputError {
  return new InputError("QMMM_GEOMETRY_ASTRAY", `Atoms are ${cells} cells apart from their neighbours' positions`, {
    value: cells,
    allowed: `at most ${FARTHEST} cells`,
    action: "Move the atoms into the cell",
  });
}
