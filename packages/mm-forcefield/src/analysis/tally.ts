import { type DividedEnergy, type Division, groupPairAt } from "@qmmm/core";

/** Collects energies by term and pair of groups, and shares of the virial by atom. */
export class Tally {
  /** Whether shares of the virial are wanted. */
  readonly wantVirials: boolean;
  private readonly terms: Record<string, Float64Array> = {};
  private readonly virials: Float64Array;
  /** Pairs of groups. */
  readonly pairCount: number;

  constructor(private readonly division: Division) {
    const { groupOf, groupCount, atomVirials } = division;
    this.pairCount = (groupCount * (groupCount + 1)) / 2;
    this.wantVirials = atomVirials === true;
    this.virials = new Float64Array(this.wantVirials ? 9 * groupOf.length : 0);
  }

  /** Group of each atom. */
  get groupOf(): Int32Array {
    return this.division.groupOf;
  }

  /** The energies of a term, to be added to; a term that is asked for is on the result. */
  of(term: string): Float64Array {
    this.terms[term] ??= new Float64Array(this.pairCount);
    return this.terms[term];
  }

  /** Adds the energy of an interaction of some atoms: to their pair of groups, or equally to all pairs of several groups. */
  add(energies: Float64Array, atoms: ArrayLike<number>, energy: number): void {
    const { groupOf } = this.division;
    const first = groupOf[atoms[0]!]!;
    let second = first;
    for (let k = 1; k < atoms.length; k++) {
      const group = groupOf[atoms[k]!]!;
      if (group === first || group === second) continue;
      if (second !== first) {
        this.addToSeveral(energies, atoms, energy);
        return;
      }
      second = group;
    }
    energies[groupPairAt(first, second)] += energy;
  }

  private addToSeveral(energies: Float64Array, atoms: ArrayLike<number>, energy: number): void {
    const groups = [...new Set(Array.from(atoms, (atom) => this.division.groupOf[atom]!))];
    const share = (2 * energy) / (groups.length * (groups.length - 1));
    groups.forEach((b, n) => {
      for (const a of groups.slice(0, n)) energies[groupPairAt(a, b)] += share;
    });
  }

  /** Gives every one of some atoms the same share of the virial (9) of their interaction. */
  addVirial(atoms: ArrayLike<number>, virial: Float64Array): void {
    const share = 1 / atoms.length;
    for (let n = 0; n < atoms.length; n++) {
      const at = 9 * atoms[n]!;
      for (let k = 0; k < 9; k++) this.virials[at + k] += share * virial[k]!;
    }
  }

  /** Adds p times the unit matrix to an atom's share. */
  addPressure(atom: number, p: number): void {
    for (let k = 0; k < 9; k += 4) this.virials[9 * atom + k] += p;
  }

  /** All shares, 9 per atom: to be added to. */
  get atomVirials(): Float64Array {
    return this.virials;
  }

  result(): DividedEnergy {
    return { terms: this.terms, ...(this.wantVirials ? { atomVirials: this.virials } : {}) };
  }
}
