import { describe, expect, it } from "vitest";
import { CELLS, type Charges, coulomb, EWALD, randomCharges, settingsFor } from "./support.js";

describe("Ewald's sum", () => {
  it("gives the Madelung constant of rock salt", () => {
    // Eight cubic cells, nearest neighbours 3 a0 apart; value of Borwein, Borwein and Taylor 1985, doi:10.1063/1.526675.
    const spacing = 3;
    const sites = Array.from({ length: 64 }, (_, k) => [k >> 4, (k >> 2) & 3, k & 3]);
    const system: Charges = {
      positions: Float64Array.from(sites.flat(), (x) => spacing * x),
      charges: Float64Array.from(sites, ([a, b, c]) => ((a! + b! + c!) % 2 === 0 ? 1 : -1)),
      cell: { vectors: Float64Array.of(12, 0, 0, 0, 12, 0, 0, 0, 12) },
      excluded: [],
    };
    const { energy, forces } = coulomb(system, settingsFor(system, { ...EWALD, accuracy: 1e-14 }, 5.9));
    expect((-energy * spacing) / 32).toBeCloseTo(1.747564594633182, 12);
    expect(Math.max(...forces.map(Math.abs))).toBeLessThan(1e-13);
  });

  it.each(Object.entries(CELLS).flatMap(([name, cell]) => [0, 3].map((net) => [name, net, cell] as const)))(
    "in a %s cell of charge %i does not depend on the splitting, PME agrees",
    (_, net, cell) => {
      const system = randomCharges(cell, 30, net);
      const reference = coulomb(system, settingsFor(system, EWALD, 7));
      const close = (found: ReturnType<typeof coulomb>, tolerance: number) => {
        expect(Math.abs(found.energy - reference.energy)).toBeLessThan(tolerance * Math.abs(reference.energy));
        const largest = Math.max(...reference.forces.map(Math.abs));
        found.forces.forEach((f, k) => {
          expect(Math.abs(f - reference.forces[k]!)).toBeLessThan(tolerance * largest);
        });
        const stress = Math.max(...reference.virial.map(Math.abs));
        found.virial.forEach((v, k) => {
          expect(Math.abs(v - reference.virial[k]!)).toBeLessThan(tolerance * stress);
        });
      };
      for (const cutoff of [5.5]) close(coulomb(system, settingsFor(system, EWALD, cutoff)), 1e-10);
      for (const [order, accuracy, tolerance] of [
        [4, 1e-5, 1e-3],
        [5, 1e-6, 1e-4],
        [8, 1e-9, 1e-7],
      ] as const) {
        close(coulomb(system, settingsFor(system, { type: "pme", accuracy, order }, 7)), tolerance);
      }
    },
  );
});
