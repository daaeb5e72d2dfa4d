import type { SpinDensities } from "../integrals/contracts.js";
import { Adiis } from "./adiis.js";
import { Diis } from "./diis.js";
import { fockAndError } from "./fock-and-error.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { addScaled, maxAbs } from "./linear-algebra/matrices.js";
import { densitiesOf, orthonormalFock, toFunctions, toOrthonormal } from "./orbital-space.js";
import { coreHamiltonian, evaluateFock, type FockEvaluation, type ScfProblem } from "./scf-problem.js";
import { occupationError, type ThermalFilling, thermalFilling } from "./thermal-occupations.js";

/** Fock matrices that DIIS remembers. */
const DIIS_SIZE = 8;
/** Default of {@link ScfSettings.diisStart} where damping is asked for, Eh. */
const DAMPED_DIIS_START = 0.05;
/** Orbital gradients above and below which ADIIS and DIIS, where both are asked for, work alone, Eh. */
const PURE_ADIIS = 0.1;
const PURE_DIIS = 1e-4;
/** Extrapolated iterations without a better orbital gradient after which they count as oscillating. */
const STALL = 30;

/** Thresholds and remedies of the iterations. */
export interface ScfSettings {
  /** Largest accepted change of the energy in the last iteration, Eh. */
  readonly energyTolerance: number;
  /** Largest accepted element of the orbital gradient, Eh. */
  readonly gradientTolerance: number;
  readonly maxIterations: number;
  /** Added to the energies of virtual orbitals, Eh. */
  readonly levelShift: number;
  /** Share of the previous Fock matrix that is kept while far from convergence, 0 to 1. */
  readonly damping: number;
  /**
   * DIIS works while the orbital gradient is below this, damping above, Eh. Without it DIIS works from the beginning,
   * or, with damping, below 0.05 Eh.
   */
  readonly diisStart?: number | undefined;
  /** Whether ADIIS takes the place of DIIS while far from convergence. */
  readonly adiis?: boolean | undefined;
}

/** What one iteration found. */
export interface ScfProgress {
  /** From 1. */
  readonly iteration: number;
  readonly energy: number;
  /** Change from the iteration before, Eh; NaN in the first. */
  readonly change: number;
  /** Largest element of the orbital gradient, Eh. */
  readonly error: number;
}

/** Where iterations start: from occupied orbitals, one per row over the basis functions, or from a density alone. */
export type ScfStart =
  | { readonly kind: "orbitals"; readonly alpha: Float64Array; readonly beta: Float64Array }
  | { readonly kind: "density"; readonly densities: SpinDensities };

/** Where iterations ended. */
export interface ScfOutcome {
  readonly converged: boolean;
  readonly progress: ScfProgress;
  readonly evaluation: FockEvaluation;
  /** Densities to which energy and Fock matrices belong. */
  readonly densities: SpinDensities;
  /** Occupied orbitals of those densities, one per row over the functions. */
  readonly occupied: SpinMatrices;
  /** Lowest virtual minus highest occupied orbital energy of one spin, Eh; infinite without virtual orbitals. */
  readonly gap: number;
  /** What DIIS remembers, if it was at work. */
  readonly diis?: Diis | undefined;
}

/** Called after every iteration; may throw to stop. Awaited when it returns a promise. */
export type ScfWatch = (progress: ScfProgress) => void | Promise<void>;

/** Occupied orbitals over the orthonormal vectors, and how a temperature filled them. */
interface Filling {
  readonly occupied: SpinMatrices;
  readonly thermal?: ThermalFilling;
}

/** Orbitals of the iterations over the orthonormal basis, a row each; M×M per set. */
type OrbitalRows = readonly Float64Array[];

/**
 * Roothaan–Hall iterations with DIIS, level shift (Saunders & Hillier 1973, doi:10.1002/qua.560070407) and damping, until
 * energy change and orbital gradient are below their thresholds. Does not throw when they are not reached.
 *
 * @param earlier - Fock matrices of iterations that led to the start; more are added
 */
