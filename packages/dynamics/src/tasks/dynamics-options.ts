import { quantity } from "@qmmm/core";
import { z } from "zod";
import { ConstraintLengthsOption, ConstraintOption } from "../constraints/options.js";
import { BarostatOption, ThermostatOption } from "./bath-options.js";
import { movingAtomsOptions, stepsOrTime } from "./shared-options.js";

/** Options of the task `dynamics`. */
export const DynamicsTaskOptions = z
  .strictObject({
    ensemble: z
      .enum(["nve", "nvt", "npt"])
      .describe(
        "nve: velocity Verlet at constant energy; nvt: constant temperature, by Langevin dynamics (BAOAB) unless thermostat says otherwise; npt: constant pressure too",
      ),
    timeStep: quantity("time", { above: 0 }).prefault("0.5 fs").describe("time step"),
    steps: z.int().positive().optional().describe("number of steps in all (or give duration)"),
    duration: quantity("time", { above: 0 }).optional().describe("length of the run (or give steps)"),
    temperature: quantity("temperature", { above: 0 })
      .optional()
      .describe("temperature of the bath (nvt and npt, required) and of initial velocities that are drawn"),
    friction: quantity("rate", { above: 0 })
      .optional()
      .describe("collision rate of Langevin dynamics; default 1 1/ps (nvt and npt only)"),
    thermostat: ThermostatOption.optional().describe("bath of nvt and npt: langevin (default), bussi, nose-hoover"),
    pressure: quantity("pressure").optional().describe("pressure of the bath (npt, required)"),
    barostat: BarostatOption.optional().describe("how npt changes the cell: cell-rescaling (default), monte-carlo"),
    reportPressure: z
      .boolean()
      .optional()
      .describe(
        "evaluate and report the pressure at every step; default: in npt, where the level of theory has a virial",
      ),
    constraints: ConstraintOption.optional().describe(
      "distances that stay constant: none, force-field (those that the force field states, such as rigid water; the default where it has any), water (rigid water molecules), hydrogens (every bond to hydrogen, and rigid water), or bonds of a selection; the last three beside those of the force field",
    ),
    constraintLengths: ConstraintLengthsOption.default("geometry").describe(
      "constant distances that the force field does not state as such: as in the starting geometry, at the minimum of the force field's bonds and angles (force-field), or by pairs of elements, such as { O-H: 0.9572 angstrom }, the others as they are",
    ),
    constraintTolerance: z
      .number()
      .positive()
      .max(1e-4)
      .default(1e-12)
      .describe("largest relative deviation of a constant distance (rigid water is exact)"),
    hydrogenMass: quantity("mass", { above: 0 })
      .optional()
      .describe("mass of bonded hydrogens outside water, taken from the atoms that they are bonded to"),
    velocities: z
      .enum(["given", "maxwell-boltzmann", "zero"])
      .optional()
      .describe(
        "initial velocities: those of the file or task before, drawn at a temperature, or none; default: given where there are any, else drawn",
      ),
    initialTemperature: quantity("temperature", { above: 0 })
      .optional()
      .describe("temperature of initial velocities that are drawn; default: temperature"),
    exactTemperature: z
      .boolean()
      .default(false)
      .describe("scale drawn velocities so that they have exactly their temperature, not only on average"),
    removeMotion: z
      .enum(["auto", "none", "translation", "translation-and-rotation"])
      .default("auto")
      .describe(
        "motion of the whole to take out at the start; auto: what the dynamics conserves (no rotation in a cell), nothing in Langevin dynamics",
      ),
    frameEvery: stepsOrTime().default(10).describe("steps, or time with its unit, between frames of the trajectory"),
    maxDisplacement: quantity("length", { above: 0 })
      .prefault("1 angstrom")
      .describe("longest way of an atom in one step before the run is stopped as unstable"),
    ...movingAtomsOptions,
  })
  .superRefine((options, context) => {
    const problem = (path: string, message: string, action: string) =>
      context.addIssue({ code: "custom", path: [path], message, params: { qmmm: "QMMM_DYNAMICS_OPTIONS", action } });
    const { ensemble } = options;
    if (options.steps !== undefined && options.duration !== undefined) {
      problem("duration", "Both steps and duration are given", "Give one of the two");
    }
    if (options.steps === undefined && options.duration === undefined) {
      problem("duration", "Neither steps nor duration is given", 'Add one, for example duration: "1 ps"');
    }
    if (ensemble !== "nve" && options.temperature === undefined) {
      problem(
        "temperature",
        `${ensemble} needs the temperature of its bath`,
        'Add it, for example temperature: "300 K"',
      );
    }
    for (const key of ["friction", "thermostat"] as const) {
      if (ensemble !== "nve" || options[key] === undefined) continue;
      problem(key, `nve has no bath and so no ${key}`, "Remove it, or choose the ensemble nvt");
    }
    if (options.friction !== undefined && options.thermostat !== undefined) {
      problem(
        "friction",
        "Both friction and thermostat are given",
        "Write the friction into thermostat, if it is langevin",
      );
    }
    if (ensemble === "npt" && options.pressure === undefined) {
      problem("pressure", "npt needs the pressure of its bath", 'Add it, for example pressure: "1 bar"');
    }
    for (const key of ["pressure", "barostat"] as const) {
      if (ensemble === "npt" || options[key] === undefined) continue;
      problem(key, `${ensemble} keeps the cell as it is and so has no ${key}`, "Remove it, or choose the ensemble npt");
    }
    if (ensemble === "npt" && options.frozen !== undefined) {
      problem("frozen", "Frozen atoms can't stay where they are while the cell changes", "Use restraints, or nvt");
    }
    if (options.barostat?.scaling === "atoms" && (options.constraints ?? "none") !== "none") {
      problem(
        "barostat",
        "Scaling every atom changes distances that constraints keep",
        "Use scaling: molecules for the barostat, or constraints: none",
      );
    }
  });

/** What the options of the task `dynamics` say, in atomic units. */
export type DynamicsTaskSettings = z.output<typeof DynamicsTaskOptions>;
