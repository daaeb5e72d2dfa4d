import type { Coupling, CouplingParts, Potential, Region } from "@qmmm/core";
import { everyTerm, inject, injectable, OPTIONS, UnsupportedError } from "@qmmm/core";
import { bareAtoms } from "./bare-atoms.js";
import { capRegion } from "./capped-region.js";
import { ChargesInField } from "./charges-in-field.js";
import type { PlannedPart } from "./collect.js";
import { sumOf } from "./collect.js";
import { masksOf } from "./masks.js";
import type { SubtractiveOptions } from "./options.js";
import { forceFieldOf, levelOf, regionOf } from "./parts.js";

/**
 * Subtractive coupling, ONIOM with two layers (Dapprich et al. 1999, doi:10.1016/S0166-1280(98)00475-8):
 * E = E_low(real) − E_low(model) + E_high(model).
 *
 * A force field as low level describes the model by its terms among the region's atoms (bonded ones by the rule). The caps
 * carry none: no parameters exist for them, and with the rule `majority` the terms that a cap describes are subtracted as
 * they stand in the real system. Under electrostatic embedding both model terms see the same charges q̃ (Vreven et al.
 * 2006, doi:10.1021/ct050289g), the force field's being those of the region's atoms with its own Coulomb constant.
 *
 * Ledger: `qm:…` and `mm:…` or, between two levels, `high:…` and `low:…` are the added terms; `mm-model:…` or
 * `low-model:…` the subtracted ones, with their minus sign.
 */
@injectable()
export class SubtractiveCoupling implements Coupling {
  constructor(@inject(OPTIONS) private readonly options: SubtractiveOptions) {}

  async bind(parts: CouplingParts): Promise<Potential> {
    const region = regionOf(parts, this.options.region);
    return sumOf(this.options.low === "mm" ? this.overForceField(parts, region) : this.overLevel(parts, region));
  }

  private overForceField(parts: CouplingParts, region: Region): PlannedPart[] {
    const { options } = this;
    const mm = forceFieldOf(parts);
    const level = levelOf(parts, options.high, "high");
    const embedded = options.embedding === "electrostatic";
    const { atomCount } = parts.system.topology;
    const masks = masksOf(region, atomCount, options.bonded);
    const capped = capRegion(parts, region, mm, embedded);
    parts.note(`bonded terms replaced by ${level.name}: rule "${options.bonded}"`);
    const planned: PlannedPart[] = [
      { owner: "qm", sign: 1, make: () => capped.open(level) },
      { owner: "mm", sign: 1, make: () => mm.potential(everyTerm(atomCount), parts.scope) },
      { owner: "mm-model", sign: -1, make: () => mm.potential(masks.model, parts.scope) },
    ];
    if (!embedded) return planned;
    const charges = Float64Array.from(region.atoms, (atom) => mm.charges[atom]!);
    const make = async (): Promise<Potential> => new ChargesInField(charges, mm.coulombScale, capped.map);
    return [...planned, { owner: "mm-model-field", sign: -1, make }];
  }

  private overLevel(parts: CouplingParts, region: Region): PlannedPart[] {
    const { options } = this;
    const { topology, geometry } = parts.system;
    if (geometry.cell !== undefined) {
      throw new UnsupportedError(
        "QMMM_COUPLING_PERIODIC",
        `The level "${options.low}" describes molecules in open space, not the whole of a periodic cell`,
        { value: options.low, action: 'Remove the cell, or describe the surroundings by a force field ("low: mm")' },
      );
    }
    const low = levelOf(parts, options.low, "low");
    const high = levelOf(parts, options.high, "high", [low.name]);
    const { charge, multiplicity } = options.real ?? { charge: 0, multiplicity: 1 };
    const whole: Region = {
      name: "real",
      atoms: Int32Array.from({ length: topology.atomCount }, (_, i) => i),
      charge,
      multiplicity,
    };
    const atoms = bareAtoms(topology.atomCount, parts.mm?.virtualSites);
    const real = capRegion(parts, whole, atoms, false);
    const model = capRegion(parts, region, atoms, false);
    return [
      { owner: "high", sign: 1, make: () => model.open(high) },
      { owner: "low", sign: 1, make: () => real.open(low) },
      { owner: "low-model", sign: -1, make: () => model.open(low) },
    ];
  }
}
