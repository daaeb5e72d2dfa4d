import type { KernelTable } from "@qmmm/core";
import type { ListedPairs } from "../kernels/signatures.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import { type ChargePart, chargeParts } from "./charge-parts.js";
import { asCharges, dispersingPairs, dispersionTable } from "./dispersion-pairs.js";
import type { DispersionMeshSettings } from "./dispersion-settings.js";
import { SMOOTH_AT_ZERO } from "./dispersion-shape.js";
import { DispersionSum } from "./dispersion-sum.js";
import { lennardJonesForm } from "./lennard-jones-form.js";

/** Atoms whose dispersion is summed over all images, −c_i·c_j/r⁶ per pair. */
export interface DispersionAtoms {
  /** √C6 of each atom, √Eh·a0³; length N. */
  readonly coefficients: Float64Array;
  /** 1 for atoms of the region, 0 for others; length N. */
  readonly region: Uint8Array;
  /** Factors of pairs with 0, 1 and 2 atoms in the region: 1 or 0. */
  readonly kept: Float64Array;
}

const NONE = new Float64Array(0);

/**
 * What the dispersion of all pairs and images adds to Lennard-Jones pairs that are cut off and shifted: a mesh of geometric means
 * √(C6_i·C6_j), less what it holds of each atom with itself, of listed pairs, which have their C6 already, whatever the combining
 * rule, and of excluded ones (Wennberg et al. 2013, doi:10.1021/ct400140n; as OpenMM's LJPME).
 */
export class DispersionMesh {
  readonly sum: DispersionSum;
  /** What the mesh holds of a pair of coefficients of one, less the same at the cutoff. */
  readonly table: RadialTable;
  private readonly potential: Float64Array;
  private readonly gradient: Float64Array;
  /** The pairs of the last list that disperse. */
  private pairs: { readonly of: ListedPairs; readonly list: ListedPairs } | undefined;

  constructor(
    readonly settings: DispersionMeshSettings,
    readonly atoms: DispersionAtoms,
    readonly excluded: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array },
    private readonly kernels: KernelTable,
  ) {
    this.sum = new DispersionSum(settings, kernels);
    this.table = dispersionTable(settings.beta, settings.cutoff);
    this.potential = new Float64Array(atoms.coefficients.length);
    this.gradient = new Float64Array(3 * atoms.coefficients.length);
  }

  /**
   * Adds to forces (3N or 0) and virial (9 or 0).
   *
   * @param cell - 18 numbers as kernels take them
   * @returns the energy, Eh
   */
  evaluate(
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
    list: ListedPairs,
  ): number {
    let energy = this.ofPairs(forces, virial, positions, cell, list);
    const { potential } = this;
    const gradient = forces.length > 0 ? this.gradient : NONE;
    for (const { factor, charges: c } of this.parts()) {
      const stress = new Float64Array(virial.length);
      this.sum.evaluate(potential, gradient, stress, positions, c, cell);
      for (let atom = 0; atom < c.length; atom++)
        energy += factor * (0.5 * c[atom]! * potential[atom]! + this.own(c[atom]!));
      for (let k = 0; k < gradient.length; k++) forces[k]! -= factor * c[Math.trunc(k / 3)]! * gradient[k]!;
      for (let k = 0; k < virial.length; k++) virial[k]! += factor * stress[k]!;
    }
    return energy;
  }

  /** Sets of coefficients whose mesh counts with a factor. */
  parts(): readonly ChargePart[] {
    return chargeParts(this.atoms.coefficients, this.atoms.region, this.atoms.kept);
  }

  /** What takes out an atom's interaction with itself, Eh. */
  own(c: number): number {
    return 0.5 * SMOOTH_AT_ZERO * this.settings.beta ** 6 * c * c;
  }

  /** The pairs of a list that disperse, as pairs of charges. */
  listed(list: ListedPairs): ListedPairs {
    if (this.pairs?.of !== list) this.pairs = { of: list, list: dispersingPairs(list) };
    return this.pairs.list;
  }

  private ofPairs(
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
    list: ListedPairs,
  ): number {
    const { atoms, kernels, table } = this;
    const { beta, cutoff } = this.settings;
    const { exclusionStart, exclusions } = this.excluded;
    const [ofListed, ofExcluded] = [new Float64Array(2), new Float64Array(1)];
    const form = lennardJonesForm("cut", cutoff, cutoff);
    const listed = kernels.get("mm/listedPairs");
    listed(ofListed, forces, virial, positions, cell, asCharges(atoms), form, table, this.listed(list));
    const rest = kernels.get("mm/dispersionExclusions");
    rest(ofExcluded, forces, virial, positions, cell, atoms, beta, exclusionStart, exclusions);
    return ofListed[1]! + ofExcluded[0]!;
  }
}
