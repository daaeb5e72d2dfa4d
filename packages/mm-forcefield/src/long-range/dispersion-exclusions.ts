import type { KernelSignatures } from "@qmmm/core";
import { difference } from "../kernels/nearest-image.js";
import { spreadPairForce } from "../kernels/spread.js";
import { type SmoothDispersion, smoothDispersion } from "./dispersion-shape.js";
import type {} from "./signatures.js";

/** What the mesh holds of excluded pairs, C·β⁶·h(β²r²), goes out again; finite also where atoms coincide. */
export const dispersionExclusions: KernelSignatures["mm/dispersionExclusions"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  { coefficients, region, kept },
  beta,
  exclusionStart,
  exclusions,
) => {
  const d = new Float64Array(3);
  const smooth: SmoothDispersion = { value: 0, slope: 0 };
  const wantForces = forces.length > 0;
  const beta2 = beta * beta;
  const beta6 = beta2 ** 3;
  let energy = 0;
  for (let i = 0; i < coefficients.length; i++) {
    for (let n = exclusionStart[i]!; n < exclusionStart[i + 1]!; n++) {
      const j = exclusions[n]!;
      const c = beta6 * coefficients[i]! * coefficients[j]! * kept[region[i]! + region[j]!]!;
      if (c === 0) continue;
      difference(d, 0, positions, 3 * i, 3 * j, cell);
      const [x, y, z] = [d[0]!, d[1]!, d[2]!];
      smoothDispersion(smooth, beta2 * (x * x + y * y + z * z));
      energy += c * smooth.value;
      if (wantForces) spreadPairForce(forces, virial, 3 * i, 3 * j, -2 * c * beta2 * smooth.slope, x, y, z);
    }
  }
  energies[0]! += energy;
};
