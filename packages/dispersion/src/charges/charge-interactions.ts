import { cellVolume, ERF_IS_ONE, erf, type Geometry, reciprocalOf } from "@qmmm/core";
import type { PairForces } from "../pairs/pair-forces.js";
import { PairSum } from "../pairs/pair-sum.js";
import type { Species } from "../references/species.js";

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** Relative cost of a reciprocal vector and a real-space image, for the splitting. */
const COST_RATIO = 20;

/**
 * Coulomb interactions erf(γ_ij r)/r of Gaussian charges, γ_ij = 1/√(a_i² + a_j²); in a cell with all images by Ewald's
 * summation (Ewald 1921, doi:10.1002/andp.19213690304). A uniform background neutralises the cell; its constant is left out,
 * because it moves no charge.
 */
export class ChargeInteractions {
  private readonly pairs: PairSum;
  private readonly ewald: Ewald | undefined;

  /** @param inverseWidths - γ of pairs of species, a0⁻¹ */
  constructor(
    private readonly species: Species,
    private readonly inverseWidths: Float64Array,
    geometry: Geometry,
  ) {
    if (geometry.cell === undefined) {
      this.pairs = new PairSum(geometry, Number.POSITIVE_INFINITY);
    } else {
      this.ewald = new Ewald(geometry, cellVolume(geometry.cell), reciprocalOf(geometry.cell));
      const slowest = inverseWidths.reduce((least, width) => Math.min(least, width), this.ewald.splitting);
      this.pairs = new PairSum(geometry, ERF_IS_ONE / slowest);
    }
  }

  /** Adds the interactions to the lower triangle of a matrix, N × N, Eh/e². */
  addTo(matrix: Float64Array): void {
    const { inverseWidths, species } = this;
    const { of, atomCount, elements } = species;
    const splitting = this.ewald?.splitting;
    this.pairs.forEach((i, j, _x, _y, _z, r2) => {
      const r = Math.sqrt(r2);
      const u = r * inverseWidths[of[i]! * elements.length + of[j]!]!;
      const screened = splitting === undefined ? 0 : erf(r * splitting);
      // Images of an atom are met twice, at T and −T, as they enter the diagonal.
      matrix[i * atomCount + j]! += ((u > ERF_IS_ONE ? 1 : erf(u)) - screened) / r;
    });
    this.ewald?.addTo(matrix, atomCount);
  }

  /**
   * Adds forces and virial of −Σ_ij left_i A_ij right_j, of which the sum over i or j vanishes.
   *
   * @param left - length N
   * @param right - length N
   */
  addForces(left: Float64Array, right: Float64Array, out: PairForces): void {
    const { inverseWidths, species } = this;
    const { of, elements } = species;
    const splitting = this.ewald?.splitting;
    this.pairs.forEach((i, j, x, y, z, r2, weight) => {
      const r = Math.sqrt(r2);
      let slope = erfOverRSlope(r, inverseWidths[of[i]! * elements.length + of[j]!]!);
      if (splitting !== undefined) slope -= erfOverRSlope(r, splitting);
      out.add(i, j, x, y, z, (-weight * (left[i]! * right[j]! + left[j]! * right[i]!) * slope) / r);
    });
    this.ewald?.addForces(left, right, out);
  }
}

/** d/dr of erf(γr)/r. */
function erfOverRSlope(r: number, gamma: number): number {
  const u = gamma * r;
  if (u > ERF_IS_ONE) return -1 / (r * r);
  return (TWO_OVER_ROOT_PI * gamma * Math.exp(-u * u) - erf(u) / r) / r;
}

/** The smooth part erf(αr)/r of the interactions of a cell with all its images, as a sum over reciprocal vectors. */
class Ewald {
  /** α, a0⁻¹. */
  readonly splitting: number;
  /** Reciprocal vectors (with 2π), a0⁻¹; one of each pair ±G. */
  private readonly vectors: Float64Array;
  /** Twice 4π/V exp(−G²/4α²)/G² for each of them. */
  private readonly weights: Float64Array;
  private readonly positions: Float64Array;

