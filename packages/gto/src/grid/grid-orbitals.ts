import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { multiply } from "../scf/linear-algebra/multiply.js";
import type { DensityOnGrid, GridKernels, GridOrbitals, MolecularGrid } from "./contracts.js";
import { COMPONENTS, OrbitalValues } from "./orbitals-on-grid.js";
import { shellExtents, shellsOfBlock } from "./significant-shells.js";

/** Kernel `gto/gridOrbitals`. */
export const gridOrbitals: GridKernels["gto/gridOrbitals"] = (basis, nuclei, grid, memory) =>
  new BlockedGridOrbitals(basis, nuclei, grid, memory);

/** One block of points with the functions that reach it. */
interface Block {
  readonly first: number;
  readonly count: number;
  readonly shells: Int32Array;
  /** Indices in the whole basis. */
  readonly functions: Int32Array;
  /** Values and first derivatives, once computed and where there is room. */
  kept?: Float64Array;
}

/**
 * Works block by block on dense matrices functions×points: X = P·φ gives ρ = Σ φX and ∇ρ = 2Σ ∇φX, and its transpose the
 * matrix elements of a potential. After Pople, Gill & Johnson, Chem. Phys. Lett. 199, 557 (1992),
 * doi:10.1016/0009-2614(92)85009-Y.
 */
class BlockedGridOrbitals implements GridOrbitals {
  private readonly blocks: readonly Block[];
  private readonly evaluator: OrbitalValues;
  private readonly functionAtom: Int32Array;
  private readonly values: Float64Array;
  private readonly local: Float64Array;
  private readonly products: Float64Array;
  private readonly scaled: Float64Array;
  /** Bytes that may still be kept. */
  private room: number;

  constructor(
    private readonly basis: GaussianBasis,
    nuclei: Float64Array,
    private readonly grid: MolecularGrid,
    memory: number,
  ) {
    const extents = shellExtents(basis);
    const { blockOffset, points } = grid;
    const blocks: Block[] = [];
    let mostPoints = 0;
    let mostFunctions = 0;
    for (let b = 0; b + 1 < blockOffset.length; b++) {
      const first = blockOffset[b];
      const end = blockOffset[b + 1];
      const shells = shellsOfBlock(basis, nuclei, extents, points, first, end);
      const functions = functionsOf(basis, shells);
      if (functions.length === 0) continue;
      blocks.push({ first, count: end - first, shells, functions });
      mostPoints = Math.max(mostPoints, end - first);
      mostFunctions = Math.max(mostFunctions, functions.length);
    }
    this.blocks = blocks;
    this.evaluator = new OrbitalValues(basis, nuclei, mostPoints);
    this.functionAtom = Int32Array.from({ length: basis.functionCount });
    for (let s = 0; s < basis.shellCount; s++) {
      this.functionAtom.fill(basis.shellAtom[s], basis.functionOffset[s], basis.functionOffset[s + 1]);
    }
    this.values = new Float64Array(COMPONENTS[2] * mostFunctions * mostPoints);
    this.local = new Float64Array(mostFunctions * mostFunctions);
    this.products = new Float64Array(mostFunctions * mostPoints);
    this.scaled = new Float64Array(mostFunctions * mostPoints);
    this.room = memory;
  }

  densities(out: readonly DensityOnGrid[], matrices: readonly Float64Array[]): void {
    for (const { density, gradient, kinetic } of out) {
      density.fill(0);
      gradient?.fill(0);
      kinetic?.fill(0);
    }
    const order = out.some(({ gradient, kinetic }) => gradient !== null || kinetic !== null) ? 1 : 0;
    for (const block of this.blocks) {
      const values = this.valuesOf(block, order);
      out.forEach((target, s) => {
        this.addDensity(block, values, target, matrices[s]);
      });
    }
  }

  addPotentials(matrices: readonly Float64Array[], derivatives: readonly DensityOnGrid[]): void {
    const order = derivatives.some(({ gradient, kinetic }) => gradient !== null || kinetic !== null) ? 1 : 0;
    for (const block of this.blocks) {
      const values = this.valuesOf(block, order);
      matrices.forEach((matrix, s) => {
        this.addPotential(block, values, matrix, derivatives[s]);
      });
    }
  }

