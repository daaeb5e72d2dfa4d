import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { ChargeBatch } from "./charge-batch.js";
import { CHARGE_FORCES, CHARGE_SUMS } from "./charge-sums-unrolled.js";
import type { ChargeSites } from "./contracts.js";
import { hermiteCount, hermiteDerivatives } from "./hermite-index.js";
import { expandPairs, hermiteDensity, maxDegree, pairWeights } from "./pair-sums.js";
import { buildShellPairs, type ShellPairs } from "./shell-pairs.js";

/**
 * Kernel `gto/chargePotential`: Σ_k q_k ⟨μ|1/|r−R_k||ν⟩, N×N, overwritten.
 *
 * The charges are summed in Hermite space first, so that the expansion in basis functions costs the same for any number
 * of charges.
 */
export function chargePotential(
  out: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  sites: ChargeSites,
): void {
  const pairs = buildShellPairs(basis, nuclei, false);
  const top = maxDegree(pairs);
  const { positions, charges } = sites;
  const widths = smearing(sites);
  const batch = top < CHARGE_SUMS.length ? null : new ChargeBatch(positions, charges, widths, top);
  const pair = new Float64Array(4);
  expandPairs(out, basis.functionCount, pairs, (hermite, k, degree) => {
    if (degree < CHARGE_SUMS.length || batch === null) {
      loadPair(pair, pairs, k);
      CHARGE_SUMS[degree](hermite, pair, positions, charges, widths);
      return;
    }
    const size = hermiteCount(degree);
    hermite.fill(0, 0, size);
    for (let first = 0; first < batch.siteCount; ) {
      const count = batch.compute(first, degree, pairs.exponent[k], pairs.centre, 3 * k);
      addRows(hermite, batch.integrals, count, size);
      first += count;
    }
  });
}

/** Kernel `gto/chargePotentialGradient`: see the contract; energy −ΣPV, derivatives with respect to centres and sites. */
export function chargePotentialGradient(
  nucleiGradient: Float64Array,
  sitesGradient: Float64Array | null,
  basis: GaussianBasis,
  nuclei: Float64Array,
  sites: ChargeSites,
  density: Float64Array,
): void {
  const pairs = buildShellPairs(basis, nuclei, true);
  const top = maxDegree(pairs);
  const { positions, charges } = sites;
  const widths = smearing(sites);
  const onSites = sitesGradient ?? new Float64Array(positions.length);
  const batch = top < CHARGE_FORCES.length ? null : new ChargeBatch(positions, charges, widths, top + 1);
  const next = hermiteDerivatives(top);
  const pair = new Float64Array(4);
  const weights = new Float64Array(pairs.size.reduce((max, size) => Math.max(max, size), 0));
  const hermite = new Float64Array(hermiteCount(top));
  const lower = new Float64Array(hermiteCount(top));
  const sums = new Float64Array(hermiteCount(top + 1));
  const shift = new Float64Array(3);
  for (let i = 0; i < pairs.count; i++) {
    const size = pairs.size[i];
    const degree = pairs.degree[i];
    const width = hermiteCount(degree);
    const atomA = 3 * pairs.groups[pairs.groupA[i]].atom;
    const atomB = 3 * pairs.groups[pairs.groupB[i]].atom;
    pairWeights(weights, pairs, i, density, basis.functionCount);
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      const local = k - pairs.primitiveStart[i];
      hermiteDensity(hermite, pairs.coefficients, i, local, size, weights);
      // Site derivatives of −ΣPV are +Σ D ∂R/∂P, which is what gets added to onSites.
      if (degree < CHARGE_FORCES.length || batch === null) {
        loadPair(pair, pairs, k);
        CHARGE_FORCES[degree](sums, shift, onSites, hermite, pair, positions, charges, widths);
      } else {
        const stride = hermiteCount(degree + 1);
        sums.fill(0, 0, stride);
        for (let first = 0; first < batch.siteCount; ) {
          const count = batch.compute(first, degree + 1, pairs.exponent[k], pairs.centre, 3 * k);
          addRows(sums, batch.integrals, count, stride);
          contractDerivatives(onSites, first, batch.integrals, count, stride, hermite, width, next, 1);
          first += count;
        }
        shift.fill(0);
        contractDerivatives(shift, 0, sums, 1, stride, hermite, width, next, 1);
      }
      let energy = 0;
      for (let h = 0; h < width; h++) energy += hermite[h] * sums[h];
      const wa = pairs.weightA[k];
      for (let x = 0; x < 3; x++) {
        let relative = 0;
        if (atomA !== atomB && pairs.relative !== null) {
          relative = -2 * pairs.reduced[k] * pairs.separation[3 * i + x] * energy;
          hermiteDensity(lower, pairs.relative[x], i, local, size, weights);
          for (let h = 0; h < width; h++) relative += lower[h] * sums[h];
        }
        nucleiGradient[atomA + x] -= wa * shift[x] + relative;
        nucleiGradient[atomB + x] -= (1 - wa) * shift[x] - relative;
      }
    }
  }
}

