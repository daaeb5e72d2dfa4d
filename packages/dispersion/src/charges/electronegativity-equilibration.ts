import type { Geometry } from "@qmmm/core";
import { CoordinationNumbers } from "../coordination/coordination-numbers.js";
import { COORDINATION_DEPENDENCE, ELECTRONEGATIVITY, HARDNESS, RADIUS } from "../data/eeq-2019.js";
import { SymmetricSolver } from "../numerics/symmetric-solver.js";
import type { PairForces } from "../pairs/pair-forces.js";
import { pairTable, type Species } from "../references/species.js";
import { ChargeInteractions } from "./charge-interactions.js";

/** Distance within which neighbours count for the electronegativities, a0, as in the reference programs. */
const COORDINATION_CUTOFF = 25;

/**
 * Atomic charges of DFT-D4: Gaussian charges of width a that minimise
 *
 *   Σ_i χ_i q_i + ½ Σ_i (η_i + √(2/π)/a_i) q_i² + Σ_{i<j} q_i q_j erf(r/√(a_i² + a_j²))/r
 *
 * at a given sum (in cells: with all images), with electronegativities χ_i = χ⁰ − κ√CN_i (Caldeweyher et al. 2019, doi:10.1063/1.5090222, section II C).
 */
export class ElectronegativityEquilibration {
  /** e; length N. */
  readonly charges: Float64Array;
  private readonly coordination: CoordinationNumbers;
  private readonly interactions: ChargeInteractions;
  private readonly solver: SymmetricSolver;
  /** Response of the charges to one more unit of Lagrange multiplier, A⁻¹·1, and its sum. */
  private readonly unit: Float64Array;
  private readonly unitSum: number;

  /**
   * @param totalCharge - e
   * @throws QmmmError `QMMM_DISPERSION_CHARGES` when they are not determined
   */
  constructor(
    private readonly species: Species,
    geometry: Geometry,
    totalCharge: number,
  ) {
    const { atomCount } = species;
    this.coordination = new CoordinationNumbers(species, "eeq", geometry, { cutoff: COORDINATION_CUTOFF, width: 0 });
    this.interactions = new ChargeInteractions(
      species,
      pairTable(species, (a, b) => 1 / Math.hypot(RADIUS[a]!, RADIUS[b]!)),
      geometry,
    );
    this.solver = new SymmetricSolver(this.quadraticForm(), atomCount);
    this.unit = this.solver.solve(new Float64Array(atomCount).fill(1));
    this.unitSum = this.unit.reduce((sum, value) => sum + value, 0);
    const electronegativities = this.ofAtoms(
      (z, i) => -ELECTRONEGATIVITY[z]! + COORDINATION_DEPENDENCE[z]! * Math.sqrt(this.coordination.values[i]!),
    );
    this.charges = this.constrained(electronegativities, totalCharge);
  }

  private ofAtoms(value: (z: number, atom: number) => number): Float64Array {
    const { of, elements } = this.species;
    return Float64Array.from(of, (s, atom) => value(elements[s]!, atom));
  }

  /** Matrix of the quadratic form, Eh/e²; lower triangle of N × N. */
  private quadraticForm(): Float64Array {
    const { of, atomCount, elements } = this.species;
    const matrix = new Float64Array(atomCount * atomCount);
    this.interactions.addTo(matrix);
    for (let i = 0; i < atomCount; i++) {
      const z = elements[of[i]!]!;
      matrix[i * atomCount + i]! += HARDNESS[z]! + Math.sqrt(2 / Math.PI) / RADIUS[z]!;
    }
    return matrix;
  }

  /** The vector with a given sum for which the matrix gives `right` up to a constant. */
  private constrained(right: Float64Array, sum: number): Float64Array {
    const x = this.solver.solve(right);
    const multiplier = (x.reduce((total, value) => total + value, 0) - sum) / this.unitSum;
    return x.map((value, i) => value - multiplier * this.unit[i]!);
  }

  /**
   * Adds what an energy owes to the atoms through the charges. One linear solve, whatever the number of atoms: with A·q = b,
   * the adjoint z of ∂E/∂q (A·z = ∂E/∂q up to a constant, Σz = 0) gives dE = z·(db − dA·q).
   *
   * @param derivative - ∂E/∂q, Eh/e; length N
   */
  addForces(derivative: Float64Array, out: PairForces): void {
    const adjoint = this.constrained(derivative, 0);
    this.interactions.addForces(adjoint, this.charges, out);
    // √CN of a lone atom has no derivative, and it feels nothing.
    const byCoordination = this.ofAtoms((z, i) => {
      const cn = this.coordination.values[i]!;
      return cn > 0 ? (adjoint[i]! * COORDINATION_DEPENDENCE[z]!) / (2 * Math.sqrt(cn)) : 0;
    });
    this.coordination.addForces(byCoordination, out);
  }
}
