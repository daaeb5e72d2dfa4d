/** Share of the residual that the first step takes, and that later steps take outside what is known. */
const DAMPING = 0.4;
/** Weight of the first guess of the inverse Jacobian. */
const REGULARISATION = 0.01;
/** Weights of earlier steps, WEIGHT/|F|, lie between these. */
const WEIGHT = 0.01;
const LEAST_WEIGHT = 1;
const MOST_WEIGHT = 1e5;
/** Steps remembered. */
const MEMORY = 40;

/** Modified Broyden mixing for F(x) = 0 (Johnson 1988, doi:10.1103/PhysRevB.38.12807). */
export class BroydenMixer {
  private readonly damping: number;
  private lastX: Float64Array | undefined;
  private lastResidual: Float64Array | undefined;
  /** Normalised changes of the residual, and with them α·ΔF + Δx. */
  private readonly changes: Float64Array[] = [];
  private readonly directions: Float64Array[] = [];
  private readonly weights: number[] = [];
  /** ⟨ΔF_i|ΔF_j⟩, one row per step. */
  private readonly products: number[][] = [];

  constructor(damping: number = DAMPING) {
    this.damping = damping;
  }

  /** The next x; fresh. Neither argument is modified or kept. */
  next(x: Float64Array, residual: Float64Array): Float64Array {
    this.learn(x, residual);
    const { changes, damping, directions, products, weights } = this;
    const m = changes.length;
    const next = x.map((value, i) => value + damping * residual[i]);
    if (m > 0) {
      const matrix = Float64Array.from({ length: m * m }, (_, k) => {
        const i = Math.floor(k / m);
        const j = k % m;
        const product = i >= j ? products[i][j] : products[j][i];
        return weights[i] * weights[j] * product + (i === j ? REGULARISATION * REGULARISATION : 0);
      });
      const projections = Float64Array.from(changes, (change, i) => weights[i] * inner(change, residual));
      const gamma = solvePositive(matrix, projections, m);
      directions.forEach((direction, k) => {
        const factor = weights[k] * gamma[k];
        for (let i = 0; i < next.length; i++) next[i] -= factor * direction[i];
      });
    }
    this.lastX = x.slice();
    this.lastResidual = residual.slice();
    return next;
  }

  private learn(x: Float64Array, residual: Float64Array): void {
    const { changes, damping, directions, lastResidual, lastX, products, weights } = this;
    if (lastX === undefined || lastResidual === undefined) return;
    const change = residual.map((value, i) => value - lastResidual[i]);
    const norm = Math.sqrt(inner(change, change));
    if (norm === 0) return;
    for (let i = 0; i < change.length; i++) change[i] /= norm;
    if (changes.length === MEMORY) {
      changes.shift();
      directions.shift();
      weights.shift();
      products.shift();
      for (const row of products) row.shift();
    }
    changes.push(change);
    directions.push(change.map((value, i) => damping * value + (x[i] - lastX[i]) / norm));
    const size = Math.sqrt(inner(residual, residual));
    weights.push(Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, WEIGHT / size)));
    products.push(changes.map((other) => inner(change, other)));
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Solves A·x = b for a symmetric positive definite A (n×n, overwritten) by Cholesky's method. */
function solvePositive(a: Float64Array, b: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) for (let i = j; i < n; i++) a[i * n + j] -= a[i * n + k] * a[j * n + k];
    const root = Math.sqrt(a[j * n + j]);
    for (let i = j; i < n; i++) a[i * n + j] /= root;
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= a[i * n + k] * x[k];
    x[i] /= a[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= a[k * n + i] * x[k];
    x[i] /= a[i * n + i];
  }
  return x;
}
