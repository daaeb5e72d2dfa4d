import { buildGaussianBasis, gtoKernels, loadBasisSet, parseBasisSetExchangeJson } from "@qmmm/gto";
import { describe, expect, test } from "vitest";
import { madeUpDensity } from "./reference.js";

const { kernels } = gtoKernels;
const STEP = 1e-3;

/** Fourth-order central difference of f along component c of x. */
function centralDifference(f: (x: Float64Array) => number, x: Float64Array, c: number): number {
  const at = (shift: number) => {
    const moved = Float64Array.from(x);
    moved[c] += shift;
    return f(moved);
  };
  return (8 * (at(STEP) - at(-STEP)) - (at(2 * STEP) - at(-2 * STEP))) / (12 * STEP);
}

function contract(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

const TWO_F = JSON.stringify({
  name: "s to f",
  elements: {
    1: {
      electron_shells: [
        shell(
          [0, 1],
          ["1.9", "0.4"],
          [
            ["0.3", "0.8"],
            ["0.5", "0.6"],
          ],
        ),
        shell([2], ["0.9"], [["1.0"]]),
        shell([3], ["1.1"], [["1.0"]]),
      ],
    },
  },
});

function shell(angular_momentum: number[], exponents: string[], coefficients: string[][]) {
  return { function_type: "gto_spherical", angular_momentum, exponents, coefficients };
}

const water = {
  elements: Uint8Array.of(8, 1, 1),
  nuclei: Float64Array.of(0.1, -0.2, 0.05, 0.2, -1.43, 1.11, -0.15, 1.5, 1.0),
  set: await loadBasisSet("6-31G*"),
};
const sToF = {
  elements: Uint8Array.of(1, 1),
  nuclei: Float64Array.of(0, 0, 0, 0.6, -0.8, 1.1),
  set: parseBasisSetExchangeJson(TWO_F),
};

describe.each([
  ["water, 6-31G*", water],
  ["s to f", sToF],
])("derivatives agree with central differences: %s", (_, { elements, nuclei, set }) => {
  const basis = buildGaussianBasis(elements, set);
  const n = basis.functionCount;
  const matrix = () => new Float64Array(n * n);
  const alpha = madeUpDensity(n, 1);
  const beta = madeUpDensity(n, 0.6);
  const sites = {
    positions: Float64Array.of(2, 1, 1.5, -3, 0.5, -1, 0.3, 0.1, 0.4, 30, -25, 10),
    charges: Float64Array.of(0.4, -0.8, 0.3, 1),
    widths: Float64Array.of(0, 0, 0.7, 1.2),
  };

  test("overlap and kinetic energy", () => {
    const energy = (x: Float64Array) => {
      const overlap = matrix();
      const kinetic = matrix();
      kernels["gto/overlapKinetic"](overlap, kinetic, basis, x);
      return contract(overlap, alpha) + contract(kinetic, beta);
    };
    const gradient = new Float64Array(nuclei.length).fill(1);
    kernels["gto/overlapKineticGradient"](gradient, basis, nuclei, alpha, beta);
    for (let c = 0; c < nuclei.length; c++) {
      expect(gradient[c] - 1).toBeCloseTo(centralDifference(energy, nuclei, c), 8);
    }
  });

  test("potential of charges, on centres and on sites", () => {
    const energy = (x: Float64Array, positions: Float64Array) => {
      const out = matrix();
      kernels["gto/chargePotential"](out, basis, x, { ...sites, positions });
      return -contract(out, alpha);
    };
    const onNuclei = new Float64Array(nuclei.length).fill(1);
    const onSites = new Float64Array(sites.positions.length).fill(1);
    kernels["gto/chargePotentialGradient"](onNuclei, onSites, basis, nuclei, sites, alpha);
    for (let c = 0; c < nuclei.length; c++) {
      expect(onNuclei[c] - 1).toBeCloseTo(
        centralDifference((x) => energy(x, sites.positions), nuclei, c),
        8,
      );
    }
    for (let c = 0; c < sites.positions.length; c++) {
      expect(onSites[c] - 1).toBeCloseTo(
        centralDifference((x) => energy(nuclei, x), sites.positions, c),
        8,
      );
    }
    const withoutSites = new Float64Array(nuclei.length).fill(1);
    kernels["gto/chargePotentialGradient"](withoutSites, null, basis, nuclei, sites, alpha);
    expect(Math.max(...withoutSites.map((g, c) => Math.abs(g - onNuclei[c])))).toBeLessThan(1e-12);
  });

  test("potential of the electrons and its field", () => {
    const { positions, widths } = sites;
    const points = positions.length / 3;
    const potentialAt = (x: Float64Array) => {
      const potential = new Float64Array(points);
      kernels["gto/electronPotential"](potential, null, basis, nuclei, x, widths, alpha);
      return potential;
    };
    const potential = new Float64Array(points);
    const field = new Float64Array(3 * points);
    kernels["gto/electronPotential"](potential, field, basis, nuclei, positions, widths, alpha);
    for (let k = 0; k < points; k++) {
      const one = matrix();
      kernels["gto/chargePotential"](one, basis, nuclei, {
        positions: positions.slice(3 * k, 3 * k + 3),
        charges: Float64Array.of(1),
        widths: widths.slice(k, k + 1),
      });
      expect(potential[k]).toBeCloseTo(-contract(one, alpha), 11);
      for (let x = 0; x < 3; x++) {
        const slope = centralDifference((p) => potentialAt(p)[k], positions, 3 * k + x);
        expect(field[3 * k + x]).toBeCloseTo(-slope, 8);
      }
    }
    expect([...potentialAt(positions)]).toEqual([...potential].map((v) => expect.closeTo(v, 12)));
  });

  test.each([
    ["closed shell", alpha, alpha, 1],
    ["open shell", alpha, beta, 0.25],
    ["no exchange", alpha, beta, 0],
  ])("repulsion energy: %s", (_label, a, b, exchange) => {
    const energy = (x: Float64Array) => {
      const out = { coulomb: matrix(), exchangeAlpha: matrix(), exchangeBeta: matrix() };
      kernels["gto/repulsion"](basis, x, 1e8).build(out, { alpha: a, beta: b }, 1e-14);
      return (
        0.5 * (contract(out.coulomb, a) + contract(out.coulomb, b)) -
        0.5 * exchange * (contract(out.exchangeAlpha, a) + contract(out.exchangeBeta, b))
      );
    };
    const gradient = new Float64Array(nuclei.length).fill(1);
    kernels["gto/repulsionGradient"](gradient, basis, nuclei, { alpha: a, beta: b }, { coulomb: 1, exchange }, 1e-14);
    // The first atom is compared; translational invariance then ties the rest.
    for (const c of [0, 2]) expect(gradient[c] - 1).toBeCloseTo(centralDifference(energy, nuclei, c), 7);
    for (let x = 0; x < 3; x++) {
      let sum = 0;
      for (let c = x; c < nuclei.length; c += 3) sum += gradient[c] - 1;
      expect(Math.abs(sum)).toBeLessThan(1e-11);
    }
  });
});
