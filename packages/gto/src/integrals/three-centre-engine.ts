import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { largestMagnitude } from "./auxiliary-batch.js";
import { auxiliaryPairs } from "./auxiliary-pairs.js";
import { type AuxiliaryShells, auxiliaryShells } from "./auxiliary-shells.js";
import type { ThreeCentreEngine } from "./contracts.js";
import { operatorSpread } from "./range-separation.js";
import { buildShellPairs, type ShellPairs } from "./shell-pairs.js";
import { ThreeCentreCoulomb } from "./three-centre-coulomb.js";
import { ThreeCentreGradient } from "./three-centre-gradient.js";
import { ThreeCentreIntegrals } from "./three-centre-integrals.js";

/** Derivatives exceed what they derive by about the root of an exponent: screening is so much stricter here. */
const DERIVATIVE_MARGIN = 0.1;

/** Kernel `gto/threeCentre`: two- and three-centre repulsion integrals at one geometry. */
export function threeCentre(
  basis: GaussianBasis,
  auxiliary: GaussianBasis,
  nuclei: Float64Array,
  threshold: number,
  omega = 0,
): ThreeCentreEngine {
  return new ThreeCentres(basis, auxiliary, nuclei, threshold, operatorSpread(omega));
}

class ThreeCentres implements ThreeCentreEngine {
  readonly rowStart: Int32Array;
  readonly rowFirst: Int32Array;
  readonly rowSecond: Int32Array;
  private readonly pairs: ShellPairs;
  private readonly shells: AuxiliaryShells;
  /** Shell pair of each block. */
  private readonly blocks: Int32Array;
  private readonly integralsOf: ThreeCentreIntegrals;
  private readonly coulomb: ThreeCentreCoulomb;
  private derivatives: { readonly pairs: ShellPairs; readonly blocks: ThreeCentreGradient } | undefined;
  private readonly scratch: Float64Array;

  constructor(
    private readonly basis: GaussianBasis,
    private readonly auxiliary: GaussianBasis,
    private readonly nuclei: Float64Array,
    private readonly threshold: number,
    private readonly spread: number,
  ) {
    const pairs = buildShellPairs(basis, nuclei, false);
    this.pairs = pairs;
    this.shells = auxiliaryShells(auxiliary, nuclei);
    this.integralsOf = new ThreeCentreIntegrals(pairs, this.shells, spread);
    this.coulomb = new ThreeCentreCoulomb(pairs, this.shells, basis.functionCount, spread, threshold);
    const cutoff = threshold / largestMagnitude(this.shells);
    const blocks: number[] = [];
    const rowStart = [0];
    const first: number[] = [];
    const second: number[] = [];
    for (let i = 0; i < pairs.count; i++) {
      if (magnitudeOf(pairs, i) < cutoff) continue;
      const a = pairs.groups[pairs.groupA[i]].functions;
      const b = pairs.groups[pairs.groupB[i]].functions;
      const same = pairs.groupA[i] === pairs.groupB[i];
      for (let fa = 0; fa < a.length; fa++) {
        for (let fb = 0; fb < (same ? fa + 1 : b.length); fb++) {
          first.push(a[fa]);
          second.push(b[fb]);
        }
      }
      blocks.push(i);
      rowStart.push(first.length);
    }
    this.blocks = Int32Array.from(blocks);
    this.rowStart = Int32Array.from(rowStart);
    this.rowFirst = Int32Array.from(first);
    this.rowSecond = Int32Array.from(second);
    const largest = pairs.size.reduce((max, size) => Math.max(max, size), 0);
    this.scratch = new Float64Array(largest * auxiliary.functionCount);
  }

  integrals(out: Float64Array, offset: number, block: number): void {
    const i = this.blocks[block];
    if (!this.oneGroup(i)) {
      this.integralsOf.compute(i, out, offset);
      return;
    }
    const { scratch } = this;
    this.integralsOf.compute(i, scratch, 0);
    this.packed(i, (row, source, length) => {
      for (let q = 0; q < length; q++) out[offset + row + q] = scratch[source + q];
    });
  }

  metric(out: Float64Array): void {
    const { auxiliary, shells, spread } = this;
    const integrals = new ThreeCentreIntegrals(auxiliaryPairs(auxiliary, this.nuclei), shells, spread);
    const n = auxiliary.functionCount;
    for (let s = 0; s < auxiliary.shellCount; s++) integrals.compute(s, out, auxiliary.functionOffset[s] * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j];
  }

  project(out: Float64Array, density: Float64Array): void {
    this.coulomb.project(out, density);
  }

  expand(out: Float64Array, coefficients: Float64Array): void {
    this.coulomb.expand(out, coefficients);
  }

  addCoulombGradient(gradient: Float64Array, density: Float64Array, coefficients: Float64Array): void {
    const { shells, basis, spread, threshold } = this;
    const { pairs } = this.withDerivatives();
    const cutoff = DERIVATIVE_MARGIN * threshold;
    const coulomb = new ThreeCentreCoulomb(pairs, shells, basis.functionCount, spread, cutoff);
    coulomb.addGradient(gradient, density, coefficients);
  }

  addGradient(gradient: Float64Array, block: number, weights: Float64Array): void {
    const i = this.blocks[block];
    const { blocks } = this.withDerivatives();
    if (!this.oneGroup(i)) {
      blocks.add(gradient, i, weights);
      return;
    }
    const { scratch } = this;
    scratch.fill(0, 0, this.pairs.size[i] * this.auxiliary.functionCount);
    this.packed(i, (row, target, length) => {
      for (let q = 0; q < length; q++) scratch[target + q] = weights[row + q];
    });
    blocks.add(gradient, i, scratch);
  }

  addMetricGradient(gradient: Float64Array, weights: Float64Array): void {
    const { auxiliary, shells, spread, threshold } = this;
    const pairs = auxiliaryPairs(auxiliary, this.nuclei);
    const derivatives = new ThreeCentreGradient(pairs, shells, spread, DERIVATIVE_MARGIN * threshold);
    const n = auxiliary.functionCount;
    for (let s = 0; s < auxiliary.shellCount; s++) {
      derivatives.add(gradient, s, weights.subarray(auxiliary.functionOffset[s] * n));
    }
  }

  private oneGroup(i: number): boolean {
    return this.pairs.groupA[i] === this.pairs.groupB[i];
  }

  /** Calls `act` with the place of each row f_a ≥ f_b of a group with itself, packed and in the whole square, and its length. */
  private packed(i: number, act: (row: number, square: number, length: number) => void): void {
    const naux = this.auxiliary.functionCount;
    const count = this.pairs.groups[this.pairs.groupA[i]].functions.length;
    for (let fa = 0, row = 0; fa < count; fa++) {
      for (let fb = 0; fb <= fa; fb++, row += naux) act(row, (fa * count + fb) * naux, naux);
    }
  }

  private withDerivatives() {
    if (this.derivatives === undefined) {
      // Pairs are the same and in the same order with derivatives.
      const pairs = buildShellPairs(this.basis, this.nuclei, true);
      const cutoff = DERIVATIVE_MARGIN * this.threshold;
      this.derivatives = { pairs, blocks: new ThreeCentreGradient(pairs, this.shells, this.spread, cutoff) };
    }
    return this.derivatives;
  }
}

/** Bound of √(ab|ab): that of a sum is at most the sum of the primitive pairs' own. */
function magnitudeOf({ primitiveStart, magnitude }: ShellPairs, i: number): number {
  let sum = 0;
  for (let k = primitiveStart[i]; k < primitiveStart[i + 1]; k++) sum += magnitude[k];
  return sum;
}
