import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import { type ChargeInteraction, Multipoles } from "../energy/multipoles.js";
import type { Hamiltonian } from "../hamiltonian.js";
import { BroydenMixer } from "./broyden-mixer.js";
import { fermiOccupations } from "./fermi-occupations.js";
import type { AlgebraKernels, EigenOrbitals, GeneralisedEigenproblem } from "./generalised-eigenproblem.js";

/** Occupations below this leave no trace in a density. */
const NEGLIGIBLE = 1e-16;

/** Everything that determines the charges at one geometry. */
export interface SelfConsistencyProblem {
  readonly algebra: AlgebraKernels;
  readonly shells: TightBindingShells;
  readonly hamiltonian: Hamiltonian;
  readonly eigenproblem: GeneralisedEigenproblem;
  readonly interactions: readonly ChargeInteraction[];
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
 * @param watch - called after each iteration; may wait or throw
 */
export async function iterate(
  problem: SelfConsistencyProblem,
  plan: SelfConsistencyPlan,
  start: Multipoles,
  watch: (progress: SelfConsistencyProgress) => Promise<void> | undefined,
): Promise<SelfConsistencyResult> {
  const { interactions, shells } = problem;
  const mixer = new BroydenMixer(plan.damping);
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

/** The state of the electrons in a potential of charges and multipoles. */
function electronicState(problem: SelfConsistencyProblem, potential: Multipoles): ElectronicState {
  const { eigenproblem, electrons, hamiltonian, shells, temperature } = problem;
  const n = shells.basis.functionCount;
  const matrix = new Float64Array(n * n);
  hamiltonian.fill(matrix, potential);
  const { energies, orbitals } = eigenproblem.solve(matrix);
  const alpha = fermiOccupations(energies, electrons.alpha, temperature);
  const beta = electrons.beta === electrons.alpha ? alpha : fermiOccupations(energies, electrons.beta, temperature);
  const occupations = { alpha: alpha.values, beta: beta.values };
  const density = weightedDensity(
    problem,
    orbitals,
    alpha.values.map((value, k) => value + beta.values[k]),
  );
  return {
    energies,
    orbitals,
    occupations,
    entropy: alpha.entropy + beta.entropy,
    density,
    multipoles: hamiltonian.multipoles(density),
  };
}

/** Σ_k weight_k·C_k·C_kᵀ; fresh. */
export function weightedDensity(
  { algebra, shells }: Pick<SelfConsistencyProblem, "algebra" | "shells">,
  orbitals: Float64Array,
  weights: Float64Array,
): Float64Array {
  const n = shells.basis.functionCount;
  const used: number[] = [];
  for (let k = 0; k < weights.length; k++) if (Math.abs(weights[k]) > NEGLIGIBLE) used.push(k);
  const rows = new Float64Array(used.length * n);
  const scaled = new Float64Array(used.length * n);
  used.forEach((k, row) => {
    for (let i = 0; i < n; i++) {
      const value = orbitals[k * n + i];
      rows[row * n + i] = value;
      scaled[row * n + i] = weights[k] * value;
    }
  });
  const out = new Float64Array(n * n);
  algebra.multiply(out, rows, scaled, n, used.length, n, true, false);
  return out;
}
