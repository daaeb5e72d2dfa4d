import type { LennardJonesForm } from "../long-range/lennard-jones-form.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import type { PackedSlots } from "./packed-slots.js";

/*
 * The innermost loops, written for what V8 makes of them: numbers that a loop needs come out of arrays before it, constants
 * are literals, and indices are integers by form (`| 0`, `<< 2`), so that no type, overflow or map is checked per pair; sums
 * start from a product of every array's first number and 0, which makes those checks once, before the loop. The three loops
 * repeat each other so that none of them calls a function or asks for the kind of a pair.
 *
 * A double's upper half, through memory, numbers its piece of the table, and a polynomial of degree 5 is written out, value
 * and derivative by one Horner scheme; see `RadialTable` for the numbers. Pairs of charges have no branch for those beyond the
 * cutoff, one in four at random: wrong guesses of the processor cost as much as such pairs. With Lennard-Jones energies, whose
 * loops know two cutoffs, it pays to ask.
 */

/** Where the loops find the place of the row's atom and add up energies and its force. */
export const SUM = { place: 0, force: 3, lennardJones: 6, coulomb: 7, length: 8 } as const;

/** Pairs of a slot with `partners` from `begin` to `end`: Coulomb energies alone. */
export function coulombPartners(
  sums: Float64Array,
  slots: PackedSlots,
  seen: Float64Array,
  table: RadialTable,
  partners: Int32Array,
  begin: number,
  end: number,
  slot: number,
): void {
  const { forces, double, halves } = slots;
  const { pieces, upperHalf } = table;
  const qi = slots.charges[slot]!;
  const xi = sums[0]!;
  const yi = sums[1]!;
  const zi = sums[2]!;
  const scale = table.scale[0]!;
  const slope = -2 * qi;
  const upper = upperHalf | 0;
  const tooNear = Number.POSITIVE_INFINITY;
  const last = end | 0;
  let energy = seen[0]! * pieces[0]! * forces[0]! * double[0]! * halves[0]! * 0;
  let px = 0;
  let py = 0;
  let pz = 0;
  for (let n = begin | 0; n < last; n++) {
    const j = partners[n]! << 2;
    const dx = xi - seen[j]!;
    const dy = yi - seen[j | 1]!;
    const dz = zi - seen[j | 2]!;
    const r2 = dx * dx + dy * dy + dz * dz;
    double[0] = r2 * scale;
    const piece = (halves[upper]! >> 14) - 62912;
    const q = seen[j | 3]!;
    if (piece < 0 || piece >= 2624) {
      if (!(r2 * scale >= 1) && q * qi !== 0) energy = tooNear;
      continue;
    }
    const at = 7 * piece;
    const u = r2 - pieces[at]!;
    let bySquare = pieces[at + 6]!;
    let value = bySquare * u + pieces[at + 5]!;
    bySquare = bySquare * u + value;
    value = value * u + pieces[at + 4]!;
    bySquare = bySquare * u + value;
    value = value * u + pieces[at + 3]!;
    bySquare = bySquare * u + value;
    value = value * u + pieces[at + 2]!;
    bySquare = bySquare * u + value;
    value = value * u + pieces[at + 1]!;
    energy += q * value;
    const f = slope * q * bySquare;
    const gx = f * dx;
    const gy = f * dy;
    const gz = f * dz;
    px += gx;
    py += gy;
    pz += gz;
    forces[j] -= gx;
    forces[j | 1] -= gy;
    forces[j | 2] -= gz;
  }
  sums[SUM.force] += px;
  sums[SUM.force + 1] += py;
  sums[SUM.force + 2] += pz;
  sums[SUM.coulomb] += qi * energy;
}

/** The same with Lennard-Jones energies, r⁻⁶ and r⁻¹² plus constants up to the cutoff. */
export function lennardJonesPartners(
  sums: Float64Array,
  slots: PackedSlots,
  seen: Float64Array,
  table: RadialTable,
  form: LennardJonesForm,
  partners: Int32Array,
  begin: number,
  end: number,
  slot: number,
): void {
  const { forces, double, halves } = slots;
  const { pieces, upperHalf } = table;
  const { type, typeCount, c12, c6 } = slots;
  const row = (typeCount * type[slot]!) | 0;
  const squaredCutoff = form.cutoff * form.cutoff;
  const squaredChargeCutoff = table.cutoff * table.cutoff;
  const sixthConstant = form.sixth[0]!;
  const twelfthConstant = form.twelfth[0]!;
  let lennardJones = c12[0]! * c6[0]! * 0;
  const qi = slots.charges[slot]!;
  const xi = sums[0]!;
  const yi = sums[1]!;
  const zi = sums[2]!;
  const scale = table.scale[0]!;
  const slope = -2 * qi;
  const upper = upperHalf | 0;
  const tooNear = Number.POSITIVE_INFINITY;
  const last = end | 0;
  let energy = seen[0]! * pieces[0]! * forces[0]! * double[0]! * halves[0]! * 0;
  let px = 0;
  let py = 0;
  let pz = 0;
  for (let n = begin | 0; n < last; n++) {
    const j = partners[n]! << 2;
    const dx = xi - seen[j]!;
    const dy = yi - seen[j | 1]!;
    const dz = zi - seen[j | 2]!;
    const r2 = dx * dx + dy * dy + dz * dz;
    let f = 0;
    if (!(r2 >= squaredChargeCutoff)) {
      double[0] = r2 * scale;
      const piece = (halves[upper]! >> 14) - 62912;
      const q = seen[j | 3]!;
      if (piece < 0 || piece >= 2560) {
        if (q * qi !== 0 || c12[row + type[j >> 2]!]! !== 0) energy = tooNear;
        continue;
      }
      const at = 7 * piece;
      const u = r2 - pieces[at]!;
      let bySquare = pieces[at + 6]!;
      let value = bySquare * u + pieces[at + 5]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 4]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 3]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 2]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 1]!;
      energy += q * value;
      f = slope * q * bySquare;
    }
    if (r2 < squaredCutoff) {
      const pair = (row + type[j >> 2]!) | 0;
      const a = c12[pair]!;
      const b = c6[pair]!;
      const inverse2 = 1 / r2;
      const inverse6 = inverse2 * inverse2 * inverse2;
      const sixth = b * inverse6;
      const twelfth = a * inverse6 * inverse6;
      lennardJones += twelfth - sixth + a * twelfthConstant - b * sixthConstant;
      f += (12 * twelfth - 6 * sixth) * inverse2;
    }
    const gx = f * dx;
    const gy = f * dy;
    const gz = f * dz;
    px += gx;
    py += gy;
    pz += gz;
    forces[j] -= gx;
    forces[j | 1] -= gy;
    forces[j | 2] -= gz;
  }
  sums[SUM.force] += px;
  sums[SUM.force + 1] += py;
  sums[SUM.force + 2] += pz;
  sums[SUM.lennardJones] += lennardJones;
  sums[SUM.coulomb] += qi * energy;
}

