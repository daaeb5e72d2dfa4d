import type { KernelSignatures } from "@qmmm/core";
import { sortIntoColumns } from "./columns.js";
import { LENNARD_JONES, ROW } from "./signatures.js";

/**
 * List of pairs by sorted columns: atoms stand in columns along the third vector of the cell, binned by height; partners of an
 * atom are sought in the columns of one half-plane around its own, in windows of height that enclose the sphere. Images are
 * explicit, so that any range works in any cell.
 */
export const pairList: KernelSignatures["mm/pairList"] = (
  counts,
  order,
  images,
  rows,
  partners,
  positions,
  cell,
  range,
  chargeRange,
  interacting,
  exclusionStart,
  exclusions,
) => {
  const columns = sortIntoColumns(order, images, positions, cell, range);
  const excluded = excludedSlots(order, exclusionStart, exclusions);
  const { places, first, bins, lowest, highest, perHeight, extents } = columns;
  const atomCount = order.length;
  const flags = new Uint8Array(atomCount);
  for (let slot = 0; slot < atomCount; slot++) flags[slot] = interacting[order[slot]!]!;
  /** Partners of one row: with Lennard-Jones interaction from the front, without from the back. */
  const found = new Int32Array(atomCount);
  /** Where an atom stands for the partners of a row; squared ranges of all pairs and of charges. */
  const search = Float64Array.of(0, 0, 0, range * range, chargeRange * chargeRange);
  /** How many there are in front, and where those in the back begin. */
  const ends = new Int32Array(2);
  /** First and last slots of the windows that a row's partners are sought in. */
  const windows = new Int32Array(2 * columns.start.length);
  const { a, b, c } = columns;
  let rowCount = 0;
  let partnerCount = 0;
  for (let column = 0; column + 1 < columns.start.length; column++) {
    const begin = columns.start[column]!;
    const end = columns.start[column + 1]!;
    if (begin === end) continue;
    for (const { na, nb, targets } of columns.around(column)) {
      for (let slot = begin; slot < end; slot++) {
        // Neither itself nor what is excluded, in any image.
        const flag = flags[slot]!;
        flags[slot] = 0;
        for (let n = excluded.start[slot]!; n < excluded.start[slot + 1]!; n++) flags[excluded.slots[n]!] = 0;
        const reach = (flag & LENNARD_JONES) === 0 ? chargeRange : range;
        const reach2 = reach * reach;
        const offset = places[4 * slot + 2]! - na * a[2]! - nb * b[2]!;
        const firstImage = c === 0 ? 0 : Math.ceil((offset - reach - highest) / c);
        const lastImage = c === 0 ? 0 : Math.floor((offset + reach - lowest) / c);
        for (let nc = firstImage; nc <= lastImage; nc++) {
          const xi = places[4 * slot]! - na * a[0]! - nb * b[0]!;
          const yi = places[4 * slot + 1]! - na * a[1]! - nb * b[1]!;
          const zi = offset - nc * c;
          search[0] = xi;
          search[1] = yi;
          search[2] = zi;
          let windowed = 0;
          for (let n = 0; n < targets.length; n++) {
            const target = targets[n]!;
            // Of the pairs within its own column, the atom has those that are higher up.
            const own = target === column && na === 0 && nb === 0;
            if (own && nc < 0) continue;
            const box = 4 * target;
            const asideX = Math.max(0, extents[box]! - xi, xi - extents[box + 1]!);
            const asideY = Math.max(0, extents[box + 2]! - yi, yi - extents[box + 3]!);
            const aside2 = asideX * asideX + asideY * asideY;
            if (aside2 >= reach2) continue;
            const height = Math.sqrt(reach2 - aside2);
            const low = Math.max(0, Math.floor((zi - height - lowest) * perHeight));
            const high = Math.min(bins - 1, Math.floor((zi + height - lowest) * perHeight));
            if (low > high) continue;
            windows[windowed] = own && nc === 0 ? slot + 1 : first[target * bins + low]!;
            windows[windowed + 1] = first[target * bins + high + 1]!;
            windowed += 2;
          }
          collect(found, ends, places, flags, search, flag, windows, windowed);
          const front = ends[0]!;
          const back = ends[1]!;
          const total = front + found.length - back;
          if (total === 0) continue;
          const at = ROW.length * rowCount++;
          const split = partnerCount + front;
          if (partnerCount + total <= partners.length) {
            for (let n = 0; n < front; n++) partners[partnerCount + n] = found[n]!;
            for (let n = found.length - 1, to = split; n >= back; n--, to++) partners[to] = found[n]!;
          }
          partnerCount += total;
          if (at + ROW.length > rows.length) continue;
          rows[at + ROW.slot] = slot;
          rows[at + ROW.image] = na;
          rows[at + ROW.image + 1] = nb;
          rows[at + ROW.image + 2] = nc;
          rows[at + ROW.split] = split;
          rows[at + ROW.end] = partnerCount;
        }
        flags[slot] = flag;
        for (let n = excluded.start[slot]!; n < excluded.start[slot + 1]!; n++) {
          flags[excluded.slots[n]!] = interacting[order[excluded.slots[n]!]!]!;
        }
      }
    }
  }
  counts[0] = rowCount;
  counts[1] = partnerCount;
};

