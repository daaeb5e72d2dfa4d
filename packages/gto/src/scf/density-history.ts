import type { Snapshot } from "@qmmm/core";
import type { SpinDensities } from "../integrals/contracts.js";
import type { MatrixAlgebra } from "./linear-algebra/matrices.js";
import type { ScfHistory } from "./scf-history.js";
import type { ScfOutcome, ScfStart } from "./scf-iterations.js";
import type { ScfProblem } from "./scf-problem.js";

/** Eigenvalues of the overlap below this are left out of its inverse root. */
const SMALLEST_OVERLAP = 1e-8;

/**
 * The density of the last solution of one molecule, where occupations are fractional: S^½·P·S^½ is kept, so that at the next
 * geometry S'^(−½)(…)S'^(−½) has the same occupations.
 */
export class DensityHistory implements ScfHistory {
  /** Over Löwdin's functions, N×N; one array for both spins of a closed shell. */
  private last: SpinDensities | undefined;

  constructor(private readonly functionCount: number) {}

  clear(): void {
    this.last = undefined;
  }

  add({ algebra, overlap }: ScfProblem, _: Float64Array, { densities }: Pick<ScfOutcome, "densities">): void {
    const root = algebra.matrixFunction(overlap, this.functionCount, (value) => Math.sqrt(Math.max(value, 0)));
    this.last = this.transformed(algebra, densities, root);
  }

  start({ algebra, overlap }: ScfProblem): ScfStart | undefined {
    if (this.last === undefined) return undefined;
    const inverse = algebra.matrixFunction(overlap, this.functionCount, (value) =>
      value > SMALLEST_OVERLAP ? 1 / Math.sqrt(value) : 0,
    );
    return { kind: "density", densities: this.transformed(algebra, this.last, inverse) };
  }

  snapshot(): Snapshot {
    if (this.last === undefined) return [];
    const { alpha, beta } = this.last;
    return beta === alpha ? [alpha.slice()] : [alpha.slice(), beta.slice()];
  }

  restore(state: Snapshot): boolean {
    if (!Array.isArray(state)) return false;
    const matrices: Float64Array[] = [];
    for (const matrix of state as readonly Snapshot[]) {
      if (!(matrix instanceof Float64Array) || matrix.length !== this.functionCount ** 2) return false;
      matrices.push(matrix.slice());
    }
    const [alpha, beta] = matrices;
    this.last = alpha === undefined ? undefined : { alpha, beta: beta ?? alpha };
    return true;
  }

  private transformed(algebra: MatrixAlgebra, { alpha, beta }: SpinDensities, by: Float64Array): SpinDensities {
    const n = this.functionCount;
    const first = algebra.congruence(by, alpha, n, n);
    return { alpha: first, beta: beta === alpha ? first : algebra.congruence(by, beta, n, n) };
  }
}
