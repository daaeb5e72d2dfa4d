import { ConvergenceError } from "@qmmm/core";
import { hasOrbitalHessian } from "./orbital-hessian.js";
import {
  iterateScf,
  type ScfOutcome,
  type ScfProgress,
  type ScfSettings,
  type ScfStart,
  type ScfWatch,
} from "./scf-iterations.js";
import type { ScfProblem } from "./scf-problem.js";
import { minimiseOverRotations } from "./second-order.js";

/** Remedies of the last attempt: small steps, extrapolation only near a solution. */
const RETRY_LEVEL_SHIFT = 0.2;
const RETRY_DAMPING = 0.3;
const RETRY_DIIS_START = 1e-3;
const RETRY_ITERATIONS = 5;
/** Orbital gradient down to which rough contributions serve, Eh: their own error is about as large. */
const ROUGH_GRADIENT = 3e-3;

/** A converged field and what it took. */
export interface ScfResult extends ScfOutcome {
  /** Fock matrices built in all attempts, or steps of the second order. */
  readonly iterations: number;
  /** Attempts that failed before. */
  readonly retries: number;
}

/** How to go about it. */
export interface ScfPlan {
  readonly settings: ScfSettings;
  /** Whether stronger attempts may follow a failure. */
  readonly retry: boolean;
  /** The start of the first attempt. */
  readonly start: ScfStart;
  /** A start that does not depend on earlier solutions, for the others. */
  readonly fresh: () => ScfStart;
  /** Named in the error, for example the level of theory. */
  readonly name: string;
  readonly watch: ScfWatch;
}

/** One way to a solution; `last` is where the attempt before ended. */
type Attempt = (watch: ScfWatch, last: ScfOutcome | undefined) => Promise<ScfOutcome>;

/**
 * Makes a field self-consistent. After a failure stronger attempts follow: with ADIIS from a fresh guess; by second-order steps
 * from where that ended, where contributions respond; with level shift and damping from a fresh guess.
 *
 * @throws ConvergenceError `QMMM_SCF_NOT_CONVERGED` when all fail; an unconverged field is never returned
 */
export async function solveScf(problem: ScfProblem, plan: ScfPlan): Promise<ScfResult> {
  const attempts = attemptsAt(problem, plan);
  let iterations = 0;
  let last: ScfOutcome | undefined;
  for (const [retries, attempt] of attempts.entries()) {
    const offset = iterations;
    const outcome = await attempt(
      (progress) => plan.watch({ ...progress, iteration: offset + progress.iteration }),
      last,
    );
    iterations += outcome.progress.iteration;
    if (outcome.converged) return { ...outcome, iterations, retries };
    last = outcome;
  }
  throw notConverged(plan.name, last, iterations, attempts.length - 1);
}

function attemptsAt(problem: ScfProblem, { settings, retry, start, fresh }: ScfPlan): readonly Attempt[] {
  const plain: Attempt = (watch) => fromRough(problem, start, settings, watch);
  if (!retry) return [plain];
  const energyDirected: Attempt = (watch) => iterateScf(problem, fresh(), { ...settings, adiis: true }, watch);
  const shifted = downhill(settings);
  // Occupations would follow the shift.
  const slowly = problem.temperature > 0 ? { ...shifted, levelShift: 0 } : shifted;
  const damped: Attempt = (watch) => iterateScf(problem, fresh(), slowly, watch);
  // ADIIS models the energy of a mixture of densities, not their entropy.
  if (problem.temperature > 0) return [plain, damped];
  const secondOrder: Attempt = (watch, last) =>
    last === undefined || !Number.isFinite(last.progress.energy)
      ? damped(watch, last)
      : minimiseOverRotations(problem, last.occupied, settings, watch);
  return hasOrbitalHessian(problem) ? [plain, energyDirected, secondOrder, damped] : [plain, energyDirected, damped];
}

/**
 * Iterations whose first ones, from a guess, make do with rough contributions: a closed shell then has few left with the real
 * ones. Open shells may have several solutions near each other, and choose among them as their real contributions say.
 */
async function fromRough(
  problem: ScfProblem,
  start: ScfStart,
  settings: ScfSettings,
  watch: ScfWatch,
): Promise<ScfOutcome> {
  const plainly = (): Promise<ScfOutcome> => iterateScf(problem, start, settings, watch);
  // Asked before anything rough is made: steps of dynamics begin near their solution.
  if (start.kind !== "density" || problem.reference !== "rhf" || problem.temperature > 0) return plainly();
  const contributions = problem.contributions.map((one) => one.rough?.() ?? one);
  if (contributions.every((one, k) => one === problem.contributions[k])) return plainly();
  const gentle = {
    ...settings,
    energyTolerance: Number.POSITIVE_INFINITY,
    gradientTolerance: Math.max(ROUGH_GRADIENT, settings.gradientTolerance),
  };
  const rough = await iterateScf({ ...problem, contributions }, start, gentle, watch);
  const offset = rough.progress.iteration;
  const begin: ScfStart = rough.converged ? { kind: "orbitals", ...rough.occupied } : start;
  const count = (progress: ScfProgress): ScfProgress => ({ ...progress, iteration: offset + progress.iteration });
  const outcome = await iterateScf(
    problem,
    begin,
    settings,
    (progress) => watch(count(progress)),
    rough.converged ? rough.diis : undefined,
  );
  return { ...outcome, progress: count(outcome.progress) };
}

/** Settings with which iterations go downhill from where they start, slowly but surely. */
export function downhill(settings: ScfSettings): ScfSettings {
  return {
    ...settings,
    levelShift: Math.max(settings.levelShift, RETRY_LEVEL_SHIFT),
    damping: Math.max(settings.damping, RETRY_DAMPING),
    diisStart: RETRY_DIIS_START,
    maxIterations: RETRY_ITERATIONS * settings.maxIterations,
  };
}

function notConverged(
  name: string,
  outcome: ScfOutcome | undefined,
  iterations: number,
  retries: number,
): ConvergenceError {
  const none = { change: Number.NaN, error: Number.NaN, energy: Number.NaN };
  const { change, error, energy } = outcome?.progress ?? none;
  const gap = outcome?.gap ?? Number.NaN;
  return new ConvergenceError(
    "QMMM_SCF_NOT_CONVERGED",
    `The self-consistent field of ${name} did not converge in ${iterations} iterations` +
      `${retries > 0 ? `, ${retries} stronger attempts included` : ""}: last energy change ` +
      `${change.toExponential(1)} Eh, orbital gradient ${error.toExponential(1)} Eh, orbital gap ${gap.toFixed(3)} Eh`,
    {
      iterations,
      retries,
      energy,
      change,
      error,
      gap,
      action:
        gap < 0.05
          ? "Check charge and multiplicity, and for charges close to the molecule; then try a larger scf.levelShift, reference: uhf, or for an open shell that may turn freely a scf.gradientTolerance of 1e-6 hartree"
          : "Check the geometry, charge and multiplicity; then try scf.levelShift, scf.damping or more scf.maxIterations",
    },
  );
}
