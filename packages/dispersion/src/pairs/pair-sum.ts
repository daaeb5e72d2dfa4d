import { createMinimumImage, type Geometry, InputError, type MinimumImage, reciprocalOf } from "@qmmm/core";

/**
 * Told about one pair of atoms i ≥ j: the vector from j (or its image) to i, its square, and how often the pair counts per
 * cell (½ for an atom and its own image, which is met twice).
 */
export type PairVisitor = (i: number, j: number, x: number, y: number, z: number, r2: number, weight: number) => void;

/** Nuclei closer than this are one on top of the other, a0². */
const COINCIDENT = 1e-6;

function refuseCoincident(i: number, j: number): never {
  throw new InputError("QMMM_GEOMETRY_ATOMS_COINCIDE", `Atoms ${j} and ${i} (from 0) are in the same place`, {
    value: [j, i],
    action: "Correct the structure",
  });
}

/**
 * All pairs of atoms up to a distance, with every periodic image, each once. Deterministic: by i, then j, then image; images
 * of a pair come one after the other.
 */
export class PairSum {
  readonly periodic: boolean;
  private readonly image: MinimumImage;
  private readonly difference = new Float64Array(3);
  /** Lattice vectors that can bring a nearest image within the cutoff, a0; the zero vector first. */
  private readonly translations: Float64Array;

  /** @param cutoff - largest distance visited, a0 */
  constructor(
    readonly geometry: Geometry,
    readonly cutoff: number,
  ) {
    const { cell } = geometry;
    this.periodic = cell !== undefined;
    this.image = createMinimumImage(cell);
    this.translations =
      cell === undefined ? new Float64Array(3) : latticeVectors(cell.vectors, reciprocalOf(cell), cutoff);
  }

  forEach(visit: PairVisitor): void {
    const { difference, image, periodic, translations } = this;
    const { positions } = this.geometry;
    const atomCount = positions.length / 3;
    const limit = this.cutoff ** 2;
    for (let i = 0; i < atomCount; i++) {
      for (let j = 0; j <= i; j++) {
        let x = positions[3 * i]! - positions[3 * j]!;
        let y = positions[3 * i + 1]! - positions[3 * j + 1]!;
        let z = positions[3 * i + 2]! - positions[3 * j + 2]!;
        if (!periodic) {
          if (i === j) continue;
          const r2 = x * x + y * y + z * z;
          if (r2 > limit) continue;
          if (r2 < COINCIDENT) refuseCoincident(i, j);
          visit(i, j, x, y, z, r2, 1);
          continue;
        }
        difference[0] = x;
        difference[1] = y;
        difference[2] = z;
        image.apply(difference);
        const weight = i === j ? 0.5 : 1;
        for (let t = i === j ? 3 : 0; t < translations.length; t += 3) {
          x = difference[0]! + translations[t]!;
          y = difference[1]! + translations[t + 1]!;
          z = difference[2]! + translations[t + 2]!;
          const r2 = x * x + y * y + z * z;
          if (r2 > limit) continue;
          if (r2 < COINCIDENT) refuseCoincident(i, j);
          visit(i, j, x, y, z, r2, weight);
        }
      }
    }
  }
}

/** Lattice vectors no longer than the cutoff plus the longest that a nearest image can be; the zero vector first. */
function latticeVectors(vectors: Float64Array, reciprocal: Float64Array, cutoff: number): Float64Array {
  const length = (v: Float64Array, k: number): number => Math.hypot(v[k]!, v[k + 1]!, v[k + 2]!);
  const reach = cutoff + 0.5 * (length(vectors, 0) + length(vectors, 3) + length(vectors, 6));
  const range = [0, 3, 6].map((k) => Math.floor(reach * length(reciprocal, k)));
  const found: number[] = [0, 0, 0];
  for (let a = -range[0]!; a <= range[0]!; a++) {
    for (let b = -range[1]!; b <= range[1]!; b++) {
      for (let c = -range[2]!; c <= range[2]!; c++) {
        if (a === 0 && b === 0 && c === 0) continue;
        const t = [0, 1, 2].map((k) => a * vectors[k]! + b * vectors[3 + k]! + c * vectors[6 + k]!);
        if (Math.hypot(...t) <= reach) found.push(...t);
      }
    }
  }
  return Float64Array.from(found);
}
