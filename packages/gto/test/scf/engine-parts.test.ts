import { isQmmmError } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { electronCounts } from "../../src/index.js";
import { THRESHOLDS, thresholdsOf } from "../../src/scf/accuracy.js";
import { lowestEigenpair } from "../../src/scf/davidson.js";
import { Diis } from "../../src/scf/diis.js";
import { addSquare } from "../../src/scf/linear-algebra/add-square.js";
import { MatrixAlgebra } from "../../src/scf/linear-algebra/matrices.js";
import { multiply } from "../../src/scf/linear-algebra/multiply.js";
import { symmetricEigen } from "../../src/scf/linear-algebra/symmetric-eigen.js";
import { nuclearRepulsion, nucleiInField } from "../../src/scf/nuclear-interactions.js";
import { orthonormalBasis } from "../../src/scf/orthonormal-basis.js";
import { fitCharges, merzKollmanPoints } from "../../src/scf/properties/esp-charges.js";
import { reorthonormalised } from "../../src/scf/warm-start.js";

const algebra = new MatrixAlgebra(multiply, symmetricEigen, addSquare);
const ELEMENTS = Uint8Array.of(8, 1, 1);
const NUCLEI = Float64Array.of(0, 0.1, 0, 0, 1.43, 1.11, 0, -1.47, 1.08);

test("electrons of either spin", () => {
  const counts = (charge: number, multiplicity: number) => electronCounts({ elements: ELEMENTS, charge, multiplicity });
  expect(counts(0, 1)).toEqual({ alpha: 5, beta: 5 });
  expect(counts(1, 2)).toEqual({ alpha: 5, beta: 4 });
  expect(counts(-1, 4)).toEqual({ alpha: 7, beta: 4 });
  for (const [charge, multiplicity] of [
    [0, 2],
    [0, 0],
    [8, 5],
    [0.5, 1],
  ]) {
    expect(() => counts(charge, multiplicity)).toThrow(
      expect.toSatisfy((error) => isQmmmError(error) && /QMMM_QM_(MULTIPLICITY|ELECTRONS)/.test(error.code)),
    );
  }
});

test("DIIS solves linear equations in as many steps as there are unknowns", () => {
  const a = Float64Array.of(4, 1, 0.5, 1, 3, -0.7, 0.5, -0.7, 2);
  const b = Float64Array.of(1, -2, 0.3);
  const residual = (x: Float64Array) =>
    b.map((value, i) => value - a[3 * i] * x[0] - a[3 * i + 1] * x[1] - a[3 * i + 2] * x[2]);
  const diis = new Diis(8);
  let x: Float64Array = new Float64Array(3);
  for (let step = 0; step < 5; step++) {
    const error = residual(x);
    if (Math.hypot(...error) < 1e-12) break;
    x = diis.extrapolate(
      x.map((value, i) => value + 0.3 * error[i]),
      error,
    );
  }
  expect(Math.hypot(...residual(x))).toBeLessThan(1e-10);
});

test("DIIS survives repeated errors and forgets the oldest", () => {
  const diis = new Diis(3);
  for (let step = 0; step < 6; step++) {
    const out = diis.extrapolate(Float64Array.of(1, 2), Float64Array.of(1, 1));
    expect(out[0]).toBeCloseTo(1, 10);
  }
});

test("Davidson finds the lowest eigenvalue, also in a block that no unit vector hints at", () => {
  const n = 60;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) matrix[i * n + j] = i === j ? 1 + 0.1 * i : 0.02 * Math.cos(i * j);
  }
  // Two high-lying functions whose combination is the lowest state.
  matrix[58 * n + 59] = matrix[59 * n + 58] = -9;
  const { values } = algebra.eigen(matrix, n);
  const diagonal = Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]);
  const found = lowestEigenpair(algebra, diagonal, (v) => algebra.product(matrix, v, n, n, 1), 1e-7);
  expect(found.value).toBeCloseTo(values[0], 10);
});

describe("orthonormal bases", () => {
  const overlap = Float64Array.of(1, 0.6, 0.2, 0.6, 1, 0.5, 0.2, 0.5, 1);

  test("symmetric, without removal", () => {
    const { vectors, size } = orthonormalBasis(algebra, overlap, 3, 1e-6);
    const metric = algebra.congruence(vectors, overlap, size, 3);
    metric.forEach((value, k) => {
      expect(value).toBeCloseTo(k % 4 === 0 ? 1 : 0, 12);
    });
    expect(vectors[1]).toBeCloseTo(vectors[3], 14);
  });

  test("canonical, where functions nearly depend on each other", () => {
    const dependent = Float64Array.of(1, 0.2, 1 - 1e-10, 0.2, 1, 0.2, 1 - 1e-10, 0.2, 1);
    const { vectors, size, covectors } = orthonormalBasis(algebra, dependent, 3, 1e-7);
    expect(size).toBe(2);
    const metric = algebra.productTransposed(vectors, covectors, 2, 3, 2);
    [1, 0, 0, 1].forEach((value, k) => {
      expect(metric[k]).toBeCloseTo(value, 12);
    });
  });

  test("orbitals carried to a new overlap are orthonormal there; collapsed ones are refused", () => {
    const orbitals = Float64Array.of(1, 0, 0, 0, 0.3, 0.9);
    const carried = reorthonormalised(algebra, orbitals, overlap, 3)!;
    const metric = algebra.congruence(carried, overlap, 2, 3);
    [1, 0, 0, 1].forEach((value, k) => {
      expect(metric[k]).toBeCloseTo(value, 12);
    });
    expect(reorthonormalised(algebra, Float64Array.of(1, 0, 0, 1, 0.01, 0), overlap, 3)).toBeUndefined();
  });
});

