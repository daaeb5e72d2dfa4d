import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { MatrixProduct, type Strides } from "../scf/linear-algebra/matrix-product.js";
import type { DensityOnGrid, GridKernels, GridOrbitals, MolecularGrid } from "./contracts.js";
import { type GridBlock, gridBlocks } from "./grid-blocks.js";
import { type FactoredDensity, factoredDensity, LocalDensity } from "./local-density.js";
import { COMPONENTS, OrbitalValues } from "./orbitals-on-grid.js";
import { addProducts, addRowProducts, addScaledRows, addTwiceProducts, combineRows, scaleRows } from "./point-sums.js";

/** Factors of a density save work when there are fewer than these shares of the functions: without and with τ. */
const WORTH = 0.45;
const KINETIC_WORTH = 0.9;

/** Kernel `gto/gridOrbitals`. */
export const gridOrbitals: GridKernels["gto/gridOrbitals"] = (basis, nuclei, grid, memory) =>
  new BlockedGridOrbitals(basis, nuclei, grid, memory);

/**
 * Works block by block on dense matrices functions×points: X = P·φ gives ρ = Σ φX and ∇ρ = 2Σ ∇φX, and its transpose the
 * matrix elements of a potential. After Pople, Gill & Johnson, Chem. Phys. Lett. 199, 557 (1992),
 * doi:10.1016/0009-2614(92)85009-Y.
 */
class BlockedGridOrbitals implements GridOrbitals {
  private readonly blocks: readonly GridBlock[];
  private readonly evaluator: OrbitalValues;
  private readonly functionAtom: Int32Array;
  private readonly product = new MatrixProduct();
  private readonly density: LocalDensity;
  /** Work space: values of a block that are not kept, and matrices of its functions. */
  private readonly values: Float64Array;
  private readonly matrix: Float64Array;
  private readonly products: Float64Array;
  private readonly scaled: Float64Array;
  private readonly changed: Float64Array;
  /** Four rows of numbers at the points of a block. */
  private readonly rows: Float64Array;
  /** Bytes that may still be kept. */
  private room: number;

  constructor(
    private readonly basis: GaussianBasis,
    nuclei: Float64Array,
    private readonly grid: MolecularGrid,
    memory: number,
  ) {
    this.blocks = gridBlocks(basis, nuclei, grid);
    const mostPoints = Math.max(0, ...this.blocks.map(({ count }) => count));
    const mostFunctions = Math.max(0, ...this.blocks.map(({ functions }) => functions.length));
    this.evaluator = new OrbitalValues(basis, nuclei, mostPoints);
    this.functionAtom = Int32Array.from({ length: basis.functionCount });
    for (let s = 0; s < basis.shellCount; s++) {
      this.functionAtom.fill(basis.shellAtom[s], basis.functionOffset[s], basis.functionOffset[s + 1]);
    }
    this.density = new LocalDensity(basis.functionCount, mostFunctions, mostPoints);
    this.values = new Float64Array(COMPONENTS[2] * mostFunctions * mostPoints);
    this.matrix = new Float64Array(mostFunctions * mostFunctions);
    this.products = new Float64Array(COMPONENTS[1] * mostFunctions * mostPoints);
    this.scaled = new Float64Array(mostFunctions * mostPoints);
    this.changed = new Float64Array(mostFunctions * mostPoints);
    this.rows = new Float64Array(COMPONENTS[1] * mostPoints);
    this.room = memory;
  }

  densities(out: readonly DensityOnGrid[], matrices: readonly Float64Array[]): void {
    for (const { density, gradient, kinetic } of out) {
      density.fill(0);
      gradient?.fill(0);
      kinetic?.fill(0);
    }
    const order = orderOf(out);
    const factored = matrices.map((matrix) => factoredDensity(matrix, this.basis.functionCount));
    for (const block of this.blocks) {
      const values = this.valuesOf(block, order);
      out.forEach((target, s) => {
        if (target.kinetic === null) this.addDensity(block, values, target, factored[s]);
        else this.addKineticDensity(block, values, target, target.kinetic, factored[s]);
      });
    }
  }

  addPotentials(matrices: readonly Float64Array[], derivatives: readonly DensityOnGrid[]): void {
    const order = orderOf(derivatives);
    for (const block of this.blocks) {
      const values = this.valuesOf(block, order);
      matrices.forEach((matrix, s) => {
        this.addPotential(block, values, matrix, derivatives[s]);
      });
    }
  }

