import type {
  FockContribution,
  GaussianBasis,
  GridKernels,
  GridOrbitals,
  GridRecipe,
  MolecularGrid,
  SpinDensities,
  SpinMatrices,
} from "@qmmm/gto";
import { molecularGrid } from "@qmmm/gto";
import { FunctionalOnGrid } from "./functional-on-grid.js";
import type { Functional } from "./functionals/functional.js";

/** The kernels of numerical integration. */
export interface IntegrationKernels {
  readonly shares: GridKernels["gto/partitionShares"];
  readonly sharesGradient: GridKernels["gto/partitionGradient"];
  readonly orbitals: GridKernels["gto/gridOrbitals"];
}

/** What energies of densities are integrated with. */
export interface IntegrationParts {
  readonly kernels: IntegrationKernels;
  readonly recipe: GridRecipe;
  readonly elements: Uint8Array;
  readonly basis: GaussianBasis;
  /** Bytes that values of basis functions may take. */
  readonly memory: number;
  /** A coarser grid for iterations far from the solution. */
  readonly roughRecipe?: GridRecipe | undefined;
}

/** The same with the functional. */
export interface ExchangeCorrelationParts extends IntegrationParts {
  readonly functional: Functional;
}

/**
 * The semilocal energy of exchange and correlation by quadrature, E = Σ w_p e(ρ_p, …). Its forces are exact derivatives of
 * that sum, those of the weights included: Johnson, Gill & Pople, J. Chem. Phys. 98, 5612 (1993), doi:10.1063/1.464906.
 */
export class ExchangeCorrelation implements FockContribution {
  private readonly grid: MolecularGrid;
  private readonly orbitals: GridOrbitals;
  private readonly onGrid: FunctionalOnGrid;
  private last: readonly Float64Array[] | undefined;

  /** @param nuclei - positions, a0 */
  constructor(
    private readonly parts: ExchangeCorrelationParts,
    private readonly nuclei: Float64Array,
  ) {
    const { kernels, recipe, elements, basis, functional, memory } = parts;
    this.grid = molecularGrid(kernels.shares, recipe, elements, nuclei);
    this.orbitals = kernels.orbitals(basis, nuclei, this.grid, memory);
    this.onGrid = new FunctionalOnGrid(functional, this.grid.weights);
  }

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    const { onGrid, orbitals } = this;
    const closed = fock.beta === fock.alpha;
    this.place(densities, closed);
    terms.exchangeCorrelation = onGrid.energy;
    orbitals.addPotentials(spins(fock, closed), onGrid.derivatives);
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { onGrid, orbitals, parts, grid } = this;
    const closed = densities.beta === densities.alpha;
    this.place(densities, closed);
    const own = new Float64Array(gradient.length);
    orbitals.addGradient(own, spins(densities, closed), onGrid.derivatives);
    // A closed shell has the other spin's part too.
    const factor = closed ? 2 : 1;
    for (let i = 0; i < gradient.length; i++) gradient[i] += factor * own[i];
    const factors = grid.atomicWeights.map((weight, p) => weight * onGrid.energies[p]);
    parts.kernels.sharesGradient(gradient, grid.partition, this.nuclei, grid.points, grid.parents, factors);
  }

  addResponse(fock: SpinMatrices, changes: SpinDensities): void {
    const { onGrid, orbitals } = this;
    const closed = fock.beta === fock.alpha;
    const matrices = spins(changes, closed);
    const change = onGrid.emptyDensities(matrices.length);
    orbitals.densities(change, matrices);
    orbitals.addPotentials(spins(fock, closed), onGrid.respond(change));
  }

  rough(): FockContribution | undefined {
    const { roughRecipe, ...parts } = this.parts;
    return roughRecipe === undefined
      ? undefined
      : new ExchangeCorrelation({ ...parts, recipe: roughRecipe }, this.nuclei);
  }

  /** Evaluates the functional at a density, unless it was the last. */
  private place(densities: SpinDensities, closed: boolean): void {
    const { last, onGrid } = this;
    const matrices = spins(densities, closed);
    if (last?.length === matrices.length && matrices.every((matrix, s) => matrix === last[s])) return;
    const values = onGrid.emptyDensities(matrices.length);
    this.orbitals.densities(values, matrices);
    onGrid.evaluate(values);
    this.last = matrices;
  }
}

/** One matrix for a closed shell, else both. */
function spins({ alpha, beta }: SpinMatrices, closed: boolean): readonly Float64Array[] {
  return closed ? [alpha] : [alpha, beta];
}
