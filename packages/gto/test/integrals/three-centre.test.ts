import { readFileSync } from "node:fs";
import { buildGaussianBasis, gtoKernels, loadBasisSet, loadFittingSet } from "@qmmm/gto";
import { describe, expect, test } from "vitest";
import { largestDifference, madeUpDensity } from "./reference.js";

interface ThreeCentreReference {
  readonly nuclei: readonly number[];
  readonly functions: number;
  readonly auxiliaryFunctions: number;
  readonly pairs: readonly [number, number][];
  readonly triples: readonly [number, number, number][];
  readonly values: readonly { omega: number; metric: number[]; integrals: number[] }[];
}

const reference: ThreeCentreReference = JSON.parse(
  readFileSync(new URL("./fixtures/three-centre.json", import.meta.url), "utf8"),
);
const elements = Uint8Array.of(8, 1, 1);
const nuclei = Float64Array.from(reference.nuclei);
const basis = buildGaussianBasis(elements, await loadBasisSet("def2-SVP"));
const auxiliary = buildGaussianBasis(elements, await loadFittingSet("def2-universal-jkfit"));
const n = basis.functionCount;
const m = auxiliary.functionCount;
const open = (omega: number, at: Float64Array = nuclei) =>
  gtoKernels.kernels["gto/threeCentre"](basis, auxiliary, at, 1e-15, omega);

/** (μν|P) of all μ, ν at `(μ·n + ν)·m + P`. */
function wholeArray(engine: ReturnType<typeof open>): Float64Array {
  const out = new Float64Array(n * n * m);
  for (let b = 0; b + 1 < engine.rowStart.length; b++) {
    const first = engine.rowStart[b];
    const count = engine.rowStart[b + 1] - first;
    const block = new Float64Array(count * m + 1);
    engine.integrals(block, 1, b);
    for (let r = 0; r < count; r++) {
      const row = block.subarray(1 + r * m, 1 + (r + 1) * m);
      const [i, j] = [engine.rowFirst[first + r], engine.rowSecond[first + r]];
      out.set(row, (i * n + j) * m);
      out.set(row, (j * n + i) * m);
    }
  }
  return out;
}

describe.each(reference.values)("two- and three-centre integrals, ω = $omega", ({ omega, metric, integrals }) => {
  const engine = open(omega);
  const density = madeUpDensity(n, 1);
  const coefficients = Float64Array.from({ length: m }, (_, p) => Math.cos(1.3 * p) / (1 + 0.1 * p));
  const weights = madeUpDensity(m, 0.7);

  test("values of PySCF (validation/gto_integrals.py)", () => {
    expect([n, m]).toEqual([reference.functions, reference.auxiliaryFunctions]);
    const two = new Float64Array(m * m);
    engine.metric(two);
    const three = wholeArray(engine);
    expect(
      largestDifference(
        reference.pairs.map(([p, q]) => two[p * m + q]),
        metric,
      ),
    ).toBeLessThan(1e-11);
    expect(
      largestDifference(
        reference.triples.map(([i, j, p]) => three[(i * n + j) * m + p]),
        integrals,
      ),
    ).toBeLessThan(1e-11);
  });

  test("Coulomb sums are those of the integrals", () => {
    const three = wholeArray(engine);
    const projected = new Float64Array(m);
    const expanded = new Float64Array(n * n);
    for (let i = 0; i < n * n; i++) {
      for (let p = 0; p < m; p++) {
        projected[p] += density[i] * three[i * m + p];
        expanded[i] += coefficients[p] * three[i * m + p];
      }
    }
    const out = new Float64Array(m).fill(7);
    engine.project(out, density);
    expect(largestDifference(out, projected)).toBeLessThan(1e-10);
    const matrix = new Float64Array(n * n).fill(7);
    engine.expand(matrix, coefficients);
    expect(largestDifference(matrix, expanded)).toBeLessThan(1e-10);
  });

  /** Fourth-order central difference of f along coordinate c. */
  const slope = (f: (x: Float64Array) => number, c: number): number => {
    const step = 2e-3;
    const at = (shift: number) => f(nuclei.map((value, k) => (k === c ? value + shift : value)));
    return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
  };
  const sum = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * b[i], 0);

  test("derivatives of Coulomb sums", () => {
    const gradient = new Float64Array(9).fill(1);
    engine.addCoulombGradient(gradient, density, coefficients);
    const energy = (x: Float64Array) => {
      const out = new Float64Array(m);
      open(omega, x).project(out, density);
      return sum(out, coefficients);
    };
    for (const c of [1, 2, 4, 8]) expect(Math.abs(gradient[c] - 1 - slope(energy, c))).toBeLessThan(1e-8);
  });

  test("derivatives with any weights", () => {
    const weight = (i: number, j: number, p: number) => density[i * n + j] * Math.sin(0.1 * p + 0.3 * (i + j));
    const gradient = new Float64Array(9).fill(1);
    for (let b = 0; b + 1 < engine.rowStart.length; b++) {
      const w: number[] = [];
      for (let r = engine.rowStart[b]; r < engine.rowStart[b + 1]; r++) {
        const [i, j] = [engine.rowFirst[r], engine.rowSecond[r]];
        for (let p = 0; p < m; p++) w.push((i === j ? 1 : 2) * weight(i, j, p));
      }
      engine.addGradient(gradient, b, Float64Array.from(w));
    }
    const all = Float64Array.from({ length: n * n * m }, (_, k) =>
      weight(Math.floor(k / m / n), Math.floor(k / m) % n, k % m),
    );
    for (const c of [2, 4]) {
      expect(Math.abs(gradient[c] - 1 - slope((x) => sum(wholeArray(open(omega, x)), all), c))).toBeLessThan(1e-8);
    }
  });

  test("derivatives of the two-centre integrals", () => {
    const gradient = new Float64Array(9).fill(1);
    engine.addMetricGradient(gradient, weights);
    const energy = (x: Float64Array) => {
      const out = new Float64Array(m * m);
      open(omega, x).metric(out);
      return sum(out, weights);
    };
    for (const c of [1, 2, 4, 8]) expect(Math.abs(gradient[c] - 1 - slope(energy, c))).toBeLessThan(1e-7);
  });
});
