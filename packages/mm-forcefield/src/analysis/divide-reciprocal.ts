import { type Division, groupPairAt, type KernelTable } from "@qmmm/core";
import type { PairParameters } from "../kernels/signatures.js";
import { chargeParts } from "../long-range/charge-parts.js";
import { volumeOf } from "../long-range/ewald-sum.js";
import { reciprocalSum } from "../long-range/reciprocal-sum.js";
import { ewaldScreening, screeningAtZero } from "../long-range/screening.js";
import type { LongRangeSettings } from "../long-range/settings.js";

const NONE = new Float64Array(0);

/**
 * Divides what Ewald's method adds to listed and excluded pairs: the reciprocal sum and the background by linearity, the
 * potential of one group's charges acting on those of another, and each charge's own part. Adds to `energies` of pairs of groups.
 */
export function divideReciprocal(
  energies: Float64Array,
  { groupOf, groupCount }: Division,
  settings: LongRangeSettings,
  pairs: PairParameters,
  kernels: KernelTable,
  positions: Float64Array,
  cell: Float64Array,
): void {
  const sum = reciprocalSum(settings, kernels);
  const own = -0.5 * screeningAtZero(ewaldScreening(settings.beta));
  const perCharges = -Math.PI / (2 * volumeOf(cell) * settings.beta ** 2);
  const potential = new Float64Array(pairs.charges.length);
  for (const { factor, charges } of chargeParts(pairs.charges, pairs.region, pairs.coulombKept)) {
    const totals = new Float64Array(groupCount);
    charges.forEach((q, atom) => {
      totals[groupOf[atom]!] += q;
    });
    for (let group = 0; group < groupCount; group++) {
      const source = charges.map((q, atom) => (groupOf[atom] === group ? q : 0));
      sum(potential, NONE, NONE, positions, positions, source, cell);
      for (let atom = 0; atom < charges.length; atom++) {
        const q = charges[atom]!;
        const other = groupOf[atom]!;
        energies[groupPairAt(group, other)] += 0.5 * factor * q * potential[atom]!;
        if (other === group) energies[groupPairAt(group, group)] += factor * own * q * q;
      }
      for (let other = 0; other < groupCount; other++) {
        energies[groupPairAt(group, other)] += factor * perCharges * totals[group]! * totals[other]!;
      }
    }
  }
}
