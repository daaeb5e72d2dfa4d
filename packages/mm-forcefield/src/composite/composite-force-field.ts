import {
  COMPONENTS,
  type ForceField,
  InputError,
  inject,
  injectable,
  type MmModel,
  type NestedComponents,
  OPTIONS,
  placed,
  type System,
} from "@qmmm/core";
import { refuseMesh } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { hasBareCharges } from "../parameters/bare-charges.js";
import { completed } from "./complete.js";
import { CompositeModel } from "./composite-model.js";
import { type ComposedPart, commonScale, mergedParameters } from "./merged-parameters.js";
import type { CompositeParameters, PartOptions } from "./options.js";
import { outwardOf } from "./outward.js";
import { pairForms } from "./pair-forms.js";
import { pairTable } from "./pair-table.js";
import { type Part, partsOf } from "./parts.js";

/** Options that belong to the composite where a part's parameters are merged into it. */
const OF_THE_WHOLE = ["cutoff", "electrostatics", "lennardJones", "skin"];

/** Parts of a system by force fields of their own: a biomolecule, water, an oxide, a metal, in one energy. */
@injectable()
export class CompositeForceField implements ForceField {
  private readonly forceFields: readonly ForceField[];

  constructor(
    @inject(OPTIONS) private readonly options: CompositeParameters,
    @inject(COMPONENTS) components: NestedComponents,
  ) {
    this.forceFields = this.options.parts.map(
      ({ forcefield }, n) => components.create("forceField", forcefield, ["parts", n, "forcefield"]).made,
    );
  }

  async complete(system: System): Promise<System> {
    return completed(system, partsOf(system, this.options), this.forceFields);
  }

  /**
   * @throws QmmmError `QMMM_MM_PARTS_…`, `QMMM_MM_PART_…`, `QMMM_MM_PAIR_…`, `QMMM_MM_PARAMETERS_…`, `QMMM_SELECTION_…`, and
   * those of the parts' force fields
   */
  async assign(system: System): Promise<MmModel> {
    const { options } = this;
    refuseMesh(options, "several force fields in one system");
    const parts: ComposedPart[] = [];
    for (const [n, part] of partsOf(system, options).entries()) parts.push(await this.assigned(part, n));
    const table = pairTable(system, parts, options);
    const parameters = mergedParameters(system, parts, table, options, conventionsOf(parts, options));
    return new CompositeModel(parts, parameters, pairForms(table, options.cutoff, options.skin));
  }

  private async assigned(part: Part, n: number): Promise<ComposedPart> {
    const path = `forcefield.parts.${n}`;
    try {
      const model = await this.forceFields[n]!.assign(part.system);
      if (model instanceof ResolvedMmModel) refuseOptionsOfTheWhole(part.options);
      return { ...part, model, outward: outwardOf(part, model) };
    } catch (error) {
      throw placed(error, path);
    }
  }
}

function refuseOptionsOfTheWhole({ name, forcefield }: PartOptions): void {
  const stated = OF_THE_WHOLE.find((key) => Object.hasOwn(forcefield, key));
  if (stated === undefined) return;
  throw new InputError(
    "QMMM_MM_PART_OPTION",
    `The part "${name}" sets ${stated}, but the composite sums its pairs with those of other parts`,
    { value: stated, allowed: "options that concern the part only", action: `Set ${stated} beside parts` },
  );
}

/** What is particular to the whole, then the conventions of each part. */
function conventionsOf(
  parts: readonly ComposedPart[],
  { combiningRule, pairs, cutoff, bondsAcross }: CompositeParameters,
): Readonly<Record<string, string | number>> {
  const conventions: Record<string, string | number> = {
    forceField: `composite of ${parts.map(({ options }) => `${options.name} (${options.forcefield.type})`).join(", ")}`,
    coulombScale: commonScale(parts),
    combiningRule: `${combiningRule} between parts${pairs.length === 0 ? "" : `, except ${pairs.length} stated pairs`}`,
    cutoff: cutoff === undefined ? "none" : "shifted force",
    ...(bondsAcross === "ignore" ? { bondsAcross: "ignored" } : {}),
  };
  for (const { options, model, outward } of parts) {
    const { name } = options;
    const complete = model instanceof ResolvedMmModel;
    conventions[`${name}.coulomb`] =
      complete || (hasBareCharges(model) && !outward.foreign)
        ? "in the common sum, within the part and outward"
        : "within the part as its force field has it; outward by its charges in the common sum";
    for (const [key, value] of Object.entries(model.conventions)) {
      // What a part would have done by itself does not hold for the whole.
      if (complete && ["cutoff", "coulombScale", ...TREATMENT_NOTES].includes(key)) continue;
      if (hasBareCharges(model) && !outward.foreign && TREATMENT_NOTES.includes(key)) continue;
      conventions[`${name}.${key}`] = value;
    }
  }
  return conventions;
}

const TREATMENT_NOTES: readonly string[] = [
  "electrostatics",
  "ewaldSplitting",
  "pmeGrid",
  "pmeOrder",
  "ewaldWaves",
  "ewaldForceError",
  "boundary",
  "background",
  "backgroundEnergy",
  "lennardJonesForm",
  "lennardJonesSwitch",
  "dispersionCorrection",
];
