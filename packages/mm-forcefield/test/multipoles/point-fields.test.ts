import { createRandomStream } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { OpenPotential, PeriodicPotential } from "../../src/index.js";
import type { LongRangeOptions } from "../../src/long-range/options.js";
import type { PointFieldForces, PointFields } from "../../src/multipoles/point-fields.js";
import { CELLS, EWALD, kernels, randomCharges, settingsFor, slopeOf } from "../long-range/support.js";

const COUNT = 12;
const POINTS = Float64Array.of(1.3, 2.2, 0.4, 9, -3, 4.1, -6.5, 7.4, 2.8);

/** Charges and the ways to their fields, in one kind of space. */
interface Space {
  readonly positions: Float64Array;
  readonly charges: Float64Array;
  fields(points: Float64Array, positions: Float64Array, charges: Float64Array): PointFields;
  forces(
    points: Float64Array,
    cotangent: PointFields,
    positions: Float64Array,
    charges: Float64Array,
  ): PointFieldForces;
}

function periodic(cell: string, options: LongRangeOptions): Space {
  const system = randomCharges(CELLS[cell]!, COUNT, 2);
  const solver = new PeriodicPotential(settingsFor(system, options, 6.8), kernels);
  return {
    ...system,
    fields: (points, positions, charges) => solver.fields(points, positions, charges, system.cell),
    forces: (points, cotangent, positions, charges) =>
      solver.forces(points, cotangent, positions, charges, system.cell),
  };
}

function open(): Space {
  const solver = new OpenPotential(kernels);
  return {
    ...randomCharges(CELLS.cubic!, COUNT, 2),
    fields: (points, positions, charges) => solver.fields(points, positions, charges),
    forces: (points, cotangent, positions, charges) => solver.forces(points, cotangent, positions, charges),
  };
}

const SPACES: readonly (readonly [string, () => Space])[] = [
  ["open", open],
  ["Ewald, triclinic", () => periodic("triclinic", { type: "ewald", accuracy: 1e-9, screening: 1.5 })],
  ["PME, octahedral", () => periodic("octahedral", { type: "pme", accuracy: 1e-4, order: 6, screening: 1.2 })],
  ["PME, triclinic", () => periodic("triclinic", { type: "pme", accuracy: 1e-4, order: 6, screening: 1.2 })],
];

const moved = (x: Float64Array, k: number, by: number): Float64Array => x.map((v, n) => (n === k ? v + by : v));

describe.each(SPACES)("%s", (_, create) => {
  const space = create();
  const { positions, charges } = space;

  it("field and field gradient are derivatives of the potential", () => {
    const { field, gradient } = space.fields(POINTS, positions, charges);
    for (let k = 0; k < POINTS.length; k++) {
      const point = Math.floor(k / 3);
      const at = (h: number) => space.fields(moved(POINTS, k, h), positions, charges);
      expect(field[k]!).toBeCloseTo(-slopeOf((h) => at(h).potential[point]!, 2e-3), 8);
      for (let a = 0; a < 3; a++) {
        const slope = slopeOf((h) => at(h).field[3 * point + a]!, 2e-3);
        expect(gradient[9 * point + 3 * a + (k % 3)]!).toBeCloseTo(slope, 8);
      }
    }
  });

  it("forces and potentials are the derivatives of an energy of potential, field and field gradient", () => {
    const random = createRandomStream("cotangent");
    const noise = (length: number) => Float64Array.from({ length }, () => random.normal());
    const cotangent: PointFields = { potential: noise(3), field: noise(9), gradient: noise(27) };
    const energy = (points: Float64Array, where: Float64Array, q: Float64Array): number => {
      const found = space.fields(points, where, q);
      return (["potential", "field", "gradient"] as const).reduce(
        (sum, key) => sum + found[key].reduce((part, x, k) => part + x * cotangent[key][k]!, 0),
        0,
      );
    };
    const { onPoints, onCharges, potentialAtCharges } = space.forces(POINTS, cotangent, positions, charges);
    const largest = Math.max(...onPoints.map(Math.abs), ...onCharges.map(Math.abs));
    for (const k of [0, 4, 8]) {
      const slope = slopeOf((h) => energy(moved(POINTS, k, h), positions, charges), 2e-3);
      expect(Math.abs(onPoints[k]! + slope)).toBeLessThan(1e-7 * largest);
    }
    for (const k of [0, 4, 11, 30]) {
      const slope = slopeOf((h) => energy(POINTS, moved(positions, k, h), charges), 2e-3);
      expect(Math.abs(onCharges[k]! + slope)).toBeLessThan(1e-7 * largest);
    }
    for (const k of [0, 7]) {
      const slope = slopeOf((h) => energy(POINTS, positions, moved(charges, k, h)), 0.1);
      expect(potentialAtCharges[k]!).toBeCloseTo(slope, 10);
    }
  });
});

