import { type Cell, createRandomStream, createSystem, type Geometry, strained } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import {
  InducedDipoles,
  type LongRangeSettings,
  longRangeSettings,
  type PolarisableSites,
  pairScalings,
} from "../../src/index.js";
import type { LongRangeOptions } from "../../src/long-range/options.js";
import { CELLS, kernels, slopeOf } from "../long-range/support.js";
import { errorOf, evaluate } from "../support.js";
import { size, worst } from "./support.js";

const COUNT = 14;
const CUTOFF = 6.8;

/** Sites at random at least 3 a0 apart from all images, some without polarisability, some pairs with factors of their own. */
function sitesIn(cell: Cell, twoSets: boolean): { readonly geometry: Geometry; readonly sites: PolarisableSites } {
  const random = createRandomStream("polarisable cell");
  const v = cell.vectors;
  const at: number[] = [];
  while (at.length < 3 * COUNT) {
    const s = [random.uniform(), random.uniform(), random.uniform()];
    const point = [0, 1, 2].map((d) => s[0] * v[d] + s[1] * v[3 + d] + s[2] * v[6 + d]);
    let free = true;
    for (let k = 0; k < at.length; k += 3) {
      for (let image = 0; image < 27; image++) {
        const n = [(image % 3) - 1, (Math.floor(image / 3) % 3) - 1, Math.floor(image / 9) - 1];
        const d = [0, 1, 2].map((x) => point[x] - at[k + x] + n[0] * v[x] + n[1] * v[3 + x] + n[2] * v[6 + x]);
        free &&= Math.hypot(...d) > 3;
      }
    }
    if (free) at.push(...point);
  }
  const energy = (factor: number): number => (twoSets ? 1 - factor : factor);
  return {
    geometry: { positions: Float64Array.from(at), cell },
    sites: {
      charges: Float64Array.from({ length: COUNT }, (_, k) => (k % 2 === 0 ? 0.5 : -0.4)),
      polarisabilities: Float64Array.from({ length: COUNT }, (_, k) => (k % 5 === 0 ? 0 : 4 + (k % 3))),
      damping: { model: "thole-exponential", factor: 1.9088, charges: true },
      scalings: pairScalings(COUNT, [
        [0, 1, { direct: 0, energy: energy(0), mutual: 0 }],
        [2, 5, { direct: 0.3, energy: energy(0.3), mutual: 0.6 }],
        [3, 9, { direct: 0, energy: energy(0), mutual: 1 }],
      ]),
    },
  };
}

function settingsFor(sites: PolarisableSites, cell: Cell, options: LongRangeOptions): LongRangeSettings {
  return longRangeSettings(options, sites.charges, CUTOFF, cell);
}

const TIGHT = { tolerance: 1e-13 };
const EWALD = (screening: number): LongRangeOptions => ({ type: "ewald", accuracy: 1e-13, screening });
const WAYS: readonly (readonly [string, LongRangeOptions])[] = [
  ["Ewald", { type: "ewald", accuracy: 1e-4, screening: 1.3 }],
  ["PME", { type: "pme", accuracy: 1e-4, order: 6, screening: 1.2 }],
];

