import type { KernelSignatures } from "@qmmm/core";
import { difference, isRectangular } from "./nearest-image.js";
import type {} from "./signatures.js";

/**
 * Pairs of a list by shifted forces: with rc the cutoff, E_sf(r) = E(r) − E(rc) − (r − rc)·E′(rc) for r < rc, else 0, so
 * that energy and force go to zero at rc. For Lennard-Jones see Toxvaerd and Dyre 2011 (doi:10.1063/1.3558787); for
 * Coulomb, E_sf = qq·(1/r − 1/rc + (r − rc)/rc²), Fennell and Gezelter 2006 (doi:10.1063/1.2206581, undamped).
 */
export const listedPairs: KernelSignatures["mm/listedPairs"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  parameters,
  cutoff,
  start,
  partners,
) => {
  const { charges, typeOf, typeCount, c12, c6, region, coulombKept, pairKept } = parameters;
  const atomCount = charges.length;
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  const rectangular = cell.length > 0 && isRectangular(cell);
  const [lx, ly, lz] = rectangular ? [cell[0]!, cell[4]!, cell[8]!] : [0, 0, 0];
  const [ix, iy, iz] = rectangular ? [cell[9]!, cell[13]!, cell[17]!] : [0, 0, 0];
  const skewed = cell.length > 0 && !rectangular;
  const d = new Float64Array(3);
  const cutoff2 = cutoff * cutoff;
  const inverseCutoff = 1 / cutoff;
  const cutoff6 = inverseCutoff ** 6;
  let lennardJones = 0;
  let coulomb = 0;
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < atomCount; i++) {
    const regionI = region[i]!;
    if (pairKept[regionI] === 0 && pairKept[regionI + 1] === 0) continue;
    const xi = positions[3 * i]!;
    const yi = positions[3 * i + 1]!;
    const zi = positions[3 * i + 2]!;
    const row = typeOf[i]! * typeCount;
    const end = start[i + 1]!;
    let fix = 0;
    let fiy = 0;
    let fiz = 0;
    for (let n = start[i]!; n < end; n++) {
      const j = partners[n]!;
      let x = xi - positions[3 * j]!;
      let y = yi - positions[3 * j + 1]!;
      let z = zi - positions[3 * j + 2]!;
      // Faster than Math.round, and the same but for ties.
      x -= lx * Math.floor(x * ix + 0.5);
      y -= ly * Math.floor(y * iy + 0.5);
      z -= lz * Math.floor(z * iz + 0.5);
      if (skewed) {
        difference(d, 0, positions, 3 * i, 3 * j, cell);
        x = d[0]!;
        y = d[1]!;
        z = d[2]!;
      }
      const r2 = x * x + y * y + z * z;
      const kind = regionI + region[j]!;
      if (r2 >= cutoff2 || pairKept[kind] === 0) continue;
      const inverse2 = 1 / r2;
      const inverse = Math.sqrt(inverse2);
      const beyond = r2 * inverse - cutoff;
      const pair = row + typeOf[j]!;
      const a = c12[pair]!;
      const b = c6[pair]!;
      const inverse6 = inverse2 * inverse2 * inverse2;
      const twelfth = a * inverse6 * inverse6;
      const sixth = b * inverse6;
      const twelfthAtCutoff = a * cutoff6 * cutoff6;
      const sixthAtCutoff = b * cutoff6;
      const slopeAtCutoff = (6 * sixthAtCutoff - 12 * twelfthAtCutoff) * inverseCutoff;
      const qq = charges[i]! * charges[j]! * coulombKept[kind]!;
      lennardJones += twelfth - sixth - (twelfthAtCutoff - sixthAtCutoff) - beyond * slopeAtCutoff;
      coulomb += qq * (inverse - inverseCutoff + beyond * inverseCutoff * inverseCutoff);
      if (!wantForces) continue;
      const f =
        (12 * twelfth - 6 * sixth + qq * inverse) * inverse2 +
        (slopeAtCutoff - qq * inverseCutoff * inverseCutoff) * inverse;
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
