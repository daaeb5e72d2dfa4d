import { readFileSync } from "node:fs";
import { BOHR_IN_ANGSTROM, HARTREE_IN_EV, type System } from "@qmmm/core";
import { centralDifference, forceFieldSuite, strainDerivative } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { bksPairs } from "../../src/solids/bks-parameters.js";
import { BUCKINGHAM_PAIR as PAIR } from "../../src/solids/kernels/signatures.js";
import { ANGSTROM, errorOf, forceField } from "../support.js";
import { cristobalite, diamond, shaken, smallSilica, supercell, systemOf, withoutCell } from "./crystals.js";
import { potentialFiles } from "./potentials.js";
import { evaluated, opened } from "./support.js";

const silica = shaken(supercell(cristobalite(7.0), [1, 1, 1], [[], [0.6, 0], [-0.5, 0.4, 0]]), 0.1);

interface Ions {
  readonly symbols: readonly string[];
  readonly positions: readonly (readonly number[])[];
  readonly cell: readonly (readonly number[])[];
  readonly cutoff: number;
  readonly buckinghamCut: number;
  readonly coulomb: number;
}
const { silicaIons }: { silicaIons: Ions } = JSON.parse(
  readFileSync(new URL("../fixtures/solids/lammps.json", import.meta.url), "utf8"),
);

/** Buckingham's sum over images one by one, eV: cut off, and by shifted force. */
function buckinghamSums({ symbols, positions, cell, cutoff }: Ions): { cut: number; shifted: number } {
  const published = { OO: [1388.773, 2.76, 175], OSi: [18003.7572, 4.87318, 133.5381], SiSi: [0, 1, 0] } as const;
  let [cut, shifted] = [0, 0];
  for (const [i, one] of symbols.entries()) {
    for (const [j, other] of symbols.entries()) {
      const [A, b, c] = published[[one, other].sort().join("") as keyof typeof published];
      const energy = (r: number): number => A * Math.exp(-b * r) - c / r ** 6;
      const slope = 6 * (c / cutoff ** 7) - A * b * Math.exp(-b * cutoff);
      for (let a = -3; a <= 3; a++) {
        for (let p = -3; p <= 3; p++) {
          for (let q = -3; q <= 3; q++) {
            if (i === j && a === 0 && p === 0 && q === 0) continue;
            const d = [0, 1, 2].map((k) => {
              const shift = a * cell[0]![k]! + p * cell[1]![k]! + q * cell[2]![k]!;
              return positions[j]![k]! - positions[i]![k]! + shift;
            });
            const r = Math.hypot(...d);
            if (r >= cutoff) continue;
            cut += energy(r) / 2;
            shifted += (energy(r) - energy(cutoff) - (r - cutoff) * slope) / 2;
          }
        }
      }
    }
  }
  return { cut, shifted };
}

test("silica in a cell smaller than the cutoff, as LAMMPS has it", async () => {
  const { symbols, positions, cell } = silicaIons;
  const { terms } = await evaluated("bks", { accuracy: 1e-10 }, systemOf(symbols, positions, cell));
  const sums = buckinghamSums(silicaIons);
  expect(sums.cut).toBeCloseTo(silicaIons.buckinghamCut, 9);
  expect(terms.buckingham! * HARTREE_IN_EV).toBeCloseTo(sums.shifted, 9);
  const exact = (silicaIons.coulomb * HARTREE_IN_EV * BOHR_IN_ANGSTROM) / 14.399645;
  // LAMMPS takes erfc from a table, here of 2^20 entries; its polynomial is good to 1.5e-7 only.
  expect(Math.abs(terms.coulomb! * HARTREE_IN_EV - exact)).toBeLessThan(1e-8 * Math.abs(exact));
});

test("forces and virial are derivatives; cutoff and accuracy do not move the Coulomb energy", async () => {
  await using potential = await opened("bks", { accuracy: 1e-9 }, silica);
  const { forces, virial, terms } = await potential.evaluate(silica.geometry, { forces: true, virial: true });
  const numerical = await centralDifference(potential, silica.geometry, 1e-3, [0, 1, 2, 60, 61, 62]);
  const largest = Math.max(...forces!.map(Math.abs));
  for (const [n, k] of [0, 1, 2, 60, 61, 62].entries()) {
    expect(Math.abs(forces![k]! - numerical[n]!)).toBeLessThan(1e-7 * largest);
  }
  const stress = await strainDerivative(potential, silica.geometry, 5e-5);
  expect(Math.max(...virial!.map((w, k) => Math.abs(w - stress[k]!)))).toBeLessThan(3e-7);
  const other = await evaluated("bks", { accuracy: 1e-10, cutoff: "7 angstrom" }, silica);
  expect(other.terms.coulomb).toBeCloseTo(terms.coulomb!, 8);
});

describe("the core", () => {
  const cutoff = 10 * ANGSTROM;
  const box = (r: number): System =>
    systemOf(
      ["Si", "O"],
      [
        [0, 0, 0],
        [r, 0, 0],
      ],
      [
        [25, 0, 0],
        [0, 25, 0],
        [0, 0, 25],
      ],
    );

  test("joins Buckingham's repulsion with two continuous derivatives", async () => {
    const guard = bksPairs(cutoff)[PAIR.size + PAIR.guard]! / ANGSTROM;
    expect(guard).toBeCloseTo(1.23253, 4);
    const forceAt = async (r: number) => (await evaluated("bks", { accuracy: 1e-9 }, box(r))).forces![3]!;
    const [below, at, above] = [await forceAt(guard - 1e-4), await forceAt(guard), await forceAt(guard + 1e-4)];
    expect(below - at).toBeCloseTo(at - above, 5);
  });

  test("repels at every distance, where Buckingham's terms with charges collapse", async () => {
    for (const r of [1.23, 1.2, 1.15, 1.1, 1, 0.8, 0.5, 0.2, 0.05]) {
      expect((await evaluated("bks", {}, box(r))).forces![3]).toBeGreaterThan(0);
    }
    const bare = (r: number) =>
      18003.7572 * 4.87318 * Math.exp(-4.87318 * r) - (6 * 133.5381) / r ** 7 - 41.47 / r ** 2;
    expect(bare(1)).toBeLessThan(0);
  });
});

test("other elements, and open space, are refused", async () => {
  const carbide = supercell(diamond(4.35, ["Si", "C"]), [1, 1, 1]);
  const refused = async (system: System) => {
    const { forceField: made } = await forceField("bks", {}, potentialFiles);
    return (await errorOf(made.assign(system))).code;
  };
  expect(await refused(carbide)).toBe("QMMM_MM_PARAMETERS_MISSING");
  expect(await refused(withoutCell(silica))).toBe("QMMM_MM_CELL_MISSING");
});

forceFieldSuite({
  describe,
  test,
  expect,
  name: "bks",
  create: () => forceField("bks", { cutoff: "7 angstrom", accuracy: 1e-10 }, potentialFiles),
  systems: [{ name: "silica in a small triclinic cell", system: smallSilica(), region: [0, 1, 4] }],
  tolerances: { forces: 1e-7, virial: 1e-6, step: 1e-3, strain: 1e-4 },
});
