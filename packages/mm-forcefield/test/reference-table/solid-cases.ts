import { readFileSync } from "node:fs";
import { HARTREE_IN_EV, type System } from "@qmmm/core";
import { cristobalite, diamond, fcc, supercell, systemOf } from "../solids/crystals.js";
import { evaluated } from "../solids/support.js";
import { ANGSTROM } from "../support.js";
import { energyRows, type ReferenceCase } from "./row.js";

const LAMMPS = "LAMMPS, 29 Sep 2021";

/** A perfect crystal whose energy LAMMPS gives, eV. */
function crystal(
  name: string,
  forceField: string,
  file: string,
  system: System,
  energy: number,
  tolerance: number,
  tables?: string,
): ReferenceCase {
  const resources =
    tables === undefined ? undefined : { read: async (name: string) => readFileSync(`${tables}/${name}`) };
  return {
    name,
    source: LAMMPS,
    needs: tables === undefined ? [] : [`${tables}/${file}`],
    rows: async () =>
      energyRows(await evaluated(forceField, { file }, system, undefined, resources), "eV", [
        ["total", energy, tolerance],
      ]),
  };
}

const silicon = supercell(diamond(5.431), [3, 3, 3]);
const sheared = supercell(diamond(5.431), [3, 3, 3], [[], [0.5, 0, 0]]);

interface Displaced {
  readonly name: string;
  readonly forcefield: string;
  readonly file: string;
  readonly symbols: readonly string[];
  readonly positions: readonly (readonly number[])[];
  readonly cell?: readonly (readonly number[])[];
  readonly energy: number;
  readonly forces: readonly (readonly number[])[];
}

const fixture: { readonly program: string; readonly cases: readonly Displaced[] } = JSON.parse(
  readFileSync(new URL("../fixtures/solids/lammps.json", import.meta.url), "utf8"),
);

/** Displaced crystals and clusters, with all forces. */
const displaced = fixture.cases.map((reference): ReferenceCase => {
  const { name, forcefield, file, symbols, positions, cell, energy, forces } = reference;
  return {
    name,
    source: fixture.program,
    needs: [],
    async rows() {
      const found = await evaluated(forcefield, { file }, systemOf(symbols, positions, cell));
      const expected = forces.flat();
      const worst = Math.max(
        ...expected.map((force, k) => Math.abs(found.forces![k]! * HARTREE_IN_EV * ANGSTROM - force)),
      );
      return [
        ...energyRows(found, "eV", [["total", energy, 1e-11 * Math.abs(energy) + 1e-10]]),
        {
          term: "forces, largest difference",
          ours: worst,
          reference: 0,
          tolerance: 1e-10 * Math.max(1, ...expected.map(Math.abs)),
          unit: "eV/Å",
        },
      ];
    },
  };
});

export const SOLID_CASES: readonly ReferenceCase[] = [
  crystal("Silicon, Stillinger–Weber, 216 atoms", "stillinger-weber", "Si.sw", silicon, -936.705598929, 1e-8),
  crystal("Silicon sheared by 0.5 Å, Stillinger–Weber", "stillinger-weber", "Si.sw", sheared, -935.310831213, 1e-8),
  crystal("Silicon, Tersoff, 216 atoms", "tersoff", "Si.tersoff", silicon, -1000.16900587, 1e-7),
  crystal(
    "β-Cristobalite, Vashishta 1990, 192 atoms",
    "vashishta",
    "SiO2.vashishta",
    supercell(cristobalite(7.16), [2, 2, 2]),
    -1687.256384,
    1e-5,
  ),
  crystal(
    "Copper, Cu_u3, 256 atoms",
    "eam",
    "Cu_u3.eam",
    supercell(fcc(3.615, "Cu"), [4, 4, 4]),
    -906.240000584,
    1e-8,
    "/usr/share/lammps/potentials",
  ),
  ...displaced,
];