describe("induced dipoles in a cell", () => {
  describe.each(WAYS)("by %s", (_, options) => {
    it.each([
      ["cubic", false],
      ["triclinic", true],
    ] as const)("forces, virial and response are derivatives, %s cell, two sets of dipoles: %s", (name, twoSets) => {
      const { geometry, sites } = sitesIn(CELLS[name], twoSets);
      const settings = settingsFor(sites, geometry.cell!, options);
      const dipoles = new InducedDipoles(sites, { tolerance: 1e-13, periodic: { settings, kernels } });
      const random = createRandomStream("field");
      const field = Float64Array.from({ length: 3 * COUNT }, () => 0.01 * random.normal());
      const { forces, response } = dipoles.induce(geometry, { field }, { forces: true });
      const energy = (moved: Geometry, f = field): number => dipoles.induce(moved, { field: f }).energy;
      const moved = (values: Float64Array, k: number, h: number) => values.map((x, n) => (n === k ? x + h : x));
      for (const k of [0, 16, 30]) {
        const slope = slopeOf((h) => energy({ ...geometry, positions: moved(geometry.positions, k, h) }), 2e-3);
        expect(Math.abs(forces![k] + slope)).toBeLessThan(1e-7 * size(forces!));
        const byField = slopeOf((h) => energy(geometry, moved(field, k, h)), 1e-3);
        expect(Math.abs(response[k] + byField)).toBeLessThan(1e-9 * size(response));
      }
      // A field from outside does not turn with the cell: without it, the virial is symmetric.
      const free = dipoles.induce(geometry, undefined, { virial: true }).virial!;
      for (const k of [0, 1, 5, 8]) {
        const slope = slopeOf((h) => {
          const strain = new Float64Array(9);
          strain[k] = h;
          return dipoles.induce(strained(geometry, strain)).energy;
        }, 5e-4);
        expect(Math.abs(free[k] + slope)).toBeLessThan(1e-7 * size(free));
      }
    });
  });

  it("do not depend on the splitting; PME comes near Ewald's sum", () => {
    const { geometry, sites } = sitesIn(CELLS.triclinic, false);
    const by = (options: LongRangeOptions) => {
      const settings = settingsFor(sites, geometry.cell!, options);
      return new InducedDipoles(sites, { ...TIGHT, periodic: { settings, kernels } }).induce(geometry);
    };
    const exact = by(EWALD(1.2));
    const other = by(EWALD(1));
    expect(Math.abs(other.energy / exact.energy - 1)).toBeLessThan(1e-10);
    expect(worst(other.dipoles, exact.dipoles) / size(exact.dipoles)).toBeLessThan(1e-9);
    const errors = [5, 8].map((order) => {
      const { dipoles } = by({ type: "pme", accuracy: 1e-7, order, screening: 1.3, grid: [40, 40, 40] });
      return worst(dipoles, exact.dipoles) / size(exact.dipoles);
    });
    expect(errors[0]).toBeLessThan(1e-2);
    expect(errors[1]).toBeLessThan(1e-4);
  });

  it("are those of a doubled cell, per cell", () => {
    const { geometry, sites } = sitesIn(CELLS.cubic, true);
    const { positions, cell } = geometry;
    const vectors = cell!.vectors.slice();
    for (let d = 0; d < 3; d++) vectors[d] *= 2;
    const doubled: Geometry = {
      positions: Float64Array.of(
        ...positions,
        ...positions.map((x, k) => x + cell!.vectors[k % 3] * (k % 3 === 0 ? 1 : 0)),
      ),
      cell: { vectors },
    };
    const twice = (values: Float64Array) => Float64Array.of(...values, ...values);
    const pairs = [
      [0, 1, 0, 1, 0],
      [2, 5, 0.3, 0.7, 0.6],
      [3, 9, 0, 1, 1],
    ].flatMap(([i, j, direct, energy, mutual]) =>
      [0, 1].map((n) => {
        // The partner that is nearest.
        const images = [0, 1].map((m) => {
          const dx = positions[3 * i] - positions[3 * j] + (n - m) * cell!.vectors[0];
          const wrapped = dx - 2 * cell!.vectors[0] * Math.round(dx / (2 * cell!.vectors[0]));
          return Math.abs(wrapped);
        });
        const m = images[0] <= images[1] ? 0 : 1;
        return [i + n * COUNT, j + m * COUNT, { direct, energy, mutual }] as const;
      }),
    );
    const large: PolarisableSites = {
      ...sites,
      charges: twice(sites.charges),
      polarisabilities: twice(sites.polarisabilities),
      scalings: pairScalings(2 * COUNT, pairs),
    };
    const one = new InducedDipoles(sites, {
      ...TIGHT,
      periodic: { settings: settingsFor(sites, cell!, EWALD(1.2)), kernels },
    }).induce(geometry, undefined, { forces: true, virial: true });
    const two = new InducedDipoles(large, {
      ...TIGHT,
      periodic: { settings: settingsFor(large, doubled.cell!, EWALD(1.2)), kernels },
    }).induce(doubled, undefined, { forces: true, virial: true });
    expect(Math.abs(two.energy / (2 * one.energy) - 1)).toBeLessThan(1e-10);
    expect(worst(two.dipoles, twice(one.dipoles)) / size(one.dipoles)).toBeLessThan(1e-9);
    expect(worst(two.forces!, twice(one.forces!)) / size(one.forces!)).toBeLessThan(1e-9);
    expect(
      worst(
        two.virial!,
        one.virial!.map((x) => 2 * x),
      ) / size(two.virial!),
    ).toBeLessThan(1e-9);
  });

  // Far apart, a lattice of dipoles α·F has the field of its images by Lorentz: in a cubic lattice with conducting boundary,
  // 4πP/3, so that μ = αF/(1 − 4πα/(3V)) (Clausius and Mossotti).
  it("of a cubic lattice have the local field of Lorentz", () => {
    const a = 16;
    const alpha = 40;
    const sites: PolarisableSites = {
      charges: new Float64Array(1),
      polarisabilities: Float64Array.of(alpha),
      damping: { model: "none", factor: 0, charges: false },
      scalings: pairScalings(1, []),
    };
    const cell: Cell = { vectors: Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a) };
    const settings = settingsFor(sites, cell, { type: "ewald", accuracy: 1e-14, screening: 1.2 });
    const { dipoles } = new InducedDipoles(sites, { ...TIGHT, periodic: { settings, kernels } }).induce(
      { positions: Float64Array.of(1, 2, 3), cell },
      { field: Float64Array.of(0.01, 0, 0) },
    );
    expect(dipoles[0]).toBeCloseTo((0.01 * alpha) / (1 - (4 * Math.PI * alpha) / (3 * a ** 3)), 10);
    expect(Math.abs(dipoles[1]) + Math.abs(dipoles[2])).toBeLessThan(1e-15);
  });
});

