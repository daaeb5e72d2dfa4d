import { R4_OVER_R2 } from "../data/elements.js";
import { pairTable, type Species } from "../references/species.js";

/** Parameters of Becke–Johnson (rational) damping, and the weight of the three-body term. */
export interface DampingParameters {
  /** Scales the C6 term. */
  readonly s6: number;
  /** Scales the C8 term. */
  readonly s8: number;
  /** Scales the critical radius √(C8/C6). */
  readonly a1: number;
  /** Added to the critical radius, a0. */
  readonly a2: number;
  /** Scales the three-body term; 0 leaves it out. */
  readonly s9: number;
}

/** √(½ ⟨r⁴⟩/⟨r²⟩ √Z): C8 = 3 C6 Q_A Q_B with Q its square (Grimme et al. 2010, eq 6 and 7), a0. */
function multipoleRatio(z: number): number {
  return Math.sqrt(0.5 * R4_OVER_R2[z]! * Math.sqrt(z));
}

/** C8/C6 of pairs of species, a0². */
export function c8OverC6(species: Species): Float64Array {
  return pairTable(species, (a, b) => 3 * multipoleRatio(a) * multipoleRatio(b));
}

/** Critical radii a1·√(C8/C6) + a2 of pairs of species, a0 (Grimme, Ehrlich and Goerigk 2011, eq 5). */
export function criticalRadii(species: Species, { a1, a2 }: DampingParameters): Float64Array {
  return c8OverC6(species).map((ratio) => a1 * Math.sqrt(ratio) + a2);
}
