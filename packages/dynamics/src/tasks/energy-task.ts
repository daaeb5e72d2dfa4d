import type { Evaluation, QmProperties, Task, TaskContext, TaskResult } from "@qmmm/core";
import { CHARGE_MODELS, inject, injectable, OPTIONS, UnsupportedError } from "@qmmm/core";
import { z } from "zod";
import { singlePoint } from "../driver/single-point.js";
import { RestraintOptions } from "../restraints/options.js";
import { CubeOptions, volumesWanted } from "./cubes.js";
import { atomStress, divisionInto, groupTable, namedGroups } from "./energy-groups.js";
import { openStage } from "./stage.js";

/** Options of the task `energy`. */
export const EnergyOptions = z.strictObject({
  forces: z.boolean().optional().describe("evaluate forces too; default: when the level of theory has them"),
  virial: z.boolean().default(false).describe("evaluate the virial −∂E/∂strain too"),
  properties: z
    .strictObject({
      charges: z
        .enum(CHARGE_MODELS)
        .optional()
        .describe("atomic charges: Mulliken, Löwdin, fitted to the electrostatic potential, Hirshfeld, or CM5"),
      dipole: z.boolean().default(false).describe("dipole moment about the origin"),
      quadrupole: z.boolean().default(false).describe("second moments of charge about the origin"),
      spin: z.boolean().default(false).describe("spin populations and ⟨S²⟩"),
      orbitals: z.boolean().default(false).describe("orbital energies, and the orbitals in the Molden format"),
      bondOrders: z.boolean().default(false).describe("bond orders between all pairs of atoms"),
      fukui: z
        .enum(CHARGE_MODELS)
        .optional()
        .describe(
          "condensed Fukui functions f+, f−, f0, dual descriptor and local softness of these charges, ionisation energy, electron " +
            "affinity, chemical potential, hardness, softness and electrophilicity, through the molecule with one electron more and one less",
        ),
      cubes: CubeOptions.optional().describe(
        "fields on a regular grid around the molecule, each in a Gaussian cube file",
      ),
      groups: z
        .record(z.string().min(1), z.string().min(1))
        .optional()
        .describe(
          "selections by name, for a table of the force field's energies by term and pair of groups; atoms in none are a group " +
            "of their own, rest",
        ),
      stress: z
        .enum(["none", "per-atom"])
        .default("none")
        .describe("per-atom: stress times volume of each atom by the force field, in the file atoms.extxyz"),
    })
    .prefault({})
    .describe("properties to report: of the quantum region, and of the force field (groups, stress)"),
  restraints: z
    .array(RestraintOptions)
    .default([])
    .describe("harmonic restraints and walls, each an energy term of its own"),
});

/** The energy at the structure as it is. */
@injectable()
export class EnergyTask implements Task {
  constructor(@inject(OPTIONS) private readonly options: unknown) {}

  async run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as z.output<typeof EnergyOptions>;
    const { system, potential, label, drive } = openStage(context, options);
    const forces = options.forces ?? potential.supports.has("forces");
    const { groups, stress, ...ofMolecule } = options.properties;
    const properties = requested(ofMolecule);
    const named = namedGroups(groups ?? {}, system);
    const divide = groups !== undefined || stress === "per-atom";
    const division = divide ? divisionInto(named, stress === "per-atom") : undefined;
    const want = { forces, virial: options.virial, properties, division };
    const result = await singlePoint(potential, system.geometry, { want, label, ...drive });
    requireReported(properties, result.evaluation);
    if (division === undefined) return result;
    // A resumed run has the evaluation, but not what it was divided into.
    const divided = result.evaluation.divided ?? (await potential.evaluate(system.geometry, { division })).divided;
    const table = groupTable(named, result.evaluation, divided ?? { terms: {} });
    return {
      ...result,
      ...(groups === undefined ? {} : { tables: [table] }),
      ...(divided?.atomVirials === undefined ? {} : { perAtom: { stress_volume: atomStress(divided.atomVirials) } }),
    };
  }
}

/** The properties that an input asks for, without those it leaves out. */
function requested({
  charges,
  cubes,
  fukui,
  ...switches
}: Omit<z.output<typeof EnergyOptions>["properties"], "groups" | "stress">): QmProperties {
  const on = Object.fromEntries(Object.entries(switches).filter(([, wanted]) => wanted));
  return {
    ...on,
    ...(charges === undefined ? {} : { charges }),
    ...(cubes === undefined ? {} : { volumes: volumesWanted(cubes) }),
    ...(fukui === undefined ? {} : { fukui }),
  };
}

/** Where an evaluation reports each property. */
const REPORTED_AS = {
  charges: "charges",
  dipole: "dipole",
  quadrupole: "quadrupole",
  spin: "spinPopulations",
  orbitals: "orbitalEnergies",
  bondOrders: "bondOrders",
  fukui: "dualDescriptor",
} as const satisfies Record<Exclude<keyof QmProperties, "volumes">, string>;

/** Engines refuse what they can't give; this notices that there is no engine to ask. */
function requireReported(properties: QmProperties, { observed = {}, volumes = {} }: Evaluation): void {
  for (const property of Object.keys(properties) as (keyof QmProperties)[]) {
    const isThere = property === "volumes" ? Object.keys(volumes).length > 0 : REPORTED_AS[property] in observed;
    if (isThere) continue;
    throw new UnsupportedError(
      "QMMM_QUANTITY_UNSUPPORTED",
      `Nothing in this calculation has the property "${property}"`,
      {
        value: property,
        action: "Leave it out, or describe the atoms by a level of theory",
        place: { path: "task" },
      },
    );
  }
}
