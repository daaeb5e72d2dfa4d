import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { GrowingFloat64, GrowingInt32 } from "./growing-array.js";
import { HermiteExpansion } from "./hermite-expansion.js";
import { hermiteCount } from "./hermite-index.js";
import { groupShells, type ShellGroup } from "./shell-groups.js";

/** Primitive pairs whose share of any integral is below this (Eh) are left out. */
const PRIMITIVE_PAIR_CUTOFF = 1e-16;

/**
 * Sparse expansion coefficients of all function pairs in the Hermite Gaussians of all primitive pairs. Row f of pair i
 * (function a·n_b + b) uses the columns `columns[nonzeroStart[i] + j]` for `rows[rowStart[i] + f] ≤ j < rows[… + 1]`; the
 * values of its k-th primitive pair are `values[valueStart[i] + k·nonzeros(i) + j]`.
 */
export class HermiteCoefficients {
  readonly rowStart: Int32Array;
  readonly nonzeroStart: Int32Array;
  readonly valueStart: Float64Array;
  private readonly growingRows = new GrowingInt32();
  private readonly growingColumns = new GrowingInt32();
  private readonly growingValues = new GrowingFloat64();
  private pairs = 0;

  constructor(pairCapacity: number) {
    this.rowStart = new Int32Array(pairCapacity + 1);
    this.nonzeroStart = new Int32Array(pairCapacity + 1);
    this.valueStart = new Float64Array(pairCapacity + 1);
  }

  get rows(): Int32Array {
    return this.growingRows.data;
  }

  get columns(): Int32Array {
    return this.growingColumns.data;
  }

  get values(): Float64Array {
    return this.growingValues.data;
  }

  /** Appends a pair from dense coefficients, primitive-major: `dense[(k·rows + f)·width + h]`. */
  append(dense: Float64Array, primitives: number, rows: number, width: number): void {
    const i = this.pairs++;
    this.growingRows.push(0);
    let nonzeros = 0;
    for (let f = 0; f < rows; f++) {
      for (let h = 0; h < width; h++) {
        for (let k = 0; k < primitives; k++) {
          if (dense[(k * rows + f) * width + h] !== 0) {
            this.growingColumns.push(h);
            nonzeros++;
            break;
          }
        }
      }
      this.growingRows.push(nonzeros);
    }
    const start = this.growingValues.extend(primitives * nonzeros);
    const { rows: pointers, columns, values } = this;
    let v = start;
    for (let k = 0; k < primitives; k++) {
      for (let f = 0; f < rows; f++) {
        const row = (k * rows + f) * width;
        const end = this.nonzeroStart[i] + pointers[this.rowStart[i] + f + 1];
        for (let j = this.nonzeroStart[i] + pointers[this.rowStart[i] + f]; j < end; j++) {
          values[v++] = dense[row + columns[j]];
        }
      }
    }
    this.rowStart[i + 1] = this.growingRows.length;
    this.nonzeroStart[i + 1] = this.growingColumns.length;
    this.valueStart[i + 1] = this.growingValues.length;
  }
}

/**
 * Products of two shell groups, expanded in Hermite Gaussians at one geometry: what every integral kernel starts from.
 * Pairs have group a ≥ group b. Within a pair of a group with itself, primitive pairs (k, l) and (l, k) are one.
 *
 * McMurchie & Davidson, J. Comput. Phys. 26, 218 (1978), doi:10.1016/0021-9991(78)90092-X; contraction and solid-harmonic
 * coefficients are folded in.
 */
export interface ShellPairs {
  readonly groups: readonly ShellGroup[];
  readonly count: number;
  readonly groupA: Int32Array;
  readonly groupB: Int32Array;
  /** Highest Hermite degree, l_a + l_b. */
  readonly degree: Int32Array;
  /** Number of function pairs n_a·n_b. */
  readonly size: Int32Array;
  /** A − B, a0; three per pair. */
  readonly separation: Float64Array;
  /** First primitive pair of each pair; length count + 1. */
  readonly primitiveStart: Int32Array;
  /** p = a + b of each primitive pair, a0⁻². */
  readonly exponent: Float64Array;
  /** Centre P of each primitive pair, a0; three each. */
  readonly centre: Float64Array;
  /** a/p of each primitive pair: the share of P that moves with A. */
  readonly weightA: Float64Array;
  /** ab/p of each primitive pair, a0⁻². */
  readonly reduced: Float64Array;
  /** Estimate of the square root of each primitive pair's largest self-repulsion. */
  readonly magnitude: Float64Array;
  readonly coefficients: HermiteCoefficients;
  /**
   * With derivatives: coefficients of ∂/∂(A−B)_x,y,z at fixed P, less the common part −2(ab/p)(A−B) times
   * `coefficients`; their degree is one lower. Pairs on one atom have none.
   */
  readonly relative: readonly HermiteCoefficients[] | null;
}

/** Builds the shell pairs of a basis at one geometry. */
export function buildShellPairs(basis: GaussianBasis, nuclei: Float64Array, derivatives: boolean): ShellPairs {
  const groups = groupShells(basis);
  const capacity = (groups.length * (groups.length + 1)) / 2;
  const groupA = new Int32Array(capacity);
  const groupB = new Int32Array(capacity);
  const degree = new Int32Array(capacity);
  const size = new Int32Array(capacity);
  const separation = new Float64Array(3 * capacity);
  const primitiveStart = new Int32Array(capacity + 1);
  const exponent = new GrowingFloat64();
  const centre = new GrowingFloat64();
  const weightA = new GrowingFloat64();
  const reduced = new GrowingFloat64();
  const magnitude = new GrowingFloat64();
  const coefficients = new HermiteCoefficients(capacity);
  const relative = derivatives ? [0, 1, 2].map(() => new HermiteCoefficients(capacity)) : null;
  const expansion = new HermiteExpansion(groups, derivatives);
  let count = 0;
  for (let ga = 0; ga < groups.length; ga++) {
    for (let gb = 0; gb <= ga; gb++) {
      const found = expansion.expand(ga, gb, nuclei, PRIMITIVE_PAIR_CUTOFF);
      if (found === 0) continue;
      const a = groups[ga];
      const b = groups[gb];
      groupA[count] = ga;
      groupB[count] = gb;
      degree[count] = a.maxMomentum + b.maxMomentum;
      size[count] = a.functions.length * b.functions.length;
      for (let x = 0; x < 3; x++) separation[3 * count + x] = nuclei[3 * a.atom + x] - nuclei[3 * b.atom + x];
      for (let k = 0; k < found; k++) {
        exponent.push(expansion.exponent[k]);
        for (let x = 0; x < 3; x++) centre.push(expansion.centre[3 * k + x]);
        weightA.push(expansion.weightA[k]);
        reduced.push(expansion.reduced[k]);
        magnitude.push(expansion.magnitude[k]);
      }
      const width = hermiteCount(degree[count]);
      coefficients.append(expansion.values, found, size[count], width);
      const moving = a.atom === b.atom ? 0 : found;
      relative?.forEach((target, axis) => {
        target.append(expansion.derivatives[axis], moving, size[count], width);
      });
      count++;
      primitiveStart[count] = exponent.length;
    }
  }
  return {
    groups,
    count,
    groupA,
    groupB,
    degree,
    size,
    separation,
    primitiveStart,
    exponent: exponent.data,
    centre: centre.data,
    weightA: weightA.data,
    reduced: reduced.data,
    magnitude: magnitude.data,
    coefficients,
    relative,
  };
}
