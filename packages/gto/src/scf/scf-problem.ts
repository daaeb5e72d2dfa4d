import type { SpinDensities } from "../integrals/contracts.js";
import type { ElectronCounts, SpinReference } from "./electron-counts.js";
import type { FockContribution, SpinMatrices } from "./fock-contribution.js";
import { dot, type MatrixAlgebra } from "./linear-algebra/matrices.js";
import type { OrthonormalBasis } from "./orthonormal-basis.js";

/** A one-electron operator: its energy is Σ P·matrix. */
export interface OneElectronTerm {
  readonly name: string;
  /** N×N row-major, symmetric. */
  readonly matrix: Float64Array;
}

/** One molecule at one geometry in one field, ready to be made self-consistent. */
export interface ScfProblem {
  readonly algebra: MatrixAlgebra;
  readonly reference: SpinReference;
  readonly counts: ElectronCounts;
  /** kT of the electrons, Eh; at 0 the lowest orbitals are filled. */
  readonly temperature: number;
  /** Overlap, N×N. */
  readonly overlap: Float64Array;
  readonly basis: OrthonormalBasis;
  readonly oneElectron: readonly OneElectronTerm[];
  readonly contributions: readonly FockContribution[];
  /** Energies, Eh, that do not depend on the electrons. */
  readonly constantTerms: Readonly<Record<string, number>>;
}

/** The part of a problem that gives energies of densities. */
export type EnergyProblem = Pick<
  ScfProblem,
  "reference" | "temperature" | "overlap" | "oneElectron" | "contributions" | "constantTerms"
>;

/** Energy and Fock matrices of a pair of densities. */
export interface FockEvaluation {
  /** N×N; one array for both spins of a closed shell. */
  readonly fock: SpinMatrices;
  readonly terms: Readonly<Record<string, number>>;
  /** Sum of the terms, Eh. */
  readonly energy: number;
}

/** The sum of the one-electron operators, N×N, fresh. */
export function coreHamiltonian(problem: EnergyProblem): Float64Array {
  const core = new Float64Array(problem.overlap.length);
  for (const { matrix } of problem.oneElectron) for (let i = 0; i < core.length; i++) core[i] += matrix[i];
  return core;
}

/** Fock matrices and energy terms at given densities; `core` is {@link coreHamiltonian}, `entropy` −T·S of the occupations, Eh. */
export function evaluateFock(
  problem: EnergyProblem,
  core: Float64Array,
  densities: SpinDensities,
  entropy = 0,
): FockEvaluation {
  const alpha = core.slice();
  const fock = { alpha, beta: problem.reference === "rhf" ? alpha : core.slice() };
  const terms: Record<string, number> = { ...problem.constantTerms };
  for (const { name, matrix } of problem.oneElectron) {
    terms[name] = dot(densities.alpha, matrix) + dot(densities.beta, matrix);
  }
  for (const contribution of problem.contributions) contribution.add(fock, densities, terms);
  if (problem.temperature > 0) terms.entropy = entropy;
  let energy = 0;
  for (const value of Object.values(terms)) energy += value;
  return { fock, terms, energy };
}
