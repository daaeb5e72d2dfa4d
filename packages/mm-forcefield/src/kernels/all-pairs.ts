import type { KernelSignatures } from "@qmmm/core";
import type {} from "./signatures.js";

/** All pairs of an open system without cutoff, once each: E = C12/r¹² − C6/r⁶ + qq/r. */
export const allPairs: KernelSignatures["mm/allPairs"] = (energies, forces, virial, positions, parameters) => {
  const { charges, typeOf, typeCount, c12, c6, region, coulombKept, pairKept, exclusionStart, exclusions } = parameters;
  const atomCount = charges.length;
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  let lennardJones = 0;
  let coulomb = 0;
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < atomCount; i++) {
    const regionI = region[i]!;
    if (pairKept[regionI] === 0 && pairKept[regionI + 1] === 0) continue;
    const xi = positions[3 * i]!;
    const yi = positions[3 * i + 1]!;
    const zi = positions[3 * i + 2]!;
    const charge0 = charges[i]! * coulombKept[regionI]!;
    const charge1 = charges[i]! * coulombKept[regionI + 1]!;
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
      const regionJ = region[j]!;
      if (pairKept[regionI + regionJ] === 0) continue;
      const x = xi - positions[3 * j]!;
      const y = yi - positions[3 * j + 1]!;
      const z = zi - positions[3 * j + 2]!;
      const inverse2 = 1 / (x * x + y * y + z * z);
      const inverse6 = inverse2 * inverse2 * inverse2;
      const pair = row + typeOf[j]!;
      const twelfth = c12[pair]! * inverse6 * inverse6;
      const sixth = c6[pair]! * inverse6;
      const charge = (regionJ === 0 ? charge0 : charge1) * charges[j]! * Math.sqrt(inverse2);
      lennardJones += twelfth - sixth;
      coulomb += charge;
      if (!wantForces) continue;
      const f = (12 * twelfth - 6 * sixth + charge) * inverse2;
      const fx = f * x;
      const fy = f * y;
      const fz = f * z;
      fix += fx;
      fiy += fy;
      fiz += fz;
      forces[3 * j] -= fx;
      forces[3 * j + 1] -= fy;
      forces[3 * j + 2] -= fz;
      if (!wantVirial) continue;
      xx += fx * x;
      xy += fx * y;
      xz += fx * z;
      yy += fy * y;
      yz += fy * z;
      zz += fz * z;
    }
    if (!wantForces) continue;
    forces[3 * i] += fix;
    forces[3 * i + 1] += fiy;
    forces[3 * i + 2] += fiz;
  }
  energies[0] += lennardJones;
  energies[1] += coulomb;
  if (!wantVirial) return;
  [xx, xy, xz, xy, yy, yz, xz, yz, zz].forEach((value, k) => {
    virial[k] += value;
  });
};
