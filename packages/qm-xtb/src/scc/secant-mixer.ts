import { LuFactors } from "@qmmm/gto";

/** Steps remembered. */
const MEMORY = 40;
/** Of these, how many a new problem is begun with. */
const INHERITED = 20;
/** Weight, beside a normalised change of the residual, of using it at all. */
const REGULARISATION = 0.02;

/** Largest change of a component in one step: beyond, orbitals may change places to and fro. */
const LONGEST_STEP = 1;

/** What turns a residual into a step that would remove it. */
export type Preconditioner = (residual: Float64Array) => Float64Array;

/** Steps and the changes of the residual along with them, one after the other. */
export interface LearnedSteps {
  readonly steps: Float64Array;
  readonly changes: Float64Array;
}

/**
 * Multisecant mixing for F(x) = 0: of x + Σ γ_k Δx_k, the point where F is smallest by what earlier steps showed, and from there
 * a preconditioned step (Anderson 1965, doi:10.1145/321296.321305; as a quasi-Newton method Fang and Saad 2009,
 * doi:10.1002/nla.617). What it has learned stays of use where the problem changes a little, as from one geometry to the next.
 */
export class SecantMixer {
  private precondition: Preconditioner = (residual) => residual.slice();
  private lastX: Float64Array | undefined;
  private lastResidual: Float64Array | undefined;
  /** Changes of the residual, normalised, and those of x along with them. */
  private changes: Float64Array[] = [];
  private steps: Float64Array[] = [];
  /** ⟨ΔF_i|ΔF_j⟩, j ≤ i. */
  private products: number[][] = [];

  /** Turns to another problem, with what was learned from the last one where x is as long. */
  begin(precondition: Preconditioner, length: number): void {
    this.precondition = precondition;
    this.lastX = undefined;
    this.lastResidual = undefined;
    const known = this.steps[0]?.length === length ? INHERITED : 0;
    while (this.steps.length > known) this.forgetOldest();
  }

  /** The next x; fresh. Neither argument is modified or kept. */
  next(x: Float64Array, residual: Float64Array): Float64Array {
    if (this.lastX !== undefined && this.lastResidual !== undefined) {
      const norm = distance(residual, this.lastResidual);
      if (norm > 0)
        this.learn(scaledDifference(x, this.lastX, norm), scaledDifference(residual, this.lastResidual, norm));
    }
    this.lastX = x.slice();
    this.lastResidual = residual.slice();
    const move = new Float64Array(x.length);
    const rest = residual.slice();
    const { changes, products, steps } = this;
    const m = changes.length;
    if (m > 0) {
      const matrix = new Float64Array(m * m);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < i; j++) matrix[i * m + j] = matrix[j * m + i] = products[i][j];
        matrix[i * m + i] = products[i][i] + REGULARISATION ** 2;
      }
      const gamma = new LuFactors(matrix, m).solve(Float64Array.from(changes, (change) => inner(change, residual)));
      for (let k = 0; k < m; k++) {
        const change = changes[k];
        const step = steps[k];
        for (let i = 0; i < move.length; i++) {
          move[i] -= gamma[k] * step[i];
          rest[i] -= gamma[k] * change[i];
        }
      }
    }
    const correction = this.precondition(rest);
    let longest = LONGEST_STEP;
    for (let i = 0; i < move.length; i++) {
      move[i] += correction[i];
      longest = Math.max(longest, Math.abs(move[i]));
    }
    const share = LONGEST_STEP / longest;
    return x.map((value, i) => value + share * move[i]);
  }

  /** What it has learned; fresh. */
  snapshot(): LearnedSteps {
    return { steps: joined(this.steps), changes: joined(this.changes) };
  }

  /** Takes up what another one had learned of problems with x of this length. */
  restore({ changes, steps }: LearnedSteps, length: number): void {
    this.forget();
    for (let at = 0; at < steps.length; at += length) {
      this.learn(steps.slice(at, at + length), changes.slice(at, at + length));
    }
  }

  /** Starts anew. */
  forget(): void {
    while (this.steps.length > 0) this.forgetOldest();
  }

  private learn(step: Float64Array, change: Float64Array): void {
    if (this.steps.length === MEMORY) this.forgetOldest();
    this.steps.push(step);
    this.changes.push(change);
    this.products.push(this.changes.map((other) => inner(change, other)));
  }

  private forgetOldest(): void {
    this.steps.shift();
    this.changes.shift();
    this.products.shift();
    for (const row of this.products) row.shift();
  }
}

function joined(rows: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(rows.length * (rows[0]?.length ?? 0));
  rows.forEach((row, k) => {
    out.set(row, k * row.length);
  });
  return out;
}

function scaledDifference(a: Float64Array, b: Float64Array, norm: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = (a[i] - b[i]) / norm;
  return out;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
