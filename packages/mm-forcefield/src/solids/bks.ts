import {
  type ForceField,
  inject,
  injectable,
  KERNELS,
  type KernelTable,
  type MmModel,
  OPTIONS,
  type Potential,
  type Scope,
  type System,
  type TermMask,
} from "@qmmm/core";
import { z } from "zod";
import { atomsAlone } from "../analysis/divide-by-groups.js";
import type { PairParameters } from "../kernels/signatures.js";
import { EwaldCoulomb } from "../long-range/ewald-coulomb.js";
import { pairFactors } from "../model/pair-factors.js";
import type { BareCharges } from "../parameters/bare-charges.js";
import { BKS_CHARGES, bksPairs } from "./bks-parameters.js";
import { cellMissing, type SilicaIons, SilicaModel, silicaIons, silicaOptions } from "./ionic-silica.js";
import type { IonPairs } from "./kernels/signatures.js";
import { SolidPotential, type SolidTerms } from "./solid-potential.js";

const NAME = "BKS silica";

/** Options of the force field `bks`. */
export const BksOptions = z.strictObject(silicaOptions("10 angstrom", "Buckingham pairs"));

type Options = z.output<typeof BksOptions>;

/** Silica by van Beest, Kramer and van Santen (1990, doi:10.1103/PhysRevLett.64.1955), with Ewald's sum. */
@injectable()
export class BksForceField implements ForceField {
  constructor(@inject(OPTIONS) private readonly options: Options) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_CELL_MISSING` */
  async assign(system: System): Promise<MmModel> {
    const guard = `${NAME}, core guarded below the inner inflection of Buckingham's terms`;
    return new BksModel(silicaIons(NAME, guard, BKS_CHARGES, system, this.options), this.options);
  }
}

class BksModel extends SilicaModel implements BareCharges {
  readonly bareCharges = true;

  constructor(
    private readonly ions: SilicaIons,
    private readonly options: Options,
  ) {
    super(ions, options.cutoff);
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const kernels = scope.resolve(KERNELS);
    return new SolidPotential(mask.region.slice(), this.terms(mask, kernels), this.options.skin, kernels);
  }

  private terms(mask: TermMask, kernels: KernelTable): SolidTerms {
    const { cutoff } = this;
    const { charges, typeOf, settings } = this.ions;
    const region = mask.region.slice();
    const coulombKept = pairFactors(mask.coulomb);
    const ewald = new EwaldCoulomb(settings, onlyCharges(charges, region, coulombKept), kernels);
    const ions: IonPairs = {
      typeOf,
      typeCount: 2,
      pairs: bksPairs(cutoff),
      charges,
      cutoff,
      table: ewald.table,
      region,
      buckinghamKept: pairFactors(mask.lennardJones),
      coulombKept,
    };
    const pairs = kernels.get("mm/ionPairs");
    const kept = [mask.lennardJones, mask.coulomb].flatMap(({ inside, across, outside }) => [inside, across, outside]);
    return {
      names: ["buckingham", "coulomb"],
      cutoff,
      alone: kept.every(Boolean) ? (atoms) => this.terms(atomsAlone(atoms), kernels) : undefined,
      add(energies, forces, virial, { positions }, cell, list) {
        if (cell.length === 0) throw cellMissing(NAME);
        pairs(energies, forces, virial, positions, list.at(positions, cell), ions);
        energies[1] += ewald.evaluate(forces, virial.subarray(0, 9), positions, cell);
        if (virial.length > 9) ewald.addAtomVirials(virial.subarray(9), positions, cell);
      },
    };
  }
}

/** Charges that all interact, as Ewald's sum takes them. */
function onlyCharges(charges: Float64Array, region: Uint8Array, coulombKept: Float64Array): PairParameters {
  return {
    charges,
    typeOf: new Int32Array(charges.length),
    typeCount: 1,
    c12: new Float64Array(1),
    c6: new Float64Array(1),
    region,
    coulombKept,
    pairKept: Uint8Array.of(1, 1, 1),
    exclusionStart: new Int32Array(charges.length + 1),
    exclusions: new Int32Array(0),
  };
}
