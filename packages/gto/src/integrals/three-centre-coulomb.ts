import { AuxiliaryBatch } from "./auxiliary-batch.js";
import type { AuxiliaryClass, AuxiliaryShells } from "./auxiliary-shells.js";
import { hermiteCount, hermiteDerivatives } from "./hermite-index.js";
import { PairDensities } from "./pair-densities.js";
import { expandPairs, maxDegree } from "./pair-sums.js";
import type { ShellPairs } from "./shell-pairs.js";
import { topSums } from "./three-centre-integrals.js";

/** Primitive triples are left out below this part of the threshold: many of them make up one contracted triple. */
const PRIMITIVE_SHARE = 1e-3;

/**
 * Coulomb sums over three-centre integrals without forming them: densities are summed in Hermite Gaussians first, and meet
 * Hermite Coulomb integrals only. Ahmadi & Almlöf, Chem. Phys. Lett. 246, 364 (1995), doi:10.1016/0009-2614(95)01127-4;
 * Neese, J. Comput. Chem. 24, 1740 (2003), doi:10.1002/jcc.10318.
 */
export class ThreeCentreCoulomb {
  private readonly batch: AuxiliaryBatch;
  private readonly degree: number;
  /** Per class and degree of the pair (one more for derivatives), see topSums. */
  private readonly sums: Int32Array[][];
  private readonly next: Int32Array;

  /** @param threshold Contributions below this are left out, Eh. */
  constructor(
    private readonly pairs: ShellPairs,
    private readonly auxiliary: AuxiliaryShells,
    private readonly functionCount: number,
    spread: number,
    private readonly threshold: number,
  ) {
    this.degree = maxDegree(pairs);
    this.batch = new AuxiliaryBatch(pairs, this.degree + 1 + auxiliary.maxMomentum, spread);
    this.sums = auxiliary.classes.map(({ momentum }) =>
      Array.from({ length: this.degree + 2 }, (_, l) => topSums(momentum, l)),
    );
    this.next = hermiteDerivatives(this.degree);
  }