  constructor(geometry: Geometry, volume: number, reciprocal: Float64Array) {
    this.positions = geometry.positions;
    // Equal cost of both sums: COST_RATIO · 4π(6/α)³/3V images and V(12α)³/6π² reciprocal vectors, one of each pair ±G.
    this.splitting = (2 * COST_RATIO * Math.PI ** 3) ** (1 / 6) / Math.cbrt(volume);
    const largest = 2 * this.splitting * ERF_IS_ONE;
    const cell = geometry.cell!.vectors;
    // |n_d| = |G·a_d|/2π is at most G·|a_d|/2π.
    const range = [0, 3, 6].map((k) =>
      Math.floor((largest * Math.hypot(cell[k]!, cell[k + 1]!, cell[k + 2]!)) / (2 * Math.PI)),
    );
    const vectors: number[] = [];
    const weights: number[] = [];
    for (let a = 0; a <= range[0]!; a++) {
      for (let b = a === 0 ? 0 : -range[1]!; b <= range[1]!; b++) {
        for (let c = a === 0 && b === 0 ? 1 : -range[2]!; c <= range[2]!; c++) {
          const g = [0, 1, 2].map(
            (k) => 2 * Math.PI * (a * reciprocal[k]! + b * reciprocal[3 + k]! + c * reciprocal[6 + k]!),
          );
          const g2 = g[0]! ** 2 + g[1]! ** 2 + g[2]! ** 2;
          if (g2 > largest * largest) continue;
          vectors.push(...g);
          weights.push((8 * Math.PI * Math.exp(-g2 / (4 * this.splitting ** 2))) / (g2 * volume));
        }
      }
    }
    this.vectors = Float64Array.from(vectors);
    this.weights = Float64Array.from(weights);
  }

  /** cos(G·r) and sin(G·r) of all atoms. */
  private phases(k: number, cosines: Float64Array, sines: Float64Array): void {
    const { positions, vectors } = this;
    for (let i = 0; i < cosines.length; i++) {
      const phase =
        vectors[3 * k]! * positions[3 * i]! +
        vectors[3 * k + 1]! * positions[3 * i + 1]! +
        vectors[3 * k + 2]! * positions[3 * i + 2]!;
      cosines[i] = Math.cos(phase);
      sines[i] = Math.sin(phase);
    }
  }

  addTo(matrix: Float64Array, atomCount: number): void {
    const cosines = new Float64Array(atomCount);
    const sines = new Float64Array(atomCount);
    for (let k = 0; k < this.weights.length; k++) {
      this.phases(k, cosines, sines);
      for (let i = 0; i < atomCount; i++) {
        const c = this.weights[k]! * cosines[i]!;
        const s = this.weights[k]! * sines[i]!;
        const row = i * atomCount;
        for (let j = 0; j <= i; j++) matrix[row + j]! += c * cosines[j]! + s * sines[j]!;
      }
    }
    // The sum above holds every charge's interaction with itself.
    for (let i = 0; i < atomCount; i++) matrix[i * atomCount + i]! -= TWO_OVER_ROOT_PI * this.splitting;
  }

  addForces(left: Float64Array, right: Float64Array, out: PairForces): void {
    const { vectors, weights } = this;
    const { forces, virial } = out;
    const cosines = new Float64Array(left.length);
    const sines = new Float64Array(left.length);
    for (let k = 0; k < weights.length; k++) {
      this.phases(k, cosines, sines);
      let leftCos = 0;
      let leftSin = 0;
      let rightCos = 0;
      let rightSin = 0;
      for (let i = 0; i < left.length; i++) {
        leftCos += left[i]! * cosines[i]!;
        leftSin += left[i]! * sines[i]!;
        rightCos += right[i]! * cosines[i]!;
        rightSin += right[i]! * sines[i]!;
      }
      const g = vectors.subarray(3 * k, 3 * k + 3);
      const weight = weights[k]!;
      for (let i = 0; i < left.length; i++) {
        const f =
          weight *
          (cosines[i]! * (left[i]! * rightSin + right[i]! * leftSin) -
            sines[i]! * (left[i]! * rightCos + right[i]! * leftCos));
        for (let a = 0; a < 3; a++) forces[3 * i + a]! += f * g[a]!;
      }
      // Strain turns and stretches G and changes the volume; phases stay.
      const energy = weight * (leftCos * rightCos + leftSin * rightSin);
      const g2 = g[0]! ** 2 + g[1]! ** 2 + g[2]! ** 2;
      const stretch = 2 * energy * (1 / g2 + 1 / (4 * this.splitting ** 2));
      for (let a = 0; a < 3; a++) {
        virial[4 * a]! -= energy;
        for (let b = 0; b < 3; b++) virial[3 * a + b]! += stretch * g[a]! * g[b]!;
      }
    }
  }
}
