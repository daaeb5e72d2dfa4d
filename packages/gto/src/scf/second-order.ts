import { canonicalOrbitals } from "./canonical-orbitals.js";
import { fockAndError } from "./fock-and-error.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { dot, maxAbs } from "./linear-algebra/matrices.js";
import { spaceSizes } from "./orbital-hessian.js";
import { densitiesOf, type OrbitalSet, toOrthonormal } from "./orbital-space.js";
import { type OrbitalSurface, orbitalSurface, orbitalsAfter } from "./orbital-surface.js";
import type { ScfOutcome, ScfProgress, ScfSettings, ScfWatch } from "./scf-iterations.js";
import { coreHamiltonian, evaluateFock, type FockEvaluation, type ScfProblem } from "./scf-problem.js";

/** Norm of the first rotation at most, and of any, rad. */
const FIRST_TRUST = 0.3;
const LARGEST_TRUST = 1;
const SMALLEST_TRUST = 1e-5;
/** Products with the Hessian per step at most. */
const MICRO_ITERATIONS = 30;
/** Curvatures of the preconditioner are at least this, Eh. */
const SMALLEST_CURVATURE = 0.1;

/** A point on the energy surface of the orbitals. */
interface Point {
  /** Occupied orbitals over the functions. */
  readonly occupied: SpinMatrices;
  readonly evaluation: FockEvaluation;
  readonly largest: number;
}

/**
 * Minimises the energy over rotations of the orbitals with a trust region: each step approximately minimises the quadratic
 * model by conjugate gradients, follows negative curvature to the edge of the region (Steihaug 1983, doi:10.1137/0720042), and is taken
 * only when the energy falls. For fields whose contributions respond. Such methods for self-consistent fields: Bacskay 1981,
 * doi:10.1016/0301-0104(81)85156-7; Helmich-Paris 2021, doi:10.1063/5.0040798.
 *
 * @param start - occupied orbitals over the functions, orthonormal
 */
export async function minimiseOverRotations(
  problem: ScfProblem,
  start: SpinMatrices,
  settings: ScfSettings,
  watch: ScfWatch,
): Promise<ScfOutcome> {
  const core = coreHamiltonian(problem);
  const symmetry = problem.reference === "uhf" ? "uhf" : "singlet";
  // dE = 2·weight·g·κ: a closed shell rotates both spins at once.
  const weight = problem.reference === "rhf" ? 2 : 1;
  let here = pointAt(problem, core, start);
  let trust = FIRST_TRUST;
  let change = Number.NaN;
  for (let iteration = 1; ; iteration++) {
    const progress: ScfProgress = { iteration, energy: here.evaluation.energy, change, error: here.largest };
    await watch(progress);
    const sets = canonicalOrbitals(problem, here.evaluation.fock, here.occupied);
    const converged = Math.abs(change) <= settings.energyTolerance && here.largest <= settings.gradientTolerance;
    if (converged || iteration >= settings.maxIterations || trust < SMALLEST_TRUST) {
      const { occupied, evaluation } = here;
      const densities = densitiesOf(problem, occupied);
      return { converged, progress, evaluation, densities, occupied, gap: gapOf(problem, sets) };
    }
    const surface = orbitalSurface(problem, sets, here.evaluation.fock, symmetry);
    const { step, model } = trustedStep(surface, trust);
    const next = rotated(problem, core, surface, step);
    const actual = next === undefined ? Number.POSITIVE_INFINITY : next.evaluation.energy - here.evaluation.energy;
    const ratio = actual / (weight * model);
    // Near the solution the energy no longer tells: its last digits are noise.
    const noise = 1e-12 * Math.abs(here.evaluation.energy);
    if (next === undefined || actual > noise) {
      trust = 0.25 * Math.min(trust, Math.sqrt(dot(step, step)));
      continue;
    }
    if (ratio < 0.25 && Math.abs(actual) > noise) trust *= 0.5;
    else if (ratio > 0.75) trust = Math.min(2 * trust, LARGEST_TRUST);
    change = actual;
    here = next;
  }
}

function pointAt(problem: ScfProblem, core: Float64Array, occupied: SpinMatrices): Point {
  const evaluation = evaluateFock(problem, core, densitiesOf(problem, occupied));
  const { error } = fockAndError(problem, evaluation.fock, toOrthonormal(problem, occupied));
  return { occupied, evaluation, largest: maxAbs(error) };
}

/** Where a rotation of the orbitals leads; undefined when it takes them out of their space. */
function rotated(
  problem: ScfProblem,
  core: Float64Array,
  surface: OrbitalSurface,
  step: Float64Array,
): Point | undefined {
  const moved = orbitalsAfter(problem, surface, step);
  return moved === undefined ? undefined : pointAt(problem, core, moved);
}

/**
 * Minimises the model 2g·κ + κ·H·κ within |κ| ≤ `radius` by preconditioned conjugate gradients.
 *
 * @returns the rotation κ and the model's value there
 */
function trustedStep(surface: OrbitalSurface, radius: number): { readonly step: Float64Array; readonly model: number } {
  const { gradient, diagonal } = surface;
  const n = gradient.length;
  const step = new Float64Array(n);
  const image = new Float64Array(n);
  const residual = gradient.map((value) => -value);
  const preconditioned = (r: Float64Array) => r.map((value, i) => value / Math.max(diagonal[i], SMALLEST_CURVATURE));
  const norm = Math.sqrt(dot(gradient, gradient));
  const tolerance = norm * Math.min(0.1, Math.sqrt(norm));
  let z = preconditioned(residual);
  let direction = z.slice();
  let product = dot(residual, z);
  const moveBy = (length: number, hessian: Float64Array): void => {
    for (let i = 0; i < n; i++) {
      step[i] += length * direction[i];
      image[i] += length * hessian[i];
    }
  };
  for (let micro = 0; micro < MICRO_ITERATIONS && Math.sqrt(dot(residual, residual)) > tolerance; micro++) {
    const hessian = surface.multiply(direction);
    const curvature = dot(direction, hessian);
    const edge = lengthToEdge(step, direction, radius);
    if (!(curvature > 0) || product / curvature >= edge) {
      moveBy(edge, hessian);
      break;
    }
    const length = product / curvature;
    moveBy(length, hessian);
    for (let i = 0; i < n; i++) residual[i] -= length * hessian[i];
    z = preconditioned(residual);
    const next = dot(residual, z);
    const beta = next / product;
    product = next;
    direction = z.map((value, i) => value + beta * direction[i]);
  }
  return { step, model: 2 * dot(gradient, step) + dot(step, image) };
}

/** The positive t with |step + t·direction| = radius. */
function lengthToEdge(step: Float64Array, direction: Float64Array, radius: number): number {
  const a = dot(direction, direction);
  const b = dot(step, direction);
  const c = dot(step, step) - radius * radius;
  return (-b + Math.sqrt(Math.max(b * b - a * c, 0))) / a;
}

function gapOf(problem: ScfProblem, sets: readonly OrbitalSet[]): number {
  const gaps = sets.map(({ energies }, s) => {
    const [occupied, virtual] = spaceSizes(problem, s);
    return occupied > 0 && virtual > 0 ? energies[occupied] - energies[occupied - 1] : Number.POSITIVE_INFINITY;
  });
  return Math.min(...gaps);
}
