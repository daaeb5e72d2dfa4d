import type { Molecule, QmSolution, QmWant } from "@qmmm/core";
import type { Surroundings } from "../field/surroundings.js";
import {
  type ElectronicState,
  electronicState,
  interactionEnergies,
  type SelfConsistencyProblem,
} from "../scc/self-consistency.js";
import { bondOrders } from "./bond-orders.js";
import { moleculeDipole, secondMoments } from "./moments.js";
import { orbitalsOf } from "./orbitals.js";
import { spinDensity, spinPopulations } from "./spin.js";

/** Where a solution stands. */
interface SolvedAt {
  readonly nuclei: Float64Array;
  readonly problem: SelfConsistencyProblem;
  readonly surroundings: Surroundings;
}

/** The properties that are wanted of a solution; Mulliken's are the only charges. */
export function wantedProperties(
  { nuclei, problem, surroundings }: SolvedAt,
  state: ElectronicState,
  { multiplicity }: Molecule,
  want: QmWant,
): Pick<QmSolution, "charges" | "dipole" | "quadrupole" | "potentialAt" | "spin" | "orbitals" | "bondOrders"> {
  const { algebra, hamiltonian, shells } = problem;
  const { density, multipoles } = state;
  return {
    ...(want.charges !== undefined && { charges: multipoles.atomCharges(shells) }),
    ...(want.dipole === true && { dipole: moleculeDipole(shells, nuclei, multipoles) }),
    ...(want.quadrupole === true && {
      quadrupole: secondMoments(shells, nuclei, multipoles, hamiltonian.secondMoments(density)),
    }),
    ...(want.potentialAt !== undefined && { potentialAt: surroundings.potentialAt(want.potentialAt, multipoles) }),
    ...(want.spin === true && { spin: spinPopulations(problem, hamiltonian.overlap, state, multiplicity) }),
    ...(want.orbitals === true && { orbitals: orbitalsOf(shells, nuclei, withEmptyOrbitals(problem, state)) }),
    ...(want.bondOrders === true && {
      bondOrders: bondOrders(algebra, shells, hamiltonian.overlap, [
        density,
        ...(multiplicity === 1 ? [] : [spinDensity(problem, state)]),
      ]),
    }),
  };
}

/** The same state with all orbitals, the empty ones too. */
function withEmptyOrbitals(problem: SelfConsistencyProblem, { multipoles }: ElectronicState): ElectronicState {
  const { potential } = interactionEnergies(problem.interactions, problem.shells, multipoles);
  return electronicState(problem, potential, problem.shells.basis.functionCount);
}
