import type { TightBindingShells } from "../basis/tight-binding-shells.js";

/**
 * Net charges of shells (e), dipoles (e·a0) and traceless quadrupoles (e·a0², Θ = (3rr − r²)/2, components xx, xy, xz, yy,
 * yz, zz) of atoms; or an energy's derivatives by them. All are views of one array.
 */
export class Multipoles {
  readonly all: Float64Array;
  /** Length shells. */
  readonly shell: Float64Array;
  /** Length 3·atoms; empty in models without multipoles. */
  readonly dipole: Float64Array;
  /** Length 6·atoms; empty in models without multipoles. */
  readonly quadrupole: Float64Array;

  constructor(shellCount: number, atomCount: number) {
    this.all = new Float64Array(shellCount + 9 * atomCount);
    this.shell = this.all.subarray(0, shellCount);
    this.dipole = this.all.subarray(shellCount, shellCount + 3 * atomCount);
    this.quadrupole = this.all.subarray(shellCount + 3 * atomCount);
  }

  /** Charges of the atoms, e; fresh. */
  atomCharges({ atomShells, elements }: TightBindingShells): Float64Array {
    const charges = new Float64Array(elements.length);
    for (let a = 0; a < charges.length; a++) {
      for (let s = atomShells[a]; s < atomShells[a + 1]; s++) charges[a] += this.shell[s];
    }
    return charges;
  }

  /** Adds derivatives by atomic charges to those by shell charges. */
  addByAtom(byCharge: Float64Array, { atomShells }: TightBindingShells): void {
    for (let a = 0; a < byCharge.length; a++) {
      for (let s = atomShells[a]; s < atomShells[a + 1]; s++) this.shell[s] += byCharge[a];
    }
  }
}

/**
 * An energy that depends on the molecule's multipoles. Made for one geometry; the first-order change of the energy with
 * geometry at fixed multipoles is its gradient.
 */
export interface ChargeInteraction {
  /** Name of the term in the ledger. */
  readonly name: string;
  /** Energy, Eh; its derivatives by the multipoles are added to `by`. */
  energy(multipoles: Multipoles, by: Multipoles): number;
  /**
   * Adds the derivatives at fixed multipoles.
   *
   * @param gradient - by nuclei, Eh/a0; length 3·atoms
   * @param byCoordination - by coordination numbers, Eh; length atoms
   */
  addGradient(multipoles: Multipoles, gradient: Float64Array, byCoordination: Float64Array): void;
}
