import { ConvergenceError } from "@qmmm/core";
import { iterateScf, type ScfOutcome, type ScfSettings, type ScfStart, type ScfWatch } from "./scf-iterations.js";
import type { ScfProblem } from "./scf-problem.js";

/** Remedies of the second attempt: small steps, extrapolation only near a solution. */
const RETRY_LEVEL_SHIFT = 0.2;
const RETRY_DAMPING = 0.3;
const RETRY_DIIS_START = 1e-3;
const RETRY_ITERATIONS = 5;

/** A converged field and what it took. */
export interface ScfResult extends ScfOutcome {
  /** Fock matrices built in all attempts. */
  readonly iterations: number;
  /** 1 when the first attempt failed and the stronger one succeeded. */
  readonly retries: number;
}

/** How to go about it. */
export interface ScfPlan {
  readonly settings: ScfSettings;
  /** Whether one stronger attempt (fresh guess, level shift, damping, more iterations) may follow a failure. */
  readonly retry: boolean;
  /** The start of the first attempt. */
  readonly start: ScfStart;
  /** A start that does not depend on earlier solutions, for the second. */
  readonly fresh: () => ScfStart;
  /** Named in the error, for example the level of theory. */
  readonly name: string;
  readonly watch: ScfWatch;
}

/**
 * Makes a field self-consistent, with one stronger attempt after a failure.
 *
 * @throws ConvergenceError `QMMM_SCF_NOT_CONVERGED` when both fail; an unconverged field is never returned
 */
export async function solveScf(problem: ScfProblem, plan: ScfPlan): Promise<ScfResult> {
  const { settings, watch } = plan;
  const first = await iterateScf(problem, plan.start, settings, watch);
  if (first.converged) return { ...first, iterations: first.progress.iteration, retries: 0 };
  if (!plan.retry) throw notConverged(plan.name, first, first.progress.iteration, 0);
  const offset = first.progress.iteration;
  const second = await iterateScf(problem, plan.fresh(), downhill(settings), (progress) =>
    watch({ ...progress, iteration: offset + progress.iteration }),
  );
  const iterations = offset + second.progress.iteration;
  if (!second.converged) throw notConverged(plan.name, second, iterations, 1);
  return { ...second, iterations, retries: 1 };
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

function notConverged(name: string, outcome: ScfOutcome, iterations: number, retries: number): ConvergenceError {
  const { change, error, energy } = outcome.progress;
  const { gap } = outcome;
  return new ConvergenceError(
    "QMMM_SCF_NOT_CONVERGED",
    `The self-consistent field of ${name} did not converge in ${iterations} iterations` +
      `${retries > 0 ? ", a second attempt with level shift and damping included" : ""}: last energy change ` +
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
          ? "Check charge and multiplicity, and for charges close to the molecule; then try a larger scf.levelShift or reference: uhf"
          : "Check the geometry, charge and multiplicity; then try scf.levelShift, scf.damping or more scf.maxIterations",
    },
  );
}
