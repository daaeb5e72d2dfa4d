import type { KernelSignatures } from "@qmmm/core";
import type {} from "./signatures.js";

/** All pairs of an open system without cutoff, once each: E = C12/r¹² − C6/r⁶ + qq/r. */
export const allPairs: KernelSignatures["mm/allPairs"] = (energies, forces, positions, parameters) => {
  const { charges, typeOf, typeCount, c12, c6, region, coulombKept, pairKept, exclusionStart, exclusions } = parameters;
  const atomCount = charges.length;
  const wantForces = forces.length > 0;
  const masked = pairKept.includes(0) || coulombKept.includes(0);
  let lennardJones = 0;
  let coulomb = 0;
  for (let i = 0; i < atomCount; i++) {
    const regionI = region[i]!;
    if (pairKept[regionI] === 0 && pairKept[regionI + 1] === 0) continue;
    const xi = positions[3 * i]!;
    const yi = positions[3 * i + 1]!;
    const zi = positions[3 * i + 2]!;
    const chargeI = charges[i]!;
    const row = typeOf[i]! * typeCount;
    const lastExclusion = exclusionStart[i + 1]!;
    let exclusion = exclusionStart[i]!;
    let excluded = exclusion < lastExclusion ? exclusions[exclusion]! : atomCount;
    let fix = 0;
    let fiy = 0;
    let fiz = 0;
    for (let j = i + 1; j < atomCount; j++) {
      if (j === excluded) {
        exclusion++;
        excluded = exclusion < lastExclusion ? exclusions[exclusion]! : atomCount;
        continue;
      }
      let qq = chargeI * charges[j]!;
      if (masked) {
        const kind = regionI + region[j]!;
        if (pairKept[kind] === 0) continue;
        qq *= coulombKept[kind]!;
      }
      const x = xi - positions[3 * j]!;
      const y = yi - positions[3 * j + 1]!;
      const z = zi - positions[3 * j + 2]!;
      const inverse = 1 / Math.sqrt(x * x + y * y + z * z);
      const inverse2 = inverse * inverse;
      const charge = qq * inverse;
      coulomb += charge;
      let slope = charge;
      const pair = row + typeOf[j]!;
      const a = c12[pair]!;
      const b = c6[pair]!;
      if (a !== 0 || b !== 0) {
        const inverse6 = inverse2 * inverse2 * inverse2;
        const twelfth = a * inverse6 * inverse6;
        const sixth = b * inverse6;
        lennardJones += twelfth - sixth;
        slope += 12 * twelfth - 6 * sixth;
      }
      if (wantForces) {
        const f = slope * inverse2;
        const fx = f * x;
        const fy = f * y;
        const fz = f * z;
        fix += fx;
        fiy += fy;
        fiz += fz;
        forces[3 * j] -= fx;
        forces[3 * j + 1] -= fy;
        forces[3 * j + 2] -= fz;
      }
    }
    if (wantForces) {
      forces[3 * i] += fix;
      forces[3 * i + 1] += fiy;
      forces[3 * i + 2] += fiz;
    }
  }
  energies[0] += lennardJones;
  energies[1] += coulomb;
};
