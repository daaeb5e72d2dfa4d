import type { KernelTable } from "@qmmm/core";
import type { PairParameters } from "../kernels/signatures.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import type { CoulombSum } from "./coulomb-sum.js";
import { type ScaledErf, scaledErf } from "./scaled-erf.js";
import { type Screening, screenedTable, screeningAtZero } from "./screening.js";

/** `wolf` shifts the energy of a pair to zero at the cutoff, `dsf` its force too. */
export type DampedForm = "wolf" | "dsf";

/**
 * Damped pairs erfc(αr)/r brought to zero at the cutoff rc, as if every charge had its neutralising counterpart there:
 *
 * - `wolf` (Wolf et al. 1999, doi:10.1063/1.478738, eq. 5.13): erfc(αr)/r − erfc(αrc)/rc;
 * - `dsf` (Fennell and Gezelter 2006, doi:10.1063/1.2206581, eq. 18): besides, + (r − rc)·[erfc(αrc)/rc² +
 *   (2α/√π)·exp(−α²rc²)/rc].
 *
 * Forces are the exact derivatives; those of `wolf` jump at the cutoff.
 *
 * @param alpha - damping, a0⁻¹; 0 for none
 */
export function dampedScreening(form: DampedForm, alpha: number, cutoff: number): Screening {
  const scaled: ScaledErf = { value: 0, slope: 0 };
  scaledErf(scaled, (alpha * cutoff) ** 2);
  const end = 1 / cutoff - alpha * scaled.value;
  // Minus the slope of erfc(αr)/r at the cutoff: 1/rc² less that of erf(αr)/r.
  const fall = 1 / cutoff ** 2 - alpha ** 3 * scaled.slope * cutoff;
  if (form === "wolf") return { beta: alpha, constant: end, linear: 0, reach: cutoff };
  return { beta: alpha, constant: end + fall * cutoff, linear: -fall, reach: cutoff };
}

/** What damped pairs come with: excluded pairs, and each charge with its own counterpart at the cutoff. */
export class DampedCoulomb implements CoulombSum {
  readonly table: RadialTable;

  constructor(
    private readonly screening: Screening,
    private readonly pairs: PairParameters,
    private readonly kernels: KernelTable,
  ) {
    this.table = screenedTable(screening, screening.reach);
  }

  evaluate(forces: Float64Array, virial: Float64Array, positions: Float64Array, cell: Float64Array): number {
    const { pairs, screening } = this;
    const excluded = new Float64Array(1);
    this.kernels.get("mm/ewaldExclusions")(excluded, forces, virial, positions, cell, pairs, screening);
    let squares = 0;
    pairs.charges.forEach((q, atom) => {
      squares += q * q * pairs.coulombKept[2 * pairs.region[atom]!]!;
    });
    return excluded[0]! - 0.5 * screeningAtZero(screening) * squares;
  }
}
