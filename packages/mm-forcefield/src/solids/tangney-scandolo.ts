import {
  type ForceField,
  inject,
  injectable,
  KERNELS,
  type MmModel,
  OPTIONS,
  type PairMask,
  type Potential,
  type Scope,
  type System,
  type TermMask,
} from "@qmmm/core";
import { z } from "zod";
import { ewaldScreening, screenedTable } from "../long-range/screening.js";
import { pairFactors } from "../model/pair-factors.js";
import { cellMissing, type SilicaIons, SilicaModel, silicaIons, silicaOptions } from "./ionic-silica.js";
import type { PolarIons } from "./kernels/signatures.js";
import { PolarIonSystem } from "./polar-ions.js";
import { SolidPotential, type SolidTerms } from "./solid-potential.js";
import {
  OXYGEN_POLARISABILITY,
  TANGNEY_SCANDOLO_CHARGES,
  tangneyScandoloPairs,
} from "./tangney-scandolo-parameters.js";

const NAME = "Tangney and Scandolo's silica";

/** Options of the force field `tangney-scandolo`. */
export const TangneyScandoloOptions = z.strictObject({
  ...silicaOptions("18 a0", "Morse stretches"),
  tolerance: z
    .number()
    .positive()
    .max(1e-4)
    .default(1e-10)
    .describe("Relative residual at which dipoles are converged"),
  maxIterations: z.int().positive().default(200).describe("Most iterations for one set of dipoles"),
});

type Options = z.output<typeof TangneyScandoloOptions>;

/** Polarisable silica by Tangney and Scandolo (2002, doi:10.1063/1.1513312), with Ewald's sum. */
@injectable()
export class TangneyScandoloForceField implements ForceField {
  constructor(@inject(OPTIONS) private readonly options: Options) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_CELL_MISSING` */
  async assign(system: System): Promise<MmModel> {
    const { cutoff } = this.options;
    const record = "Tangney–Scandolo silica, polarisable oxygen";
    const silica = silicaIons(NAME, record, TANGNEY_SCANDOLO_CHARGES, system, this.options);
    const { charges, typeOf, settings } = silica;
    const ions: PolarIons = {
      typeOf,
      typeCount: 2,
      pairs: tangneyScandoloPairs(cutoff),
      charges,
      polarisabilities: Float64Array.from(typeOf, (type) => (type === 0 ? OXYGEN_POLARISABILITY : 0)),
      cutoff,
      beta: settings.beta,
      table: screenedTable(ewaldScreening(settings.beta), cutoff),
    };
    return new TangneyScandoloModel(silica, ions, this.options);
  }
}

class TangneyScandoloModel extends SilicaModel {
  constructor(
    private readonly silica: SilicaIons,
    private readonly ions: PolarIons,
    private readonly options: Options,
  ) {
    super(silica, options.cutoff);
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const kernels = scope.resolve(KERNELS);
    const region = mask.region.slice();
    const { ions, options } = this;
    const { settings } = this.silica;
    const shares = sharesOf(ions, region, mask.coulomb).map(({ weight, members }) => ({
      weight,
      system: new PolarIonSystem(members, settings, options, kernels),
    }));
    const kept = pairFactors(mask.lennardJones);
    const morse = kernels.get("mm/morseStretches");
    const electrostatic = new Float64Array(2);
    const terms: SolidTerms = {
      names: ["morse", "coulomb", "polarisation"],
      cutoff: ions.cutoff,
      add(energies, forces, virial, { positions }, cell, list) {
        if (cell.length === 0) throw cellMissing(NAME);
        const neighbours = list.at(positions, cell);
        morse(energies, forces, virial, positions, neighbours, ions, region, kept);
        electrostatic.fill(0);
        for (const { weight, system } of shares) {
          system.add(weight, electrostatic, forces, virial, positions, neighbours, cell);
        }
        energies[1]! += electrostatic[0]!;
        energies[2]! += electrostatic[1]!;
      },
    };
    return new SolidPotential(region, terms, options.skin, kernels);
  }
}

/**
 * What a mask of Coulomb pairs keeps. Polarisation is no sum over pairs; with P(S) of the ions S alone, it splits into
 * P(region) inside, P(rest) outside, and P(all) − P(region) − P(rest) across.
 */
function sharesOf(ions: PolarIons, region: Uint8Array, { inside, across, outside }: PairMask) {
  const [within, between, without] = [Number(inside), Number(across), Number(outside)];
  const members = (has: (flag: number) => boolean): PolarIons => {
    const kept = (values: Float64Array) => values.map((value, atom) => (has(region[atom]!) ? value : 0));
    return { ...ions, charges: kept(ions.charges), polarisabilities: kept(ions.polarisabilities) };
  };
  if (!region.includes(1)) return without === 0 ? [] : [{ weight: without, members: ions }];
  if (!region.includes(0)) return within === 0 ? [] : [{ weight: within, members: ions }];
  return [
    { weight: between, members: ions },
    { weight: within - between, members: members((flag) => flag === 1) },
    { weight: without - between, members: members((flag) => flag === 0) },
  ].filter(({ weight }) => weight !== 0);
}