/**
 * The slots in some windows that are within the range of a row's atom; on its own, for the sake of the compiler.
 *
 * @param ends - overwritten: how many stand in front of `found`, and where those in its back begin
 */
function collect(
  found: Int32Array,
  ends: Int32Array,
  places: Float64Array,
  flags: Uint8Array,
  search: Float64Array,
  flag: number,
  windows: Int32Array,
  windowed: number,
): void {
  const own = flag | 0;
  const xi = search[0]!;
  const yi = search[1]!;
  const zi = search[2]!;
  const range2 = search[3]!;
  const chargeRange2 = search[4]!;
  let front = 0;
  let back = found.length | 0;
  for (let window = 0; window < windowed; window += 2) {
    const end = windows[window + 1]! | 0;
    for (let j = windows[window]! | 0; j < end; j = (j + 1) | 0) {
      const at = j << 2;
      const dx = xi - places[at]!;
      const dy = yi - places[at | 1]!;
      const dz = zi - places[at | 2]!;
      const r2 = dx * dx + dy * dy + dz * dz;
      if (r2 >= range2) continue;
      const both = own & flags[j]!;
      if ((both & 1) !== 0) {
        found[front] = j;
        front = (front + 1) | 0;
      } else if (both !== 0 && r2 < chargeRange2) {
        back = (back - 1) | 0;
        found[back] = j;
      }
    }
  }
  ends[0] = front;
  ends[1] = back;
}

/** Excluded partners of each slot that are slots too, in both directions. */
function excludedSlots(
  order: Int32Array,
  exclusionStart: Int32Array,
  exclusions: Int32Array,
): { readonly start: Int32Array; readonly slots: Int32Array } {
  const slotOf = new Int32Array(order.length);
  for (let slot = 0; slot < order.length; slot++) slotOf[order[slot]!] = slot;
  const start = new Int32Array(order.length + 1);
  const slots = new Int32Array(2 * exclusions.length);
  const each = (visit: (slot: number, other: number) => void): void => {
    for (let i = 0; i < order.length; i++) {
      for (let n = exclusionStart[i]!; n < exclusionStart[i + 1]!; n++) {
        const j = exclusions[n]!;
        visit(slotOf[i]!, slotOf[j]!);
        visit(slotOf[j]!, slotOf[i]!);
      }
    }
  };
  each((slot) => start[slot + 1]++);
  for (let slot = 0; slot < order.length; slot++) start[slot + 1] += start[slot]!;
  const next = start.slice();
  each((slot, other) => {
    slots[next[slot]++] = other;
  });
  return { start, slots };
}
