import type { Snapshot } from "@qmmm/core";
import type { ElectronCounts, SpinReference } from "./electron-counts.js";
import { addScaled, dot } from "./linear-algebra/matrices.js";
import { type EarlierOrbitals, EXTRAPOLATED_SOLUTIONS, predictedOrbitals } from "./predicted-orbitals.js";
import type { ScfHistory } from "./scf-history.js";
import type { ScfOutcome, ScfStart } from "./scf-iterations.js";
import type { ScfProblem } from "./scf-problem.js";

/** How the start of a solution follows from earlier ones: from the last alone, or by a predictor for even steps in time. */
export type OrbitalExtrapolation = "none" | "aspc";

/** One solution: its geometry and, of either spin, orbitals and what they need for a prediction. */
interface Solution {
  readonly nuclei: Float64Array;
  readonly alpha: EarlierOrbitals;
  readonly beta: EarlierOrbitals;
}

/** Occupied orbitals of the last solutions of one molecule, from which the next one starts. */
export class OrbitalHistory implements ScfHistory {
  /** The latest first. */
  private solutions: Solution[] = [];
  private readonly capacity: number;

  constructor(
    extrapolation: OrbitalExtrapolation,
    private readonly reference: SpinReference,
    private readonly counts: ElectronCounts,
    private readonly functionCount: number,
  ) {
    this.capacity = extrapolation === "aspc" ? EXTRAPOLATED_SOLUTIONS : 1;
  }

  clear(): void {
    this.solutions = [];
  }

  add({ algebra, overlap }: ScfProblem, nuclei: Float64Array, { occupied }: Pick<ScfOutcome, "occupied">): void {
    const { alpha, beta } = occupied;
    const n = this.functionCount;
    const withDual = (orbitals: Float64Array): EarlierOrbitals => ({
      orbitals,
      dual: algebra.product(orbitals, overlap, orbitals.length / n, n, n),
    });
    const first = withDual(alpha);
    const solution = { nuclei: nuclei.slice(), alpha: first, beta: beta === alpha ? first : withDual(beta) };
    this.solutions = [solution, ...this.solutions].slice(0, this.capacity);
  }

  start(problem: ScfProblem, nuclei: Float64Array): ScfStart | undefined {
    const steady = this.solutions.slice(0, steadySteps(this.solutions, nuclei));
    const predict = (sets: readonly EarlierOrbitals[]) =>
      sets.length === 0 ? undefined : predictedOrbitals(problem.algebra, sets, problem.overlap, this.functionCount);
    const alpha = predict(steady.map((solution) => solution.alpha));
    if (alpha === undefined) return undefined;
    // Closed orbitals of restricted references are the first of the alpha ones.
    const beta =
      this.reference === "uhf"
        ? predict(steady.map((solution) => solution.beta))
        : alpha.subarray(0, this.counts.beta * this.functionCount);
    return beta === undefined ? undefined : { kind: "orbitals", alpha, beta };
  }

  snapshot(): Snapshot {
    return this.solutions.map(({ nuclei, alpha, beta }) => ({
      nuclei: nuclei.slice(),
      alpha: [alpha.orbitals.slice(), alpha.dual.slice()],
      beta: [beta.orbitals.slice(), beta.dual.slice()],
    }));
  }

  restore(state: Snapshot): boolean {
    if (!Array.isArray(state)) return false;
    const { counts, functionCount: n } = this;
    const solutions: Solution[] = [];
    for (const entry of state as readonly Snapshot[]) {
      if (entry === null || typeof entry !== "object" || !("nuclei" in entry && "alpha" in entry && "beta" in entry)) {
        return false;
      }
      const alpha = earlierOrbitals(entry.alpha, counts.alpha * n);
      const beta = earlierOrbitals(entry.beta, counts.beta * n);
      if (alpha === undefined || beta === undefined || !(entry.nuclei instanceof Float64Array)) return false;
      solutions.push({ nuclei: entry.nuclei.slice(), alpha, beta });
    }
    this.solutions = solutions.slice(0, this.capacity);
    return true;
  }
}

function earlierOrbitals(state: Snapshot | undefined, length: number): EarlierOrbitals | undefined {
  if (!Array.isArray(state)) return undefined;
  const [orbitals, dual] = state as readonly Snapshot[];
  if (!(orbitals instanceof Float64Array && dual instanceof Float64Array)) return undefined;
  return orbitals.length === length && dual.length === length
    ? { orbitals: orbitals.slice(), dual: dual.slice() }
    : undefined;
}

/**
 * How many of the latest solutions lie on a way of even steps to a geometry: each step changes by less than it is long. Steps
 * back and forth, as of numerical derivatives, are none.
 */
function steadySteps(solutions: readonly Solution[], nuclei: Float64Array): number {
  if (solutions.length === 0) return 0;
  const path = [nuclei, ...solutions.map((solution) => solution.nuclei)];
  const steps = path.slice(1).map((earlier, i) => difference(path[i], earlier));
  let count = 1;
  for (; count < steps.length; count++) {
    const bend = difference(steps[count - 1], steps[count]);
    if (dot(bend, bend) >= Math.max(dot(steps[count - 1], steps[count - 1]), dot(steps[count], steps[count]))) break;
  }
  return count;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = a.slice();
  addScaled(out, b, -1);
  return out;
}
