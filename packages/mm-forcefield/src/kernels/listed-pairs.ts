import type { KernelSignatures } from "@qmmm/core";
import type { LennardJonesForm } from "../long-range/lennard-jones-form.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import { PackedSlots } from "./packed-slots.js";
import { coulombPartners, lennardJonesPartners, SUM, switchedPartners } from "./pair-loops.js";
import { type ListedPairs, ROW } from "./signatures.js";

/**
 * Pairs of a list, row by row: coordinates by slot, the image of a row's partners taken off once, charges chosen by row for
 * what a mask keeps, so that the loops over partners neither search nor ask. The virial is that of the forces at the packed
 * places, plus that of the images: Σ F⊗r − Σ F(row)⊗image.
 */
export const listedPairs: KernelSignatures["mm/listedPairs"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  parameters,
  form,
  coulomb,
  list,
) => {
  const { order, rows } = list;
  const slots = new PackedSlots(positions, cell, parameters, list);
  const vectors = cell.length > 0 ? cell : new Float64Array(9);
  const sums = new Float64Array(SUM.length);
  const offsets = new Float64Array(9);
  for (let row = 0; row < rows.length; row += ROW.length) {
    addRow(sums, offsets, slots, vectors, form, coulomb, list, row);
  }
  energies[0] += sums[SUM.lennardJones]!;
  energies[1] += sums[SUM.coulomb]!;
  if (forces.length > 0) scatter(forces, slots, order);
  for (let k = 0; k < virial.length; k++) {
    const [row, column] = [Math.floor(k / 3), k % 3];
    let sum = -offsets[k]!;
    for (let at = 0; at < 4 * order.length; at += 4) sum += slots.forces[at + row]! * slots.outside[at + column]!;
    virial[k] += sum;
  }
};

/**
 * @param sums - of energies, added to; the force is overwritten
 * @param offsets - Σ F(row)⊗image, added to
 */
function addRow(
  sums: Float64Array,
  offsets: Float64Array,
  slots: PackedSlots,
  vectors: Float64Array,
  form: LennardJonesForm,
  coulomb: RadialTable,
  { rows, partners }: ListedPairs,
  row: number,
): void {
  const begin = row === 0 ? 0 : rows[row - ROW.length + ROW.end]!;
  const slot = rows[row + ROW.slot]!;
  const split = rows[row + ROW.split]!;
  const end = rows[row + ROW.end]!;
  const a = rows[row + ROW.image]!;
  const b = rows[row + ROW.image + 1]!;
  const c = rows[row + ROW.image + 2]!;
  const ox = a * vectors[0]! + b * vectors[3]! + c * vectors[6]!;
  const oy = a * vectors[1]! + b * vectors[4]! + c * vectors[7]!;
  const oz = a * vectors[2]! + b * vectors[5]! + c * vectors[8]!;
  const seen = slots.inRegion[slot] === 1 ? slots.inside : slots.outside;
  sums[SUM.place] = seen[4 * slot]! - ox;
  sums[SUM.place + 1] = seen[4 * slot + 1]! - oy;
  sums[SUM.place + 2] = seen[4 * slot + 2]! - oz;
  sums[SUM.force] = 0;
  sums[SUM.force + 1] = 0;
  sums[SUM.force + 2] = 0;
  if (begin < split) {
    if (form.start < form.cutoff) {
      switchedPartners(sums, slots, seen, coulomb, form, partners, begin, split, slot);
    } else {
      lennardJonesPartners(sums, slots, seen, coulomb, form, partners, begin, split, slot);
    }
  }
  if (split < end) {
    coulombPartners(sums, slots, seen, coulomb, partners, split, end, slot);
  }
  const fx = sums[SUM.force]!;
  const fy = sums[SUM.force + 1]!;
  const fz = sums[SUM.force + 2]!;
  slots.forces[4 * slot] += fx;
  slots.forces[4 * slot + 1] += fy;
  slots.forces[4 * slot + 2] += fz;
  if (ox === 0 && oy === 0 && oz === 0) return;
  offsets[0] += fx * ox;
  offsets[1] += fx * oy;
  offsets[2] += fx * oz;
  offsets[3] += fy * ox;
  offsets[4] += fy * oy;
  offsets[5] += fy * oz;
  offsets[6] += fz * ox;
  offsets[7] += fz * oy;
  offsets[8] += fz * oz;
}

function scatter(forces: Float64Array, slots: PackedSlots, order: Int32Array): void {
  for (let slot = 0; slot < order.length; slot++) {
    const at = 3 * order[slot]!;
    for (let d = 0; d < 3; d++) forces[at + d] += slots.forces[4 * slot + d]!;
  }
}
