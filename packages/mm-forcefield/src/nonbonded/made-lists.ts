import type { KernelSignatures } from "@qmmm/core";
import { type ListedPairs, ROW } from "../kernels/signatures.js";
import type { ListablePairs } from "./pair-list.js";

/** A list with what it was made from; nothing in it changes while somebody holds it. */
export interface MadeList extends ListedPairs {
  /** 3N, a0. */
  readonly positions: Float64Array;
  /** As kernels take it. */
  readonly cell: Float64Array;
}

/** What a list is made by. */
interface Recipe {
  readonly build: KernelSignatures["mm/pairList"];
  readonly pairs: ListablePairs;
  /** Of pairs with Lennard-Jones interaction, and of others, a0. */
  readonly range: number;
  readonly chargeRange: number;
}

interface Buffers {
  rows: Int32Array;
  partners: Int32Array;
}

/**
 * Makes lists of pairs, and hands out the one made last again where the same is asked for: potentials of one system that differ
 * in their masks share it. What they get does not depend on whether they share. Memory of lists that nobody holds is used anew.
 */
export class MadeLists {
  private last: { readonly list: MadeList; readonly recipe: Recipe } | undefined;
  private readonly holders = new WeakMap<MadeList, { count: number; readonly buffers: Buffers }>();
  private spare: Buffers | undefined;

  /** @param positions - 3N, a0; copied, as is the cell */
  take(recipe: Recipe, positions: Float64Array, cell: Float64Array): MadeList {
    const { last } = this;
    const holder = last && this.holders.get(last.list);
    if (last !== undefined && holder !== undefined && serves(last, recipe, positions, cell)) {
      holder.count++;
      return last.list;
    }
    const buffers = this.spare ?? {
      rows: withRoom(last?.list.rows.length ?? 0),
      partners: withRoom(last?.list.partners.length ?? 0),
    };
    this.spare = undefined;
    const list = make(recipe, buffers, positions, cell);
    this.holders.set(list, { count: 1, buffers });
    this.last = { list, recipe };
    return list;
  }

  /** To be called once for each list taken; it must not be used afterwards. */
  release(list: MadeList): void {
    const holder = this.holders.get(list);
    if (holder === undefined || --holder.count > 0) return;
    this.holders.delete(list);
    if (this.last?.list === list) this.last = undefined;
    this.spare = holder.buffers;
  }
}

/** For somewhat more numbers, as lists vary in length. */
function withRoom(length: number): Int32Array {
  return new Int32Array(Math.ceil(1.1 * length));
}

function serves(
  { list, recipe }: { readonly list: MadeList; readonly recipe: Recipe },
  { build, pairs, range, chargeRange }: Recipe,
  positions: Float64Array,
  cell: Float64Array,
): boolean {
  return (
    recipe.build === build &&
    recipe.range === range &&
    recipe.chargeRange === chargeRange &&
    recipe.pairs.exclusionStart === pairs.exclusionStart &&
    recipe.pairs.exclusions === pairs.exclusions &&
    equal(list.cell, cell) &&
    equal(list.positions, positions) &&
    equal(recipe.pairs.interacting, pairs.interacting)
  );
}

function equal(a: Float64Array | Uint8Array, b: Float64Array | Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

function make(recipe: Recipe, buffers: Buffers, positions: Float64Array, cell: Float64Array): MadeList {
  const { build, range, chargeRange, pairs } = recipe;
  const { interacting, exclusionStart, exclusions } = pairs;
  const order = new Int32Array(interacting.length);
  const images = new Int32Array(3 * interacting.length);
  const counts = new Int32Array(2);
  for (;;) {
    const { rows, partners } = buffers;
    build(
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
    );
    const [rowNumbers, partnerCount] = [ROW.length * counts[0]!, counts[1]!];
    if (rowNumbers <= rows.length && partnerCount <= partners.length) {
      return {
        order,
        images,
        rows: rows.subarray(0, rowNumbers),
        partners: partners.subarray(0, partnerCount),
        positions: positions.slice(),
        cell: cell.slice(),
      };
    }
    buffers.rows = withRoom(rowNumbers);
    buffers.partners = withRoom(partnerCount);
  }
}
