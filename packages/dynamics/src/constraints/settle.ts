/** Rigid three-site molecules with two equal arms as flat arrays. */
export interface RigidWaterArrays {
  /** Centre (O) and ends (H, H) of every molecule, atoms from 0; length 3m. */
  readonly atoms: Int32Array;
  /** Length of the arms (O–H) and distance of the ends (H–H), a0; length 2m. */
  readonly lengths: Float64Array;
  /** Masses of centre and of one end, mₑ; length 2m. */
  readonly masses: Float64Array;
}

/**
 * SETTLE: the positions to which SHAKE would converge, in closed form (Miyamoto & Kollman 1992, doi:10.1002/jcc.540130805).
 * In axes of the plane at the step's start, the molecule in its rigid shape about its centre of mass is turned by three
 * angles φ, ψ, θ such that the corrections lie along the old sides.
 *
 * @param positions - a0; length 3N; corrected in place
 * @param start - positions at the step's start, where the shape is right, a0; length 3N
 * @param offsets - to take from r_O − r_H for the vectors of the molecule, a0; 3 each for O–H1, O–H2, H1–H2; length 9m
 * @returns the first molecule that has turned too far in the step; −1 when all are right
 */
export function settlePositions(
  positions: Float64Array,
  start: Float64Array,
  offsets: Float64Array,
  { atoms, lengths, masses }: RigidWaterArrays,
): number {
  for (let water = 0; 3 * water < atoms.length; water++) {
    const o = 3 * atoms[3 * water];
    const h = 3 * atoms[3 * water + 1];
    const g = 3 * atoms[3 * water + 2];
    const f = 9 * water;
    const arm = lengths[2 * water];
    const base = lengths[2 * water + 1];
    const wo = masses[2 * water] / (masses[2 * water] + 2 * masses[2 * water + 1]);
    const wh = 0.5 * (1 - wo);

    // Sides from O at the start.
    const bx = start[h] - start[o] + offsets[f];
    const by = start[h + 1] - start[o + 1] + offsets[f + 1];
    const bz = start[h + 2] - start[o + 2] + offsets[f + 2];
    const cx = start[g] - start[o] + offsets[f + 3];
    const cy = start[g + 1] - start[o + 1] + offsets[f + 4];
    const cz = start[g + 2] - start[o + 2] + offsets[f + 5];

    // The atoms after the step, from their centre of mass; `a` is O, `p` and `q` are the hydrogens.
    let px = positions[h] - positions[o] + offsets[f];
    let py = positions[h + 1] - positions[o + 1] + offsets[f + 1];
    let pz = positions[h + 2] - positions[o + 2] + offsets[f + 2];
    let qx = positions[g] - positions[o] + offsets[f + 3];
    let qy = positions[g + 1] - positions[o + 1] + offsets[f + 4];
    let qz = positions[g + 2] - positions[o + 2] + offsets[f + 5];
    const ax = -wh * (px + qx);
    const ay = -wh * (py + qy);
    const az = -wh * (pz + qz);
    px += ax;
    py += ay;
    pz += az;
    qx += ax;
    qy += ay;
    qz += az;

    // Axes: Z normal to the old plane, X normal to Z and to the new O, Y completes them.
    let zx = by * cz - bz * cy;
    let zy = bz * cx - bx * cz;
    let zz = bx * cy - by * cx;
    let xx = ay * zz - az * zy;
    let xy = az * zx - ax * zz;
    let xz = ax * zy - ay * zx;
    let yx = zy * xz - zz * xy;
    let yy = zz * xx - zx * xz;
    let yz = zx * xy - zy * xx;
    const nx = 1 / Math.sqrt(xx * xx + xy * xy + xz * xz);
    const ny = 1 / Math.sqrt(yx * yx + yy * yy + yz * yz);
    const nz = 1 / Math.sqrt(zx * zx + zy * zy + zz * zz);
    xx *= nx;
    xy *= nx;
    xz *= nx;
    yx *= ny;
    yy *= ny;
    yz *= ny;
    zx *= nz;
    zy *= nz;
    zz *= nz;

    const b0x = bx * xx + by * xy + bz * xz;
    const b0y = bx * yx + by * yy + bz * yz;
    const c0x = cx * xx + cy * xy + cz * xz;
    const c0y = cx * yx + cy * yy + cz * yz;
    const a1z = ax * zx + ay * zy + az * zz;
    const b1x = px * xx + py * xy + pz * xz;
    const b1y = px * yx + py * yy + pz * yz;
    const b1z = px * zx + py * zy + pz * zz;
    const c1x = qx * xx + qy * xy + qz * xz;
    const c1y = qx * yx + qy * yy + qz * yz;
    const c1z = qx * zx + qy * zy + qz * zz;

    // The rigid shape about its centre of mass: O at height ra, hydrogens at depth rb, rc to either side.
    const rc = 0.5 * base;
    const height = Math.sqrt(arm * arm - rc * rc);
    const ra = 2 * wh * height;
    const rb = height - ra;
    const sinPhi = a1z / ra;
    const cosPhi2 = 1 - sinPhi * sinPhi;
    if (!(cosPhi2 > 0)) return water;
    const cosPhi = Math.sqrt(cosPhi2);
    const sinPsi = (b1z - c1z) / (2 * rc * cosPhi);
    const cosPsi2 = 1 - sinPsi * sinPsi;
    if (!(cosPsi2 > 0)) return water;
    const cosPsi = Math.sqrt(cosPsi2);

    const a2y = ra * cosPhi;
    const b2y = -rb * cosPhi - rc * sinPsi * sinPhi;
    const c2y = -rb * cosPhi + rc * sinPsi * sinPhi;
    const b2x = -rc * cosPsi;
    const alpha = b2x * (b0x - c0x) + b0y * b2y + c0y * c2y;
    const beta = b2x * (c0y - b0y) + b0x * b2y + c0x * c2y;
    const gamma = b0x * b1y - b1x * b0y + c0x * c1y - c1x * c0y;
    const norm2 = alpha * alpha + beta * beta;
    const under = norm2 - gamma * gamma;
    if (!(under >= 0)) return water;
    const sinTheta = (alpha * gamma - beta * Math.sqrt(under)) / norm2;
    const cosTheta = Math.sqrt(1 - sinTheta * sinTheta);

    const a3x = -a2y * sinTheta;
    const a3y = a2y * cosTheta;
    const b3x = b2x * cosTheta - b2y * sinTheta;
    const b3y = b2x * sinTheta + b2y * cosTheta;
    const c3x = -b2x * cosTheta - c2y * sinTheta;
    const c3y = -b2x * sinTheta + c2y * cosTheta;

    // Back to the axes of space; the centre of mass stays where the step brought it.
    const ox = positions[o] - ax;
    const oy = positions[o + 1] - ay;
    const oz = positions[o + 2] - az;
    positions[o] = ox + xx * a3x + yx * a3y + zx * a1z;
    positions[o + 1] = oy + xy * a3x + yy * a3y + zy * a1z;
    positions[o + 2] = oz + xz * a3x + yz * a3y + zz * a1z;
    positions[h] = ox + xx * b3x + yx * b3y + zx * b1z - offsets[f];
    positions[h + 1] = oy + xy * b3x + yy * b3y + zy * b1z - offsets[f + 1];
    positions[h + 2] = oz + xz * b3x + yz * b3y + zz * b1z - offsets[f + 2];
    positions[g] = ox + xx * c3x + yx * c3y + zx * c1z - offsets[f + 3];
    positions[g + 1] = oy + xy * c3x + yy * c3y + zy * c1z - offsets[f + 4];
    positions[g + 2] = oz + xz * c3x + yz * c3y + zz * c1z - offsets[f + 5];
  }
  return -1;
}

