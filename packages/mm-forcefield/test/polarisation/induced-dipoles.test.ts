import { describe, expect, test } from "vitest";
import {
  InducedDipoles,
  type PolarisableSites,
  pairScalings,
  type SiteField,
  THOLE_FACTORS,
  type TholeModel,
} from "../../src/index.js";
import { cluster, MODELS, mixedSites, positions, sitesOf, size, worst } from "./support.js";

const none: PolarisableSites["damping"] = { model: "none", factor: 1, charges: false };

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k], 0);
}

/** A field with a gradient and curvature, such as a molecule's: that of a charge and a dipole outside. */
function outside(at: Float64Array): Required<SiteField> {
  const source = [2.5, -6, 4];
  const charge = 0.7;
  const field = new Float64Array(at.length);
  const gradient = new Float64Array(3 * at.length);
  for (let site = 0; 3 * site < at.length; site++) {
    const d = source.map((x, k) => at[3 * site + k] - x);
    const r2 = d[0] ** 2 + d[1] ** 2 + d[2] ** 2;
    const b = charge / (r2 * Math.sqrt(r2));
    for (let i = 0; i < 3; i++) {
      field[3 * site + i] = b * d[i];
      for (let j = 0; j < 3; j++) gradient[9 * site + 3 * i + j] = b * ((i === j ? 1 : 0) - (3 * d[i] * d[j]) / r2);
    }
  }
  return { field, gradient };
}

describe("two sites", () => {
  const alpha = [6, 9];
  const pair = (charges: number[], damping = none) =>
    new InducedDipoles({
      charges: Float64Array.from(charges),
      polarisabilities: Float64Array.from(alpha),
      damping,
      scalings: pairScalings(2, []),
    });

  test("a pair in a uniform field has Silberstein's polarisabilities along and across", () => {
    const r = 5;
    const [a, b] = alpha;
    const geometry = { positions: Float64Array.of(0, 0, 0, 0, 0, r) };
    const F = 0.01;
    for (const [axis, coupling] of [
      [0, -1],
      [2, 2],
    ]) {
      const field = Float64Array.from({ length: 6 }, (_, k) => (k % 3 === axis ? F : 0));
      const { energy, dipoles } = pair([0, 0]).induce(geometry, { field });
      // Applequist, Carl and Fung 1972, doi:10.1021/ja00764a010, equations 4 and 5
      const s = coupling / r ** 3;
      const total = (a + b + 2 * s * a * b) / (1 - s * s * a * b);
      expect(dipoles[axis] + dipoles[3 + axis]).toBeCloseTo(total * F, 14);
      expect(energy).toBeCloseTo(-0.5 * total * F * F, 15);
    }
  });

  test("a charge beside a polarisable site has −½αq²/r⁴ and its force", () => {
    const r = 4.2;
    const sites = {
      charges: Float64Array.of(0.8, 0),
      polarisabilities: Float64Array.of(0, 7),
      damping: none,
      scalings: pairScalings(2, []),
    };
    const geometry = { positions: Float64Array.of(1, 2, 3, 1 + r, 2, 3) };
    const { energy, dipoles, forces } = new InducedDipoles(sites).induce(geometry, undefined, { forces: true });
    expect(energy).toBeCloseTo((-0.5 * 7 * 0.64) / r ** 4, 14);
    expect(dipoles[3]).toBeCloseTo((7 * 0.8) / r ** 2, 13);
    expect(forces?.[0]).toBeCloseTo((2 * 7 * 0.64) / r ** 5, 14);
    expect(forces?.[3]).toBeCloseTo((-2 * 7 * 0.64) / r ** 5, 14);
  });

  test("damping: the field of a charge is that of the charge of its cloud within the distance", () => {
    // ∫ρ d³r up to r, by Simpson's rule, for ρ of each model normalised to 1 (Thole 1981; Ren and Ponder 2003)
    const s = (alpha[0] * alpha[1]) ** (1 / 6);
    const a = 1.3;
    const densities = {
      "thole-linear": (u: number) => (u < a ? ((3 / Math.PI) * (1 - u / a)) / a ** 3 : 0),
      "thole-exponential": (u: number) => (a ** 3 / (8 * Math.PI)) * Math.exp(-a * u),
      amoeba: (u: number) => ((3 * a) / (4 * Math.PI)) * Math.exp(-a * u ** 3),
    };
    const r = 1.9;
    for (const [model, density] of Object.entries(densities) as ["amoeba", (u: number) => number][]) {
      const steps = 4000;
      const h = r / s / steps;
      const shell = (u: number) => 4 * Math.PI * u * u * density(u);
      let inside = 0;
      for (let k = 0; k <= steps; k++) inside += shell(k * h) * (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2);
      const { chargeField } = pair([0.5, 0], { model, factor: a, charges: true }).induce({
        positions: Float64Array.of(0, 0, 0, 0, r, 0),
      });
      expect((chargeField[4] / 0.5) * r * r).toBeCloseTo((inside * h) / 3, 9);
    }
  });
});