  addGradient(gradient: Float64Array, matrices: readonly Float64Array[], derivatives: readonly DensityOnGrid[]): void {
    const order = orderOf(derivatives) === 1 ? 2 : 1;
    const factored = matrices.map((matrix) => factoredDensity(matrix, this.basis.functionCount));
    for (const block of this.blocks) {
      this.evaluate(this.values, block, order);
      matrices.forEach((_, s) => {
        this.addBlockGradient(gradient, block, factored[s], derivatives[s]);
      });
    }
  }

  private addDensity(block: GridBlock, values: Float64Array, out: DensityOnGrid, density: FactoredDensity): void {
    const { count, functions } = block;
    const { products, rows } = this;
    this.density.take(density, block, WORTH);
    this.density.times(products, values, count);
    rows.fill(0);
    addRowProducts(rows, values, products, functions.length, count, out.gradient === null ? 0 : 1);
    this.putDensity(out, block);
  }

  /** τ needs the slopes of orbitals, so where there are orbitals everything comes from them. */
  private addKineticDensity(
    block: GridBlock,
    values: Float64Array,
    out: DensityOnGrid,
    kinetic: Float64Array,
    density: FactoredDensity,
  ): void {
    const { first, count, functions } = block;
    const { products, rows, scaled, density: local } = this;
    const stride = functions.length * count;
    const target = kinetic.subarray(first, first + count);
    local.take(density, block, KINETIC_WORTH);
    const { rank } = local;
    rows.fill(0);
    if (rank > 0) {
      local.project(scaled, values, count);
      addProducts(rows, scaled, scaled, rank, count, 1);
    } else {
      local.times(products, values, count);
      addRowProducts(rows, values, products, functions.length, count, 1);
    }
    for (let k = 1; k <= 3; k++) {
      const slopes = values.subarray(k * stride, (k + 1) * stride);
      if (rank > 0) {
        local.project(products, slopes, count);
        addProducts(rows.subarray(k * count), scaled, products, rank, count, 1);
        addProducts(target, products, products, rank, count, 0.5);
      } else {
        local.times(products, slopes, count);
        addProducts(target, slopes, products, functions.length, count, 0.5);
      }
    }
    this.putDensity(out, block);
  }

  /** ρ and ½∇ρ from the work space to their places. */
  private putDensity(out: DensityOnGrid, { first, count }: GridBlock): void {
    const { rows, grid } = this;
    for (let p = 0; p < count; p++) out.density[first + p] = rows[p];
    if (out.gradient === null) return;
    for (let k = 0; k < 3; k++) {
      const to = k * grid.count + first;
      for (let p = 0, i = (k + 1) * count; p < count; p++, i++) out.gradient[to + p] = 2 * rows[i];
    }
  }

  private addPotential(block: GridBlock, values: Float64Array, out: Float64Array, derivatives: DensityOnGrid): void {
    const { count, functions } = block;
    const m = functions.length;
    const stride = m * count;
    const { matrix, products, scaled, rows, product } = this;
    // ½∂E/∂ρ φ + ∂E/∂∇ρ·∇φ: symmetrising the product with φ doubles it.
    const order = this.getDerivatives(derivatives, block, 0.5);
    combineRows(scaled, values, rows, m, count, order);
    product.multiply(matrix, values, rowMajor(count), scaled, transposed(count), m, count, m);
    scatterSymmetrised(out, matrix, functions, this.basis.functionCount);
    if (derivatives.kinetic === null) return;
    for (let p = 0; p < count; p++) rows[p] = 0.5 * derivatives.kinetic[block.first + p];
    for (let k = 1; k <= 3; k++) {
      const slopes = values.subarray(k * stride, (k + 1) * stride);
      scaleRows(products, slopes, rows, m, count);
      product.multiply(matrix, slopes, rowMajor(count), products, transposed(count), m, count, m, {
        lower: true,
        accumulate: k > 1,
      });
    }
    scatterLower(out, matrix, functions, this.basis.functionCount);
  }

  /** ∂E/∂ρ, scaled, and ∂E/∂∇ρ of a block to the work space. Returns the order of the functions' derivatives they go with. */
  private getDerivatives({ density, gradient }: DensityOnGrid, { first, count }: GridBlock, factor: number): 0 | 1 {
    const { rows, grid } = this;
    for (let p = 0; p < count; p++) rows[p] = factor * density[first + p];
    if (gradient === null) return 0;
    for (let k = 0; k < 3; k++) {
      const from = k * grid.count + first;
      for (let p = 0, i = (k + 1) * count; p < count; p++, i++) rows[i] = gradient[from + p];
    }
    return 1;
  }

