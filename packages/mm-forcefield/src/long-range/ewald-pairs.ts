import type { KernelSignatures } from "@qmmm/core";
import { difference, isRectangular } from "../kernels/nearest-image.js";
import type {} from "./signatures.js";

/**
 * Short-range pairs of Ewald's sum and Lennard-Jones. erfc(βr)/r is 1/r minus the smooth erf(βr)/r, which a piecewise
 * polynomial in (βr)² gives with its derivative: no exponential and no division in the inner loop.
 */
export const ewaldPairs: KernelSignatures["mm/ewaldPairs"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  parameters,
  cutoff,
  form,
  series,
  start,
  partners,
) => {
  const { charges, typeOf, typeCount, c12, c6, region, coulombKept, pairKept } = parameters;
  const atomCount = charges.length;
  const masked = pairKept.includes(0) || coulombKept.includes(0);
  const wantForces = forces.length > 0;
  const wantVirial = virial.length > 0;
  const rectangular = cell.length > 0 && isRectangular(cell);
  const [lx, ly, lz] = rectangular ? [cell[0]!, cell[4]!, cell[8]!] : [0, 0, 0];
  const [ix, iy, iz] = rectangular ? [cell[9]!, cell[13]!, cell[17]!] : [0, 0, 0];
  const skewed = cell.length > 0 && !rectangular;
  const d = new Float64Array(3);
  const cutoff2 = cutoff * cutoff;
  const { beta, perUnit, coefficients, linear } = series;
  const scale = beta * beta * perUnit;
  const slopeScale = 2 * beta * scale;
  const { start: formStart, width } = form;
  const [six0, six1, six3, six4] = form.sixth;
  const [twelve0, twelve1, twelve3, twelve4] = form.twelfth;
  let lennardJones = 0;
  let coulomb = 0;
  let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < atomCount; i++) {
    const regionI = region[i]!;
    if (masked && pairKept[regionI] === 0 && pairKept[regionI + 1] === 0) continue;
    const xi = positions[3 * i]!;
    const yi = positions[3 * i + 1]!;
    const zi = positions[3 * i + 2]!;
    const chargeI = charges[i]!;
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
      if (skewed) {
        difference(d, 0, positions, 3 * i, 3 * j, cell);
        x = d[0]!;
        y = d[1]!;
        z = d[2]!;
      } else {
        // Faster than Math.round, and the same but for ties.
        x -= lx * Math.floor(x * ix + 0.5);
        y -= ly * Math.floor(y * iy + 0.5);
        z -= lz * Math.floor(z * iz + 0.5);
      }
      const r2 = x * x + y * y + z * z;
      if (r2 >= cutoff2) continue;
      let qq = chargeI * charges[j]!;
      if (masked) {
        const kind = regionI + region[j]!;
        if (pairKept[kind] === 0) continue;
        qq *= coulombKept[kind]!;
      }
      const inverse2 = 1 / r2;
      const inverse = Math.sqrt(inverse2);
      const s = r2 * scale;
      const piece = s | 0;
      const u = s - piece - 0.5;
      const at = 7 * piece;
      const k1 = coefficients[at + 1]!;
      const k2 = coefficients[at + 2]!;
      const k3 = coefficients[at + 3]!;
      const k4 = coefficients[at + 4]!;
      const k5 = coefficients[at + 5]!;
      const k6 = coefficients[at + 6]!;
      coulomb +=
        qq *
        (inverse -
          linear * r2 * inverse -
          beta * (coefficients[at]! + u * (k1 + u * (k2 + u * (k3 + u * (k4 + u * (k5 + u * k6)))))));
      const slope = k1 + u * (2 * k2 + u * (3 * k3 + u * (4 * k4 + u * (5 * k5 + u * 6 * k6))));
      let f = qq * (inverse * (inverse2 + linear) + slopeScale * slope);
      const pair = row + typeOf[j]!;
      const b = c6[pair]!;
      const a = c12[pair]!;
      if (a !== 0 || b !== 0) {
        const inverse6 = inverse2 * inverse2 * inverse2;
        const sixth = b * inverse6;
        const twelfth = a * inverse6 * inverse6;
        let energy = twelfth - sixth + a * twelve0 - b * six0;
        let pull = (12 * twelfth - 6 * sixth) * inverse2;
        const t = r2 * inverse - formStart;
        if (t > 0) {
          const t2 = t * t;
          energy += t * (a * twelve1 - b * six1 + t2 * (a * twelve3 - b * six3 + t * (a * twelve4 - b * six4)));
          pull -=
            inverse * (a * twelve1 - b * six1 + t2 * (3 * (a * twelve3 - b * six3) + 4 * t * (a * twelve4 - b * six4)));
          if (width > 0) {
            const v = t / width;
            const keep = 1 - v * v * v * (10 - v * (15 - 6 * v));
            pull = pull * keep + (energy * inverse * 30 * v * v * (1 - v) * (1 - v)) / width;
            energy *= keep;
          }
        }
        lennardJones += energy;
        f += pull;
      }
      if (!wantForces) continue;
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
