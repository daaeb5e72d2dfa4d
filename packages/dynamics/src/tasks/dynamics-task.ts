import type { System, Task, TaskContext, TaskResult } from "@qmmm/core";
import { InputError, inject, injectable, OPTIONS, parseQuantity, quantity } from "@qmmm/core";
import { z } from "zod";
import { mobileAtoms } from "../driver/mobile-atoms.js";
import type { Integrator } from "../integrators/integrator.js";
import { inverseMasses } from "../integrators/integrator.js";
import { LangevinBaoab } from "../integrators/langevin-baoab.js";
import { runDynamics } from "../integrators/run-dynamics.js";
import { VelocityVerlet } from "../integrators/velocity-verlet.js";
import { commonMotions, conservedMotions } from "../kinetics/conserved-motion.js";
import { maxwellBoltzmannVelocities, scaledToTemperature } from "../kinetics/maxwell-boltzmann.js";
import type { RigidMotions } from "../kinetics/rigid-motion.js";
import { removeRigidMotion, rigidMotions } from "../kinetics/rigid-motion.js";
import { inSteps, movingAtomsOptions, stepsOrTime } from "./shared-options.js";
import type { Stage } from "./stage.js";
import { openStage } from "./stage.js";

/** Options of the task `dynamics`. */
export const DynamicsTaskOptions = z
  .strictObject({
    ensemble: z
      .enum(["nve", "nvt"])
      .describe("nve: velocity Verlet at constant energy; nvt: Langevin dynamics (BAOAB) at constant temperature"),
    timeStep: quantity("time", { above: 0 }).prefault("0.5 fs").describe("time step"),
    steps: z.int().positive().optional().describe("number of steps in all (or give duration)"),
    duration: quantity("time", { above: 0 }).optional().describe("length of the run (or give steps)"),
    temperature: quantity("temperature", { above: 0 })
      .optional()
      .describe("temperature of the bath (nvt, required) and of initial velocities that are drawn"),
    friction: quantity("rate", { above: 0 })
      .optional()
      .describe("collision rate of Langevin dynamics; default 1 1/ps (nvt only)"),
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
        "motion of the whole to take out at the start; auto: what nve conserves (no rotation in a cell), nothing in nvt",
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
    if (options.steps !== undefined && options.duration !== undefined) {
      problem("duration", "Both steps and duration are given", "Give one of the two");
    }
    if (options.steps === undefined && options.duration === undefined) {
      problem("duration", "Neither steps nor duration is given", 'Add one, for example duration: "1 ps"');
    }
    if (options.ensemble === "nvt" && options.temperature === undefined) {
      problem("temperature", "nvt needs the temperature of its bath", 'Add it, for example temperature: "300 K"');
    }
    if (options.ensemble === "nve" && options.friction !== undefined) {
      problem("friction", "nve has no bath and so no friction", "Remove it, or choose the ensemble nvt");
    }
  });

type Options = z.output<typeof DynamicsTaskOptions>;

/** 1/ps in Eh/ħ. */
const DEFAULT_FRICTION = parseQuantity("1 1/ps", "rate");

const REMOVED: Readonly<Record<Exclude<Options["removeMotion"], "auto">, RigidMotions>> = {
  none: { translation: false, rotation: false },
  translation: { translation: true, rotation: false },
  "translation-and-rotation": { translation: true, rotation: true },
};

/** Velocities that the options ask for, before any motion is taken out. `drawnAt` is kT, Eh, where they are drawn. */
function initialVelocities(system: System, options: Options, mobile: Uint8Array, context: TaskContext) {
  const { velocities: given, topology } = system;
  const source = options.velocities ?? (given === undefined ? "maxwell-boltzmann" : "given");
  if (source === "zero") return { velocities: new Float64Array(3 * topology.atomCount) };
  if (source === "given") {
    if (given === undefined)
      throw missing("The structure has no velocities", "Use velocities: maxwell-boltzmann, or zero");
    return { velocities: given.map((v, k) => (mobile[Math.floor(k / 3)] === 1 ? v : 0)) };
  }
  const drawnAt = options.initialTemperature ?? options.temperature;
  if (drawnAt === undefined) {
    throw missing(
      "There is no temperature at which to draw velocities",
      'Add one, for example temperature: "300 K", or use velocities: zero',
    );
  }
  return { velocities: maxwellBoltzmannVelocities(topology.masses, drawnAt, mobile, context.random), drawnAt };
}

function missing(message: string, action: string): InputError {
  return new InputError("QMMM_DYNAMICS_VELOCITIES", message, { action, place: { path: "velocities" } });
}

/** Motions to take out of the initial velocities. */
function motionsToRemove(options: Options, stage: Stage, conserved: RigidMotions): RigidMotions {
  if (options.removeMotion === "auto") return options.ensemble === "nve" ? conserved : REMOVED.none;
  const asked = REMOVED[options.removeMotion];
  if (asked.translation && stage.frozen.length > 0) {
    throw new InputError(
      "QMMM_DYNAMICS_FROZEN_MOTION",
      "The motion of the whole can't be taken out of a system with frozen atoms",
      {
        value: options.removeMotion,
        allowed: ["auto", "none"],
        action: "Leave removeMotion at auto",
        place: { path: "removeMotion" },
      },
    );
  }
  return asked;
}

function integrator(options: Options, mobile: Uint8Array, context: TaskContext): Integrator {
  const { timeStep, temperature, friction = DEFAULT_FRICTION } = options;
  const inverse = inverseMasses(context.system.topology.masses, mobile);
  if (options.ensemble === "nve" || temperature === undefined)
    return new VelocityVerlet({ timeStep, inverseMasses: inverse });
  const { random } = context;
  return new LangevinBaoab({ timeStep, inverseMasses: inverse, thermalEnergy: temperature, friction, random });
}

/** Motion in time. */
@injectable()
export class DynamicsTask implements Task {
  constructor(@inject(OPTIONS) private readonly options: unknown) {}

  run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as Options;
    const stage = openStage(context, options);
    const { system, potential, frozen, label, drive } = stage;
    const { geometry, topology } = system;
    const { masses } = topology;
    const mobile = mobileAtoms(topology.atomCount, frozen);
    const conserved = conservedMotions(geometry, frozen.length, stage.restraints);
    const removed = motionsToRemove(options, stage, conserved);
    // Only what stays away for good takes degrees of freedom with it: a bath, or a restraint, brings the rest back.
    const lost = options.ensemble === "nve" ? commonMotions(removed, conserved) : REMOVED.none;
    const degreesOfFreedom =
      3 * (topology.atomCount - frozen.length) - rigidMotions(geometry.positions, masses, lost).length;

    let velocities: Float64Array = new Float64Array(3 * topology.atomCount);
    if (context.resume === undefined) {
      const initial = initialVelocities(system, options, mobile, context);
      velocities = removeRigidMotion(geometry.positions, initial.velocities, masses, removed).velocities;
      if (options.exactTemperature && initial.drawnAt !== undefined) {
        velocities = scaledToTemperature(velocities, masses, initial.drawnAt, degreesOfFreedom);
      }
    }
    return runDynamics(
      potential,
      { geometry, velocities, masses },
      {
        integrator: integrator(options, mobile, context),
        timeStep: options.timeStep,
        steps: options.steps ?? inSteps({ time: options.duration ?? options.timeStep }, options.timeStep),
        degreesOfFreedom,
        frameEvery: inSteps(options.frameEvery, options.timeStep),
        maxDisplacement: options.maxDisplacement,
        frozen,
        label,
        ...drive,
      },
    );
  }
}
