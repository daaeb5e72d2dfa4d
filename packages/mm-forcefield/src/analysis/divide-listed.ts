import { groupPairAt, type KernelTable } from "@qmmm/core";
import { type ListedPairs, type PairParameters, ROW } from "../kernels/signatures.js";
import type { CoulombSum } from "../long-range/coulomb-sum.js";
import type { LennardJonesForm } from "../long-range/lennard-jones-form.js";
import type { Tally } from "./tally.js";

const NONE = new Float64Array(0);

/** Where energies of pairs go: by pair of groups, Eh; absent where a term is not wanted. */
export interface PairEnergies {
  readonly lennardJones: Float64Array | undefined;
  readonly coulomb: Float64Array | undefined;
}

/**
 * Divides the pairs of a list: an atom with those of its partners that are in one group is a system in open space, whose energy
 * the kernel of the whole list gives; the force on each partner, which is that of one pair, gives the pair's virial.
 */
export function divideListed(
  tally: Tally,
  energies: PairEnergies,
  pairs: PairParameters,
  form: LennardJonesForm,
  sum: CoulombSum,
  list: ListedPairs,
  positions: Float64Array,
  cell: Float64Array,
  kernels: KernelTable,
): void {
  const { groupOf } = tally;
  const kernel = kernels.get("mm/listedPairs");
  const { rows, partners, order } = list;
  const places = placesInCell(list, positions, cell);
  const vectors = cell.length > 0 ? cell : new Float64Array(9);
  const system = new Cluster(pairs, longestRow(rows), tally.wantVirials);
  const found = new Float64Array(2);
  const groups: number[] = [];
  let begin = 0;
  for (let row = 0; row < rows.length; row += ROW.length) {
    const slot = rows[row + ROW.slot]!;
    const [split, end] = [rows[row + ROW.split]!, rows[row + ROW.end]!];
    const atom = order[slot]!;
    groups.length = 0;
    for (let n = begin; n < end; n++) {
      const group = groupOf[order[partners[n]!]!]!;
      if (!groups.includes(group)) groups.push(group);
    }
    for (const group of groups) {
      system.begin(atom, places, slot, rows, row, vectors);
      for (let n = begin; n < end; n++) {
        const partner = partners[n]!;
        if (groupOf[order[partner]!] === group) system.add(order[partner]!, places, partner, n < split);
      }
      found.fill(0);
      const { positions: at, forces, parameters, listed } = system.finish();
      kernel(found, forces, NONE, at, NONE, parameters, form, sum.table, listed);
      const pair = groupPairAt(groupOf[atom]!, group);
      if (energies.lennardJones !== undefined) energies.lennardJones[pair]! += found[0]!;
      if (energies.coulomb !== undefined) energies.coulomb[pair]! += found[1]!;
      if (tally.wantVirials) system.addVirials(tally, at, forces);
    }
    begin = end;
  }
}

/** Coordinates by slot with the atoms in one cell, as the kernel of the list has them. */
function placesInCell({ order, images }: ListedPairs, positions: Float64Array, cell: Float64Array): Float64Array {
  const places = new Float64Array(3 * order.length);
  for (let slot = 0; slot < order.length; slot++) {
    const [a, b, c] = [images[3 * slot]!, images[3 * slot + 1]!, images[3 * slot + 2]!];
    for (let d = 0; d < 3; d++) {
      const shift = cell.length > 0 ? a * cell[d]! + b * cell[3 + d]! + c * cell[6 + d]! : 0;
      places[3 * slot + d] = positions[3 * order[slot]! + d]! - shift;
    }
  }
  return places;
}

function longestRow(rows: Int32Array): number {
  let longest = 0;
  for (let row = 0; row < rows.length; row += ROW.length) {
    longest = Math.max(longest, rows[row + ROW.end]! - (row === 0 ? 0 : rows[row - ROW.length + ROW.end]!));
  }
  return longest;
}

/** An atom and some of its partners, in open space. */
class Cluster {
  private count = 0;
  private split = 0;
  private readonly atoms: Int32Array;
  private readonly positions: Float64Array;
  private readonly forces: Float64Array;
  private readonly charges: Float64Array;
  private readonly typeOf: Int32Array;
  private readonly region: Uint8Array;
  private readonly slots: Int32Array;
  private readonly images: Int32Array;
  private readonly row = new Int32Array(ROW.length);
  private readonly virial = new Float64Array(9);

  constructor(
    private readonly pairs: PairParameters,
    partners: number,
    wantForces: boolean,
  ) {
    const most = partners + 1;
    this.atoms = new Int32Array(most);
    this.positions = new Float64Array(3 * most);
    this.forces = new Float64Array(wantForces ? 3 * most : 0);
    this.charges = new Float64Array(most);
    this.typeOf = new Int32Array(most);
    this.region = new Uint8Array(most);
    this.slots = Int32Array.from({ length: most }, (_, slot) => slot);
    this.images = new Int32Array(3 * most);
  }

  /** Starts with the atom of a row, at the image that the row's partners see. */
  begin(atom: number, places: Float64Array, slot: number, rows: Int32Array, row: number, vectors: Float64Array): void {
    this.count = 0;
    this.split = 0;
    this.add(atom, places, slot, false);
    const at = row + ROW.image;
    for (let d = 0; d < 3; d++) {
      this.positions[d]! -= rows[at]! * vectors[d]! + rows[at + 1]! * vectors[3 + d]! + rows[at + 2]! * vectors[6 + d]!;
    }
  }

  /** @param lennardJones - whether the pair has such an interaction: those that have come first */
  add(atom: number, places: Float64Array, slot: number, lennardJones: boolean): void {
    const { pairs, count } = this;
    this.atoms[count] = atom;
    this.charges[count] = pairs.charges[atom]!;
    this.typeOf[count] = pairs.typeOf[atom]!;
    this.region[count] = pairs.region[atom]!;
    for (let d = 0; d < 3; d++) this.positions[3 * count + d] = places[3 * slot + d]!;
    this.count++;
    if (lennardJones) this.split++;
  }

  /** The system as the kernel takes it; views that are valid until the next begins. Forces are zero. */
  finish() {
    const { pairs, count, row, split } = this;
    row[ROW.split] = split;
    row[ROW.end] = count - 1;
    const forces = this.forces.subarray(0, this.forces.length > 0 ? 3 * count : 0);
    forces.fill(0);
    const parameters: PairParameters = {
      ...pairs,
      charges: this.charges.subarray(0, count),
      typeOf: this.typeOf.subarray(0, count),
      region: this.region.subarray(0, count),
    };
    const listed: ListedPairs = {
      order: this.slots.subarray(0, count),
      images: this.images.subarray(0, 3 * count),
      rows: row,
      partners: this.slots.subarray(1, count),
    };
    return { positions: this.positions.subarray(0, 3 * count), forces, parameters, listed };
  }

  /** Gives each pair's virial to its atoms. */
  addVirials(tally: Tally, positions: Float64Array, forces: Float64Array): void {
    const { virial, atoms } = this;
    const both = new Int32Array(2);
    both[0] = atoms[0]!;
    for (let n = 1; n < this.count; n++) {
      for (let k = 0; k < 9; k++) {
        const [a, b] = [Math.trunc(k / 3), k % 3];
        virial[k] = forces[3 * n + a]! * (positions[3 * n + b]! - positions[b]!);
      }
      both[1] = atoms[n]!;
      tally.addVirial(both, virial);
    }
  }
}
