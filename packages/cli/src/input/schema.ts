import { quantity } from "@qmmm/core";
import { z } from "zod";
import { automaticMemory } from "./automatic-memory.js";
import { IntervalSchema } from "./duration.js";

/*
 * The frame of an input file. What stands inside a level, a force field, a coupling, a boundary or a task belongs to the
 * plugin that provides it and is validated by its schema, at its place in the document.
 */

const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A table of things that the user names. */
function named<S extends z.ZodType>(what: string, schema: S) {
  return z.record(z.string(), schema).superRefine((table, context) => {
    for (const name of Object.keys(table)) {
      if (NAME.test(name)) continue;
      context.addIssue({
        code: "custom",
        path: [name],
        message: `"${name}" is not a name for a ${what}`,
        params: { qmmm: "QMMM_INPUT_NAME", action: "Begin with a letter; go on with letters, digits, - and _" },
      });
    }
  });
}

const Cell = z.strictObject({
  a: quantity("length", { above: 0 }).describe("length of the first cell vector, along x"),
  b: quantity("length", { above: 0 }).describe("length of the second cell vector, in the xy plane"),
  c: quantity("length", { above: 0 }).describe("length of the third cell vector"),
  alpha: quantity("angle", { above: 0 }).prefault("90 deg").describe("angle between b and c"),
  beta: quantity("angle", { above: 0 }).prefault("90 deg").describe("angle between a and c"),
  gamma: quantity("angle", { above: 0 }).prefault("90 deg").describe("angle between a and b"),
});

/** Where the atoms come from. */
export const SystemInput = z
  .strictObject({
    file: z.string().min(1).optional().describe("structure file, relative to the input file"),
    topology: z.string().min(1).optional().describe("file with atoms and bonds, when the coordinates stand in another"),
    coordinates: z.string().min(1).optional().describe("file with the coordinates that belong to `topology`"),
    include: z
      .array(z.string().min(1))
      .default([])
      .describe("folders in which to look for files that the topology includes (GROMACS)"),
    format: z.string().optional().describe("format of `file` or `topology`; default: by the ending of the file name"),
    cell: z
      .union([z.literal("none"), Cell])
      .optional()
      .describe("periodic cell in place of the file's; `none` removes it"),
    velocities: z.boolean().default(true).describe("whether to use the velocities that the file holds"),
  })
  .superRefine((system, context) => {
    const complain = (key: string, message: string, action: string): void =>
      context.addIssue({
        code: "custom",
        path: key === "" ? [] : [key],
        message,
        params: { qmmm: "QMMM_INPUT_SYSTEM", action },
      });
    if (system.file === undefined && system.topology === undefined) {
      complain("", "No structure is given", "Add `file`, or `topology` and `coordinates`");
    } else if (system.file !== undefined && system.topology !== undefined) {
      complain("topology", "Both `file` and `topology` are given", "Keep one of the two");
    } else if (system.file !== undefined && system.coordinates !== undefined) {
      complain(
        "coordinates",
        "`coordinates` belongs to `topology`, not to `file`",
        "Write `topology` in place of `file`",
      );
    }
  });

const Region = z.strictObject({
  select: z.string().min(1).describe("selection of the region's atoms, for example `resid 1` or `index1 1 to 3`"),
  charge: z.int().default(0).describe("net charge of the region, e"),
  multiplicity: z.int().min(1).default(1).describe("spin multiplicity 2S + 1 of the region"),
});

const Component = z.looseObject({ type: z.string().describe("name of the component, as `qmmm plugins` lists it") });

const TRAJECTORIES = ["extxyz", "dcd", "nc", "none"] as const;

/** A trajectory format that the program writes. */
export type TrajectoryFormat = Exclude<(typeof TRAJECTORIES)[number], "none">;

const Trajectory = z
  .union([z.enum(TRAJECTORIES), z.array(z.enum(TRAJECTORIES))])
  .transform((given): TrajectoryFormat[] => {
    const list = typeof given === "string" ? [given] : given;
    return [...new Set(list)].filter((format) => format !== "none");
  });

/** What is written, and where. */
export const OutputInput = z.strictObject({
  directory: z
    .string()
    .min(1)
    .optional()
    .describe("folder for the results, relative to the input file; default: its name with the ending .out"),
  trajectory: Trajectory.default(["extxyz"]).describe(
    "formats of the trajectory: extxyz, dcd, nc (Amber NetCDF), a list of them, or none",
  ),
  energiesEvery: z.int().min(1).default(1).describe("steps between two rows of energies.csv"),
  logEvery: z.int().min(1).default(1).describe("steps between two lines of log.txt"),
});

/** How the program goes about it. */
export const RunInput = z.strictObject({
  seed: z.union([z.int(), z.string()]).default(0).describe("seed of all random numbers"),
  acceleration: z
    .enum(["auto", "require", "off"])
    .default("auto")
    .describe("accelerated kernels: use what works, insist on them, or use the reference kernels only"),
  threads: z.int().min(1).default(1).describe("threads that kernels may use"),
  memory: z
    .union([z.literal("auto").transform(() => automaticMemory()), quantity("memory", { above: 0 })])
    .prefault("auto")
    .describe("memory for stored intermediates; auto: 4 GB, but no more than half of the machine's"),
  checkpointEvery: IntervalSchema.prefault("30 s").describe(
    "wall time (s, min, h) or steps between two checkpoints, for example `30 s` or `500 steps`",
  ),
});

/** A whole input file. */
export const InputSchema = z.strictObject({
  title: z.string().optional().describe("one line about the calculation"),
  system: SystemInput.describe("the structure"),
  regions: named("region", Region).default({}).describe("atoms that levels of theory describe, by name"),
  levels: named("level", z.looseObject({ method: z.string() }))
    .default({})
    .describe("levels of theory by name: a QM method and its options"),
  forcefield: Component.optional().describe("force field and its options"),
  coupling: z
    .looseObject({ type: z.string(), boundary: Component.optional() })
    .optional()
    .describe("how levels and force field are joined"),
  adaptive: z.unknown().optional().describe("reserved for regions that change during a run"),
  task: z.union([Component, z.array(Component).min(1)]).describe("what to do: one task, or a list of stages"),
  output: OutputInput.prefault({}).describe("what is written, and where"),
  run: RunInput.prefault({}).describe("seed, memory, threads, checkpoints"),
  plugins: z
    .array(z.string().min(1))
    .default([])
    .describe("packages to load beside those that are found by themselves"),
});

/** An input file with defaults filled in. */
export type Input = z.output<typeof InputSchema>;

/** A component with its options, as the user wrote them. */
export type ComponentInput = z.output<typeof Component>;

/** A stage of the run and where it stands in the input file. */
export interface StageInput {
  readonly options: ComponentInput;
  readonly path: readonly (string | number)[];
}

/** The stages of an input file, in order. */
export function stagesOf(input: Input): readonly StageInput[] {
  return Array.isArray(input.task)
    ? input.task.map((options, k) => ({ options, path: ["task", k] }))
    : [{ options: input.task, path: ["task"] }];
}
