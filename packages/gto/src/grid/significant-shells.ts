import type { GaussianBasis } from "../basis/gaussian-basis.js";

/** Functions below this everywhere in a block are left out there. */
const NEGLIGIBLE_VALUE = 1e-12;
/** Step, and end, of the search for a shell's extent, a0. */
const STEP = 0.25;
const LARGEST_EXTENT = 60;

/** Distance, a0, beyond which no function of a shell, nor its derivative, exceeds 1e-12; length shellCount. */
export function shellExtents(basis: GaussianBasis): Float64Array {
  return Float64Array.from({ length: basis.shellCount }, (_, s) => {
    const l = basis.shellMomentum[s];
    for (let r = LARGEST_EXTENT; r > 0; r -= STEP) {
      let value = 0;
      for (let i = basis.primitiveOffset[s]; i < basis.primitiveOffset[s + 1]; i++) {
        const alpha = basis.exponents[i];
        const steepness = Math.max(1, 2 * alpha * r);
        value += Math.abs(basis.coefficients[i]) * steepness * Math.exp(-alpha * r * r);
      }
      if (value * Math.max(1, r) ** l > NEGLIGIBLE_VALUE) return r + STEP;
    }
    return 0;
  });
}

/** Shells that reach a block of points, ascending. */
export function shellsOfBlock(
  basis: GaussianBasis,
  nuclei: Float64Array,
  extents: Float64Array,
  points: Float64Array,
  first: number,
  end: number,
): Int32Array {
  const nearest = new Float64Array(basis.atomCount);
  for (let a = 0; a < basis.atomCount; a++) {
    let smallest = Number.POSITIVE_INFINITY;
    for (let p = first; p < end; p++) {
      const x = points[3 * p] - nuclei[3 * a];
      const y = points[3 * p + 1] - nuclei[3 * a + 1];
      const z = points[3 * p + 2] - nuclei[3 * a + 2];
      const square = x * x + y * y + z * z;
      if (square < smallest) smallest = square;
    }
    nearest[a] = Math.sqrt(smallest);
  }
  const shells: number[] = [];
  for (let s = 0; s < basis.shellCount; s++) if (nearest[basis.shellAtom[s]] < extents[s]) shells.push(s);
  return Int32Array.from(shells);
}
