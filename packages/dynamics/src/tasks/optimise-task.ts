import type { Mechanics, Task, TaskContext, TaskResult } from "@qmmm/core";
import { inject, injectable, OPTIONS, quantity, UnsupportedError } from "@qmmm/core";
import { z } from "zod";
import type { AtomLabel } from "../driver/guards.js";
import type { ConvergenceCriteria, ConvergencePreset } from "../optimisers/convergence.js";
import { CONVERGENCE_PRESETS } from "../optimisers/convergence.js";
import { Fire } from "../optimisers/fire.js";
import { Lbfgs } from "../optimisers/lbfgs.js";
import type { Minimiser } from "../optimisers/minimiser.js";
import { optimise } from "../optimisers/optimise.js";
import { movingAtomsOptions } from "./shared-options.js";
import { openStage } from "./stage.js";

const threshold = (dimension: "force" | "length") => quantity(dimension, { above: 0 }).optional();

const Convergence = z.union([
  z.enum(Object.keys(CONVERGENCE_PRESETS) as [ConvergencePreset, ...ConvergencePreset[]]),
  z.strictObject({
    maxForce: threshold("force").describe("largest component of the forces"),
    rmsForce: threshold("force").describe("root mean square of the components of the forces"),
    maxDisplacement: threshold("length").describe("largest component of the last step"),
    rmsDisplacement: threshold("length").describe("root mean square of the components of the last step"),
  }),
]);

/** Options of the task `optimise`. */
export const OptimiseTaskOptions = z.strictObject({
  algorithm: z.enum(["lbfgs", "fire"]).default("lbfgs").describe("L-BFGS, or FIRE for rough or noisy surfaces"),
  convergence: Convergence.default("default").describe(
    "loose, default, tight (the criteria of Gaussian), or thresholds with units; those not given are of default",
  ),
  maxSteps: z.int().positive().default(200).describe("steps after which to give up"),
  maxMove: quantity("length", { above: 0 }).prefault("0.2 angstrom").describe("longest move of an atom in one step"),
  memory: z.int().positive().default(20).describe("steps whose curvature L-BFGS remembers"),
  initialCurvature: quantity("forceConstant", { above: 0 })
    .prefault("0.7 hartree/bohr^2")
    .describe("curvature that L-BFGS assumes before it knows any"),
  timeStep: quantity("time", { above: 0 }).prefault("1 fs").describe("first time step of FIRE, for atoms of 12 u"),
  frameEvery: z
    .int()
    .positive()
    .default(1)
    .describe("steps between frames of the trajectory; the last is always written"),
  ...movingAtomsOptions,
});

type Options = z.output<typeof OptimiseTaskOptions>;

function minimiser({ algorithm, maxMove, memory, initialCurvature, timeStep }: Options): Minimiser {
  return algorithm === "fire" ? new Fire({ timeStep, maxMove }) : new Lbfgs({ memory, maxMove, initialCurvature });
}

function criteria(convergence: Options["convergence"]): ConvergenceCriteria {
  if (typeof convergence === "string") return CONVERGENCE_PRESETS[convergence];
  const given = Object.entries(convergence).filter(([, value]) => value !== undefined);
  return { ...CONVERGENCE_PRESETS.default, ...Object.fromEntries(given) };
}

/**
 * An optimisation keeps no distances: where the force field relies on constraints, nothing else holds the atoms.
 *
 * @throws QmmmError `QMMM_DYNAMICS_CONSTRAINTS` when such atoms may move
 */
function requireFree({ constraints }: Partial<Mechanics>, frozen: Int32Array, label: AtomLabel): void {
  const held = new Set(frozen);
  const pair = constraints?.lengths.findIndex(
    (_, k) => !(held.has(constraints.pairs[2 * k]!) && held.has(constraints.pairs[2 * k + 1]!)),
  );
  if (constraints === undefined || pair === undefined || pair < 0) return;
  const [i, j] = constraints.pairs.subarray(2 * pair, 2 * pair + 2);
  throw new UnsupportedError(
    "QMMM_DYNAMICS_CONSTRAINTS",
    `The force field keeps the distance of ${label(i!)} and ${label(j!)} by a constraint, which an optimisation can't hold`,
    {
      value: [i, j],
      action:
        "Freeze those atoms, use the force field in a flexible form, or relax them by dynamics at a low temperature",
    },
  );
}

/** A minimum of the energy. */
@injectable()
export class OptimiseTask implements Task {
  constructor(@inject(OPTIONS) private readonly options: unknown) {}

  run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as Options;
    const { system, potential, frozen, label, drive, mechanics } = openStage(context, options);
    requireFree(mechanics, frozen, label);
    return optimise(potential, system.geometry, {
      minimiser: minimiser(options),
      convergence: criteria(options.convergence),
      maxSteps: options.maxSteps,
      frameEvery: options.frameEvery,
      frozen,
      virtualSites: mechanics.virtualSites,
      label,
      ...drive,
    });
  }
}