/**
 * Corrects rates u (velocities or accelerations) of rigid molecules so that r·(u_i − u_j) = target for their three sides: the
 * three multipliers of each molecule from their linear equations in closed form.
 *
 * @param rates - length 3N; corrected in place
 * @param positions - a0; length 3N
 * @param offsets - as in `settlePositions`
 * @param targets - for sides O–H1, O–H2, H1–H2; length 3m, or undefined for zeros
 * @param multipliers - λ of every side are added here: the forces of constraint are λr; length 3m
 */
export function settleRates(
  rates: Float64Array,
  positions: Float64Array,
  offsets: Float64Array,
  targets: Float64Array | undefined,
  multipliers: Float64Array | undefined,
  { atoms, masses }: RigidWaterArrays,
): void {
  for (let water = 0; 3 * water < atoms.length; water++) {
    const o = 3 * atoms[3 * water];
    const h = 3 * atoms[3 * water + 1];
    const g = 3 * atoms[3 * water + 2];
    const f = 9 * water;
    const wo = 1 / masses[2 * water];
    const wh = 1 / masses[2 * water + 1];
    // Sides: 1 from H to O, 2 from H′ to O, 3 from H′ to H.
    const x1 = positions[o] - positions[h] - offsets[f];
    const y1 = positions[o + 1] - positions[h + 1] - offsets[f + 1];
    const z1 = positions[o + 2] - positions[h + 2] - offsets[f + 2];
    const x2 = positions[o] - positions[g] - offsets[f + 3];
    const y2 = positions[o + 1] - positions[g + 1] - offsets[f + 4];
    const z2 = positions[o + 2] - positions[g + 2] - offsets[f + 5];
    const x3 = x2 - x1;
    const y3 = y2 - y1;
    const z3 = z2 - z1;
    const t = 3 * water;
    let e1 = -(x1 * (rates[o] - rates[h]) + y1 * (rates[o + 1] - rates[h + 1]) + z1 * (rates[o + 2] - rates[h + 2]));
    let e2 = -(x2 * (rates[o] - rates[g]) + y2 * (rates[o + 1] - rates[g + 1]) + z2 * (rates[o + 2] - rates[g + 2]));
    let e3 = -(x3 * (rates[h] - rates[g]) + y3 * (rates[h + 1] - rates[g + 1]) + z3 * (rates[h + 2] - rates[g + 2]));
    if (targets !== undefined) {
      e1 += targets[t];
      e2 += targets[t + 1];
      e3 += targets[t + 2];
    }
    // What one unit of each multiplier changes: a symmetric matrix.
    const m11 = (wo + wh) * (x1 * x1 + y1 * y1 + z1 * z1);
    const m22 = (wo + wh) * (x2 * x2 + y2 * y2 + z2 * z2);
    const m33 = 2 * wh * (x3 * x3 + y3 * y3 + z3 * z3);
    const m12 = wo * (x1 * x2 + y1 * y2 + z1 * z2);
    const m13 = -wh * (x1 * x3 + y1 * y3 + z1 * z3);
    const m23 = wh * (x2 * x3 + y2 * y3 + z2 * z3);
    const c11 = m22 * m33 - m23 * m23;
    const c12 = m13 * m23 - m12 * m33;
    const c13 = m12 * m23 - m13 * m22;
    const c22 = m11 * m33 - m13 * m13;
    const c23 = m12 * m13 - m11 * m23;
    const c33 = m11 * m22 - m12 * m12;
    const determinant = m11 * c11 + m12 * c12 + m13 * c13;
    const l1 = (c11 * e1 + c12 * e2 + c13 * e3) / determinant;
    const l2 = (c12 * e1 + c22 * e2 + c23 * e3) / determinant;
    const l3 = (c13 * e1 + c23 * e2 + c33 * e3) / determinant;
    rates[o] += wo * (l1 * x1 + l2 * x2);
    rates[o + 1] += wo * (l1 * y1 + l2 * y2);
    rates[o + 2] += wo * (l1 * z1 + l2 * z2);
    rates[h] += wh * (l3 * x3 - l1 * x1);
    rates[h + 1] += wh * (l3 * y3 - l1 * y1);
    rates[h + 2] += wh * (l3 * z3 - l1 * z1);
    rates[g] -= wh * (l2 * x2 + l3 * x3);
    rates[g + 1] -= wh * (l2 * y2 + l3 * y3);
    rates[g + 2] -= wh * (l2 * z2 + l3 * z3);
    if (multipliers === undefined) continue;
    multipliers[t] += l1;
    multipliers[t + 1] += l2;
    multipliers[t + 2] += l3;
  }
}