describe("nuclei", () => {
  const derivative = (f: (x: Float64Array) => number, at: Float64Array, k: number): number => {
    const h = 1e-4;
    const shifted = (d: number) => f(at.map((value, i) => value + (i === k ? d : 0)));
    return (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
  };

  test("repulsion and its gradient", () => {
    expect(nuclearRepulsion([1, 1], Float64Array.of(0, 0, 0, 0, 0, 1.4))).toBeCloseTo(1 / 1.4, 14);
    const gradient = new Float64Array(9);
    nuclearRepulsion(ELEMENTS, NUCLEI, gradient);
    gradient.forEach((value, k) => {
      expect(value).toBeCloseTo(
        derivative((x) => nuclearRepulsion(ELEMENTS, x), NUCLEI, k),
        8,
      );
    });
  });

  test("in point and Gaussian charges, one of them on a nucleus", () => {
    const positions = Float64Array.of(2, 3, -1, 0, 0.1, 0, -4, 0.5, 1);
    const charges = Float64Array.of(0.5, -0.8, 0.3);
    const widths = Float64Array.of(0, 1.2, 0.7);
    const energy = (nuclei: Float64Array, sites: Float64Array): number =>
      nucleiInField(ELEMENTS, nuclei, { positions: sites, charges, widths });
    const nuclear = new Float64Array(9);
    const sites = new Float64Array(9);
    const potential = new Float64Array(3);
    const field = { positions, charges, widths };
    const total = nucleiInField(ELEMENTS, NUCLEI, field, { nuclei: nuclear, sites, potential });
    expect(total).toBeCloseTo(
      charges.reduce((sum, q, k) => sum + q * potential[k], 0),
      13,
    );
    for (let k = 0; k < 9; k++) {
      expect(nuclear[k]).toBeCloseTo(
        derivative((x) => energy(x, positions), NUCLEI, k),
        7,
      );
      expect(sites[k]).toBeCloseTo(
        derivative((x) => energy(NUCLEI, x), positions, k),
        7,
      );
    }
    // A unit charge 3 a0 from a Gaussian of width 2: erf(1.5)/3, Abramowitz & Stegun table 7.1.
    const one = { positions: Float64Array.of(0, 0, 3), charges: Float64Array.of(1), widths: Float64Array.of(2) };
    expect(nucleiInField([1], new Float64Array(3), one)).toBeCloseTo(0.9661051465 / 3, 10);
  });
});

describe("potential-fitted charges", () => {
  test("points lie on shells around the atoms and inside none", () => {
    const points = merzKollmanPoints(ELEMENTS, NUCLEI);
    expect(points.length / 3).toBeGreaterThan(150);
    const radii = [1.4, 1.2, 1.2].map((r) => r / 0.529177210544);
    for (let k = 0; k < points.length; k += 3) {
      const nearest = Math.min(
        ...radii.map(
          (r, a) =>
            Math.hypot(
              points[k] - NUCLEI[3 * a],
              points[k + 1] - NUCLEI[3 * a + 1],
              points[k + 2] - NUCLEI[3 * a + 2],
            ) / r,
        ),
      );
      expect([1.4, 1.6, 1.8, 2.0].some((multiple) => Math.abs(nearest - multiple) < 1e-9)).toBe(true);
    }
  });

  test("charges that make the potential are found again", () => {
    const points = merzKollmanPoints(ELEMENTS, NUCLEI);
    const charges = [-0.9, 0.5, 0.6];
    const potential = Float64Array.from({ length: points.length / 3 }, (_, k) =>
      charges.reduce(
        (sum, q, a) =>
          sum +
          q /
            Math.hypot(
              points[3 * k] - NUCLEI[3 * a],
              points[3 * k + 1] - NUCLEI[3 * a + 1],
              points[3 * k + 2] - NUCLEI[3 * a + 2],
            ),
        0,
      ),
    );
    const fitted = fitCharges(ELEMENTS, NUCLEI, points, potential, 0.2);
    charges.forEach((q, a) => {
      expect(fitted[a]).toBeCloseTo(q, 9);
    });
    const constrained = fitCharges(ELEMENTS, NUCLEI, points, potential, 0);
    expect(constrained.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
  });
});

test("an accuracy sets all thresholds; those that are given count", () => {
  expect(thresholdsOf("tight", {})).toEqual(THRESHOLDS.tight);
  expect(thresholdsOf("loose", { screening: 3e-11 })).toEqual({ ...THRESHOLDS.loose, screening: 3e-11 });
});
