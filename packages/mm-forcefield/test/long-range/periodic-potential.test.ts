import { describe, expect, it } from "vitest";
import { PeriodicPotential } from "../../src/long-range/periodic-potential.js";
import { CELLS, coulomb, kernels, randomCharges, settingsFor } from "./support.js";

const system = { ...randomCharges(CELLS.triclinic!, 40, 2), excluded: [] };
const count = system.charges.length;

describe("potential and field at points", () => {
  it.each([
    ["ewald", { type: "ewald", accuracy: 1e-12 } as const],
    ["pme", { type: "pme", accuracy: 1e-5, order: 6 } as const],
  ])("%s: at the charges they are those of energy and forces, images of a charge included", (_, options) => {
    const settings = settingsFor(system, options, 6);
    const { energy, forces } = coulomb(system, settings);
    const potential = new Float64Array(count);
    const field = new Float64Array(3 * count);
    const { positions, charges, cell } = system;
    new PeriodicPotential(settings, kernels).evaluate(potential, field, positions, positions, charges, cell);
    const half = potential.reduce((sum, phi, k) => sum + 0.5 * phi * charges[k]!, 0);
    expect(half).toBeCloseTo(energy, 11);
    field.forEach((e, k) => {
      expect(e * charges[Math.trunc(k / 3)]!).toBeCloseTo(forces[k]!, 11);
    });
  });

  it("is what a test charge feels, adds up over groups, and its slope is the field", () => {
    const settings = settingsFor(system, { type: "ewald", accuracy: 1e-13 }, 6);
    const solver = new PeriodicPotential(settings, kernels);
    const points = Float64Array.of(1.3, 2.2, 0.4, 9, -3, 4.1);
    const at = (where: Float64Array, charges: Float64Array): { potential: Float64Array; field: Float64Array } => {
      const found = { potential: new Float64Array(where.length / 3), field: new Float64Array(where.length) };
      solver.evaluate(found.potential, found.field, where, system.positions, charges, system.cell);
      return found;
    };
    const whole = at(points, system.charges);
    const even = at(
      points,
      system.charges.map((q, k) => (k % 2 === 0 ? q : 0)),
    );
    const odd = at(
      points,
      system.charges.map((q, k) => (k % 2 === 1 ? q : 0)),
    );
    whole.potential.forEach((phi, k) => {
      expect(even.potential[k]! + odd.potential[k]!).toBeCloseTo(phi, 13);
    });
    for (let k = 0; k < points.length; k++) {
      const step = (h: number): number =>
        at(
          points.map((x, n) => x + (n === k ? h : 0)),
          system.charges,
        ).potential[Math.trunc(k / 3)]!;
      expect((step(-1e-4) - step(1e-4)) / 2e-4).toBeCloseTo(whole.field[k]!, 7);
    }
    // One more charge q: E(with) − E(without) = qφ + the energy of q with its own images.
    const q = 0.7;
    const probe = (charges: Float64Array, where: Float64Array) =>
      coulomb({ positions: where, charges, cell: system.cell, excluded: [] }, settings).energy;
    const joined = Float64Array.of(...system.positions, ...points.subarray(0, 3));
    const both = probe(Float64Array.of(...system.charges, q), joined);
    const alone = probe(Float64Array.of(q), points.slice(0, 3));
    expect(both - probe(system.charges, system.positions) - alone).toBeCloseTo(q * whole.potential[0]!, 11);
  });
});
