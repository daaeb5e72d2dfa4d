import type { ChargeModel, Molecule, Orbitals, QmSolution, QmWant } from "@qmmm/core";
import type { GridRecipe } from "../grid/grid-recipe.js";
import { molecularGrid } from "../grid/molecular-grid.js";
import { canonicalOrbitals } from "./canonical-orbitals.js";
import { fermiOccupations } from "./fermi-occupations.js";
import { addScaled } from "./linear-algebra/matrices.js";
import { type MoleculeInField, totalDensity } from "./molecule-in-field.js";
import { addNuclearPotential } from "./nuclear-interactions.js";
import { cm5Charges } from "./properties/cm5.js";
import { fitCharges, merzKollmanPoints } from "./properties/esp-charges.js";
import type { FreeAtoms } from "./properties/free-atoms.js";
import { hirshfeldCharges } from "./properties/hirshfeld.js";
import { moldenText } from "./properties/molden.js";
import { chargeMoments } from "./properties/moments.js";
import { loewdinPopulations, mullikenPopulations } from "./properties/populations.js";
import { spinSquared } from "./properties/spin.js";
import type { ScfOutcome } from "./scf-iterations.js";
import type { ScfKernels } from "./scf-kernels.js";
import type { ScfProblem } from "./scf-problem.js";

type PropertyKey = "charges" | "dipole" | "quadrupole" | "potentialAt" | "spin" | "orbitals";

/** A converged field with what its properties need. */
export interface SolvedMolecule {
  readonly kernels: ScfKernels;
  readonly molecule: Molecule;
  readonly place: MoleculeInField;
  readonly problem: ScfProblem;
  readonly outcome: ScfOutcome;
  readonly grid: GridRecipe;
  readonly freeAtoms: FreeAtoms;
}

/** Properties of a converged field, each computed only when wanted. */
export class SolutionProperties {
  private readonly density: Float64Array;

  constructor(private readonly solved: SolvedMolecule) {
    this.density = totalDensity(solved.outcome.densities);
  }

  /** What the caller wants beside energy and forces. */
  wanted(want: QmWant): Pick<QmSolution, PropertyKey> {
    const moments =
      want.dipole === true || want.quadrupole === true
        ? chargeMoments(
            this.solved.kernels.multipoles,
            this.solved.place.basis,
            this.solved.place.charges,
            this.solved.place.nuclei,
            this.density,
          )
        : undefined;
    return {
      ...(want.charges !== undefined && { charges: this.charges(want.charges) }),
      ...(want.dipole === true && { dipole: moments?.dipole }),
      ...(want.quadrupole === true && { quadrupole: moments?.quadrupole }),
      ...(want.potentialAt !== undefined && { potentialAt: this.potentialAt(want.potentialAt) }),
      ...(want.spin === true && { spin: this.spin() }),
      ...(want.orbitals === true && { orbitals: this.orbitals() }),
    };
  }

  private charges(model: ChargeModel): Float64Array {
    const { basis, charges, nuclei } = this.solved.place;
    const { overlap, algebra } = this.solved.problem;
    switch (model) {
      case "mulliken":
        return subtracted(charges, mullikenPopulations(this.density, overlap, basis));
      case "loewdin":
        return subtracted(charges, loewdinPopulations(algebra, this.density, overlap, basis));
      case "esp": {
        const points = merzKollmanPoints(this.solved.molecule.elements, nuclei);
        const { potential } = this.potentialAt(points);
        return fitCharges(this.solved.molecule.elements, nuclei, points, potential, this.solved.molecule.charge);
      }
      case "hirshfeld":
        return this.hirshfeld();
      case "cm5":
        return cm5Charges(this.solved.molecule.elements, nuclei, this.hirshfeld());
    }
  }

  private hirshfeld(): Float64Array {
    const { kernels, molecule, place, grid: recipe, freeAtoms } = this.solved;
    const { basis, nuclei } = place;
    const grid = molecularGrid(kernels.grid("gto/partitionShares"), recipe, molecule.elements, nuclei);
    const density = new Float64Array(grid.count);
    const orbitals = kernels.grid("gto/gridOrbitals")(basis, nuclei, grid, 0);
    orbitals.densities([{ density, gradient: null, kinetic: null }], [this.density]);
    return hirshfeldCharges(grid, density, freeAtoms.densities(), nuclei);
  }

  private potentialAt(points: Float64Array): { potential: Float64Array; field: Float64Array } {
    const { basis, charges, nuclei } = this.solved.place;
    const potential = new Float64Array(points.length / 3);
    const field = new Float64Array(points.length);
    this.solved.kernels.electronPotential(potential, field, basis, nuclei, points, null, this.density);
    addNuclearPotential(potential, field, charges, nuclei, points);
    return { potential, field };
  }

  private spin(): { populations: Float64Array; s2: number } {
    const { densities } = this.solved.outcome;
    const { algebra, overlap, counts, basis } = this.solved.problem;
    const difference = densities.alpha.slice();
    addScaled(difference, densities.beta, -1);
    return {
      populations: mullikenPopulations(difference, overlap, this.solved.place.basis),
      s2: spinSquared(algebra, densities, overlap, counts, basis.functionCount),
    };
  }

  private orbitals(): Orbitals {
    const { counts, reference, temperature } = this.solved.problem;
    const sets = canonicalOrbitals(
      this.solved.problem,
      this.solved.outcome.evaluation.fock,
      this.solved.outcome.occupied,
    ).map((set, index) => {
      const spin = index === 0 ? ("Alpha" as const) : ("Beta" as const);
      const ofSpin = (count: number) => fermiOccupations(set.energies, count, temperature).values;
      const occupations = ofSpin(index === 0 ? counts.alpha : counts.beta);
      if (reference !== "uhf") addScaled(occupations, ofSpin(counts.beta), 1);
      return { ...set, occupations, spin };
    });
    const molden = moldenText(this.solved.molecule.elements, this.solved.place.nuclei, this.solved.place.basis, sets);
    return {
      energies: sets.map(({ energies }) => energies),
      occupations: sets.map(({ occupations }) => occupations),
      ...(molden !== undefined && { molden }),
    };
  }
}

function subtracted(charges: Float64Array, populations: Float64Array): Float64Array {
  return charges.map((charge, a) => charge - populations[a]);
}