/** The same with Lennard-Jones energies of any form. */
export function switchedPartners(
  sums: Float64Array,
  slots: PackedSlots,
  seen: Float64Array,
  table: RadialTable,
  form: LennardJonesForm,
  partners: Int32Array,
  begin: number,
  end: number,
  slot: number,
): void {
  const { forces, double, halves } = slots;
  const { pieces, upperHalf } = table;
  const { type, typeCount, c12, c6 } = slots;
  const row = (typeCount * type[slot]!) | 0;
  const squaredCutoff = form.cutoff * form.cutoff;
  const squaredChargeCutoff = table.cutoff * table.cutoff;
  const start = form.start;
  const width = form.width;
  const [six0, six1, six3, six4] = form.sixth;
  const [twelve0, twelve1, twelve3, twelve4] = form.twelfth;
  let lennardJones = c12[0]! * c6[0]! * 0;
  const qi = slots.charges[slot]!;
  const xi = sums[0]!;
  const yi = sums[1]!;
  const zi = sums[2]!;
  const scale = table.scale[0]!;
  const slope = -2 * qi;
  const upper = upperHalf | 0;
  const tooNear = Number.POSITIVE_INFINITY;
  const last = end | 0;
  let energy = seen[0]! * pieces[0]! * forces[0]! * double[0]! * halves[0]! * 0;
  let px = 0;
  let py = 0;
  let pz = 0;
  for (let n = begin | 0; n < last; n++) {
    const j = partners[n]! << 2;
    const dx = xi - seen[j]!;
    const dy = yi - seen[j | 1]!;
    const dz = zi - seen[j | 2]!;
    const r2 = dx * dx + dy * dy + dz * dz;
    let f = 0;
    if (!(r2 >= squaredChargeCutoff)) {
      double[0] = r2 * scale;
      const piece = (halves[upper]! >> 14) - 62912;
      const q = seen[j | 3]!;
      if (piece < 0 || piece >= 2560) {
        if (q * qi !== 0 || c12[row + type[j >> 2]!]! !== 0) energy = tooNear;
        continue;
      }
      const at = 7 * piece;
      const u = r2 - pieces[at]!;
      let bySquare = pieces[at + 6]!;
      let value = bySquare * u + pieces[at + 5]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 4]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 3]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 2]!;
      bySquare = bySquare * u + value;
      value = value * u + pieces[at + 1]!;
      energy += q * value;
      f = slope * q * bySquare;
    }
    if (r2 < squaredCutoff) {
      const pair = (row + type[j >> 2]!) | 0;
      const a = c12[pair]!;
      const b = c6[pair]!;
      const inverse2 = 1 / r2;
      const inverse6 = inverse2 * inverse2 * inverse2;
      const sixth = b * inverse6;
      const twelfth = a * inverse6 * inverse6;
      let both = twelfth - sixth + a * twelve0! - b * six0!;
      let pull = (12 * twelfth - 6 * sixth) * inverse2;
      const inverse = Math.sqrt(inverse2);
      const t = r2 * inverse - start;
      if (t > 0) {
        const t2 = t * t;
        const one = a * twelve1! - b * six1!;
        const three = a * twelve3! - b * six3!;
        const four = a * twelve4! - b * six4!;
        both += t * (one + t2 * (three + t * four));
        pull -= inverse * (one + t2 * (3 * three + 4 * t * four));
        if (width > 0) {
          const v = t / width;
          const keep = 1 - v * v * v * (10 - v * (15 - 6 * v));
          pull = pull * keep + (both * inverse * 30 * v * v * (1 - v) * (1 - v)) / width;
          both *= keep;
        }
      }
      lennardJones += both;
      f += pull;
    }
    const gx = f * dx;
    const gy = f * dy;
    const gz = f * dz;
    px += gx;
    py += gy;
    pz += gz;
    forces[j] -= gx;
    forces[j | 1] -= gy;
    forces[j | 2] -= gz;
  }
  sums[SUM.force] += px;
  sums[SUM.force + 1] += py;
  sums[SUM.force + 2] += pz;
  sums[SUM.lennardJones] += lennardJones;
  sums[SUM.coulomb] += qi * energy;
}
