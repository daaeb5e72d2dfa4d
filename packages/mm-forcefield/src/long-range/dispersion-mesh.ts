import { type Division, groupPairAt, type KernelTable } from "@qmmm/core";
import type { ListedPairs } from "../kernels/signatures.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import { chargeParts } from "./charge-parts.js";
import { asCharges, dispersingPairs, dispersionTable } from "./dispersion-pairs.js";
import type { DispersionMeshSettings } from "./dispersion-settings.js";
import { SMOOTH_AT_ZERO } from "./dispersion-shape.js";
import { spectrumLength } from "./fft-radix.js";
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
  private readonly grid: Float64Array;
  private readonly spectrum: Float64Array;
  private readonly influence: Float64Array;
  private readonly slopes: Float64Array;
  private influenceOf: Float64Array = NONE;
  private readonly potential: Float64Array;
  private readonly gradient: Float64Array;
  private readonly table: RadialTable;
  /** The pairs of the last list that disperse. */
  private pairs: { readonly of: ListedPairs; readonly list: ListedPairs } | undefined;

  constructor(
    private readonly settings: DispersionMeshSettings,
    private readonly atoms: DispersionAtoms,
    private readonly excluded: { readonly exclusionStart: Int32Array; readonly exclusions: Int32Array },
    private readonly kernels: KernelTable,
  ) {
    const [n0, n1, n2] = settings.grid;
    this.table = dispersionTable(settings.beta, settings.cutoff);
    this.grid = new Float64Array(n0 * n1 * n2);
    this.influence = new Float64Array(n0 * n1 * spectrumLength(n2));
    this.slopes = new Float64Array(this.influence.length);
    this.spectrum = new Float64Array(2 * this.influence.length);
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
    const { atoms, potential } = this;
    let energy = this.ofPairs(atoms, forces, virial, positions, cell, list);
    const gradient = forces.length > 0 ? this.gradient : NONE;
    for (const { factor, charges: c } of this.parts(atoms.coefficients)) {
      const stress = new Float64Array(virial.length);
      this.sum(gradient, stress, positions, c, cell);
      for (let atom = 0; atom < c.length; atom++)
        energy += factor * (0.5 * c[atom]! * potential[atom]! + this.own(c[atom]!));
      for (let k = 0; k < gradient.length; k++) forces[k]! -= factor * c[Math.trunc(k / 3)]! * gradient[k]!;
      for (let k = 0; k < virial.length; k++) virial[k]! += factor * stress[k]!;
    }
    return energy;
  }

  /** Adds to the energies of pairs of groups: everything is bilinear in the coefficients. */
  divide(
    energies: Float64Array,
    { groupOf, groupCount }: Division,
    positions: Float64Array,
    cell: Float64Array,
    list: ListedPairs,
  ): void {
    const { atoms, potential } = this;
    const of = (group: number, c: Float64Array): Float64Array => c.map((x, atom) => (groupOf[atom] === group ? x : 0));
    const pairsOf = (...groups: number[]): number => {
      const coefficients = atoms.coefficients.map((x, atom) => (groups.includes(groupOf[atom]!) ? x : 0));
      return this.ofPairs({ ...atoms, coefficients }, NONE, NONE, positions, cell, list);
    };
    const alone = Array.from({ length: groupCount }, (_, group) => pairsOf(group));
    for (let group = 0; group < groupCount; group++) {
      energies[groupPairAt(group, group)]! += alone[group]!;
      for (let other = 0; other < group; other++)
        energies[groupPairAt(group, other)]! += pairsOf(group, other) - alone[group]! - alone[other]!;
    }
    for (const { factor, charges: c } of this.parts(atoms.coefficients)) {
      for (let group = 0; group < groupCount; group++) {
        const source = of(group, c);
        this.sum(NONE, NONE, positions, source, cell);
        for (let atom = 0; atom < c.length; atom++) {
          energies[groupPairAt(group, groupOf[atom]!)]! += 0.5 * factor * c[atom]! * potential[atom]!;
          energies[groupPairAt(group, group)]! += factor * this.own(source[atom]!);
        }
      }
    }
  }

  private parts(coefficients: Float64Array) {
    return chargeParts(coefficients, this.atoms.region, this.atoms.kept);
  }

  /** What takes out an atom's interaction with itself, Eh. */
  private own(c: number): number {
    return 0.5 * SMOOTH_AT_ZERO * this.settings.beta ** 6 * c * c;
  }

  private ofPairs(
    atoms: DispersionAtoms,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
    list: ListedPairs,
  ): number {
    const { kernels, excluded } = this;
    const { beta, cutoff } = this.settings;
    const { exclusionStart, exclusions } = excluded;
    if (this.pairs?.of !== list) this.pairs = { of: list, list: dispersingPairs(list) };
    const [ofListed, ofExcluded] = [new Float64Array(2), new Float64Array(1)];
    const form = lennardJonesForm("cut", cutoff, cutoff);
    const listed = kernels.get("mm/listedPairs");
    listed(ofListed, forces, virial, positions, cell, asCharges(atoms), form, this.table, this.pairs.list);
    const rest = kernels.get("mm/dispersionExclusions");
    rest(ofExcluded, forces, virial, positions, cell, atoms, beta, exclusionStart, exclusions);
    return ofListed[1]! + ofExcluded[0]!;
  }

  /** Potential of some coefficients at all atoms, and its gradient. */
  private sum(
    gradient: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    coefficients: Float64Array,
    cell: Float64Array,
  ): void {
    const { grid, influence, kernels, potential, slopes, spectrum } = this;
    const {
      beta,
      order,
      grid: [n0, n1, n2],
    } = this.settings;
    if (this.influenceOf.length === 0 || cell.some((value, k) => value !== this.influenceOf[k])) {
      kernels.get("mm/dispersionInfluence")(influence, slopes, cell, beta, order, n0, n1, n2);
      this.influenceOf = cell.slice();
    }
    kernels.get("mm/pmeSpread")(grid, positions, cell, coefficients, order, n0, n1, n2);
    kernels.get("mm/fftForward")(spectrum, grid, n0, n1, n2);
    kernels.get("mm/dispersionConvolve")(spectrum, virial, influence, slopes, cell, n0, n1, n2);
    kernels.get("mm/fftBackward")(grid, spectrum, n0, n1, n2);
    kernels.get("mm/pmeInterpolate")(potential, gradient, grid, positions, cell, order, n0, n1, n2);
  }
}
