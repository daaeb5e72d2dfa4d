import {
  ELEMENT_SYMBOLS,
  type ForceField,
  InputError,
  inject,
  injectable,
  KERNELS,
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
import { ewaldScreening, screenedTable } from "../long-range/screening.js";
import { type LongRangeSettings, longRangeConventions, longRangeSettings } from "../long-range/settings.js";
import type { PolarIons } from "./kernels/signatures.js";
import { solidOptions } from "./options.js";
import { PolarIonSystem } from "./polar-ions.js";
import { SolidPotential, type SolidTerms } from "./solid-potential.js";
import {
  OXYGEN_POLARISABILITY,
  TANGNEY_SCANDOLO_CHARGES,
  tangneyScandoloPairs,
} from "./tangney-scandolo-parameters.js";

/** Options of the force field `tangney-scandolo`. */
export const TangneyScandoloOptions = z.strictObject({
  cutoff: quantity("length", { above: 0 })
    .prefault("18 a0")
    .describe("Where Morse stretches (by shifted force) and the short-range part of Ewald's sum end"),
  accuracy: z
    .number()
    .min(1e-14)
    .max(0.1)
    .default(1e-7)
    .describe(
      "Wanted RMS error of the charges' forces, relative to the force between two charges e that are 1 Å apart",
    ),
  tolerance: z
    .number()
    .positive()
    .max(1e-4)
    .default(1e-10)
    .describe("Relative residual at which dipoles are converged"),
  maxIterations: z.int().positive().default(200).describe("Most iterations for one set of dipoles"),
  skin: solidOptions.skin,
});

type Options = z.output<typeof TangneyScandoloOptions>;

/** Polarisable silica by Tangney and Scandolo (2002, doi:10.1063/1.1513312), with Ewald's sum. */
@injectable()
export class TangneyScandoloForceField implements ForceField {
  private readonly options: Options;

  constructor(@inject(OPTIONS) options: unknown) {
    this.options = options as Options;
  }

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_CELL_MISSING` */
  async assign({ topology, geometry }: System): Promise<MmModel> {
    const { cutoff, accuracy } = this.options;
    const charges = Float64Array.from(topology.elements, (element, atom) => {
      const charge = TANGNEY_SCANDOLO_CHARGES.get(element);
      if (charge !== undefined) return charge;
      throw new InputError(
        "QMMM_MM_PARAMETERS_MISSING",
        `Tangney and Scandolo's silica has no parameters for atom ${atom} (from 0)`,
        {
          value: ELEMENT_SYMBOLS[element],
          allowed: ["Si", "O"],
          action: "Use a force field that has this element",
        },
      );
    });
    const settings = longRangeSettings({ type: "ewald", accuracy }, charges, cutoff, geometry.cell);
    const ions: PolarIons = {
      typeOf: Int32Array.from(topology.elements, (element) => (element === 14 ? 1 : 0)),
      typeCount: 2,
      pairs: tangneyScandoloPairs(cutoff),
      charges,
      polarisabilities: Float64Array.from(topology.elements, (element) => (element === 8 ? OXYGEN_POLARISABILITY : 0)),
      cutoff,
      beta: settings.beta,
      table: screenedTable(ewaldScreening(settings.beta), cutoff),
    };
    return new TangneyScandoloModel(ions, settings, this.options, {
      potential: "Tangney–Scandolo silica, polarisable oxygen",
      ...longRangeConventions(settings, charges, geometry.cell!),
    });
  }
}

class TangneyScandoloModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale = 1;
  readonly cutoff: number;

  constructor(
    private readonly ions: PolarIons,
    private readonly settings: LongRangeSettings,
    private readonly options: Options,
    readonly conventions: Readonly<Record<string, string | number>>,
  ) {
    const { charges, cutoff } = ions;
    this.charges = charges;
    this.cutoff = cutoff;
    this.lennardJones = { sigma: new Float64Array(charges.length), epsilon: new Float64Array(charges.length) };
  }

  equilibriumBond(): undefined {
    return undefined;
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const kernels = scope.resolve(KERNELS);
    const region = mask.region.slice();
    const { ions, settings, options } = this;
    const shares = sharesOf(ions, region, mask.coulomb).map(({ weight, members }) => ({
      weight,
      system: new PolarIonSystem(members, settings, options, kernels),
    }));
    const kept = factors(mask.lennardJones);
    const morse = kernels.get("mm/morseStretches");
    const electrostatic = new Float64Array(2);
    const terms: SolidTerms = {
      names: ["morse", "coulomb", "polarisation"],
      cutoff: ions.cutoff,
      add(energies, forces, virial, { positions }, cell, list) {
        if (cell.length === 0) throw cellMissing();
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

function factors({ inside, across, outside }: PairMask): Float64Array {
  return Float64Array.of(outside ? 1 : 0, across ? 1 : 0, inside ? 1 : 0);
}

function cellMissing(): InputError {
  return new InputError("QMMM_MM_CELL_MISSING", "Tangney and Scandolo's silica needs a periodic cell", {
    allowed: "geometries with a cell",
    action: "Give the system a cell",
  });
}
