import type { CoulombExchange, RepulsionEngine, SpinDensities } from "../integrals/contracts.js";
import { addScaled } from "./linear-algebra/matrices.js";

/** Builds from density differences before one from the whole density, which stops screening errors from adding up. */
const INCREMENTAL_BUILDS = 20;

/** Which matrices are wanted. */
export interface WantedMatrices {
  readonly coulomb: boolean;
  readonly exchange: boolean;
}

/**
 * J and K of one operator, updated by density differences, which screening makes cheaper from iteration to iteration
 * (Almlöf, Faegri & Korsell 1982, doi:10.1002/jcc.540030314).
 */
export class IncrementalBuild {
  /** J and K of the densities given last; this object's own. */
  readonly matrices: CoulombExchange;
  private readonly size: number;
  private last: SpinDensities | undefined;
  private builds = 0;

  /** @param threshold Contributions below this are left out, Eh. */
  constructor(
    private readonly engine: RepulsionEngine,
    functionCount: number,
    private readonly closedShell: boolean,
    private readonly wanted: WantedMatrices,
    private readonly threshold: number,
  ) {
    this.size = functionCount ** 2;
    this.matrices = this.fresh(closedShell);
  }

  /** Brings the matrices up to the densities. */
  update(densities: SpinDensities): void {
    const { engine, matrices, last, closedShell, threshold } = this;
    if (last === undefined || this.builds % INCREMENTAL_BUILDS === 0) {
      engine.build(matrices, densities, threshold);
    } else {
      const alpha = difference(densities.alpha, last.alpha);
      const change = this.fresh(closedShell);
      engine.build(change, { alpha, beta: closedShell ? alpha : difference(densities.beta, last.beta) }, threshold);
      addTo(matrices.coulomb, change.coulomb);
      addTo(matrices.exchangeAlpha, change.exchangeAlpha);
      if (!closedShell) addTo(matrices.exchangeBeta, change.exchangeBeta);
    }
    this.builds++;
    this.last = { alpha: densities.alpha.slice(), beta: closedShell ? densities.alpha : densities.beta.slice() };
  }

  /** J and K of other densities, fresh: of changes of the densities, for example. */
  of(densities: SpinDensities): CoulombExchange {
    const out = this.fresh(densities.alpha === densities.beta);
    this.engine.build(out, densities, this.threshold);
    return out;
  }

  private fresh(shared: boolean): CoulombExchange {
    const { size, wanted } = this;
    const exchangeAlpha = wanted.exchange ? new Float64Array(size) : null;
    return {
      coulomb: wanted.coulomb ? new Float64Array(size) : null,
      exchangeAlpha,
      exchangeBeta: shared || !wanted.exchange ? exchangeAlpha : new Float64Array(size),
    };
  }
}

function addTo(target: Float64Array | null, change: Float64Array | null): void {
  if (target !== null && change !== null) addScaled(target, change, 1);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = a.slice();
  addScaled(out, b, -1);
  return out;
}