  private addBlockGradient(
    gradient: Float64Array,
    block: GridBlock,
    density: FactoredDensity,
    derivatives: DensityOnGrid,
  ): void {
    const { first, count, functions } = block;
    const { values, products, scaled, changed, rows, functionAtom } = this;
    const m = functions.length;
    const stride = m * count;
    this.density.take(density, block, WORTH);
    // By function: what multiplies ∂φ, and along each axis k what multiplies ∂∂_kφ.
    const order = this.getDerivatives(derivatives, block, 1);
    const orbitals = scaled;
    this.density.times(orbitals, values, count);
    for (let k = 0; k <= 3 * order; k++) {
      scaleRows(products.subarray(k * stride), orbitals, rows.subarray(k * count), m, count);
    }
    if (order === 1) {
      rows.fill(0, 0, count);
      const combined = orbitals;
      combineRows(combined, values, rows, m, count, 1);
      this.density.times(changed, combined, count);
      for (let i = 0; i < stride; i++) products[i] += changed[i];
    }
    if (derivatives.kinetic !== null) {
      for (let p = 0; p < count; p++) rows[p] = 0.5 * derivatives.kinetic[first + p];
      for (let k = 1; k <= 3; k++) {
        this.density.times(changed, values.subarray(k * stride, (k + 1) * stride), count);
        addScaledRows(products.subarray(k * stride), changed, rows, m, count);
      }
    }
    const atPoints = rows.fill(0);
    for (let axis = 0; axis < 3; axis++) {
      const there = atPoints.subarray(axis * count, (axis + 1) * count);
      const slopes = values.subarray((axis + 1) * stride);
      const curvatures = [0, 1, 2].map((k) => values.subarray(secondComponent(axis, k) * stride));
      for (let f = 0; f < m; f++) {
        let sum = addTwiceProducts(there, slopes, products, f * count, 0);
        if (order === 1) {
          curvatures.forEach((curvature, k) => {
            sum += addTwiceProducts(there, curvature, products, f * count, (k + 1) * stride);
          });
        }
        gradient[3 * functionAtom[functions[f]] + axis] -= sum;
      }
    }
    const { parents } = this.grid;
    for (let p = 0; p < count; p++) {
      for (let axis = 0; axis < 3; axis++) gradient[3 * parents[first + p] + axis] += atPoints[axis * count + p];
    }
  }

  /** Values and, for order 1, slopes of a block, kept when there is room. */
  private valuesOf(block: GridBlock, order: 0 | 1): Float64Array {
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

  private evaluate(out: Float64Array, { first, count, shells, largest }: GridBlock, order: 0 | 1 | 2): void {
    const points = this.grid.points.subarray(3 * first, 3 * (first + count));
    this.evaluator.compute(out, shells, points, count, order);
    const stride = largest.length * count;
    for (let f = 0; f < largest.length; f++) {
      let magnitude = 0;
      for (let c = 0; c < COMPONENTS[order]; c++) {
        const row = c * stride + f * count;
        for (let i = row; i < row + count; i++) magnitude = Math.max(magnitude, Math.abs(out[i]));
      }
      largest[f] = magnitude;
    }
  }
}

/** Order of the functions' derivatives that densities, or derivatives by them, need. */
function orderOf(densities: readonly DensityOnGrid[]): 0 | 1 {
  return densities.some(({ gradient, kinetic }) => gradient !== null || kinetic !== null) ? 1 : 0;
}

/** Component of the second derivative along two axes: xx, xy, xz, yy, yz, zz from 4 on. */
function secondComponent(a: number, b: number): number {
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  return 4 + (low === 0 ? high : low + high + 1);
}

function rowMajor(columns: number): Strides {
  return { row: columns, column: 1 };
}

function transposed(rows: number): Strides {
  return { row: 1, column: rows };
}

/** matrix += local + localᵀ. */
function scatterSymmetrised(matrix: Float64Array, local: Float64Array, functions: Int32Array, n: number): void {
  const m = functions.length;
  for (let i = 0; i < m; i++) {
    const row = functions[i] * n;
    for (let j = 0; j < m; j++) matrix[row + functions[j]] += local[i * m + j] + local[j * m + i];
  }
}

/** matrix += the symmetric local of which the lower triangle is known. */
function scatterLower(matrix: Float64Array, local: Float64Array, functions: Int32Array, n: number): void {
  const m = functions.length;
  for (let i = 0; i < m; i++) {
    const row = functions[i] * n;
    for (let j = 0; j < m; j++) matrix[row + functions[j]] += j <= i ? local[i * m + j] : local[j * m + i];
  }
}
