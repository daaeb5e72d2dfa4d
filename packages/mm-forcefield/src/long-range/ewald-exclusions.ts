import type { KernelSignatures } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import { type ScaledErf, scaledErf } from "./erf-series.js";
import type {} from "./signatures.js";

/** Excluded pairs: the reciprocal sum holds their erf(βr)/r, which goes out again; finite also where atoms coincide. */
export const ewaldExclusions: KernelSignatures["mm/ewaldExclusions"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  parameters,
  beta,
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
      scaledErf(scaled, beta2 * (d[0]! ** 2 + d[1]! ** 2 + d[2]! ** 2));
      coulomb -= qq * beta * scaled.value;
      if (!wantForces) continue;
      const f = -qq * beta * beta2 * scaled.slope;
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