  addGradient(gradient: Float64Array, matrices: readonly Float64Array[], derivatives: readonly DensityOnGrid[]): void {
    const order = derivatives.some((one) => one.gradient !== null || one.kinetic !== null) ? 2 : 1;
    for (const block of this.blocks) {
      this.evaluate(this.values, block, order);
      matrices.forEach((matrix, s) => {
        this.addBlockGradient(gradient, block, matrix, derivatives[s]);
      });
    }
  }

  private addDensity(block: Block, values: Float64Array, out: DensityOnGrid, matrix: Float64Array): void {
    const { first, count, functions } = block;
    const m = functions.length;
    const stride = m * count;
    const { local, products } = this;
    gather(local, matrix, functions, this.basis.functionCount);
    multiply(products, local, values, m, m, count, false, false);
    addRowProducts(out.density, first, values, 0, products, m, count, 1);
    if (out.gradient !== null) {
      for (let k = 0; k < 3; k++) {
        addRowProducts(out.gradient, k * this.grid.count + first, values, (k + 1) * stride, products, m, count, 2);
      }
    }
    if (out.kinetic === null) return;
    for (let k = 1; k <= 3; k++) {
      const slopes = values.subarray(k * stride, (k + 1) * stride);
      multiply(products, local, slopes, m, m, count, false, false);
      addRowProducts(out.kinetic, first, slopes, 0, products, m, count, 0.5);
    }
  }

  private addPotential(block: Block, values: Float64Array, matrix: Float64Array, derivatives: DensityOnGrid): void {
    const { first, count, functions } = block;
    const m = functions.length;
    const stride = m * count;
    const { local, products, scaled } = this;
    const total = this.grid.count;
    // ½∂E/∂ρ φ + ∂E/∂∇ρ·∇φ: symmetrising the product with φ doubles it.
    addScaledRows(scaled, values, 0, m, count, derivatives.density, first, 0.5, true);
    if (derivatives.gradient !== null) {
      for (let k = 0; k < 3; k++) {
        const from = k * total + first;
        addScaledRows(scaled, values, (k + 1) * stride, m, count, derivatives.gradient, from, 1, false);
      }
    }
    multiply(local, values.subarray(0, stride), scaled.subarray(0, stride), m, count, m, false, true);
    scatterSymmetrised(matrix, local, functions, this.basis.functionCount);
    if (derivatives.kinetic === null) return;
    for (let k = 1; k <= 3; k++) {
      addScaledRows(products, values, k * stride, m, count, derivatives.kinetic, first, 0.25, true);
      const slopes = values.subarray(k * stride, (k + 1) * stride);
      multiply(local, slopes, products.subarray(0, stride), m, count, m, false, true);
      scatterSymmetrised(matrix, local, functions, this.basis.functionCount);
    }
  }

  private addBlockGradient(
    gradient: Float64Array,
    block: Block,
    matrix: Float64Array,
    derivatives: DensityOnGrid,
  ): void {
    const { first, count, functions } = block;
    const { values, local, products, scaled, functionAtom } = this;
    const { parents, count: total } = this.grid;
    const m = functions.length;
    const stride = m * count;
    gather(local, matrix, functions, this.basis.functionCount);
    // By function and axis: Σ_p of what multiplies −∂φ and −∂∂φ; every function takes it to its atom, every point back.
    const atPoints = new Float64Array(3 * count);
    const collect = (axis: number, component: number, byFunction: Float64Array, weights: Float64Array | null): void => {
      const offset = component * stride;
      for (let f = 0; f < m; f++) {
        let sum = 0;
        for (let p = 0; p < count; p++) {
          const i = f * count + p;
          const value = 2 * values[offset + i] * byFunction[i] * (weights === null ? 1 : weights[p]);
          sum += value;
          atPoints[axis * count + p] += value;
        }
        gradient[3 * functionAtom[functions[f]] + axis] -= sum;
      }
    };
    // X = Pφ with ∂E/∂ρ, and with ∂E/∂∇ρ on second derivatives.
    multiply(products, local, values, m, m, count, false, false);
    const byDensity = derivatives.density.subarray(first, first + count);
    for (let axis = 0; axis < 3; axis++) collect(axis, axis + 1, products, byDensity);
    if (derivatives.gradient !== null) {
      for (let k = 0; k < 3; k++) {
        const byGradient = derivatives.gradient.subarray(k * total + first, k * total + first + count);
        for (let axis = 0; axis < 3; axis++) collect(axis, secondComponent(axis, k), products, byGradient);
        addScaledRows(scaled, values, (k + 1) * stride, m, count, byGradient, 0, 1, k === 0);
      }
      multiply(products, local, scaled, m, m, count, false, false);
      for (let axis = 0; axis < 3; axis++) collect(axis, axis + 1, products, null);
    }
    if (derivatives.kinetic !== null) {
      const half = derivatives.kinetic.subarray(first, first + count).map((value) => 0.5 * value);
      for (let k = 0; k < 3; k++) {
        multiply(products, local, values.subarray((k + 1) * stride), m, m, count, false, false);
        for (let axis = 0; axis < 3; axis++) collect(axis, secondComponent(axis, k), products, half);
      }
    }
    for (let p = 0; p < count; p++) {
      for (let axis = 0; axis < 3; axis++) gradient[3 * parents[first + p] + axis] += atPoints[axis * count + p];
    }
  }

