import type {
  KernelTable,
  RandomStream,
  System,
  Task,
  TaskContext,
  TaskResult,
  Topology,
  VirtualSites,
} from "@qmmm/core";
import { InputError, inject, injectable, KERNELS, OPTIONS } from "@qmmm/core";
import { requireCell } from "../barostats/periodic.js";
import { buildConstraints } from "../constraints/build-constraints.js";
import { constraintKernelsOf } from "../constraints/kernels.js";
import { requireVirial } from "../driver/guards.js";
import { mobileAtoms } from "../driver/mobile-atoms.js";
import { runDynamics } from "../integrators/run-dynamics.js";
import { commonMotions, conservedMotions } from "../kinetics/conserved-motion.js";
import { repartitionedMasses } from "../kinetics/hydrogen-mass.js";
import { maxwellBoltzmannVelocities, scaledToTemperature } from "../kinetics/maxwell-boltzmann.js";
import type { RigidMotions } from "../kinetics/rigid-motion.js";
import { removeRigidMotion, rigidMotions } from "../kinetics/rigid-motion.js";
import { buildIntegrator, thermostatOf } from "./build-integrator.js";
import type { DynamicsTaskSettings } from "./dynamics-options.js";
import { inSteps } from "./shared-options.js";
import type { Stage } from "./stage.js";
import { openStage } from "./stage.js";

type Options = DynamicsTaskSettings;

const REMOVED: Readonly<Record<Exclude<Options["removeMotion"], "auto">, RigidMotions>> = {
  none: { translation: false, rotation: false },
  translation: { translation: true, rotation: false },
  "translation-and-rotation": { translation: true, rotation: true },
};

/** Velocities that the options ask for, before any motion is taken out. `drawnAt` is kT, Eh, where they are drawn. */
function initialVelocities(
  system: System,
  options: Options,
  masses: Float64Array,
  mobile: Uint8Array,
  random: RandomStream,
): { velocities: Float64Array; drawnAt?: number } {
  const { velocities: given } = system;
  const source = options.velocities ?? (given === undefined ? "maxwell-boltzmann" : "given");
  if (source === "zero") return { velocities: new Float64Array(3 * masses.length) };
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
  return { velocities: maxwellBoltzmannVelocities(masses, drawnAt, mobile, random), drawnAt };
}

function missing(message: string, action: string): InputError {
  return new InputError("QMMM_DYNAMICS_VELOCITIES", message, { action, place: { path: "velocities" } });
}

/** Motions to take out of the initial velocities. */
function motionsToRemove(options: Options, stage: Stage, conserved: RigidMotions): RigidMotions {
  if (options.removeMotion === "auto") return keepsMomentum(options) ? conserved : REMOVED.none;
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

/** True when nothing but the forces of the system itself changes its momentum: no bath acts on single atoms. */
function keepsMomentum(options: Options): boolean {
  return thermostatOf(options)?.type !== "langevin";
}

/** Masses with which atoms move, mₑ: sites that follow others have none, whatever the file says. */
function movingMasses(
  topology: Topology,
  hydrogenMass: number | undefined,
  virtualSites: VirtualSites | undefined,
): Float64Array {
  const masses = hydrogenMass === undefined ? topology.masses.slice() : repartitionedMasses(topology, hydrogenMass);
  for (const { site } of virtualSites?.sites ?? []) masses[site] = 0;
  return masses;
}

/** Motion in time. */
@injectable()
export class DynamicsTask implements Task {
  constructor(
    @inject(OPTIONS) private readonly options: unknown,
    @inject(KERNELS) private readonly kernels: KernelTable,
  ) {}

  run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as Options;
    const { timeStep } = options;
    const stage = openStage(context, options);
    const { potential, frozen, label, drive, mechanics } = stage;
    const { virtualSites } = mechanics;
    const { topology } = stage.system;
    const mobile = mobileAtoms(topology.atomCount, frozen, virtualSites);
    const masses = movingMasses(topology, options.hydrogenMass, virtualSites);
    const held = buildConstraints(
      { spec: options.constraints, lengths: options.constraintLengths, tolerance: options.constraintTolerance },
      { system: stage.system, masses, mobile, mechanics, label, kernels: constraintKernelsOf(this.kernels) },
    );
    const constraints = held?.constraints;
    const geometry = held?.geometry ?? stage.system.geometry;
    const system = { ...stage.system, geometry };

    const conserved = conservedMotions(geometry, frozen.length, stage.restraints);
    const removed = motionsToRemove(options, stage, conserved);
    // Only what stays away for good takes degrees of freedom with it: a bath, or a restraint, brings the rest back.
    const lost = keepsMomentum(options) ? commonMotions(removed, conserved) : REMOVED.none;
    const degreesOfFreedom =
      3 * mobile.reduce((sum, one) => sum + one, 0) -
      (constraints?.count ?? 0) -
      rigidMotions(geometry.positions, masses, lost).length;

    let velocities: Float64Array = new Float64Array(3 * topology.atomCount);
    if (context.resume === undefined) {
      const initial = initialVelocities(system, options, masses, mobile, context.random);
      const allowed = initial.velocities.slice();
      constraints?.holdVelocities(allowed, geometry);
      velocities = removeRigidMotion(geometry.positions, allowed, masses, removed).velocities;
      if (options.exactTemperature && initial.drawnAt !== undefined) {
        velocities = scaledToTemperature(velocities, masses, initial.drawnAt, degreesOfFreedom);
      }
    }
    const npt = options.ensemble === "npt";
    const reportPressure = options.reportPressure ?? (npt && potential.supports.has("virial"));
    if (reportPressure) {
      requireCell(geometry);
      requireVirial(potential, "The pressure", "Leave reportPressure out", "reportPressure");
    }
    const { random } = context;
    const momentumIsZero = lost.translation;
    const moving = { masses, mobile, constraints, degreesOfFreedom, momentumIsZero };
    return runDynamics(
      potential,
      { geometry, velocities, masses },
      {
        integrator: buildIntegrator({ options, system, potential, random, ...moving }),
        timeStep,
        steps: options.steps ?? inSteps({ time: options.duration ?? timeStep }, timeStep),
        degreesOfFreedom,
        constraints,
        reportVolume: npt,
        reportPressure,
        frameEvery: inSteps(options.frameEvery, timeStep),
        maxDisplacement: options.maxDisplacement,
        frozen,
        virtualSites,
        label,
        ...drive,
      },
    );
  }
}
