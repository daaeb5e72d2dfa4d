import { type ListedPairs, type PairParameters, ROW } from "../kernels/signatures.js";
import type { Tally } from "./tally.js";

/** The kernel of listed pairs in open space; adds to energies and forces. */
export type BatchKernel = (
  energies: Float64Array,
  forces: Float64Array,
  places: Float64Array,
  parameters: PairParameters,
  list: ListedPairs,
) => void;

/** Atoms with some of their partners, as a system in open space: every partner of every atom has a slot of its own. */
export class PairBatch {
  /** Slots in use. */
  slotCount = 0;
  private rowCount = 0;
  /** Of the row that is being collected: its first slot, and how many partners have a Lennard-Jones interaction. */
  private first = 0;
  private lennardJones = 0;
  private readonly atoms: Int32Array;
  private readonly places: Float64Array;
  private readonly forces: Float64Array;
  private readonly charges: Float64Array;
  private readonly typeOf: Int32Array;
  private readonly region: Uint8Array;
  /** Slots stand for themselves. */
  private readonly order: Int32Array;
  private readonly images: Int32Array;
  private readonly rows: Int32Array;
  private readonly partners: Int32Array;
  private partnerCount = 0;
  private readonly energies = new Float64Array(2);
  private readonly virial = new Float64Array(9);
  private readonly both = new Int32Array(2);

  /** @param slots - room for as many */
  constructor(
    private readonly pairs: PairParameters,
    slots: number,
    private readonly tally: Tally,
  ) {
    this.atoms = new Int32Array(slots);
    this.places = new Float64Array(3 * slots);
    this.forces = new Float64Array(tally.wantVirials ? 3 * slots : 0);
    this.charges = new Float64Array(slots);
    this.typeOf = new Int32Array(slots);
    this.region = new Uint8Array(slots);
    this.order = Int32Array.from({ length: slots }, (_, slot) => slot);
    this.images = new Int32Array(3 * slots);
    this.rows = new Int32Array(ROW.length * slots);
    this.partners = new Int32Array(slots);
  }

  /** Begins a row with its atom, at the image that its partners see. */
  begin(atom: number, places: Float64Array, slot: number, rows: Int32Array, row: number, vectors: Float64Array): void {
    this.first = this.slotCount;
    this.lennardJones = 0;
    this.place(atom, places, slot);
    const at = row + ROW.image;
    for (let d = 0; d < 3; d++) {
      this.places[3 * this.first + d]! -=
        rows[at]! * vectors[d]! + rows[at + 1]! * vectors[3 + d]! + rows[at + 2]! * vectors[6 + d]!;
    }
  }

  /** Adds a partner; those that have a Lennard-Jones interaction with the row's atom come first. */
  add(atom: number, places: Float64Array, slot: number, lennardJones: boolean): void {
    this.partners[this.partnerCount++] = this.slotCount;
    if (lennardJones) this.lennardJones++;
    this.place(atom, places, slot);
  }

  private place(atom: number, places: Float64Array, slot: number): void {
    const { pairs, slotCount } = this;
    this.atoms[slotCount] = atom;
    this.charges[slotCount] = pairs.charges[atom]!;
    this.typeOf[slotCount] = pairs.typeOf[atom]!;
    this.region[slotCount] = pairs.region[atom]!;
    this.places[3 * slotCount] = places[3 * slot]!;
    this.places[3 * slotCount + 1] = places[3 * slot + 1]!;
    this.places[3 * slotCount + 2] = places[3 * slot + 2]!;
    this.slotCount++;
  }

  /** Ends the row. */
  end(): void {
    const at = ROW.length * this.rowCount++;
    const begin = this.partnerCount - (this.slotCount - this.first - 1);
    this.rows[at + ROW.slot] = this.first;
    this.rows[at + ROW.split] = begin + this.lennardJones;
    this.rows[at + ROW.end] = this.partnerCount;
  }

  /** Energies of all rows, Lennard-Jones and Coulomb, valid until the next call; shares of the virial go to the tally. Empties. */
  evaluate(kernel: BatchKernel): Float64Array {
    const { slotCount, pairs, energies } = this;
    energies.fill(0);
    const places = this.places.subarray(0, 3 * slotCount);
    const forces = this.forces.subarray(0, this.tally.wantVirials ? 3 * slotCount : 0);
    forces.fill(0);
    const parameters: PairParameters = {
      ...pairs,
      charges: this.charges.subarray(0, slotCount),
      typeOf: this.typeOf.subarray(0, slotCount),
      region: this.region.subarray(0, slotCount),
    };
    kernel(energies, forces, places, parameters, {
      order: this.order.subarray(0, slotCount),
      images: this.images.subarray(0, 3 * slotCount),
      rows: this.rows.subarray(0, ROW.length * this.rowCount),
      partners: this.partners.subarray(0, this.partnerCount),
    });
    if (this.tally.wantVirials) this.shareVirials();
    this.slotCount = 0;
    this.rowCount = 0;
    this.partnerCount = 0;
    return energies;
  }

  /** Gives each pair's virial to its atoms. */
  private shareVirials(): void {
    const { virial, atoms, both, rows, places, forces } = this;
    let next = 0;
    for (let row = 0; row < ROW.length * this.rowCount; row += ROW.length) {
      const centre = rows[row + ROW.slot]!;
      both[0] = atoms[centre]!;
      for (; next < rows[row + ROW.end]!; next++) {
        const slot = this.partners[next]!;
        for (let a = 0; a < 3; a++) {
          const force = forces[3 * slot + a]!;
          for (let b = 0; b < 3; b++) {
            virial[3 * a + b] = force * (places[3 * slot + b]! - places[3 * centre + b]!);
          }
        }
        both[1] = atoms[slot]!;
        this.tally.addVirial(both, virial);
      }
    }
  }
}
