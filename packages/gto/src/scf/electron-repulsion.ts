import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { GtoKernels, RepulsionEngine, SpinDensities } from "../integrals/contracts.js";
import type { FockContribution, SpinMatrices } from "./fock-contribution.js";
import { addScaled, dot } from "./linear-algebra/matrices.js";

/** Fock builds from density differences before one from the whole density, which stops screening errors from adding up. */
const INCREMENTAL_BUILDS = 20;

/** What the repulsion of electrons is computed with. */
export interface ElectronRepulsionParts {
  readonly open: GtoKernels["gto/repulsion"];
  readonly gradient: GtoKernels["gto/repulsionGradient"];
  readonly basis: GaussianBasis;
  /** Positions, a0. */
  readonly nuclei: Float64Array;
  /** Share of exact exchange: 1 for Hartree–Fock. */
  readonly exchange: number;
  /** Bytes that stored integrals may take. */
  readonly memory: number;
  /** Contributions below this are left out, Eh. */
  readonly threshold: number;
}

/**
 * Coulomb and exact-exchange energy ½ΣP·J[P] − ½x Σσ Pσ·K[Pσ]. Fock matrices are updated by density differences, which
 * screening makes cheaper from iteration to iteration (Almlöf, Faegri & Korsell 1982, doi:10.1002/jcc.540030314).
 */
export class ElectronRepulsion implements FockContribution {
  private readonly engine: RepulsionEngine;
  private readonly coulomb: Float64Array;
  private readonly exchangeAlpha: Float64Array;
  private readonly exchangeBeta: Float64Array;
  private last: SpinDensities | undefined;
  private builds = 0;

  constructor(
    private readonly parts: ElectronRepulsionParts,
    private readonly closedShell: boolean,
  ) {
    const size = parts.basis.functionCount ** 2;
    this.engine = parts.open(parts.basis, parts.nuclei, parts.memory);
    this.coulomb = new Float64Array(size);
    this.exchangeAlpha = new Float64Array(size);
    this.exchangeBeta = closedShell ? this.exchangeAlpha : new Float64Array(size);
  }

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    this.update(densities);
    const { coulomb, exchangeAlpha, exchangeBeta } = this;
    const x = this.parts.exchange;
    addScaled(fock.alpha, coulomb, 1);
    addScaled(fock.alpha, exchangeAlpha, -x);
    if (fock.beta !== fock.alpha) {
      addScaled(fock.beta, coulomb, 1);
      addScaled(fock.beta, exchangeBeta, -x);
    }
    terms.coulomb = 0.5 * (dot(densities.alpha, coulomb) + dot(densities.beta, coulomb));
    terms.exchange = -0.5 * x * (dot(densities.alpha, exchangeAlpha) + dot(densities.beta, exchangeBeta));
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { basis, nuclei, exchange, threshold } = this.parts;
    this.parts.gradient(gradient, basis, nuclei, densities, exchange, threshold);
  }

  addResponse(fock: SpinMatrices, changes: SpinDensities): void {
    const size = this.coulomb.length;
    const coulomb = new Float64Array(size);
    const exchangeAlpha = new Float64Array(size);
    const exchangeBeta = changes.beta === changes.alpha ? exchangeAlpha : new Float64Array(size);
    this.engine.build({ coulomb, exchangeAlpha, exchangeBeta }, changes, this.parts.threshold);
    addScaled(fock.alpha, coulomb, 1);
    addScaled(fock.alpha, exchangeAlpha, -this.parts.exchange);
    if (fock.beta !== fock.alpha) {
      addScaled(fock.beta, coulomb, 1);
      addScaled(fock.beta, exchangeBeta, -this.parts.exchange);
    }
  }

  /** Brings J and K up to the densities. */
  private update(densities: SpinDensities): void {
    const { coulomb, exchangeAlpha, exchangeBeta, last } = this;
    const { threshold } = this.parts;
    if (last === undefined || this.builds % INCREMENTAL_BUILDS === 0) {
      this.engine.build({ coulomb, exchangeAlpha, exchangeBeta }, densities, threshold);
    } else {
      const alpha = difference(densities.alpha, last.alpha);
      const beta = this.closedShell ? alpha : difference(densities.beta, last.beta);
      const change = {
        coulomb: new Float64Array(coulomb.length),
        exchangeAlpha: new Float64Array(coulomb.length),
        exchangeBeta: new Float64Array(this.closedShell ? 0 : coulomb.length),
      };
      if (this.closedShell) change.exchangeBeta = change.exchangeAlpha;
      this.engine.build(change, { alpha, beta }, threshold);
      addScaled(coulomb, change.coulomb, 1);
      addScaled(exchangeAlpha, change.exchangeAlpha, 1);
      if (!this.closedShell) addScaled(exchangeBeta, change.exchangeBeta, 1);
    }
    this.builds++;
    this.last = { alpha: densities.alpha.slice(), beta: this.closedShell ? densities.alpha : densities.beta.slice() };
  }
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = a.slice();
  addScaled(out, b, -1);
  return out;
}