describe("forces, virial and response are derivatives of the energy", () => {
  const direction = Float64Array.from({ length: positions.length }, (_, k) => Math.sin(3.7 * k + 1));
  const cases = MODELS.flatMap((model) => [
    [`${model}`, sitesOf(model)] as const,
    [`${model}, factors between`, mixedSites(model)] as const,
    [`${model}, point charges`, { ...sitesOf(model), damping: { ...sitesOf(model).damping, charges: false } }] as const,
  ]);

  test.each(cases)("%s", (_, sites) => {
    for (const withField of [false, true]) {
      const energy = (at: Float64Array) =>
        new InducedDipoles(sites, { tolerance: 1e-13 }).induce({ positions: at }, withField ? outside(at) : undefined)
          .energy;
      const { forces } = new InducedDipoles(sites).induce({ positions }, withField ? outside(positions) : undefined, {
        forces: true,
      });
      const numerical = positions.map(
        (_x, k) => -derivative((h) => energy(positions.map((x, n) => (n === k ? x + h : x))), 2e-3),
      );
      expect(worst(forces!, numerical)).toBeLessThan(1e-8 * size(numerical));
    }
    const { virial, response, energy, dipoles } = new InducedDipoles(sites, { tolerance: 1e-13 }).induce(
      { positions },
      { field: direction.map((x) => 0.01 * x) },
      { virial: true },
    );
    const responding = derivative(
      (h) =>
        new InducedDipoles(sites, { tolerance: 1e-13 }).induce(
          { positions },
          { field: direction.map((x) => (0.01 + h) * x) },
        ).energy,
      1e-3,
    );
    expect(Math.abs(responding + dot(response, direction))).toBeLessThan(1e-9 * Math.abs(responding));
    expect(energy).toBeLessThan(0);
    expect(size(dipoles)).toBeGreaterThan(0.1);
    expect(virial).toHaveLength(9);
  });

  test.each(MODELS)("virial of %s", (model) => {
    const solver = new InducedDipoles(mixedSites(model), { tolerance: 1e-13 });
    const { virial, forces } = solver.induce({ positions }, undefined, { virial: true, forces: true });
    for (const [row, column] of [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 1],
      [1, 2],
      [2, 0],
    ]) {
      const numerical = -derivative((h) => {
        const strained = positions.map((x, k) => (k % 3 === row ? x + h * positions[k - row + column] : x));
        return solver.induce({ positions: strained }).energy;
      }, 1e-3);
      expect(Math.abs(virial![3 * row + column] - numerical)).toBeLessThan(1e-8 * size(virial!));
    }
    for (let d = 0; d < 3; d++)
      expect(Math.abs(forces!.reduce((sum, f, k) => sum + (k % 3 === d ? f : 0), 0))).toBeLessThan(1e-15);
  });
});

test("forces of thole-linear jump at the end of its range, those of the other models do not", () => {
  for (const [model, factor] of Object.entries(THOLE_FACTORS) as [TholeModel, number][]) {
    const solver = new InducedDipoles({
      charges: Float64Array.of(0, 0),
      polarisabilities: Float64Array.of(8, 8),
      damping: { model, factor, charges: true },
      scalings: pairScalings(2, []),
    });
    const at = (r: number) =>
      solver.induce(
        { positions: Float64Array.of(0, 0, 0, r, 0, 0) },
        { field: Float64Array.of(0.1, 0, 0, 0.1, 0, 0) },
        { forces: true },
      );
    const range = 2 * THOLE_FACTORS["thole-linear"];
    const [below, above] = [at(range - 1e-7), at(range + 1e-7)];
    expect(above.energy).toBeCloseTo(below.energy, 6);
    const jump = Math.abs(above.forces![0] / below.forces![0] - 1);
    if (model === "thole-linear") expect(jump).toBeGreaterThan(0.5);
    else expect(jump).toBeLessThan(1e-5);
  }
});

