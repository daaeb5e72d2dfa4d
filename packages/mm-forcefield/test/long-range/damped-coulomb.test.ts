import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DampedForm, dampedScreening } from "../../src/long-range/damped-coulomb.js";
import { evaluate, positionsOf, references, waters } from "../support.js";
import {
  CELLS,
  type Charges,
  coulomb,
  dampedCoulomb,
  EWALD,
  expectForcesAndVirial,
  type Mask,
  randomCharges,
  settingsFor,
} from "./support.js";

/** One case of fixtures/damped.json, see validation/mm_damped.py: atomic units; virial xx, yy, zz, xy, xz, yz. */
interface Found {
  readonly energy: number;
  readonly forces: readonly number[];
  readonly virial: readonly number[];
}

interface Reference {
  readonly alpha: number;
  readonly cutoff: number;
  readonly excluded: readonly (readonly [number, number])[];
  readonly cases: readonly {
    readonly name: string;
    readonly cell: readonly number[];
    readonly positions: readonly number[];
    readonly charges: readonly number[];
    readonly wolf: Found;
    readonly dsf: Found;
  }[];
}

const reference = JSON.parse(readFileSync(new URL("../fixtures/damped.json", import.meta.url), "utf8")) as Reference;

const FORMS: readonly DampedForm[] = ["wolf", "dsf"];
const { alpha, cutoff } = reference;

describe.each(reference.cases)("$name cell, by LAMMPS", (example) => {
  const system: Charges = {
    positions: Float64Array.from(example.positions),
    charges: Float64Array.from(example.charges),
    cell: { vectors: Float64Array.from(example.cell) },
    excluded: reference.excluded,
  };

  // Of coul/dsf, LAMMPS approximates erfc to 1e-7.
  it.each([
    ["wolf", 1e-12],
    ["dsf", 1e-6],
  ] as const)("energy of coul/%s", (form, tolerance) => {
    const { energy } = dampedCoulomb(system, dampedScreening(form, alpha, cutoff));
    expect(Math.abs(energy / example[form].energy - 1)).toBeLessThan(tolerance);
  });

  // Forces of LAMMPS's coul/wolf are not those of its energy: they are shifted as those of coul/dsf.
  it.each([
    ["wolf", 1e-12],
    ["dsf", 1e-6],
  ] as const)("shifted forces and their virial by coul/%s", (form, tolerance) => {
    const { forces, virial } = dampedCoulomb(system, dampedScreening("dsf", alpha, cutoff));
    example[form].forces.forEach((f, k) => {
      expect(Math.abs(forces[k]! - f)).toBeLessThan(tolerance);
    });
    [0, 4, 8, 1, 2, 5].forEach((k, n) => {
      expect(Math.abs(virial[k]! - example[form].virial[n]!)).toBeLessThan(30 * tolerance);
    });
  });
});

describe("forces and virial are derivatives of the energy", () => {
  it.each(FORMS.flatMap((form) => Object.keys(CELLS).map((cell) => [form, cell] as const)))(
    "%s, %s cell, charged, an excluded pair beyond the cutoff",
    (form, cell) => {
      const system = randomCharges(CELLS[cell]!, 12, 2);
      expectForcesAndVirial(system, (moved) => dampedCoulomb(moved, dampedScreening(form, 0.3, 5)));
    },
  );
});

