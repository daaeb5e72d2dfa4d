import {
  type DensityOnGrid,
  type FockContribution,
  type GridOrbitals,
  type MolecularGrid,
  molecularGrid,
  type SpinDensities,
  type SpinMatrices,
} from "@qmmm/gto";
import type { IntegrationParts } from "../exchange-correlation.js";
import type { NonlocalKernels, NonlocalPoints } from "./contracts.js";
import { type LocalResponse, localResponse, type NonlocalParameters, nonlocalConstant } from "./local-response.js";

/** Points with a smaller density contribute nothing, a0⁻³. */
const SMALLEST_DENSITY = 1e-8;

/** The kernels of nonlocal correlation. */
export interface PairKernels {
  readonly sums: NonlocalKernels["dft/nonlocalSums"];
  readonly gradient: NonlocalKernels["dft/nonlocalGradient"];
}

/** A density with what pairs of its points make of it; arrays of points are those of the grid. */
interface Evaluated {
  readonly energy: number;
  /** ρ(β + F): what the weight of a point is worth, Eh/a0³. */
  readonly energies: Float64Array;
  /** ∂E/∂ρ and ∂E/∂∇ρ of either spin, weight included. */
  readonly derivatives: DensityOnGrid;
  readonly points: NonlocalPoints;
  /** Where those points stand in the grid. */
  readonly kept: Int32Array;
}

/**
 * The nonlocal correlation of VV10, Σ_i w_iρ_i(β + ½ Σ_j w_jρ_jΦ_ij) over all pairs of points of a grid of its own: Vydrov & Van
 * Voorhis, J. Chem. Phys. 133, 244103 (2010), doi:10.1063/1.3521275. Depends on the density of both spins together. Forces are
 * exact derivatives of that sum, those of weights and of points that move with their atoms included.
 */
export class NonlocalCorrelation implements FockContribution {
  private readonly grid: MolecularGrid;
  private readonly orbitals: GridOrbitals;
  private last: { readonly densities: SpinDensities; readonly evaluated: Evaluated } | undefined;

  /** @param nuclei - positions, a0 */
  constructor(
    private readonly parts: IntegrationParts,
    private readonly pairs: PairKernels,
    private readonly parameters: NonlocalParameters,
    private readonly nuclei: Float64Array,
  ) {
    const { kernels, recipe, elements, basis, memory } = parts;
    this.grid = molecularGrid(kernels.shares, recipe, elements, nuclei);
    this.orbitals = kernels.orbitals(basis, nuclei, this.grid, memory);
  }

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    const { energy, derivatives } = this.evaluated(densities);
    terms.nonlocalCorrelation = energy;
    const matrices = fock.beta === fock.alpha ? [fock.alpha] : [fock.alpha, fock.beta];
    this.orbitals.addPotentials(
      matrices,
      matrices.map(() => derivatives),
    );
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { orbitals, grid, parts, nuclei, pairs } = this;
    const { energies, derivatives, points, kept } = this.evaluated(densities);
    orbitals.addGradient(gradient, [both(densities)], [derivatives]);
    const factors = grid.atomicWeights.map((weight, p) => weight * energies[p]);
    parts.kernels.sharesGradient(gradient, grid.partition, nuclei, grid.points, grid.parents, factors);
    const atPoints = new Float64Array(3 * points.count);
    pairs.gradient(atPoints, points);
    kept.forEach((p, i) => {
      for (let k = 0; k < 3; k++) gradient[3 * grid.parents[p] + k] += atPoints[k * points.count + i];
    });
  }

  rough(): FockContribution | undefined {
    const { parts, pairs, parameters, nuclei } = this;
    const { roughRecipe: recipe, ...others } = parts;
    return recipe === undefined ? undefined : new NonlocalCorrelation({ ...others, recipe }, pairs, parameters, nuclei);
  }

  private evaluated(densities: SpinDensities): Evaluated {
    const { last } = this;
    if (last?.densities.alpha === densities.alpha && last.densities.beta === densities.beta) return last.evaluated;
    const evaluated = this.evaluate(both(densities));
    this.last = { densities, evaluated };
    return evaluated;
  }

  private evaluate(matrix: Float64Array): Evaluated {
    const { grid, parameters } = this;
    const { count: n, weights } = grid;
    const values = { density: new Float64Array(n), gradient: new Float64Array(3 * n), kinetic: null };
    this.orbitals.densities([values], [matrix]);
    const { density, gradient: slopes } = values;
    const kept = Int32Array.from(density.keys()).filter((p) => density[p] >= SMALLEST_DENSITY);
    const points = pointsAt(grid, density, kept);
    const response: LocalResponse = { omega: 0, omegaByDensity: 0, omegaBySquare: 0, kappa: 0, kappaByDensity: 0 };
    const respondAt = (p: number): void => {
      const square = slopes[p] ** 2 + slopes[n + p] ** 2 + slopes[2 * n + p] ** 2;
      localResponse(response, parameters, density[p], square);
    };
    kept.forEach((p, i) => {
      respondAt(p);
      points.omega[i] = response.omega;
      points.kappa[i] = response.kappa;
    });
    const sums = new Float64Array(kept.length);
    const byKappa = new Float64Array(kept.length);
    const byOmega = new Float64Array(kept.length);
    this.pairs.sums(sums, byKappa, byOmega, points);

    const beta = nonlocalConstant(parameters);
    const energies = new Float64Array(n);
    const derivatives = { density: new Float64Array(n), gradient: new Float64Array(3 * n), kinetic: null };
    let energy = 0;
    kept.forEach((p, i) => {
      respondAt(p);
      const rho = density[p];
      const w = weights[p];
      energy += w * rho * (beta + 0.5 * sums[i]);
      energies[p] = rho * (beta + sums[i]);
      const byDensity = byKappa[i] * response.kappaByDensity + byOmega[i] * response.omegaByDensity;
      derivatives.density[p] = w * (beta + sums[i] + rho * byDensity);
      const bySquare = w * rho * byOmega[i] * response.omegaBySquare;
      for (let k = p; k < 3 * n; k += n) derivatives.gradient[k] = 2 * bySquare * slopes[k];
    });
    return { energy, energies, derivatives, points, kept };
  }
}

/** The points that are kept, without what depends on the gradient. */
function pointsAt(grid: MolecularGrid, density: Float64Array, kept: Int32Array) {
  const count = kept.length;
  const positions = new Float64Array(3 * count);
  const electrons = new Float64Array(count);
  kept.forEach((p, i) => {
    for (let k = 0; k < 3; k++) positions[k * count + i] = grid.points[3 * p + k];
    electrons[i] = grid.weights[p] * density[p];
  });
  return { count, positions, electrons, omega: new Float64Array(count), kappa: new Float64Array(count) };
}

/** The density of both spins. */
function both({ alpha, beta }: SpinDensities): Float64Array {
  return alpha.map((value, i) => value + beta[i]);
}