  /** out[P] = Σ_μν D_μν (μν|P); overwritten. */
  project(out: Float64Array, density: Float64Array): void {
    const { pairs, auxiliary, batch } = this;
    const densities = new PairDensities(pairs, density, this.functionCount);
    out.fill(0);
    auxiliary.classes.forEach((kets, c) => {
      const { momentum } = kets;
      const components = ((momentum + 1) * (momentum + 2)) / 2;
      const potential = new Float64Array(kets.count * components);
      for (let i = 0; i < pairs.count; i++) {
        const largest = densities.largest[i];
        if (largest === 0) continue;
        const degree = pairs.degree[i];
        const width = hermiteCount(degree);
        const stride = hermiteCount(degree + momentum);
        const sums = this.sums[c][degree];
        const { values } = densities;
        for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
          const limit = (PRIMITIVE_SHARE * this.threshold) / (pairs.magnitude[k] * largest);
          const d = densities.offset(i, k);
          for (let next = 0; next < kets.count; ) {
            next = batch.compute(k, kets, next, degree + momentum, limit);
            const { integrals, kept, count } = batch;
            for (let b = 0, o = 0; b < count; b++, o += stride) {
              const target = kept[b] * components;
              for (let g = 0, s = 0; g < components; g++) {
                let sum = 0;
                for (let h = 0; h < width; h++, s++) sum += values[d + h] * integrals[o + sums[s]];
                potential[target + g] += sum;
              }
            }
          }
        }
      }
      addFunctions(out, kets, potential, components);
    });
  }

  /** out[μν] = Σ_P c_P (μν|P), N×N; overwritten. */
  expand(out: Float64Array, coefficients: Float64Array): void {
    const { pairs, auxiliary, batch } = this;
    const ket = auxiliary.classes.map((kets) => hermiteCoefficients(kets, coefficients));
    const largest = ket.reduce((max, values) => values.reduce((m, v) => Math.max(m, Math.abs(v)), max), 0);
    expandPairs(out, this.functionCount, pairs, (hermite, k, degree) => {
      const width = hermiteCount(degree);
      const limit = (PRIMITIVE_SHARE * this.threshold) / (pairs.magnitude[k] * largest);
      hermite.fill(0, 0, width);
      auxiliary.classes.forEach((kets, c) => {
        const { momentum } = kets;
        const components = ((momentum + 1) * (momentum + 2)) / 2;
        const stride = hermiteCount(degree + momentum);
        const sums = this.sums[c][degree];
        const values = ket[c];
        for (let next = 0; next < kets.count; ) {
          next = batch.compute(k, kets, next, degree + momentum, limit);
          const { integrals, kept, count } = batch;
          for (let b = 0, o = 0; b < count; b++, o += stride) {
            const source = kept[b] * components;
            for (let g = 0, s = 0; g < components; g++) {
              const value = values[source + g];
              for (let h = 0; h < width; h++, s++) hermite[h] += value * integrals[o + sums[s]];
            }
          }
        }
      });
    });
  }

  /** Adds Σ_P c_P Σ_μν D_μν ∂(μν|P)/∂R to `gradient`; the pairs carry derivatives. */
  addGradient(gradient: Float64Array, density: Float64Array, coefficients: Float64Array): void {
    const { pairs, auxiliary, next: raised } = this;
    const densities = new PairDensities(pairs, density, this.functionCount);
    const ket = auxiliary.classes.map((kets) => hermiteCoefficients(kets, coefficients));
    const field = new Float64Array(hermiteCount(this.degree + 1));
    for (let i = 0; i < pairs.count; i++) {
      const largest = densities.largest[i];
      if (largest === 0) continue;
      const atomA = 3 * pairs.groups[pairs.groupA[i]].atom;
      const atomB = 3 * pairs.groups[pairs.groupB[i]].atom;
      const degree = pairs.degree[i];
      const width = hermiteCount(degree);
      for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
        const limit = (PRIMITIVE_SHARE * this.threshold) / (pairs.magnitude[k] * largest);
        const d = densities.offset(i, k);
        field.fill(0);
        auxiliary.classes.forEach((kets, c) => {
          this.addField(gradient, field, k, degree, kets, ket[c], this.sums[c][degree + 1], limit, densities.values, d);
        });
        let energy = 0;
        for (let h = 0; h < width; h++) energy += densities.values[d + h] * field[h];
        const weight = pairs.weightA[k];
        for (let x = 0; x < 3; x++) {
          let shift = 0;
          for (let h = 0; h < width; h++) shift += densities.values[d + h] * field[raised[3 * h + x]];
          let relative = 0;
          if (atomA !== atomB) {
            relative = -2 * pairs.reduced[k] * pairs.separation[3 * i + x] * energy;
            const lowered = densities.lowered[x];
            for (let h = 0; h < width; h++) relative += lowered[d + h] * field[h];
          }
          gradient[atomA + x] += weight * shift + relative;
          gradient[atomB + x] += (1 - weight) * shift - relative;
        }
      }
    }
  }

  /** Adds the potential of a class at primitive pair k to `field`, and the force of the pair's density on the class to `gradient`. */
  private addField(
    gradient: Float64Array,
    field: Float64Array,
    k: number,
    degree: number,
    kets: AuxiliaryClass,
    ket: Float64Array,
    sums: Int32Array,
    limit: number,
    density: Float64Array,
    d: number,
  ): void {
    const { batch, next: raised } = this;
    const { momentum } = kets;
    const components = ((momentum + 1) * (momentum + 2)) / 2;
    const inner = hermiteCount(degree);
    const width = hermiteCount(degree + 1);
    const stride = hermiteCount(degree + 1 + momentum);
    const own = new Float64Array(width);
    for (let next = 0; next < kets.count; ) {
      next = batch.compute(k, kets, next, degree + 1 + momentum, limit);
      const { integrals, kept, count } = batch;
      for (let b = 0, o = 0; b < count; b++, o += stride) {
        const source = kept[b] * components;
        own.fill(0);
        for (let g = 0, s = 0; g < components; g++) {
          const value = ket[source + g];
          for (let h = 0; h < width; h++, s++) own[h] += value * integrals[o + sums[s]];
        }
        let x = 0;
        let y = 0;
        let z = 0;
        for (let h = 0; h < inner; h++) {
          const value = density[d + h];
          x += value * own[raised[3 * h]];
          y += value * own[raised[3 * h + 1]];
          z += value * own[raised[3 * h + 2]];
        }
        for (let h = 0; h < width; h++) field[h] += own[h];
        const atom = 3 * kets.atom[kept[b]];
        gradient[atom] -= x;
        gradient[atom + 1] -= y;
        gradient[atom + 2] -= z;
      }
    }
  }
}

/** Coefficients of auxiliary functions in the Hermite Gaussians of each primitive, without its own coefficient. */
function hermiteCoefficients(kets: AuxiliaryClass, coefficients: Float64Array): Float64Array {
  const { momentum, count, first, rowStart, columns, values } = kets;
  const components = ((momentum + 1) * (momentum + 2)) / 2;
  const out = new Float64Array(count * components);
  for (let l = 0; l < count; l++) {
    for (let m = 0; m <= 2 * momentum; m++) {
      const c = coefficients[first[l] + m];
      for (let j = rowStart[m]; j < rowStart[m + 1]; j++) out[l * components + columns[j]] += c * values[j];
    }
  }
  return out;
}

/** out[first + m] += Σ_g S[m, g] potential[l, g]. */
function addFunctions(out: Float64Array, kets: AuxiliaryClass, potential: Float64Array, components: number): void {
  const { momentum, count, first, rowStart, columns, values } = kets;
  for (let l = 0; l < count; l++) {
    for (let m = 0; m <= 2 * momentum; m++) {
      for (let j = rowStart[m]; j < rowStart[m + 1]; j++) {
        out[first[l] + m] += values[j] * potential[l * components + columns[j]];
      }
    }
  }
}
