import type { KernelSignatures } from "@qmmm/core";
import { type Columns, sortIntoColumns } from "./columns.js";
import { ROW } from "./signatures.js";

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
  interacting,
  exclusionStart,
  exclusions,
) => {
  const columns = sortIntoColumns(order, images, positions, cell, range);
  const excluded = excludedSlots(order, exclusionStart, exclusions);
  const { x, y, z, first, bins, lowest, highest, perHeight, extents } = columns;
  const atomCount = order.length;
  const flags = new Uint8Array(atomCount);
  for (let slot = 0; slot < atomCount; slot++) flags[slot] = interacting[order[slot]!]!;
  /** Last slot that had each slot excluded. */
  const excludedBy = new Int32Array(atomCount).fill(-1);
  /** Partners of one row: with Lennard-Jones interaction from the front, without from the back. */
  const found = new Int32Array(atomCount);
  /** How many there are in front, and where those in the back begin. */
  const ends = new Int32Array(2);
  /** First and last slots of the windows that a row's partners are sought in. */
  const windows = new Int32Array(2 * columns.start.length);
  const range2 = range * range;
  /** Where an atom stands for the partners of a row, and the squared range. */
  const place = Float64Array.of(0, 0, 0, range2);
  const { a, b, c } = columns;
  let rowCount = 0;
  let partnerCount = 0;
  for (let column = 0; column + 1 < columns.start.length; column++) {
    const begin = columns.start[column]!;
    const end = columns.start[column + 1]!;
    if (begin === end) continue;
    for (const { na, nb, targets } of columns.around(column)) {
      for (let slot = begin; slot < end; slot++) {
        excludedBy[slot] = slot;
        for (let n = excluded.start[slot]!; n < excluded.start[slot + 1]!; n++) excludedBy[excluded.slots[n]!] = slot;
        const offset = z[slot]! - na * a[2]! - nb * b[2]!;
        const firstImage = c === 0 ? 0 : Math.ceil((offset - range - highest) / c);
        const lastImage = c === 0 ? 0 : Math.floor((offset + range - lowest) / c);
        for (let nc = firstImage; nc <= lastImage; nc++) {
          const xi = x[slot]! - na * a[0]! - nb * b[0]!;
          const yi = y[slot]! - na * a[1]! - nb * b[1]!;
          const zi = offset - nc * c;
          place[0] = xi;
          place[1] = yi;
          place[2] = zi;
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
            if (aside2 >= range2) continue;
            const height = Math.sqrt(range2 - aside2);
            const low = Math.max(0, Math.floor((zi - height - lowest) * perHeight));
            const high = Math.min(bins - 1, Math.floor((zi + height - lowest) * perHeight));
            if (low > high) continue;
            windows[windowed] = own && nc === 0 ? slot + 1 : first[target * bins + low]!;
            windows[windowed + 1] = first[target * bins + high + 1]!;
            windowed += 2;
          }
          collect(found, ends, columns, place, excludedBy, flags, slot, windows, windowed);
          const front = ends[0]!;
          const back = ends[1]!;
          const total = front + atomCount - back;
          if (total === 0) continue;
          const at = ROW.length * rowCount++;
          const split = partnerCount + front;
          if (split + atomCount - back <= partners.length) {
            for (let n = 0; n < front; n++) partners[partnerCount + n] = found[n]!;
            for (let n = back, to = partnerCount + total - 1; n < atomCount; n++, to--) partners[to] = found[n]!;
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
  { x, y, z }: Columns,
  place: Float64Array,
  excludedBy: Int32Array,
  flags: Uint8Array,
  slot: number,
  windows: Int32Array,
  windowed: number,
): void {
  const xi = place[0]!;
  const yi = place[1]!;
  const zi = place[2]!;
  const range2 = place[3]!;
  const flag = flags[slot]! | 0;
  const self = slot | 0;
  let front = 0;
  let back = found.length | 0;
  for (let window = 0; window < windowed; window += 2) {
    const end = windows[window + 1]!;
    for (let j = windows[window]!; j < end; j++) {
      const dx = xi - x[j]!;
      const dy = yi - y[j]!;
      const dz = zi - z[j]!;
      if (dx * dx + dy * dy + dz * dz >= range2 || excludedBy[j] === self) continue;
      const both = flag & flags[j]!;
      if ((both & 1) !== 0) found[front++] = j;
      else if (both !== 0) found[--back] = j;
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