  /** Values and, for order 1, slopes of a block, kept when there is room. */
  private valuesOf(block: Block, order: 0 | 1): Float64Array {
    const size = COMPONENTS[order] * block.functions.length * block.count;
    if (block.kept !== undefined && block.kept.length >= size) return block.kept;
    if (8 * size <= this.room) {
      this.room -= 8 * size;
      block.kept = new Float64Array(size);
      this.evaluate(block.kept, block, order);
      return block.kept;
    }
    this.evaluate(this.values, block, order);
    return this.values;
  }

  private evaluate(out: Float64Array, { first, count, shells }: Block, order: 0 | 1 | 2): void {
    const points = this.grid.points.subarray(3 * first, 3 * (first + count));
    this.evaluator.compute(out, shells, points, count, order);
  }
}

/** Component of the second derivative along two axes: xx, xy, xz, yy, yz, zz from 4 on. */
function secondComponent(a: number, b: number): number {
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  return 4 + (low === 0 ? high : low + high + 1);
}

function functionsOf(basis: GaussianBasis, shells: Int32Array): Int32Array {
  const functions: number[] = [];
  for (const s of shells) {
    for (let f = basis.functionOffset[s]; f < basis.functionOffset[s + 1]; f++) functions.push(f);
  }
  return Int32Array.from(functions);
}

function gather(out: Float64Array, matrix: Float64Array, functions: Int32Array, n: number): void {
  const m = functions.length;
  for (let i = 0; i < m; i++) {
    const row = functions[i] * n;
    for (let j = 0; j < m; j++) out[i * m + j] = matrix[row + functions[j]];
  }
}

/** matrix += local + localᵀ. */
function scatterSymmetrised(matrix: Float64Array, local: Float64Array, functions: Int32Array, n: number): void {
  const m = functions.length;
  for (let i = 0; i < m; i++) {
    const row = functions[i] * n;
    for (let j = 0; j < m; j++) matrix[row + functions[j]] += local[i * m + j] + local[j * m + i];
  }
}

/** out_p += factor·Σ_f a_fp·b_fp, with a from an offset and out from a start. */
function addRowProducts(
  out: Float64Array,
  start: number,
  a: Float64Array,
  offset: number,
  b: Float64Array,
  rows: number,
  count: number,
  factor: number,
): void {
  for (let f = 0; f < rows; f++) {
    const row = f * count;
    for (let p = 0; p < count; p++) out[start + p] += factor * a[offset + row + p] * b[row + p];
  }
}

/** out_fp = (or +=) factor·weights_p·values_fp, with values from an offset and weights from a start. */
function addScaledRows(
  out: Float64Array,
  values: Float64Array,
  offset: number,
  rows: number,
  count: number,
  weights: Float64Array,
  start: number,
  factor: number,
  overwrite: boolean,
): void {
  if (overwrite) out.fill(0, 0, rows * count);
  for (let f = 0; f < rows; f++) {
    const row = f * count;
    for (let p = 0; p < count; p++) out[row + p] += factor * weights[start + p] * values[offset + row + p];
  }
}
