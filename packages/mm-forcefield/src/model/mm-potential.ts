import {
  BOHR_IN_ANGSTROM,
  type DividedEnergy,
  type Division,
  type Evaluation,
  type ForceFieldPotential,
  type Geometry,
  InputError,
  type KernelTable,
  openVirial,
  type Quantity,
  type Snapshot,
  symmetriseVirial,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import { divideEnergy } from "../analysis/divide-energy.js";
import type { BondedKernel } from "../kernels/signatures.js";
import { type CoulombSum, coulombSum } from "../long-range/coulomb-sum.js";
import { DispersionMesh } from "../long-range/dispersion-mesh.js";
import { volumeOf } from "../long-range/ewald-sum.js";
import { latticeOf } from "../long-range/lattice.js";
import { type NonbondedTreatment, shiftedForces } from "../long-range/treatment.js";
import type { MadeLists } from "../nonbonded/made-lists.js";
import { PairList, smallestWidth } from "../nonbonded/pair-list.js";
import { type CmapTables, cmapTables } from "../parameters/cmap-splines.js";
import type { BondedTerms } from "../parameters/mm-parameters.js";
import { AdjustableCharges } from "./adjustable-charges.js";
import { bondedLists } from "./bonded-kernels.js";
import type { KeptTerms } from "./masking.js";
import { overlapError } from "./overlap.js";

const SUPPORTED: ReadonlySet<Quantity> = new Set(["forces", "virial"]);
const NONE = new Float64Array(0);

/** The kept terms of a force field as a potential. Terms that keep nothing are absent from the ledger. */
export class MmPotential implements ForceFieldPotential {
  readonly supports = SUPPORTED;
  private readonly list: PairList | undefined;
  private readonly cmaps: CmapTables;
  private readonly treatment: NonbondedTreatment | undefined;
  private readonly sum: CoulombSum | undefined;
  private readonly mesh: DispersionMesh | undefined;
  private readonly charges: AdjustableCharges;

  /** @param lists - where lists of pairs are made; potentials that differ in their masks share them */
  constructor(
    private readonly atomCount: number,
    private readonly terms: KeptTerms,
    private readonly cutoff: number | undefined,
    skin: number,
    private readonly kernels: KernelTable,
    treatment?: NonbondedTreatment,
    lists?: MadeLists,
  ) {
    const { pairs, interacting, lennardJones, coulomb } = terms;
    this.charges = new AdjustableCharges(terms);
    this.cmaps = cmapTables(terms.cmaps);
    if (cutoff === undefined) return;
    this.treatment = treatment ?? shiftedForces(cutoff);
    this.sum = coulombSum(this.treatment, pairs, kernels);
    const { mesh } = this.treatment;
    if (mesh !== undefined && lennardJones && terms.meshed !== undefined)
      this.mesh = new DispersionMesh(mesh, terms.meshed, pairs, kernels);
    if (lennardJones || coulomb) {
      const { exclusionStart, exclusions } = pairs;
      const listed = { interacting, exclusionStart, exclusions };
      const chargeCutoff = this.sum?.table.cutoff ?? cutoff;
      this.list = new PairList(kernels.get("mm/pairList"), listed, cutoff, skin, lists, chargeCutoff);
    }
  }

  /**
   * Gives atoms other charges, of this potential alone: from the next evaluation on all Coulomb energies follow, as
   * `AdjustableCharges` says. Settings chosen for the charges at first, such as those of Ewald's method, stay. The list of pairs
   * stays too, unless an atom that never had a charge gets one.
   *
   * @param atoms - indices, from 0
   * @param charges - e, of these atoms
   * @throws QmmmError `QMMM_MM_CHARGES`, `QMMM_MM_CHARGE_PRODUCT`; no charge has changed then
   */
  setCharges(atoms: Int32Array, charges: Float64Array): void {
    this.charges.set(atoms, charges);
    this.list?.charge(atoms.filter((_, n) => charges[n] !== 0));
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    if (want.parameterDerivatives !== undefined && want.parameterDerivatives.length > 0) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "A force field has no adjustable parameters", {
        value: want.parameterDerivatives,
        allowed: [...SUPPORTED],
      });
    }
    const { positions } = geometry;
    if (positions.length !== 3 * this.atomCount) {
      throw new InputError("QMMM_GEOMETRY_LENGTH", `The geometry has ${positions.length} coordinates`, {
        value: positions.length,
        allowed: `${3 * this.atomCount}, for ${this.atomCount} atoms`,
      });
    }
    const cell = this.cellOf(geometry);
    const wantVirial = want.virial === true;
    const forces = want.forces === true || wantVirial ? new Float64Array(positions.length) : NONE;
    const open = cell.length === 0;
    const virial = wantVirial && !open ? new Float64Array(9) : NONE;
    const ledger: Record<string, number> = {};
    this.bonded(ledger, forces, virial, positions, cell);
    this.nonbonded(ledger, forces, virial, positions, cell);
    let energy = 0;
    for (const term of Object.values(ledger)) energy += term;
    let check = energy;
    for (let k = 0; k < forces.length; k++) check += forces[k]!;
    if (!Number.isFinite(check)) throw overlapError(geometry, this.terms.bonded.feneBonds);
    return {
      energy,
      terms: ledger,
      ...(want.forces === true ? { forces } : {}),
      ...(wantVirial ? { virial: open ? openVirial(forces, positions) : symmetriseVirial(virial) } : {}),
      ...(want.division === undefined ? {} : { divided: this.divided(positions, cell, want.division) }),
    };
  }

  private divided(positions: Float64Array, cell: Float64Array, division: Division): DividedEnergy {
    const { terms, cmaps, cutoff, treatment, sum, mesh, list, kernels } = this;
    const listed = list?.at(positions, cell);
    return divideEnergy(
      { terms, cmaps, cutoff, treatment, sum, mesh, list: listed, kernels },
      positions,
      cell,
      division,
    );
  }

  private bonded(
    ledger: Record<string, number>,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
  ): void {
    const energies = new Float64Array(2);
    const run = (kernel: BondedKernel, terms: BondedTerms): void => {
      energies.fill(0);
      kernel(energies, forces, virial, positions, cell, terms.atoms, terms.parameters);
    };
    const { exceptions, lennardJones14, coulomb14, cmaps } = this.terms;
    for (const { name, kernel, terms } of bondedLists(this.terms)) {
      run(this.kernels.get(kernel), terms);
      ledger[name] = energies[0]!;
    }
    if (cmaps.gridOf.length > 0) {
      energies.fill(0);
      const { starts, sizes, grids } = this.cmaps;
      this.kernels.get("mm/cmap")(energies, forces, virial, positions, cell, cmaps.atoms, starts, sizes, grids);
      ledger.cmap = energies[0]!;
    }
    if (!lennardJones14 && !coulomb14) return;
    run(this.kernels.get("mm/exceptions"), exceptions);
    if (lennardJones14) ledger.lennardJones14 = energies[0]!;
    if (coulomb14) ledger.coulomb14 = energies[1]!;
  }

  private nonbonded(
    ledger: Record<string, number>,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
  ): void {
    const { pairs, lennardJones, coulomb, dispersion } = this.terms;
    if (dispersion !== undefined) {
      ledger.dispersionCorrection = dispersion / volumeOf(cell);
      for (let k = 0; k < virial.length; k += 4) virial[k]! += ledger.dispersionCorrection;
    }
    if (!lennardJones && !coulomb) return;
    const energies = new Float64Array(2);
    const { list, sum, treatment } = this;
    if (list !== undefined && sum !== undefined && treatment !== undefined) {
      const listed = this.kernels.get("mm/listedPairs");
      const { form } = treatment;
      const within = list.at(positions, cell);
      listed(energies, forces, virial, positions, cell, pairs, form, sum.table, within);
      if (this.mesh !== undefined) energies[0]! += this.mesh.evaluate(forces, virial, positions, cell, within);
      if (coulomb) energies[1]! += sum.evaluate(forces, virial, positions, cell);
    } else {
      this.kernels.get("mm/allPairs")(energies, forces, positions, pairs);
    }
    if (lennardJones) ledger.lennardJones = energies[0]!;
    if (coulomb) ledger.coulomb = energies[1]!;
  }

  /** Cell vectors and reciprocal vectors, as kernels take them. */
  private cellOf(geometry: Geometry): Float64Array {
    if (geometry.cell === undefined) {
      const { longRange, mesh } = this.treatment ?? {};
      if (longRange === undefined && mesh === undefined && this.terms.dispersion === undefined) return NONE;
      throw new InputError(
        "QMMM_MM_CELL_MISSING",
        "The force field was set up for a periodic system; this geometry has no cell",
        {
          allowed: "geometries with a cell",
          action: "Give the system a cell, or leave the force field's options electrostatics and lennardJones out",
        },
      );
    }
    const cell = latticeOf(geometry.cell);
    const { lennardJones, coulomb } = this.terms;
    if (!lennardJones && !coulomb) return cell;
    const longest = smallestWidth(cell) / 2;
    const allowed = `up to ${(longest * BOHR_IN_ANGSTROM).toFixed(3)} Å, half the smallest width of the cell`;
    if (this.cutoff === undefined) {
      throw new InputError("QMMM_MM_CUTOFF_MISSING", "A periodic cell needs a cutoff for the non-bonded pairs", {
        allowed,
        action: "Set the force field's option cutoff, or leave the cell out",
      });
    }
    if (this.cutoff > longest) {
      const cutoff = `${(this.cutoff * BOHR_IN_ANGSTROM).toFixed(3)} Å`;
      throw new InputError("QMMM_MM_CUTOFF_CELL", `The cutoff of ${cutoff} is too long for the cell`, {
        value: cutoff,
        allowed,
        action: "Shorten the force field's cutoff or use a larger cell",
      });
    }
    return cell;
  }

  /** Adjusted charges, and what the list of pairs was made from: its order gives sums their last bits. */
  snapshot(): Snapshot {
    return { charges: this.charges.snapshot(), list: this.list?.snapshot() ?? null };
  }

  restore(state: Snapshot): void {
    const { charges, list } = state as { charges: Snapshot; list: Snapshot };
    const charged = this.charges.restore(charges);
    this.list?.charge(charged);
    this.list?.restore(list);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.list?.drop();
  }
}
