import type { KernelSignatures } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import { type ScaledErf, scaledErf } from "./scaled-erf.js";
import type {} from "./signatures.js";

/** Excluded pairs: what the sum holds of them beside listed pairs goes out again; finite also where atoms coincide. */
export const ewaldExclusions: KernelSignatures["mm/ewaldExclusions"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  parameters,
  { beta, constant, linear, reach },
) => {
  const { charges, region, coulombKept, exclusionStart, exclusions } = parameters;
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  const d = new Float64Array(3);
  const scaled: ScaledErf = { value: 0, slope: 0 };
  const beta2 = beta * beta;
  let coulomb = 0;
  for (let i = 0; i < charges.length; i++) {
    for (let n = exclusionStart[i]!; n < exclusionStart[i + 1]!; n++) {
      const j = exclusions[n]!;
      const qq = charges[i]! * charges[j]! * coulombKept[region[i]! + region[j]!]!;
      if (qq === 0) continue;
      difference(d, 0, positions, 3 * i, 3 * j, cell);
      const r2 = d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2;
      let removed: number;
      let slope: number;
      if (r2 < reach * reach) {
        const r = Math.sqrt(r2);
        scaledErf(scaled, beta2 * r2);
        removed = beta * scaled.value + constant + linear * r;
        slope = beta * beta2 * scaled.slope - (r > 0 ? linear / r : 0);
      } else {
        removed = 1 / Math.sqrt(r2);
        slope = removed / r2;
      }
      coulomb -= qq * removed;
      if (!wantForces) continue;
      const f = -qq * slope;
      for (let a = 0; a < 3; a++) {
        const component = f * d[a]!;
        forces[3 * i + a] += component;
        forces[3 * j + a] -= component;
        if (!wantVirial) continue;
        for (let b = 0; b < 3; b++) virial[3 * a + b] += component * d[b]!;
      }
    }
  }
  energies[0] += coulomb;
};
