import type { ChargeModel, Molecule, Orbitals, QmSolution, QmWant } from "@qmmm/core";
import { canonicalOrbitals } from "./canonical-orbitals.js";
import { addScaled } from "./linear-algebra/matrices.js";
import { type MoleculeInField, totalDensity } from "./molecule-in-field.js";
import { addNuclearPotential } from "./nuclear-interactions.js";
import { fitCharges, merzKollmanPoints } from "./properties/esp-charges.js";
import { moldenText } from "./properties/molden.js";
import { chargeMoments } from "./properties/moments.js";
import { loewdinPopulations, mullikenPopulations } from "./properties/populations.js";
import { spinSquared } from "./properties/spin.js";
import type { ScfOutcome } from "./scf-iterations.js";
import type { ScfKernels } from "./scf-kernels.js";
import type { ScfProblem } from "./scf-problem.js";

type PropertyKey = "charges" | "dipole" | "quadrupole" | "potentialAt" | "spin" | "orbitals";

/** Properties of a converged field, each computed only when wanted. */
export class SolutionProperties {
  private readonly density: Float64Array;

  constructor(
    private readonly kernels: ScfKernels,
    private readonly molecule: Molecule,
    private readonly place: MoleculeInField,
    private readonly problem: ScfProblem,
    private readonly outcome: ScfOutcome,
  ) {
    this.density = totalDensity(outcome.densities);
  }

  /** What the caller wants beside energy and forces. */
  wanted(want: QmWant): Pick<QmSolution, PropertyKey> {
    const moments =
      want.dipole === true || want.quadrupole === true
        ? chargeMoments(this.kernels.multipoles, this.place.basis, this.place.charges, this.place.nuclei, this.density)
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
    const { basis, charges, nuclei } = this.place;
    const { overlap, algebra } = this.problem;
    switch (model) {
      case "mulliken":
        return subtracted(charges, mullikenPopulations(this.density, overlap, basis));
      case "loewdin":
        return subtracted(charges, loewdinPopulations(algebra, this.density, overlap, basis));
      case "esp": {
        const points = merzKollmanPoints(this.molecule.elements, nuclei);
        const { potential } = this.potentialAt(points);
        return fitCharges(this.molecule.elements, nuclei, points, potential, this.molecule.charge);
      }
    }
  }

  private potentialAt(points: Float64Array): { potential: Float64Array; field: Float64Array } {
    const { basis, charges, nuclei } = this.place;
    const potential = new Float64Array(points.length / 3);
    const field = new Float64Array(points.length);
    this.kernels.electronPotential(potential, field, basis, nuclei, points, null, this.density);
    addNuclearPotential(potential, field, charges, nuclei, points);
    return { potential, field };
  }

  private spin(): { populations: Float64Array; s2: number } {
    const { densities } = this.outcome;
    const { algebra, overlap, counts, basis } = this.problem;
    const difference = densities.alpha.slice();
    addScaled(difference, densities.beta, -1);
    return {
      populations: mullikenPopulations(difference, overlap, this.place.basis),
      s2: spinSquared(algebra, densities, overlap, counts, basis.functionCount),
    };
  }

  private orbitals(): Orbitals {
    const { counts, reference, basis } = this.problem;
    const sets = canonicalOrbitals(this.problem, this.outcome.evaluation.fock, this.outcome.occupied).map(
      (set, index) => {
        const spin = index === 0 ? ("Alpha" as const) : ("Beta" as const);
        const occupations = Float64Array.from({ length: basis.size }, (_, k) =>
          reference === "uhf"
            ? Number(k < (index === 0 ? counts.alpha : counts.beta))
            : Number(k < counts.alpha) + Number(k < counts.beta),
        );
        return { ...set, occupations, spin };
      },
    );
    const molden = moldenText(this.molecule.elements, this.place.nuclei, this.place.basis, sets);
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