describe("a polarisable force field in a cell", () => {
  const options = {
    combiningRule: "geometric",
    withoutBondedTerms: "all",
    atoms: [
      { select: "element O", type: "O", charge: -0.8, sigma: "3 angstrom", epsilon: "0.1 kcal/mol" },
      { select: "element H", type: "H", charge: 0.4, sigma: "1 angstrom", epsilon: "0.01 kcal/mol" },
    ],
    polarisation: { atoms: [{ select: "element O", polarisability: "0.85 Å^3" }] },
    cutoff: "4 angstrom",
  };
  const system = createSystem({
    elements: [8, 1, 1, 8, 1, 1],
    positions: Float64Array.of(1, 1, 1, 2.8, 1, 1, 0.5, 2.7, 1, 8, 8, 7, 9.8, 8, 7, 7.5, 9.7, 7),
    bonds: [0, 1, 0, 2, 3, 4, 3, 5],
    cell: { vectors: Float64Array.of(16, 0, 0, 1, 15.5, 0, 0, 2, 16) },
  });

  it.each(["ewald", "pme"])("has the term polarisation with %s", async (type) => {
    const { terms, energy } = await evaluate("parameters", { ...options, electrostatics: { type } }, system);
    expect(terms.polarisation).toBeLessThan(-1e-5);
    expect(Object.values(terms).reduce((a, b) => a + b, 0)).toBeCloseTo(energy, 14);
  });

  it("is refused without a sum over images", async () => {
    const error = await errorOf(evaluate("parameters", options, system));
    expect(error.code).toBe("QMMM_POLARISATION_PERIODIC");
  });
});