export async function iterateScf(
  problem: ScfProblem,
  start: ScfStart,
  settings: ScfSettings,
  watch: ScfWatch,
  earlier?: Diis,
): Promise<ScfOutcome> {
  const core = coreHamiltonian(problem);
  const diisStart = settings.diisStart ?? (settings.damping > 0 ? DAMPED_DIIS_START : Number.POSITIVE_INFINITY);
  let diis = earlier;
  const adiis = settings.adiis === true ? new Adiis(DIIS_SIZE) : undefined;
  let filling: Filling =
    start.kind === "orbitals" ? { occupied: toOrthonormal(problem, start) } : guessed(problem, core, start.densities);
  let previousEnergy = Number.NaN;
  let previousFock: Float64Array | undefined;
  let bestError = Number.POSITIVE_INFINITY;
  let bestIteration = 0;
  let gap = Number.NaN;
  for (let iteration = 1; ; iteration++) {
    const { occupied, thermal } = filling;
    const aoOccupied = toFunctions(problem, occupied);
    const densities = densitiesOf(problem, aoOccupied);
    const evaluation = evaluateFock(problem, core, densities, thermal?.entropy);
    const { energy } = evaluation;
    const { focks, projectors, error } = fockAndError(problem, evaluation.fock, occupied);
    if (thermal !== undefined) addScaled(error, occupationError(problem, focks, thermal), 1);
    const largest = maxAbs(error);
    const progress = { iteration, energy, change: energy - previousEnergy, error: largest };
    await watch(progress);

    const converged = Math.abs(progress.change) <= settings.energyTolerance && largest <= settings.gradientTolerance;
    if (largest < 0.9 * bestError) {
      bestError = largest;
      bestIteration = iteration;
    }
    if (diis === undefined) bestIteration = iteration;
    const stalled = iteration - bestIteration >= STALL;
    if (converged || stalled || iteration >= settings.maxIterations || !Number.isFinite(energy)) {
      return { converged, progress, evaluation, densities, occupied: aoOccupied, gap, diis };
    }
    previousEnergy = energy;

    let mixed = focks;
    if (adiis !== undefined) {
      diis ??= new Diis(DIIS_SIZE);
      mixed = diis.extrapolate(focks, error);
      const downhill = adiis.extrapolate(focks, densities, evaluation.fock);
      // Garza & Scuseria (2012), doi:10.1063/1.4740249: from one to the other as the gradient falls.
      const share = largest < PURE_DIIS ? 0 : Math.min(1, largest / PURE_ADIIS);
      mixed = mixed.map((value, i) => (1 - share) * value + share * downhill[i]);
    } else if (largest < diisStart) {
      diis ??= new Diis(DIIS_SIZE);
      mixed = diis.extrapolate(focks, error);
    } else {
      diis = undefined;
      const last = previousFock;
      if (last !== undefined) mixed = focks.map((f, i) => (1 - settings.damping) * f + settings.damping * last[i]);
    }
    previousFock = mixed;
    const sets = shifted(problem, mixed, projectors, settings.levelShift);
    const { rows, values } = diagonalise(problem, sets);
    gap = orbitalGap(problem, values) - settings.levelShift;
    filling = filled(problem, rows, values);
  }
}

/** Lowest orbitals of the Fock matrices of a density that need not come from orbitals; spins share their mean but in UHF. */
function guessed(problem: ScfProblem, core: Float64Array, densities: SpinDensities): Filling {
  const { alpha, beta } = orthonormalFock(problem, evaluateFock(problem, core, densities).fock);
  const sets = problem.reference === "uhf" ? [alpha, beta] : [alpha.map((value, i) => 0.5 * (value + beta[i]))];
  const { rows, values } = diagonalise(problem, sets);
  return filled(problem, rows, values);
}

/** Splits Fock matrices held in a row into their sets and raises the virtual space of each by the level shift. */
function shifted(
  { basis }: ScfProblem,
  focks: Float64Array,
  projectors: readonly Float64Array[],
  levelShift: number,
): Float64Array[] {
  const m = basis.size;
  return projectors.map((projector, s) => {
    const matrix = focks.slice(s * m * m, (s + 1) * m * m);
    if (levelShift !== 0) {
      for (let i = 0; i < matrix.length; i++) matrix[i] -= levelShift * projector[i];
      for (let i = 0; i < m; i++) matrix[i * m + i] += levelShift;
    }
    return matrix;
  });
}

function diagonalise(
  { algebra, basis }: ScfProblem,
  sets: readonly Float64Array[],
): { rows: OrbitalRows; values: readonly Float64Array[] } {
  const solved = sets.map((matrix) => algebra.eigen(matrix, basis.size));
  return { rows: solved.map(({ vectors }) => vectors), values: solved.map(({ values }) => values) };
}

/** The lowest orbitals of each set, or those that the temperature fills. */
function filled(problem: ScfProblem, rows: OrbitalRows, energies: readonly Float64Array[]): Filling {
  const { counts, basis, reference, temperature } = problem;
  if (temperature > 0) {
    const thermal = thermalFilling(problem, rows, energies);
    return { occupied: thermal.occupied, thermal };
  }
  const alpha = rows[0].subarray(0, counts.alpha * basis.size);
  if (reference === "rhf") return { occupied: { alpha, beta: alpha } };
  const beta = (reference === "uhf" ? rows[1] : rows[0]).subarray(0, counts.beta * basis.size);
  return { occupied: { alpha, beta } };
}

function orbitalGap({ counts, basis, reference }: ScfProblem, values: readonly Float64Array[]): number {
  const gapAt = (energies: Float64Array, count: number): number =>
    count > 0 && count < basis.size ? energies[count] - energies[count - 1] : Number.POSITIVE_INFINITY;
  if (reference === "uhf") return Math.min(gapAt(values[0], counts.alpha), gapAt(values[1], counts.beta));
  return gapAt(values[0], counts.alpha);
}
