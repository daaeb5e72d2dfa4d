import type { ThreeCentreEngine } from "../../integrals/contracts.js";
import type { LowerTriangle } from "../linear-algebra/lower-triangle.js";
import type { MatrixAlgebra } from "../linear-algebra/matrices.js";
import { FittingMetric } from "./fitting-metric.js";
import { type FittedLongRange, RangedOperator } from "./ranged-operator.js";

/** Doubles per piece of storage: one allocation of gigabytes may fail where several don't. */
const PIECE = 1 << 22;

/** What the integrals of a fit are stored for: J needs them as they are, K in the form of {@link FittedIntegrals.halfTransform}. */
export type FitPurpose = "coulomb" | FittedOperator;

/** The operator of fitted exchange. */
export interface FittedOperator {
  /** Share of exact exchange at all distances. */
  readonly full: number;
  readonly longRange: FittedLongRange | undefined;
}

/**
 * Three-centre integrals of one geometry, in memory when they fit and computed again whenever needed when not, with the metric
 * of the fit.
 */
export class FittedIntegrals {
  readonly metric: FittingMetric;
  /** Number of fitting functions, M. */
  readonly size: number;
  /** True when integrals are held in memory. */
  readonly stored: boolean;
  /** The operator of exchange where it depends on distance. */
  readonly ranged: RangedOperator | undefined;
  /** T: L⁻¹, or F·L⁻¹ where the operator of exchange has a factor F. */
  private readonly form: LowerTriangle;
  /** True when what is stored is T·(P|μν). */
  private readonly transformed: boolean;
  /** Rows of M per pair of functions, in pieces of whole rows. */
  private readonly pieces: Float64Array[] = [];
  private readonly rowsPerPiece: number;
  /** Partners of function μ: `partner[start[μ] … start[μ+1]]`, and the row of each pair. */
  private readonly start: Int32Array;
  private readonly partner: Int32Array;
  private readonly row: Int32Array;

  /** @param memory Bytes that stored integrals may take. */
  constructor(
    readonly engine: ThreeCentreEngine,
    private readonly algebra: MatrixAlgebra,
    readonly functionCount: number,
    auxiliaryCount: number,
    purpose: FitPurpose,
    memory: number,
  ) {
    this.size = auxiliaryCount;
    const metric = new Float64Array(auxiliaryCount ** 2);
    engine.metric(metric);
    this.metric = new FittingMetric(algebra, metric, auxiliaryCount);
    this.rowsPerPiece = Math.max(1, Math.floor(PIECE / auxiliaryCount));
    this.stored = this.rows * auxiliaryCount * 8 <= memory;
    this.transformed = this.stored && purpose !== "coulomb";
    if (purpose !== "coulomb" && purpose.longRange !== undefined) {
      this.ranged = new RangedOperator(algebra, this.metric, purpose.longRange, purpose.full);
    }
    const { inverse } = this.metric;
    this.form = this.ranged?.factor?.triangle.times(inverse) ?? inverse;
    if (this.stored) this.store();
    ({ start: this.start, partner: this.partner, row: this.row } = partners(engine, functionCount));
  }

  /** Number of function pairs. */
  get rows(): number {
    return this.engine.rowFirst.length;
  }

  /** Σ_μν D_μν L⁻¹(P|μν), length M, fresh: the whitened potential of a density in the fitting functions. */
  project(density: Float64Array): Float64Array {
    const { engine, size, functionCount: n } = this;
    const out = new Float64Array(size);
    if (!this.stored) {
      engine.project(out, density);
      return this.metric.whiten(out);
    }
    for (let r = 0; r < this.rows; r++) {
      const i = engine.rowFirst[r];
      const j = engine.rowSecond[r];
      const weight = (i === j ? 1 : 2) * density[i * n + j];
      if (weight === 0) continue;
      const piece = this.pieceOf(r);
      const o = this.offsetOf(r);
      for (let p = 0; p < size; p++) out[p] += weight * piece[o + p];
    }
    return this.transformed ? this.whitened(out, 1) : this.metric.whiten(out);
  }

  /** Σ_P y_P L⁻¹(P|μν), N×N, fresh. */
  expand(whitened: Float64Array): Float64Array {
    const { engine, size, functionCount: n } = this;
    const out = new Float64Array(n * n);
    const inverse = this.ranged?.factor?.inverse;
    const coefficients = this.transformed
      ? (inverse?.transposedRows(whitened, 1) ?? whitened)
      : this.metric.unwhiten(whitened);
    if (!this.stored) {
      engine.expand(out, coefficients);
      return out;
    }
    for (let r = 0; r < this.rows; r++) {
      const piece = this.pieceOf(r);
      const o = this.offsetOf(r);
      let s0 = 0;
      let s1 = 0;
      let p = 0;
      for (; p + 1 < size; p += 2) {
        s0 += coefficients[p] * piece[o + p];
        s1 += coefficients[p + 1] * piece[o + p + 1];
      }
      if (p < size) s0 += coefficients[p] * piece[o + p];
      const i = engine.rowFirst[r];
      const j = engine.rowSecond[r];
      out[i * n + j] = s0 + s1;
      out[j * n + i] = s0 + s1;
    }
    return out;
  }