/** The widths, or null when every charge is a point. */
function smearing(sites: ChargeSites): Float64Array | null {
  const { widths } = sites;
  return widths?.some((w) => w > 0) ? widths : null;
}

function loadPair(pair: Float64Array, pairs: ShellPairs, k: number): void {
  pair[0] = pairs.exponent[k];
  pair[1] = pairs.centre[3 * k];
  pair[2] = pairs.centre[3 * k + 1];
  pair[3] = pairs.centre[3 * k + 2];
}

/** Kernel `gto/electronPotential`: φ = −ΣPV of unit charges at points, and the field −∇φ; overwritten. */
export function electronPotential(
  potential: Float64Array,
  field: Float64Array | null,
  basis: GaussianBasis,
  nuclei: Float64Array,
  points: Float64Array,
  widths: Float64Array | null,
  density: Float64Array,
): void {
  potential.fill(0);
  field?.fill(0);
  const pairs = buildShellPairs(basis, nuclei, false);
  const top = maxDegree(pairs);
  const raise = field === null ? 0 : 1;
  const batch = new ChargeBatch(points, null, widths, top + raise);
  const next = hermiteDerivatives(top);
  const weights = new Float64Array(pairs.size.reduce((max, size) => Math.max(max, size), 0));
  const hermite = new Float64Array(hermiteCount(top));
  for (let i = 0; i < pairs.count; i++) {
    const degree = pairs.degree[i];
    const width = hermiteCount(degree);
    const stride = hermiteCount(degree + raise);
    pairWeights(weights, pairs, i, density, basis.functionCount);
    for (let k = pairs.primitiveStart[i]; k < pairs.primitiveStart[i + 1]; k++) {
      hermiteDensity(hermite, pairs.coefficients, i, k - pairs.primitiveStart[i], pairs.size[i], weights);
      for (let first = 0; first < batch.siteCount; ) {
        const count = batch.compute(first, degree + raise, pairs.exponent[k], pairs.centre, 3 * k);
        for (let s = 0; s < count; s++) {
          let sum = 0;
          for (let h = 0; h < width; h++) sum += hermite[h] * batch.integrals[s * stride + h];
          potential[first + s] -= sum;
        }
        // −∂φ/∂C = −ΣD ∂R/∂P.
        if (field !== null) contractDerivatives(field, first, batch.integrals, count, stride, hermite, width, next, -1);
        first += count;
      }
    }
  }
}

/** sums[h] += Σ_k rows[k·stride + h]. */
function addRows(sums: Float64Array, rows: Float64Array, count: number, stride: number): void {
  for (let k = 0; k < count; k++) {
    for (let h = 0, o = k * stride; h < stride; h++, o++) sums[h] += rows[o];
  }
}

/** target[3(first+k) + x] += sign·Σ_h density[h] R_k[h + e_x]. */
function contractDerivatives(
  target: Float64Array,
  first: number,
  integrals: Float64Array,
  count: number,
  stride: number,
  density: Float64Array,
  width: number,
  next: Int32Array,
  sign: number,
): void {
  for (let k = 0; k < count; k++) {
    const o = k * stride;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let h = 0; h < width; h++) {
      const d = density[h];
      x += d * integrals[o + next[3 * h]];
      y += d * integrals[o + next[3 * h + 1]];
      z += d * integrals[o + next[3 * h + 2]];
    }
    target[3 * (first + k)] += sign * x;
    target[3 * (first + k) + 1] += sign * y;
    target[3 * (first + k) + 2] += sign * z;
  }
}
