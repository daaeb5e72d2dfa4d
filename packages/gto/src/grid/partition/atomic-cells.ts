import { braggSlaterRadius } from "../atomic-radii.js";
import type { GridKernels } from "../contracts.js";
import { type CellFunction, cellFunction, cellFunctionSlope } from "./cell-function.js";

/** How space is divided among atoms. */
export interface Partition {
  readonly cellFunction: CellFunction;
  /** Shift a of the border between atoms i and j, at `i·atoms + j`: ν = μ + a(1 − μ²); antisymmetric. */
  readonly borders: Float64Array;
}

/** Cell values below this are nothing beside the nearest atom's. */
const NEGLIGIBLE = 1e-18;
const LARGEST_SHIFT = 0.5;

/**
 * The partition of a molecule. Borders move towards the smaller atom by the square roots of Bragg–Slater radii: Treutler &
 * Ahlrichs 1995, doi:10.1063/1.469408, after Becke 1988, doi:10.1063/1.454033, equations A4 to A6.
 */
export function partitionOf(elements: Uint8Array, kind: CellFunction, adjusted: boolean): Partition {
  const n = elements.length;
  const borders = new Float64Array(n * n);
  if (adjusted) {
    const roots = Float64Array.from(elements, (z) => Math.sqrt(braggSlaterRadius(z)));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const shift = 0.25 * (roots[j] / roots[i] - roots[i] / roots[j]);
        borders[i * n + j] = Math.max(-LARGEST_SHIFT, Math.min(LARGEST_SHIFT, shift));
      }
    }
  }
  return { cellFunction: kind, borders };
}

/** Cells of all atoms at one point: values P_A = Π_B s(ν_AB), those that are negligible set to 0. */
class AtomicCells {
  readonly values: Float64Array;
  readonly distances: Float64Array;
  readonly inverseSeparations: Float64Array;
  readonly count: number;
  /** Σ P_A at the point last set. */
  total = 0;

  constructor(
    readonly partition: Partition,
    readonly nuclei: Float64Array,
  ) {
    const n = nuclei.length / 3;
    this.count = n;
    this.values = new Float64Array(n);
    this.distances = new Float64Array(n);
    this.inverseSeparations = new Float64Array(n * n);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        if (a === b) continue;
        const x = nuclei[3 * a] - nuclei[3 * b];
        const y = nuclei[3 * a + 1] - nuclei[3 * b + 1];
        const z = nuclei[3 * a + 2] - nuclei[3 * b + 2];
        this.inverseSeparations[a * n + b] = 1 / Math.sqrt(x * x + y * y + z * z);
      }
    }
  }

  mu(a: number, b: number): number {
    return (this.distances[a] - this.distances[b]) * this.inverseSeparations[a * this.count + b];
  }

  nu(a: number, b: number): number {
    const mu = this.mu(a, b);
    return mu + this.partition.borders[a * this.count + b] * (1 - mu * mu);
  }

  set(x: number, y: number, z: number): void {
    const { count, distances, nuclei, values } = this;
    const kind = this.partition.cellFunction;
    let nearest = 0;
    for (let a = 0; a < count; a++) {
      const dx = x - nuclei[3 * a];
      const dy = y - nuclei[3 * a + 1];
      const dz = z - nuclei[3 * a + 2];
      distances[a] = Math.sqrt(dx * dx + dy * dy + dz * dz);
      if (distances[a] < distances[nearest]) nearest = a;
    }
    this.total = 0;
    for (let a = 0; a < count; a++) {
      // The nearest atom decides first whether this one counts at all.
      let value = a === nearest ? 1 : cellFunction(kind, this.nu(a, nearest));
      for (let b = 0; b < count && value > NEGLIGIBLE; b++) {
        if (b !== a && b !== nearest) value *= cellFunction(kind, this.nu(a, b));
      }
      values[a] = value > NEGLIGIBLE ? value : 0;
      this.total += values[a];
    }
  }
}

/** Kernel `gto/partitionShares`. */
export const partitionShares: GridKernels["gto/partitionShares"] = (shares, partition, nuclei, points, parents) => {
  const cells = new AtomicCells(partition, nuclei);
  for (let p = 0; p < shares.length; p++) {
    cells.set(points[3 * p], points[3 * p + 1], points[3 * p + 2]);
    shares[p] = cells.values[parents[p]] / cells.total;
  }
};

/** Kernel `gto/partitionGradient`. Derivatives after Johnson, Gill & Pople 1993, doi:10.1063/1.464906, appendix B. */
export const partitionGradient: GridKernels["gto/partitionGradient"] = (
  gradient,
  partition,
  nuclei,
  points,
  parents,
  factors,
) => {
  const cells = new AtomicCells(partition, nuclei);
  const { values, distances, inverseSeparations, count } = cells;
  const kind = partition.cellFunction;
  // Derivative of one point's share by the nuclei at a fixed point; the point itself moves with its parent.
  const own = new Float64Array(3 * count);
  for (let p = 0; p < factors.length; p++) {
    if (factors[p] === 0) continue;
    const parent = parents[p];
    const position = [points[3 * p], points[3 * p + 1], points[3 * p + 2]];
    cells.set(position[0], position[1], position[2]);
    const { total } = cells;
    const share = values[parent] / total;
    own.fill(0);
    for (let a = 0; a < count; a++) {
      if (values[a] === 0) continue;
      // d share = (δ_a,parent − share)/total · dP_a, dP_a = P_a Σ_b s'/s dν_ab.
      const weight = (factors[p] * values[a] * ((a === parent ? 1 : 0) - share)) / total;
      if (weight === 0) continue;
      for (let b = 0; b < count; b++) {
        if (b === a) continue;
        const nu = cells.nu(a, b);
        const slope = cellFunctionSlope(kind, nu);
        if (slope === 0) continue;
        const mu = cells.mu(a, b);
        const byMu = (weight * slope * (1 - 2 * partition.borders[a * count + b] * mu)) / cellFunction(kind, nu);
        const inverse = inverseSeparations[a * count + b];
        const byA = (byMu * inverse) / distances[a];
        const byB = (byMu * inverse) / distances[b];
        const bySeparation = byMu * mu * inverse * inverse;
        for (let k = 0; k < 3; k++) {
          const along = bySeparation * (nuclei[3 * a + k] - nuclei[3 * b + k]);
          own[3 * a + k] -= byA * (position[k] - nuclei[3 * a + k]) + along;
          own[3 * b + k] += byB * (position[k] - nuclei[3 * b + k]) + along;
        }
      }
    }
    for (let a = 0; a < count; a++) {
      for (let k = 0; k < 3; k++) {
        gradient[3 * a + k] += own[3 * a + k];
        gradient[3 * parent + k] -= own[3 * a + k];
      }
    }
  }
};