describe("in a cell", () => {
  const system = randomCharges(CELLS.triclinic!, 40, 2);
  const { positions, charges, cell } = system;
  const by = (options: LongRangeOptions, cutoff = 6.5): PointFields =>
    new PeriodicPotential(settingsFor(system, options, cutoff), kernels).fields(POINTS, positions, charges, cell);
  const exact = by(EWALD);

  it("field gradients do not depend on the splitting", () => {
    const other = by(EWALD, 5);
    exact.gradient.forEach((g, k) => {
      expect(other.gradient[k]!).toBeCloseTo(g, 9);
    });
  });

  it("their trace is that of the background, as Poisson's equation has it", () => {
    const v = cell.vectors;
    const volume = v[0]! * v[4]! * v[8]! + v[1]! * v[5]! * v[6]! + v[2]! * v[3]! * v[7]!;
    const rest = v[2]! * v[4]! * v[6]! + v[1]! * v[3]! * v[8]! + v[0]! * v[5]! * v[7]!;
    for (let p = 0; p < 3; p++) {
      const trace = [0, 4, 8].reduce((sum, k) => sum + exact.gradient[9 * p + k]!, 0);
      expect(trace).toBeCloseTo((-4 * Math.PI * 2) / (volume - rest), 9);
    }
  });

  it("by PME they come near those of Ewald's sum as the splines' order grows", () => {
    const largest = Math.max(...exact.gradient.map(Math.abs));
    const errors = [5, 6, 8].map((order) => {
      const grid: [number, number, number] = [32, 32, 36];
      const { gradient } = by({ type: "pme", accuracy: 1e-12, order, grid });
      return Math.max(...gradient.map((g, k) => Math.abs(g - exact.gradient[k]!))) / largest;
    });
    expect(errors[0]!).toBeLessThan(2e-2);
    expect(errors[1]! / errors[0]!).toBeLessThan(0.7);
    expect(errors[2]! / errors[1]!).toBeLessThan(0.5);
  });

  it("a charge at a point has no field gradient of its own there", () => {
    const solver = new PeriodicPotential(settingsFor(system, EWALD, 6.5), kernels);
    const here = positions.slice(0, 3);
    const apart = positions.map((x, k) => (k < 3 ? x + 1e-3 : x));
    const alone = charges.map((q, k) => (k === 0 ? q : 0));
    const bare = (by: number) => charges[0]! / by ** 3;
    const at = solver.fields(here, positions, alone, cell).gradient;
    const near = solver.fields(here, apart, alone, cell).gradient;
    // Of a charge 0.001 a0 away along (1, 1, 1): 1 − 3·1/3 = 0 on the diagonal, −1 off it, times q/r³.
    const r = 1e-3 * Math.sqrt(3);
    [0, 4, 8].forEach((k) => {
      expect((near[k]! - at[k]!) / bare(r)).toBeCloseTo(0, 9);
    });
    expect((near[1]! - at[1]!) / bare(r)).toBeCloseTo(-1, 9);
  });
});
