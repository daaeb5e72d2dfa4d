import {
  ELEMENT_SYMBOLS,
  type ForceField,
  InputError,
  inject,
  injectable,
  KERNELS,
  type KernelTable,
  type MmModel,
  OPTIONS,
  type PairMask,
  type Potential,
  quantity,
  type Scope,
  type System,
  type TermMask,
} from "@qmmm/core";
import { z } from "zod";
import { atomsAlone } from "../analysis/divide-by-groups.js";
import type { PairParameters } from "../kernels/signatures.js";
import { EwaldCoulomb } from "../long-range/ewald-coulomb.js";
import { type LongRangeSettings, longRangeConventions, longRangeSettings } from "../long-range/settings.js";
import type { BareCharges } from "../parameters/bare-charges.js";
import { BKS_CHARGES, bksPairs } from "./bks-parameters.js";
import type { IonPairs } from "./kernels/signatures.js";
import { solidOptions } from "./options.js";
import { SolidPotential, type SolidTerms } from "./solid-potential.js";

/** Options of the force field `bks`. */
export const BksOptions = z.strictObject({
  cutoff: quantity("length", { above: 0 })
    .prefault("10 angstrom")
    .describe("Where Buckingham pairs (by shifted force) and the short-range part of Ewald's sum end"),
  accuracy: z
    .number()
    .min(1e-14)
    .max(0.1)
    .default(1e-7)
    .describe("Wanted RMS error of the forces, relative to the force between two charges e that are 1 Å apart"),
  skin: solidOptions.skin,
});

/** Silica by van Beest, Kramer and van Santen (1990, doi:10.1103/PhysRevLett.64.1955), with Ewald's sum. */
@injectable()
export class BksForceField implements ForceField {
  private readonly options: z.output<typeof BksOptions>;

  constructor(@inject(OPTIONS) options: unknown) {
    this.options = options as z.output<typeof BksOptions>;
  }

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_CELL_MISSING` */
  async assign({ topology, geometry }: System): Promise<MmModel> {
    const { cutoff, accuracy } = this.options;
    const charges = Float64Array.from(topology.elements, (element, atom) => {
      const charge = BKS_CHARGES.get(element);
      if (charge !== undefined) return charge;
      throw new InputError("QMMM_MM_PARAMETERS_MISSING", `BKS silica has no parameters for atom ${atom} (from 0)`, {
        value: ELEMENT_SYMBOLS[element],
        allowed: ["Si", "O"],
        action: "Use a force field that has this element",
      });
    });
    const settings = longRangeSettings({ type: "ewald", accuracy }, charges, cutoff, geometry.cell);
    const typeOf = Int32Array.from(topology.elements, (element) => (element === 14 ? 1 : 0));
    return new BksModel(charges, typeOf, settings, this.options, {
      potential: "BKS silica, core guarded below the inner inflection of Buckingham's terms",
      ...longRangeConventions(settings, charges, geometry.cell!),
    });
  }
}

class BksModel implements MmModel, BareCharges {
  readonly bareCharges = true;
  /** Buckingham's terms are no Lennard-Jones ones: a QM region would have to bring its own. */
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale = 1;
  readonly cutoff: number;

  constructor(
    readonly charges: Float64Array,
    private readonly typeOf: Int32Array,
    private readonly settings: LongRangeSettings,
    private readonly options: z.output<typeof BksOptions>,
    readonly conventions: Readonly<Record<string, string | number>>,
  ) {
    this.cutoff = options.cutoff;
    this.lennardJones = { sigma: new Float64Array(charges.length), epsilon: new Float64Array(charges.length) };
  }

  equilibriumBond(): undefined {
    return undefined;
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const kernels = scope.resolve(KERNELS);
    return new SolidPotential(mask.region.slice(), this.terms(mask, kernels), this.options.skin, kernels);
  }

  private terms(mask: TermMask, kernels: KernelTable): SolidTerms {
    const { charges, typeOf, cutoff, settings } = this;
    const region = mask.region.slice();
    const coulombKept = factors(mask.coulomb);
    const ewald = new EwaldCoulomb(settings, onlyCharges(charges, region, coulombKept), kernels);
    const ions: IonPairs = {
      typeOf,
      typeCount: 2,
      pairs: bksPairs(cutoff),
      charges,
      cutoff,
      table: ewald.table,
      region,
      buckinghamKept: factors(mask.lennardJones),
      coulombKept,
    };
    const pairs = kernels.get("mm/ionPairs");
    const kept = [mask.lennardJones, mask.coulomb].flatMap(({ inside, across, outside }) => [inside, across, outside]);
    return {
      names: ["buckingham", "coulomb"],
      cutoff,
      alone: kept.every(Boolean) ? (atoms) => this.terms(atomsAlone(atoms), kernels) : undefined,
      add(energies, forces, virial, { positions }, cell, list) {
        if (cell.length === 0) throw cellMissing();
        pairs(energies, forces, virial, positions, list.at(positions, cell), ions);
        energies[1] += ewald.evaluate(forces, virial.subarray(0, 9), positions, cell);
        if (virial.length > 9) ewald.addAtomVirials(virial.subarray(9), positions, cell);
      },
    };
  }
}

function cellMissing(): InputError {
  return new InputError("QMMM_MM_CELL_MISSING", "BKS silica needs a periodic cell", {
    allowed: "geometries with a cell",
    action: "Give the system a cell",
  });
}

function factors({ inside, across, outside }: PairMask): Float64Array {
  return Float64Array.of(outside ? 1 : 0, across ? 1 : 0, inside ? 1 : 0);
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
