import { fermiOccupations } from "@qmmm/gto";
import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import { type ChargeInteraction, Multipoles } from "../energy/multipoles.js";
import type { Hamiltonian } from "../hamiltonian.js";
import type { ChargeResponse } from "./charge-response.js";
import {
  type AlgebraKernels,
  type EigenOrbitals,
  type GeneralisedEigenproblem,
  symmetricProduct,
} from "./generalised-eigenproblem.js";
import type { SecantMixer } from "./secant-mixer.js";

/** Occupations below this leave no trace in a density. */
const NEGLIGIBLE = 1e-16;
/** Orbitals computed above the highest filled one: a few, and a share of all. They are rarely occupied at all. */
const SPARE = 4;
const SPARE_SHARE = 0.02;

/** Everything that determines the charges at one geometry. */
export interface SelfConsistencyProblem {
  readonly algebra: AlgebraKernels;
  readonly shells: TightBindingShells;
  readonly hamiltonian: Hamiltonian;
  readonly eigenproblem: GeneralisedEigenproblem;
  readonly interactions: readonly ChargeInteraction[];
  readonly response: ChargeResponse;
  /** Electrons of each spin. */
  readonly electrons: { readonly alpha: number; readonly beta: number };
  /** Electronic temperature, Eh. */
  readonly temperature: number;
}

/** How far and how carefully to iterate. */
export interface SelfConsistencyPlan {
  /** Largest change of a charge, dipole or quadrupole in atomic units. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly damping: number;
}

/** A density and what it means. */
export interface ElectronicState extends EigenOrbitals {
  /** Occupations of the orbitals by α and by β electrons, 0 to 1. */
  readonly occupations: { readonly alpha: Float64Array; readonly beta: Float64Array };
  /** −T·S, Eh. */
  readonly entropy: number;
  readonly density: Float64Array;
  readonly multipoles: Multipoles;
}

/** Where an iteration stands. */
export interface SelfConsistencyProgress {
  /** From 1. */
  readonly iteration: number;
  /** Electronic energy, Eh. */
  readonly energy: number;
  /** Change from the iteration before, Eh; NaN in the first. */
  readonly change: number;
  /** Largest change of a multipole. */
  readonly error: number;
}

/** Result of the iterations. */
export interface SelfConsistencyResult {
  readonly state: ElectronicState;
  readonly converged: boolean;
  readonly iterations: number;
  readonly error: number;
}

/** Energies of the interactions, Eh, and the potential that they make together. */
export interface InteractionEnergies {
  readonly terms: Readonly<Record<string, number>>;
  readonly sum: number;
  readonly potential: Multipoles;
}

/** Energies and potential of all interactions at given multipoles. */
export function interactionEnergies(
  interactions: readonly ChargeInteraction[],
  shells: TightBindingShells,
  multipoles: Multipoles,
): InteractionEnergies {
  const potential = new Multipoles(shells.basis.shellCount, multipoles.dipole.length / 3);
  const terms: Record<string, number> = {};
  let sum = 0;
  for (const interaction of interactions) {
    const energy = interaction.energy(multipoles, potential);
    terms[interaction.name] = (terms[interaction.name] ?? 0) + energy;
    sum += energy;
  }
  return { terms, sum, potential };
}

/**
 * Iterates charges and multipoles to self-consistency.
 *
 * @param start - first guess; not modified
 * @param mixer - with what it learned from similar problems
 * @param watch - called after each iteration; may wait or throw
 */
export async function iterate(
  problem: SelfConsistencyProblem,
  plan: SelfConsistencyPlan,
  start: Multipoles,
  mixer: SecantMixer,
  watch: (progress: SelfConsistencyProgress) => Promise<void> | undefined,
): Promise<SelfConsistencyResult> {
  const { interactions, response, shells } = problem;
  mixer.begin((residual) => response.step(residual, plan.damping), start.all.length);
  const input = new Multipoles(shells.basis.shellCount, start.dipole.length / 3);
  input.all.set(start.all);
  let before = Number.NaN;
  for (let iteration = 1; ; iteration++) {
    const { potential, sum } = interactionEnergies(interactions, shells, input);
    const state = electronicState(problem, potential);
    const residual = state.multipoles.all.map((value, k) => value - input.all[k]);
    let error = 0;
    for (const value of residual) error = Math.max(error, Math.abs(value));
    const energy = sum + problem.hamiltonian.bandEnergy(state.density) + state.entropy;
    const waiting = watch({ iteration, energy, change: energy - before, error });
    before = energy;
    if (waiting !== undefined) await waiting;
    const converged = error <= plan.tolerance;
    if (converged || iteration >= plan.maxIterations || Number.isNaN(error)) {
      return { state, converged, iterations: iteration, error };
    }
    input.all.set(mixer.next(input.all, residual));
  }
}

/** The state of the electrons in a potential of charges and multipoles, with `count` orbitals or as many as are occupied. */
export function electronicState(
  problem: SelfConsistencyProblem,
  potential: Multipoles,
  count: number = mostlyEnough(problem),
): ElectronicState {
  const { eigenproblem, electrons, hamiltonian, shells, temperature } = problem;
  const n = shells.basis.functionCount;
  const matrix = new Float64Array(n * n);
  hamiltonian.fill(matrix, potential);
  const found = eigenproblem.solve(matrix, count);
  const { energies } = found;
  const alpha = fermiOccupations(energies, electrons.alpha, temperature);
  const beta = electrons.beta === electrons.alpha ? alpha : fermiOccupations(energies, electrons.beta, temperature);
  if (count < n && alpha.values[count] > NEGLIGIBLE) return electronicState(problem, potential, n);
  const occupations = { alpha: alpha.values, beta: beta.values };
  const density = weightedDensity(
    problem,
    found,
    alpha.values.map((value, k) => value + beta.values[k]),
  );
  return {
    ...found,
    occupations,
    entropy: alpha.entropy + beta.entropy,
    density,
    multipoles: hamiltonian.multipoles(density),
  };
}

function mostlyEnough({ electrons, shells }: SelfConsistencyProblem): number {
  const n = shells.basis.functionCount;
  return Math.min(n, electrons.alpha + SPARE + Math.ceil(SPARE_SHARE * n));
}

/** Σ_k weight_k·C_k·C_kᵀ over the orbitals that are there; fresh. */
export function weightedDensity(
  { algebra, shells }: Pick<SelfConsistencyProblem, "algebra" | "shells">,
  { count, orbitals }: EigenOrbitals,
  weights: Float64Array,
): Float64Array {
  const n = shells.basis.functionCount;
  const used: number[] = [];
  for (let k = 0; k < count; k++) if (Math.abs(weights[k]) > NEGLIGIBLE) used.push(k);
  const inner = used.length;
  const left = new Float64Array(n * inner);
  const right = new Float64Array(n * inner);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < inner; c++) {
      const value = orbitals[i * count + used[c]];
      left[i * inner + c] = value;
      right[i * inner + c] = weights[used[c]] * value;
    }
  }
  return symmetricProduct(algebra.multiply, left, right, n, inner);
}