  /** Σ_ν c_iν T(P|μν) of `count` rows c, at `(i·N + μ)·M + P`, fresh; T is L⁻¹, times F where the operator of exchange has a factor. */
  halfTransform(rows: Float64Array, count: number): Float64Array {
    const { size, functionCount: n } = this;
    const out = this.stored ? this.gatherTransform(rows, count) : this.blockTransform(rows, count);
    if (this.transformed) return out;
    for (let i = 0; i < count; i++) {
      out.set(this.form.rows(out.subarray(i * n * size, (i + 1) * n * size), n), i * n * size);
    }
    return out;
  }

  /** Half-transformed rows, or combinations of them, without F: as L⁻¹ alone would have made them. */
  whitened(rows: Float64Array, count: number): Float64Array {
    return this.ranged?.factor?.inverse.rows(rows, count) ?? rows;
  }

  /** From stored rows: for each function μ, the rows of all its partners at once. */
  private gatherTransform(rows: Float64Array, count: number): Float64Array {
    const { size, functionCount: n, start, partner, row } = this;
    const out = new Float64Array(count * n * size);
    const gathered = new Float64Array(n * size);
    const weights = new Float64Array(count * n);
    for (let mu = 0; mu < n; mu++) {
      const own = start[mu + 1] - start[mu];
      for (let k = 0; k < own; k++) {
        const r = row[start[mu] + k];
        const o = this.offsetOf(r);
        gathered.set(this.pieceOf(r).subarray(o, o + size), k * size);
        for (let i = 0; i < count; i++) weights[i * own + k] = rows[i * n + partner[start[mu] + k]];
      }
      const product = this.algebra.product(weights, gathered, count, own, size);
      for (let i = 0; i < count; i++) out.set(product.subarray(i * size, (i + 1) * size), (i * n + mu) * size);
    }
    return out;
  }

  /** From integrals computed block by block. */
  private blockTransform(rows: Float64Array, count: number): Float64Array {
    const { engine, size, functionCount: n } = this;
    const { rowStart, rowFirst, rowSecond } = engine;
    const out = new Float64Array(count * n * size);
    const block = new Float64Array(longestBlock(rowStart) * size);
    const add = (mu: number, nu: number, source: number) => {
      for (let i = 0; i < count; i++) {
        const c = rows[i * n + nu];
        const target = (i * n + mu) * size;
        for (let p = 0; p < size; p++) out[target + p] += c * block[source + p];
      }
    };
    for (let b = 0; b + 1 < rowStart.length; b++) {
      engine.integrals(block, 0, b);
      for (let r = rowStart[b], source = 0; r < rowStart[b + 1]; r++, source += size) {
        add(rowFirst[r], rowSecond[r], source);
        if (rowFirst[r] !== rowSecond[r]) add(rowSecond[r], rowFirst[r], source);
      }
    }
    return out;
  }

  private store(): void {
    const { engine, size, rowsPerPiece, rows } = this;
    const { rowStart } = engine;
    const block = new Float64Array(longestBlock(rowStart) * size);
    for (let first = 0; first < rows; first += rowsPerPiece) {
      this.pieces.push(new Float64Array(Math.min(rowsPerPiece, rows - first) * size));
    }
    for (let b = 0; b + 1 < rowStart.length; b++) {
      engine.integrals(block, 0, b);
      for (let r = rowStart[b], source = 0; r < rowStart[b + 1]; r++, source += size) {
        this.pieceOf(r).set(block.subarray(source, source + size), this.offsetOf(r));
      }
    }
    if (!this.transformed) return;
    this.pieces.forEach((piece, k) => {
      this.pieces[k] = this.form.rows(piece, piece.length / size);
    });
  }

  private pieceOf(row: number): Float64Array {
    return this.pieces[Math.floor(row / this.rowsPerPiece)];
  }

  private offsetOf(row: number): number {
    return (row % this.rowsPerPiece) * this.size;
  }
}

/** Pairs in the largest block. */
export function longestBlock(rowStart: Int32Array): number {
  let longest = 0;
  for (let b = 0; b + 1 < rowStart.length; b++) longest = Math.max(longest, rowStart[b + 1] - rowStart[b]);
  return longest;
}

function partners({ rowFirst, rowSecond }: ThreeCentreEngine, n: number) {
  const start = new Int32Array(n + 1);
  const visit = (act: (mu: number, nu: number, row: number) => void) => {
    for (let r = 0; r < rowFirst.length; r++) {
      act(rowFirst[r], rowSecond[r], r);
      if (rowFirst[r] !== rowSecond[r]) act(rowSecond[r], rowFirst[r], r);
    }
  };
  visit((mu) => {
    start[mu + 1]++;
  });
  for (let mu = 0; mu < n; mu++) start[mu + 1] += start[mu];
  const partner = new Int32Array(start[n]);
  const row = new Int32Array(start[n]);
  const next = start.slice(0, n);
  visit((mu, nu, r) => {
    partner[next[mu]] = nu;
    row[next[mu]++] = r;
  });
  return { start, partner, row };
}
