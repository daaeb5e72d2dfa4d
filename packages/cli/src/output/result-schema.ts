import { z } from "zod";

const numbers = z.array(z.number());
const measured = z.strictObject({
  value: z.number().nullable().describe("null when it is not a finite number"),
  unit: z.string().describe("unit; 1 for a count"),
});

const observations = z.record(z.string(), z.union([z.number().nullable(), z.array(z.number().nullable())]));

/** What one stage of a run gave. */
export const StageResultSchema = z.strictObject({
  name: z.string().describe("place in the run and task, for example 2-optimise"),
  task: z.string().describe("name of the task"),
  converged: z.boolean().describe("false when an iteration limit was reached first"),
  message: z.string().nullable().describe("how it ended"),
  steps: z.int().describe("steps done"),
  energy: z.number().describe("energy of the last step, units.energy"),
  energy_terms: z.record(z.string(), z.number()).describe("named terms that sum to the energy, units.energy"),
  observed: observations.describe("what the levels report beside it at the last step"),
  summary: z.record(z.string(), measured).describe("figures of the task, each with its unit"),
  tables: z
    .array(
      z.strictObject({
        title: z.string(),
        unit: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.strictObject({ name: z.string(), values: numbers })),
      }),
    )
    .describe("tables of the task, such as energies by term and pair of groups"),
  geometry: numbers.describe("positions of the last step, x y z of each atom, units.length"),
  files: z.record(z.string(), z.string()).describe("files of the stage, relative to the output folder"),
  wall_seconds: z.number().describe("wall time, s"),
});

/** What one stage of a run gave. */
export type StageResult = z.output<typeof StageResultSchema>;

/** Units of the numbers in `result.json`. */
export const RESULT_UNITS = {
  energy: "hartree",
  length: "bohr",
  gradient: "hartree/bohr",
  velocity: "bohr*hartree/hbar",
  mass: "u",
  charge: "e",
  dipole: "e*bohr",
} as const;

const literalUnits = z.strictObject({
  energy: z.literal(RESULT_UNITS.energy),
  length: z.literal(RESULT_UNITS.length),
  gradient: z.literal(RESULT_UNITS.gradient),
  velocity: z.literal(RESULT_UNITS.velocity),
  mass: z.literal(RESULT_UNITS.mass),
  charge: z.literal(RESULT_UNITS.charge),
  dipole: z.literal(RESULT_UNITS.dipole),
});

/**
 * `result.json`: the record of a run, in the words of QCSchema where it has them (`molecule`, `symbols`, `geometry`,
 * `properties.return_energy`, `provenance`). Indices count from 0.
 */
export const ResultSchema = z.strictObject({
  schema_name: z.literal("qmmm_result"),
  schema_version: z.literal(1),
  success: z.boolean().describe("true when every stage converged"),
  title: z.string().nullable(),
  units: literalUnits.describe("units of all numbers that have no unit beside them"),
  molecule: z
    .strictObject({
      symbols: z.array(z.string()).describe("element symbols; X for a site without a nucleus"),
      geometry: numbers.describe("final positions, x y z of each atom, units.length"),
      velocities: numbers.nullable().describe("final velocities, units.velocity; null when the last task has none"),
      masses: numbers.describe("units.mass"),
      atom_labels: z.array(z.string()).describe("atom names of the structure file"),
      residues: z
        .array(z.strictObject({ name: z.string(), id: z.int(), chain: z.string() }))
        .describe("residues as the structure file numbers them"),
      residue_of_atom: z.array(z.int()).describe("index into `residues` for each atom"),
      connectivity: z.array(z.tuple([z.int(), z.int()])).describe("bonded pairs"),
      cell: numbers.length(9).nullable().describe("cell vectors a, b, c, units.length; null for an open system"),
    })
    .describe("the system after the last stage"),
  regions: z
    .record(
      z.string(),
      z.strictObject({ atoms: z.array(z.int()), molecular_charge: z.number(), molecular_multiplicity: z.int() }),
    )
    .describe("atoms of each region, its net charge (units.charge) and spin multiplicity"),
  stages: z.array(StageResultSchema).min(1),
  properties: z
    .strictObject({
      return_energy: z.number().describe("final energy, units.energy"),
      energy_terms: z.record(z.string(), z.number()).describe("its terms, units.energy"),
      return_gradient: numbers
        .nullable()
        .describe("gradient dE/dR of the final geometry, units.gradient; null when not computed"),
      observed: observations.describe(
        "what the levels and the last task report beside it: charges in units.charge, dipoles in units.dipole, orbital energies, ionisation energy, electron affinity, chemical potential, hardness and electrophilicity in units.energy, softness in its inverse, Fukui functions, wavenumbers in cm^-1 (imaginary ones negative), infraredIntensities in km/mol, reducedMasses in units.mass, counts",
      ),
    })
    .describe("properties of the final geometry"),
  notes: z.array(z.string()).describe("what was decided on the way: links, moved charges, conventions"),
  provenance: z.strictObject({
    creator: z.literal("qmmm"),
    version: z.string(),
    node: z.string(),
    platform: z.string(),
    plugins: z.array(z.strictObject({ name: z.string(), version: z.string() })),
    kernels: z.record(z.string(), z.string()).describe("backend chosen for each kernel"),
    rejected_backends: z.array(z.strictObject({ backend: z.string(), reason: z.string() })),
    seed: z.union([z.number(), z.string()]),
    threads: z.int(),
    started: z.string().describe("UTC, ISO 8601"),
    finished: z.string().describe("UTC, ISO 8601"),
    wall_seconds: z.number().describe("wall time of all stages, interruptions left out, s"),
    resumed: z.int().describe("how often the run was resumed"),
    files: z
      .array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() }))
      .describe("files that were read"),
    input: z.strictObject({
      file: z.string(),
      sha256: z.string(),
      given: z.unknown().describe("the input file as data"),
      resolved: z
        .unknown()
        .describe("options of every component with defaults filled in; quantities in atomic units, memory in bytes"),
    }),
  }),
});

/** The content of `result.json`. */
export type Result = z.output<typeof ResultSchema>;
