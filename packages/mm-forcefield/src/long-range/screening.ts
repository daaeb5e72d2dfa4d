import { type RadialTable, radialTable } from "../nonbonded/radial-table.js";
import { type ScaledErf, scaledErf } from "./scaled-erf.js";

/**
 * What a sum leaves out of the pairs 1/r that it lists: S(r) = erf(βr)/r + `constant` + `linear`·r up to `reach`, 1/r beyond.
 * An excluded pair, which is not listed but belongs to what the sum stands for, has −qq·S(r) for that reason, and a charge
 * with itself −½q²·S(0).
 */
export interface Screening {
  /** a0⁻¹ */
  readonly beta: number;
  /** a0⁻¹ */
  readonly constant: number;
  /** a0⁻² */
  readonly linear: number;
  /** a0; Infinity where the rest of the sum adds everything beyond the listed pairs. */
  readonly reach: number;
}

/** Of Ewald's sum: erf(βr)/r, which its reciprocal part holds. */
export function ewaldScreening(beta: number): Screening {
  return { beta, constant: 0, linear: 0, reach: Number.POSITIVE_INFINITY };
}

/** The listed pairs: 1/r − S(r) up to a cutoff. */
export function screenedTable({ beta, constant, linear }: Screening, cutoff: number): RadialTable {
  const scaled: ScaledErf = { value: 0, slope: 0 };
  return radialTable((r) => {
    scaledErf(scaled, (beta * r) ** 2);
    return {
      value: 1 / r - beta * scaled.value - constant - linear * r,
      slope: beta ** 3 * scaled.slope * r - 1 / r ** 2 - linear,
    };
  }, cutoff);
}

/** S(0): the limit of erf(βr)/r is 2β/√π. */
export function screeningAtZero({ beta, constant }: Screening): number {
  return (2 * beta) / Math.sqrt(Math.PI) + constant;
}
