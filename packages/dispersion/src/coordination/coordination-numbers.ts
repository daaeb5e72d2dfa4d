import { erfc, type Geometry } from "@qmmm/core";
import { COVALENT_RADII, ELECTRONEGATIVITIES } from "../data/elements.js";
import type { PairForces } from "../pairs/pair-forces.js";
import { PairSum } from "../pairs/pair-sum.js";
import { Switching } from "../pairs/switching.js";
import { ANGSTROM, pairTable, type Species } from "../references/species.js";

/**
 * How neighbours are counted:
 * - `d3`: 1/(1 + exp(−16(R₀/r − 1))) (Grimme et al. 2010, eq 15)
 * - `d4`: ½(1 + erf(−7.5(r/R₀ − 1))) times a factor that grows with the difference of electronegativities (Caldeweyher et
 *   al. 2019, eq 5)
 * - `eeq`: the same without that factor, and at most 8 neighbours, smoothly (the charges of D4)
 * - `gfn2`: 1/(1 + exp(−10(R₀/r − 1))) · 1/(1 + exp(−20((R₀ + 2 a0)/r − 1))) (Bannwarth, Ehlert and Grimme 2019,
 *   doi:10.1021/acs.jctc.8b01176, eq 36)
 *
 * R₀ is 4/3 of the sum of covalent radii.
 */
export type Counting = "d3" | "d4" | "eeq" | "gfn2";

const EXPONENTIAL_STEEPNESS = 16;
const INNER_STEEPNESS = 10;
const OUTER_STEEPNESS = 20;
const OUTER_SHIFT = 2;
const ERF_STEEPNESS = 7.5;
const LARGEST_EEQ_NUMBER = 8;
/** Argument of erfc beyond which neither a count nor its root, on which charges depend, is noticed. */
const NO_NEIGHBOUR = 9;

/** Factor of the `d4` counting: k₄ exp(−(|ΔEN| + k₅)²/k₆). */
function polarity(a: number, b: number): number {
  const difference = Math.abs(ELECTRONEGATIVITIES[a]! - ELECTRONEGATIVITIES[b]!);
  return 4.10451 * Math.exp(-((difference + 19.08857) ** 2) / (2 * 11.28174 ** 2));
}

/** 1/(1 + exp(−k(R/r − 1))). */
function logistic(steepness: number, radius: number, r: number): number {
  return 1 / (1 + Math.exp(-steepness * (radius / r - 1)));
}

/** Derivative of `logistic` by r, over r. */
function logisticSlope(steepness: number, radius: number, r: number): number {
  const count = logistic(steepness, radius, r);
  return (-steepness * radius * count * (1 - count)) / (r * r * r);
}

/** Where the neighbours of an atom end. */
export interface Reach {
  /** a0. */
  readonly cutoff: number;
  /** Width of the region before the cutoff over which a neighbour fades out, a0; 0 for an abrupt end. */
  readonly width: number;
}

/** Fractional coordination numbers of the atoms at one geometry, and the way back from derivatives to forces. */
export class CoordinationNumbers {
  /** Length N. */
  readonly values: Float64Array;
  private readonly pairs: PairSum;
  private readonly switching: Switching;
  private readonly speciesCount: number;
  /** R₀ (a0) and factor of pairs of species. */
  private readonly radii: Float64Array;
  private readonly factors: Float64Array;
  /** ∂value/∂(plain sum) where values are limited; length N. */
  private readonly limiting: Float64Array | undefined;

  constructor(
    private readonly species: Species,
    private readonly counting: Counting,
    geometry: Geometry,
    reach: Reach,
  ) {
    this.pairs = new PairSum(geometry, reach.cutoff);
    this.switching = new Switching(reach.cutoff, reach.width);
    this.speciesCount = species.elements.length;
    this.radii = pairTable(species, (a, b) => (4 / 3) * (COVALENT_RADII[a]! + COVALENT_RADII[b]!) * ANGSTROM);
    this.factors = pairTable(species, counting === "d4" ? polarity : () => 1);
    this.values = this.sums();
    if (counting === "eeq") this.limiting = this.limit();
  }

  private sums(): Float64Array {
    const { factors, radii, species, speciesCount, switching } = this;
    const { of } = species;
    const { counting } = this;
    const sums = new Float64Array(species.atomCount);
    this.pairs.forEach((i, j, _x, _y, _z, r2, weight) => {
      const k = of[i]! * speciesCount + of[j]!;
      const r = Math.sqrt(r2);
      const radius = radii[k]!;
      let count: number;
      if (counting === "d3") count = logistic(EXPONENTIAL_STEEPNESS, radius, r);
      else if (counting === "gfn2") {
        count = logistic(INNER_STEEPNESS, radius, r) * logistic(OUTER_STEEPNESS, radius + OUTER_SHIFT, r);
      } else {
        const x = ERF_STEEPNESS * (r / radius - 1);
        if (x > NO_NEIGHBOUR) return;
        count = 0.5 * erfc(x);
      }
      if (r2 > switching.start2) count *= switching.value(r);
      count *= weight * factors[k]!;
      sums[i]! += count;
      sums[j]! += count;
    });
    return sums;
  }

  /** Limits the sums from above, ln(1 + e⁸) − ln(1 + e⁸⁻ˣ); returns the derivatives. */
  private limit(): Float64Array {
    const { values } = this;
    const slopes = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const excess = Math.exp(LARGEST_EEQ_NUMBER - values[i]!);
      slopes[i] = excess / (1 + excess);
      values[i] = Math.log1p(Math.exp(LARGEST_EEQ_NUMBER)) - Math.log1p(excess);
    }
    return slopes;
  }

  /**
   * Adds what an energy owes to the atoms through the coordination numbers.
   *
   * @param derivative - ∂E/∂CN, Eh; length N
   */
  addForces(derivative: Float64Array, out: PairForces): void {
    const { factors, limiting, radii, species, speciesCount, switching } = this;
    const { of } = species;
    const { counting } = this;
    const chain = limiting === undefined ? derivative : derivative.map((d, i) => d * limiting[i]!);
    this.pairs.forEach((i, j, x, y, z, r2, weight) => {
      const k = of[i]! * speciesCount + of[j]!;
      const r = Math.sqrt(r2);
      const radius = radii[k]!;
      let count: number;
      let slope: number;
      if (counting === "d3") {
        count = logistic(EXPONENTIAL_STEEPNESS, radius, r);
        slope = logisticSlope(EXPONENTIAL_STEEPNESS, radius, r);
      } else if (counting === "gfn2") {
        const inner = logistic(INNER_STEEPNESS, radius, r);
        const outer = logistic(OUTER_STEEPNESS, radius + OUTER_SHIFT, r);
        count = inner * outer;
        slope =
          logisticSlope(INNER_STEEPNESS, radius, r) * outer +
          inner * logisticSlope(OUTER_STEEPNESS, radius + OUTER_SHIFT, r);
      } else {
        const u = ERF_STEEPNESS * (r / radius - 1);
        if (u > NO_NEIGHBOUR) return;
        count = 0.5 * erfc(u);
        slope = ((-ERF_STEEPNESS / radius) * Math.exp(-u * u)) / (Math.sqrt(Math.PI) * r);
      }
      if (r2 > switching.start2) slope = slope * switching.value(r) + count * switching.slope(r);
      out.add(i, j, x, y, z, weight * factors[k]! * (chain[i]! + chain[j]!) * slope);
    });
  }
}