describe("identities", () => {
  test("the energy is −½μ·E, and dipoles satisfy their equations", () => {
    for (const model of MODELS) {
      const field = outside(positions).field;
      const { energy, dipoles, chargeField } = new InducedDipoles(sitesOf(model)).induce({ positions }, { field });
      const total = chargeField.map((x, k) => x + field[k]);
      expect(Math.abs(energy + 0.5 * dot(dipoles, total))).toBeLessThan(1e-9 * Math.abs(energy));
    }
  });

  test("turning everything turns dipoles and forces, and keeps the energy", () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turn = (v: Float64Array) => {
      const out = new Float64Array(v.length);
      for (let k = 0; k < v.length; k += 3) {
        const [x, y, z] = [c * v[k] - s * v[k + 1], s * v[k] + c * v[k + 1], v[k + 2]];
        out.set([x, c * y - s * z, s * y + c * z], k);
      }
      return out;
    };
    for (const model of MODELS) {
      const solve = (at: Float64Array) =>
        new InducedDipoles(mixedSites(model), { tolerance: 1e-13 }).induce({ positions: at }, undefined, {
          forces: true,
        });
      const before = solve(positions);
      const after = solve(turn(positions).map((x, k) => x + 10 * (k % 3)));
      expect(Math.abs(after.energy - before.energy)).toBeLessThan(1e-12 * Math.abs(before.energy));
      expect(worst(after.dipoles, turn(before.dipoles))).toBeLessThan(1e-12);
      expect(worst(after.forces!, turn(before.forces!))).toBeLessThan(1e-12);
    }
  });

  test("conjugate gradients and Cholesky agree", () => {
    for (const model of MODELS.slice(1)) {
      const iterative = cluster(60, {}, model);
      const direct = cluster(60, { solver: "direct" }, model);
      const geometry = { positions: iterative.positions };
      const a = iterative.dipoles.induce(geometry, undefined, { forces: true });
      const b = direct.dipoles.induce(geometry, undefined, { forces: true });
      expect(a.iterations).toBeGreaterThan(3);
      expect(Math.abs(a.energy - b.energy)).toBeLessThan(1e-13 * Math.abs(b.energy));
      expect(worst(a.dipoles, b.dipoles)).toBeLessThan(2e-10 * size(b.dipoles));
      expect(worst(a.forces!, b.forces!)).toBeLessThan(1e-9 * size(b.forces!));
    }
  });

  test("a guess saves iterations, and a snapshot repeats the bits", () => {
    const { dipoles, positions: at } = cluster(60);
    const first = dipoles.induce({ positions: at });
    const next = at.map((x, k) => x + 1e-3 * Math.sin(k));
    const state = dipoles.snapshot();
    const warm = dipoles.induce({ positions: next });
    expect(warm.iterations).toBeLessThan(first.iterations);
    const { dipoles: other } = cluster(60);
    other.restore(state);
    expect(other.induce({ positions: next })).toEqual(warm);
    expect(dipoles.induce({ positions: at }).energy).toBeCloseTo(first.energy, 13);
  });

  test("sites without polarisability in a cluster of charges do nothing", () => {
    const sites = { ...sitesOf("amoeba"), polarisabilities: new Float64Array(positions.length / 3) };
    const { energy, forces } = new InducedDipoles(sites).induce({ positions }, undefined, { forces: true });
    expect(energy).toBeCloseTo(0, 15);
    expect(size(forces!)).toBe(0);
  });
});

/** First derivative at 0, of sixth order in the step. */
function derivative(f: (h: number) => number, step: number): number {
  const odd = (n: number) => f(n * step) - f(-n * step);
  return (45 * odd(1) - 9 * odd(2) + odd(3)) / (60 * step);
}
