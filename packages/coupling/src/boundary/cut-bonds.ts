import type { System } from "@qmmm/core";
import { createMinimumImage } from "@qmmm/core";

/** A bond between a region atom and an atom outside; M2, M3 are the next shells outside the region. */
export interface CutBond {
  /** Q1, the region's atom. */
  readonly q1: number;
  /** M1, the host of the cut on the other side. */
  readonly m1: number;
  /** Neighbours of M1 outside the region, ascending. */
  readonly m2: readonly number[];
  /** Their neighbours outside the region other than M1 and M2, ascending. */
  readonly m3: readonly number[];
}

/** The bonds that the edge of a region cuts, in the order of Q1, then M1. `neighbours` without sites that have no nucleus. */
export function findCutBonds(neighbours: readonly (readonly number[])[], inRegion: Uint8Array): CutBond[] {
  const cuts: CutBond[] = [];
  for (let q1 = 0; q1 < neighbours.length; q1++) {
    if (inRegion[q1] !== 1) continue;
    for (const m1 of neighbours[q1]!) {
      if (inRegion[m1] === 1) continue;
      const m2 = neighbours[m1]!.filter((atom) => inRegion[atom] !== 1);
      const near = new Set([m1, ...m2]);
      const m3 = [...new Set(m2.flatMap((atom) => neighbours[atom]!))]
        .filter((atom) => inRegion[atom] !== 1 && !near.has(atom))
        .sort((a, b) => a - b);
      cuts.push({ q1, m1, m2, m3 });
    }
  }
  return cuts;
}

/** Length of the bond i–j in a structure, a0, through the cell where there is one. */
export function bondLength({ geometry: { positions, cell } }: System, i: number, j: number): number {
  const separation = Float64Array.from([0, 1, 2], (x) => positions[3 * j + x]! - positions[3 * i + x]!);
  return Math.sqrt(createMinimumImage(cell).apply(separation));
}
