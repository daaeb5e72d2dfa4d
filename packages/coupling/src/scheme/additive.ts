import type { Coupling, CouplingParts, Potential } from "@qmmm/core";
import { inject, injectable, OPTIONS } from "@qmmm/core";
import { capRegion } from "./capped-region.js";
import { sumOf } from "./collect.js";
import { masksOf } from "./masks.js";
import type { AdditiveOptions } from "./options.js";
import { forceFieldOf, levelOf, regionOf } from "./parts.js";

/**
 * Additive coupling (Senn & Thiel 2009, doi:10.1002/anie.200802019). With q̃ the charges that the boundary lets act:
 *
 * - electrostatic: E = E_QM[ρ; q̃] + E_LJ(across) + E_MM(outside);
 * - mechanical: E = E_QM[ρ] + E_LJ(across) + E_Coulomb(across) + E_MM(outside), with the force field's charges.
 *
 * Ledger: `qm:…` the level's terms, interaction with q̃ included; `qm-mm:…` force-field pairs across the edge; `mm:…` pairs
 * outside and the bonded terms that the level does not replace, those across a cut bond included. q̃ and electrons interact
 * with the Coulomb constant of the SI, pairs of force-field charges with the force field's own.
 */
@injectable()
export class AdditiveCoupling implements Coupling {
  constructor(@inject(OPTIONS) private readonly options: AdditiveOptions) {}

  async bind(parts: CouplingParts): Promise<Potential> {
    const { options } = this;
    const region = regionOf(parts, options.region);
    const level = levelOf(parts, options.level, "level");
    const mm = forceFieldOf(parts);
    const embedded = options.embedding === "electrostatic";
    const masks = masksOf(region, parts.system.topology.atomCount, options.bonded);
    const capped = capRegion(parts, region, mm, embedded);
    parts.note(`bonded terms replaced by ${level.name}: rule "${options.bonded}"`);
    return sumOf([
      { owner: "qm", sign: 1, make: () => capped.open(level) },
      {
        owner: "qm-mm",
        sign: 1,
        make: () => mm.potential(embedded ? masks.dispersion : masks.interaction, parts.scope),
      },
      { owner: "mm", sign: 1, make: () => mm.potential(masks.surroundings, parts.scope) },
    ]);
  }
}
