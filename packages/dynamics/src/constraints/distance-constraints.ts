import type { Cell, Geometry, Topology } from "@qmmm/core";
import { createMinimumImage, reciprocalOf } from "@qmmm/core";

/** Distances between pairs of atoms that stay what they are. Arrays are not modified by who receives them. */
export interface DistanceConstraints {
  /** Pairs i, j of atoms, from 0; length 2n. */
  readonly pairs: Int32Array;
  /** Distances, a0; length n. */
  readonly lengths: Float64Array;
  /** Whole cell vectors in r_i − r_j, so that a pair may reach through the cell; length 3n. */
  readonly images: Int32Array;
}

/**
 * How many whole cell vectors a difference vector is away from its nearest image; zeros in an open system.
 *
 * @returns a function of a difference vector (a0) that gives three whole numbers
 */
export function latticeShifts(cell: Cell | undefined): (difference: Float64Array) => [number, number, number] {
  if (cell === undefined) return () => [0, 0, 0];
  const w = reciprocalOf(cell);
  const image = createMinimumImage(cell);
  return (difference) => {
    const nearest = difference.slice();
    image.apply(nearest);
    const along = (row: number): number => {
      let sum = 0;
      for (let c = 0; c < 3; c++) sum += w[3 * row + c] * (difference[c] - nearest[c]);
      return Math.round(sum);
    };
    return [along(0), along(1), along(2)];
  };
}

/** Distances of pairs as they are in a geometry, each to the nearest image, as constraints. */
export function constraintsFromGeometry(
  pairs: readonly (readonly [number, number])[],
  geometry: Geometry,
): DistanceConstraints {
  const { positions: r, cell } = geometry;
  const shift = latticeShifts(cell);
  const image = createMinimumImage(cell);
  const lengths = new Float64Array(pairs.length);
  const images = new Int32Array(3 * pairs.length);
  const d = new Float64Array(3);
  for (const [k, [i, j]] of pairs.entries()) {
    for (let c = 0; c < 3; c++) d[c] = r[3 * i + c] - r[3 * j + c];
    images.set(shift(d), 3 * k);
    lengths[k] = Math.sqrt(image.apply(d));
  }
  return { pairs: Int32Array.from(pairs.flat()), lengths, images };
}

/** Image vectors n·h of constraints in a cell: taken from r_i − r_j they leave the constrained vector. */
export class ImageVectors {
  private cell: Cell | undefined;
  private readonly vectors: Float64Array;
  private readonly direct: boolean;

  constructor(private readonly images: Int32Array) {
    this.vectors = new Float64Array(images.length);
    this.direct = images.every((n) => n === 0);
  }

  /** a0; length 3n; the same array at every call. */
  in(cell: Cell | undefined): Float64Array {
    if (this.direct || cell === undefined || cell === this.cell) return this.vectors;
    this.cell = cell;
    const h = cell.vectors;
    for (let k = 0; k < this.images.length; k += 3) {
      for (let c = 0; c < 3; c++) {
        this.vectors[k + c] = this.images[k] * h[c] + this.images[k + 1] * h[3 + c] + this.images[k + 2] * h[6 + c];
      }
    }
    return this.vectors;
  }
}

/** A list of constraints without those at which `keep` says no. */
export function filteredConstraints(
  { pairs, lengths, images }: DistanceConstraints,
  keep: (i: number, j: number) => boolean,
): DistanceConstraints {
  const kept = [...lengths.keys()].filter((k) => keep(pairs[2 * k], pairs[2 * k + 1]));
  return {
    pairs: Int32Array.from(kept.flatMap((k) => [pairs[2 * k], pairs[2 * k + 1]])),
    lengths: Float64Array.from(kept, (k) => lengths[k]),
    images: Int32Array.from(kept.flatMap((k) => [...images.subarray(3 * k, 3 * k + 3)])),
  };
}

/**
 * Oxygen and hydrogens of every water: an oxygen bonded to two hydrogens that have no other heavy partner. Sites without a
 * nucleus don't count.
 */
export function watersOf(topology: Pick<Topology, "elements">, neighbours: readonly (readonly number[])[]) {
  const { elements } = topology;
  const waters: [number, number, number][] = [];
  for (const [oxygen, partners] of neighbours.entries()) {
    if (elements[oxygen] !== 8) continue;
    const bonded = partners.filter((atom) => elements[atom] !== 0);
    const [first, second] = bonded;
    if (bonded.length !== 2 || elements[first] !== 1 || elements[second] !== 1) continue;
    const own = (hydrogen: number, other: number) =>
      neighbours[hydrogen].every((k) => k === oxygen || k === other || elements[k] === 0);
    if (own(first, second) && own(second, first)) waters.push([oxygen, first, second]);
  }
  return waters;
}
