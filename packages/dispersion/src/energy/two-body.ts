import type { Geometry } from "@qmmm/core";
import { triangular } from "../numerics/packed-integers.js";
import type { PairForces } from "../pairs/pair-forces.js";
import { PairSum } from "../pairs/pair-sum.js";
import { Switching } from "../pairs/switching.js";
import type { InterpolatedC6 } from "../references/reference-c6.js";
import type { Species } from "../references/species.js";
import { c8OverC6, criticalRadii, type DampingParameters } from "./damping.js";

/**
 * Pairwise dispersion at one geometry with Becke–Johnson damping,
 *
 *   E = −Σ_{i<j} C6_ij [ s6/(r⁶ + R₀⁶) + s8 (C8/C6)/(r⁸ + R₀⁸) ],   R₀ = a1·√(C8/C6) + a2
 *
 * (Grimme, Ehrlich and Goerigk 2011, doi:10.1002/jcc.21759).
 */
export class TwoBody {
  private readonly pairs: PairSum;
  private readonly switching: Switching;
  private readonly speciesCount: number;
  /** R₀⁶, R₀⁸ and s8·C8/C6 of pairs of species. */
  private readonly radius6: Float64Array;
  private readonly radius8: Float64Array;
  private readonly eighth: Float64Array;

  constructor(
    private readonly species: Species,
    private readonly parameters: DampingParameters,
    geometry: Geometry,
    reach: { readonly cutoff: number; readonly width: number },
  ) {
    this.pairs = new PairSum(geometry, reach.cutoff);
    this.switching = new Switching(reach.cutoff, reach.width);
    this.speciesCount = species.elements.length;
    const radii = criticalRadii(species, parameters);
    this.radius6 = radii.map((r) => r ** 6);
    this.radius8 = radii.map((r) => r ** 8);
    this.eighth = c8OverC6(species).map((ratio) => parameters.s8 * ratio);
  }

  /** −[s6/(r⁶ + R₀⁶) + s8 (C8/C6)/(r⁸ + R₀⁸)] of a pair of species, faded out at the cutoff, a0⁻⁶. */
  private energyPerC6(k: number, r2: number): number {
    const r6 = r2 * r2 * r2;
    const energy = -(this.parameters.s6 / (r6 + this.radius6[k]!) + this.eighth[k]! / (r6 * r2 + this.radius8[k]!));
    return r2 > this.switching.start2 ? energy * this.switching.value(Math.sqrt(r2)) : energy;
  }

  /** Derivative of `energyPerC6` by r, over r, a0⁻⁸. */
  private slopePerC6(k: number, r2: number): number {
    const r4 = r2 * r2;
    const r6 = r4 * r2;
    const t6 = 1 / (r6 + this.radius6[k]!);
    const t8 = 1 / (r6 * r2 + this.radius8[k]!);
    const slope = 6 * this.parameters.s6 * r4 * t6 * t6 + 8 * this.eighth[k]! * r6 * t8 * t8;
    if (r2 <= this.switching.start2) return slope;
    const r = Math.sqrt(r2);
    const energy = -(this.parameters.s6 * t6 + this.eighth[k]! * t8);
    return slope * this.switching.value(r) + energy * this.switching.slope(r);
  }

  /** Energy, Eh; with `adjoint`, the C6 take in their derivatives. */
  energy(c6: InterpolatedC6, adjoint: boolean): number {
    const { of } = this.species;
    const sum = new Float64Array(1);
    this.pairs.forEach((i, j, _x, _y, _z, r2, weight) => {
      const energy = weight * this.energyPerC6(of[i]! * this.speciesCount + of[j]!, r2);
      sum[0]! += energy * c6.between(i, j);
      if (adjoint) c6.addAdjoint(i, j, energy);
    });
    return sum[0]!;
  }

  /** Forces and virial at fixed C6. */
  addForces(c6: InterpolatedC6, out: PairForces): void {
    const { of } = this.species;
    this.pairs.forEach((i, j, x, y, z, r2, weight) => {
      const slope = this.slopePerC6(of[i]! * this.speciesCount + of[j]!, r2);
      out.add(i, j, x, y, z, weight * slope * c6.between(i, j));
    });
  }

  /**
   * The energy per C6 of every pair, summed over images: all that a sequence of evaluations with changing C6 at this
   * geometry needs. Lower triangle, a0⁻⁶.
   */
  kernel(): Float64Array {
    const { of, atomCount } = this.species;
    const kernel = new Float64Array(triangular(atomCount, 0));
    this.pairs.forEach((i, j, _x, _y, _z, r2, weight) => {
      kernel[triangular(i, j)]! += weight * this.energyPerC6(of[i]! * this.speciesCount + of[j]!, r2);
    });
    return kernel;
  }
}
