import { groupPairAt, type KernelTable } from "@qmmm/core";
import { type ListedPairs, type PairParameters, ROW } from "../kernels/signatures.js";
import type { CoulombSum } from "../long-range/coulomb-sum.js";
import type { LennardJonesForm } from "../long-range/lennard-jones-form.js";
import { type BatchKernel, PairBatch } from "./pair-batch.js";
import type { Tally } from "./tally.js";

/** Where energies of pairs go: by pair of groups, Eh; absent where a term is not wanted. */
export interface PairEnergies {
  readonly lennardJones: Float64Array | undefined;
  readonly coulomb: Float64Array | undefined;
}

/** Up to so many pairs of groups collect rows side by side; more share one place, row by row. */
const MOST_BATCHES = 64;
/** Slots that a batch collects before the kernel gets it, beside those of one row. */
const BATCH = 4096;

/**
 * Divides the pairs of a list. Atoms with those of their partners that are in one group are collected by pair of groups; the kernel
 * of the whole list gives the energy of what is collected, and the force on each partner, which is that of one pair, its virial.
 */
export function divideListed(
  tally: Tally,
  energies: PairEnergies,
  pairs: PairParameters,
  form: LennardJonesForm,
  sum: CoulombSum,
  list: ListedPairs,
  positions: Float64Array,
  cell: Float64Array,
  kernels: KernelTable,
): void {
  const { groupOf, pairCount } = tally;
  const { rows, partners, order } = list;
  const listedPairs = kernels.get("mm/listedPairs");
  const kernel: BatchKernel = (found, forces, places, parameters, batch) =>
    listedPairs(found, forces, new Float64Array(0), places, new Float64Array(0), parameters, form, sum.table, batch);
  const take = (pair: number, found: Float64Array): void => {
    if (energies.lennardJones !== undefined) energies.lennardJones[pair]! += found[0]!;
    if (energies.coulomb !== undefined) energies.coulomb[pair]! += found[1]!;
  };
  const shared = pairCount > MOST_BATCHES;
  const slots = longestRow(rows) + 1 + (shared ? 0 : BATCH);
  const batches = new Map<number, PairBatch>();
  const places = placesInCell(list, positions, cell);
  const vectors = cell.length > 0 ? cell : new Float64Array(9);
  const groups: number[] = [];
  let begin = 0;
  for (let row = 0; row < rows.length; row += ROW.length) {
    const slot = rows[row + ROW.slot]!;
    const [split, end] = [rows[row + ROW.split]!, rows[row + ROW.end]!];
    const atom = order[slot]!;
    groups.length = 0;
    for (let n = begin; n < end; n++) {
      const group = groupOf[order[partners[n]!]!]!;
      if (!groups.includes(group)) groups.push(group);
    }
    for (const group of groups) {
      const pair = groupPairAt(groupOf[atom]!, group);
      const key = shared ? 0 : pair;
      let batch = batches.get(key);
      if (batch === undefined) batches.set(key, (batch = new PairBatch(pairs, slots, tally)));
      batch.begin(atom, places, slot, rows, row, vectors);
      for (let n = begin; n < end; n++) {
        const partner = partners[n]!;
        const other = order[partner]!;
        if (groupOf[other] === group) batch.add(other, places, partner, n < split);
      }
      batch.end();
      if (shared || batch.slotCount > BATCH) take(pair, batch.evaluate(kernel));
    }
    begin = end;
  }
  if (!shared) for (const [pair, batch] of batches) take(pair, batch.evaluate(kernel));
}

/** Coordinates by slot with the atoms in one cell, as the kernel of the list has them. */
function placesInCell({ order, images }: ListedPairs, positions: Float64Array, cell: Float64Array): Float64Array {
  const places = new Float64Array(3 * order.length);
  for (let slot = 0; slot < order.length; slot++) {
    const [a, b, c] = [images[3 * slot]!, images[3 * slot + 1]!, images[3 * slot + 2]!];
    for (let d = 0; d < 3; d++) {
      const shift = cell.length > 0 ? a * cell[d]! + b * cell[3 + d]! + c * cell[6 + d]! : 0;
      places[3 * slot + d] = positions[3 * order[slot]! + d]! - shift;
    }
  }
  return places;
}

function longestRow(rows: Int32Array): number {
  let longest = 0;
  for (let row = 0; row < rows.length; row += ROW.length) {
    longest = Math.max(longest, rows[row + ROW.end]! - (row === 0 ? 0 : rows[row - ROW.length + ROW.end]!));
  }
  return longest;
}