describe("the sum", () => {
  // Two molecules: their energy at a distance beyond the cutoff, and none within themselves.
  it.each(FORMS)("%s: excluded pairs interact by images alone, as in Ewald's sum", (form) => {
    const system = randomCharges(CELLS.cubic!, 30, 0);
    const excluded = Array.from({ length: 15 }, (_, k) => [2 * k, 2 * k + 1] as const);
    const near = system.positions.map((x, k) => (k % 6 < 3 ? x : system.positions[k - 3]! + 0.8));
    const bonded = { ...system, positions: near, excluded };
    const all = { ...bonded, excluded: [] };
    const screening = dampedScreening(form, 0.3, 7.9);
    const bare = excluded.reduce((sum, [i, j]) => {
      const r = Math.hypot(...[0, 1, 2].map((d) => near[3 * i + d]! - near[3 * j + d]!));
      return sum + (system.charges[i]! * system.charges[j]!) / r;
    }, 0);
    expect(dampedCoulomb(bonded, screening).energy).toBeCloseTo(dampedCoulomb(all, screening).energy - bare, 11);
    const settings = settingsFor(all, EWALD, 7.9);
    expect(coulomb(bonded, settings).energy).toBeCloseTo(coulomb(all, settings).energy - bare, 9);
  });

  it.each(FORMS)("%s: what masks keep and leave out adds up", (form) => {
    const system = randomCharges(CELLS.octahedral!, 30, 1);
    const screening = dampedScreening(form, 0.3, 6);
    const region = Uint8Array.from({ length: 30 }, (_, k) => (k % 3 === 0 ? 1 : 0));
    const whole = dampedCoulomb(system, screening);
    const kinds: readonly Mask["kept"][] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const parts = kinds.map((kept) => dampedCoulomb(system, screening, { region, kept }));
    expect(parts.reduce((sum, { energy }) => sum + energy, 0) / whole.energy).toBeCloseTo(1, 12);
  });

  // Madelung's constant per nearest-neighbour distance 1, cut off at 7 distances.
  it.each([
    ["wolf", 2e-3],
    ["dsf", 2e-3],
  ] as const)("%s: rock salt nearly has its Madelung constant", (form, tolerance) => {
    const edge = 14;
    const sites = Array.from({ length: edge ** 3 }, (_, n) => [
      n % edge,
      Math.floor(n / edge) % edge,
      Math.floor(n / edge ** 2),
    ]);
    const system: Charges = {
      positions: Float64Array.from(sites.flat()),
      charges: Float64Array.from(sites, ([x, y, z]) => ((x! + y! + z!) % 2 === 0 ? 1 : -1)),
      cell: { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) },
      excluded: [],
    };
    const { energy } = dampedCoulomb(system, dampedScreening(form, 0.35, 6.9));
    expect(Math.abs((-2 * energy) / sites.length - 1.747564594633)).toBeLessThan(tolerance);
  });

  it("without damping it is a shifted force", () => {
    const { beta, constant, linear } = dampedScreening("dsf", 0, 5);
    expect(beta).toBe(0);
    expect(constant).toBeCloseTo(2 / 5, 15);
    expect(linear).toBeCloseTo(-1 / 25, 15);
  });
});

describe("from the options of a force field", () => {
  const edge = references.periodicWater.edge * (1 / 0.529177210544);
  const periodic = waters(positionsOf(references.periodicWater).slice(0, 9 * 12), [edge, edge, edge]);

  it("damped electrostatics work in cells and in open space, and state their damping", async () => {
    for (const system of [periodic, waters(periodic.geometry.positions)]) {
      for (const type of FORMS) {
        const options = { cutoff: "6 angstrom", electrostatics: { type, screening: "4 angstrom" } };
        const { terms, forces } = await evaluate("tip3p", options, system);
        expect(Number.isFinite(terms.coulomb)).toBe(true);
        expect(forces!.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it("shifted forces combine with any form of Lennard-Jones energies", async () => {
    const cut = await evaluate("tip3p", { cutoff: "6 angstrom", lennardJones: { form: "cut" } }, periodic);
    const shifted = await evaluate("tip3p", { cutoff: "6 angstrom" }, periodic);
    expect(cut.terms.coulomb! / shifted.terms.coulomb!).toBeCloseTo(1, 12);
    const rf = { type: "reaction-field" };
    const field = await evaluate(
      "tip3p",
      { cutoff: "6 angstrom", electrostatics: rf, lennardJones: { form: "cut" } },
      periodic,
    );
    expect(cut.terms.lennardJones).toBe(field.terms.lennardJones);
  });
});
