import { describe, expect, it } from "vitest";
import type { LongRangeOptions } from "../../src/long-range/options.js";
import type { LongRangeSettings } from "../../src/long-range/settings.js";
import {
  CELLS,
  type Charges,
  coulomb,
  expectForcesAndVirial,
  type Mask,
  randomCharges,
  settingsFor,
} from "./support.js";

const REGION = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, k) => (k % 3 === 0 ? 1 : 0));

function expectDerivatives(system: Charges, settings: LongRangeSettings, mask?: Mask): void {
  expectForcesAndVirial(system, (moved) => coulomb(moved, settings, mask));
}

describe("forces and virial are derivatives of the energy", () => {
  // Tight in real space: what the cutoff leaves out is no part of a derivative.
  const cases: (readonly [string, LongRangeOptions])[] = [
    ["Ewald", { type: "ewald", accuracy: 1e-12 }],
    ["PME", { type: "pme", accuracy: 1e-4, order: 5, screening: 1.2 }],
    ["PME of order 8", { type: "pme", accuracy: 1e-4, order: 8, screening: 1.2 }],
  ];
  it.each(cases.flatMap(([name, options]) => Object.keys(CELLS).map((cell) => [name, cell, options] as const)))(
    "%s, %s cell, charged",
    (_, cell, options) => {
      const system = randomCharges(CELLS[cell]!, 12, 2);
      expectDerivatives(system, settingsFor(system, options, 6.8));
    },
  );

  it("with a mask", () => {
    const system = randomCharges(CELLS.triclinic!, 12, -1);
    const mask: Mask = { region: REGION(12), kept: [1, 1, 0] };
    expectDerivatives(system, settingsFor(system, cases[1]![1], 6.8), mask);
  });
});

describe("masks", () => {
  it.each(["ewald", "pme"] as const)("%s: what masks keep and leave out adds up", (type) => {
    const system = randomCharges(CELLS.octahedral!, 30, 1);
    const options: LongRangeOptions = type === "pme" ? { type, accuracy: 1e-5, order: 5 } : { type, accuracy: 1e-9 };
    const settings = settingsFor(system, options, 6);
    const region = REGION(30);
    const whole = coulomb(system, settings);
    const parts = (
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ] as const
    ).map((kept) => coulomb(system, settings, { region, kept }));
    expect(parts.reduce((sum, { energy }) => sum + energy, 0) / whole.energy).toBeCloseTo(1, 12);
    for (const key of ["forces", "virial"] as const) {
      whole[key].forEach((value, k) => {
        expect(parts.reduce((sum, part) => sum + part[key][k]!, 0)).toBeCloseTo(value, 12);
      });
    }
    const complement = coulomb(system, settings, { region: region.map((flag) => 1 - flag), kept: [0, 1, 1] });
    expect(complement.energy).toBeCloseTo(whole.energy - parts[2]!.energy, 12);
    const fewer = region.map((_, k) => (k === 5 ? 1 : 0));
    const image = coulomb(system, settings, { region: fewer, kept: [0, 0, 1] });
    const alone = { ...system, charges: system.charges.map((q, k) => (k === 5 ? q : 0)) };
    expect(image.energy).toBeCloseTo(coulomb(alone, settings).energy, 13);
  });
});

describe("lattices", () => {
  it("do not depend on the cell that describes them, nor on the origin or the images chosen", () => {
    const system = randomCharges(CELLS.triclinic!, 40, 2);
    const v = system.cell.vectors;
    const combine = (rows: readonly (readonly number[])[]): Float64Array =>
      Float64Array.from(
        rows.flatMap(([a, b, c]) => [0, 1, 2].map((d) => a! * v[d]! + b! * v[3 + d]! + c! * v[6 + d]!)),
      );
    for (const options of [
      { type: "ewald", accuracy: 1e-12 },
      { type: "pme", accuracy: 1e-5, order: 5 },
    ] as const) {
      const settings = settingsFor(system, options, 6.5);
      const reference = coulomb(system, settings);
      const skewed = combine([
        [1, 0, 0],
        [2, 1, 0],
        [-1, 3, 1],
      ]);
      const shifted = system.positions.map((x, k) => x + (k % 9 < 3 ? v[k % 3]! - 2 * v[6 + (k % 3)]! : 0));
      for (const same of [
        { ...system, cell: { vectors: skewed } },
        { ...system, positions: shifted },
      ]) {
        const found = coulomb(same, settingsFor(same, options, 6.5));
        expect(Math.abs(found.energy / reference.energy - 1)).toBeLessThan(1e-12);
        found.virial.forEach((x, k) => {
          expect(x).toBeCloseTo(reference.virial[k]!, 10);
        });
      }
      const moved = { ...system, positions: system.positions.map((x, k) => x + [0.37, -1.1, 2.3][k % 3]!) };
      const tolerance = options.type === "ewald" ? 1e-11 : 1e-4;
      expect(Math.abs(coulomb(moved, settings).energy / reference.energy - 1)).toBeLessThan(tolerance);
    }
  });
});
