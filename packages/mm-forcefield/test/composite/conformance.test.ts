import { forceFieldSuite, kernelBackendSuite, kernelCase } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { pairFormKernels } from "../../src/index.js";
import { cristobalite, diamond, shaken, supercell, withoutCell } from "../solids/crystals.js";
import { potentialFiles } from "../solids/potentials.js";
import { forceField } from "../support.js";
import { droplet, moved, together } from "./support.js";

const runner = { describe, test, expect };
const silicon = withoutCell(shaken(supercell(diamond(5.431), [1, 1, 1]), 0.05));
const silica = withoutCell(shaken(supercell(cristobalite(7.0), [1, 1, 1]), 0.05));
const none = { sigma: "0 angstrom", epsilon: "0 eV" };

forceFieldSuite({
  ...runner,
  name: "composite, silicon and water",
  create: () =>
    forceField(
      "composite",
      {
        parts: [
          {
            name: "silicon",
            select: "element Si",
            forcefield: { type: "stillinger-weber", file: "Si.sw" },
            across: [{ select: "all", charge: 0.3, sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" }],
          },
          { name: "water", forcefield: { type: "tip3p" } },
        ],
        pairs: [
          {
            form: "morse",
            between: ["index0 0 to 3", "element H"],
            depth: "5 kJ/mol",
            alpha: "1.2 1/Å",
            r0: "2 angstrom",
          },
        ],
      },
      potentialFiles,
    ),
  systems: [
    {
      name: "a cluster beside a droplet, whole molecules in the region",
      system: together([silicon, moved(droplet(3), [9, 2.5, 2.5])]),
      region: [8, 9, 10],
    },
    {
      name: "a cluster beside a droplet, atoms of both in the region",
      system: together([silicon, moved(droplet(3), [9, 2.5, 2.5])]),
      region: [1, 4, 5, 8, 9],
    },
  ],
  tolerances: { forces: 1e-7 },
});

const wetSilica = {
  cutoff: "5.5 angstrom",
  lennardJones: { form: "shifted-force" },
  electrostatics: { type: "ewald", accuracy: 1e-9 },
  parts: [
    {
      name: "silica",
      select: "resname MOL",
      forcefield: { type: "bks", cutoff: "5.5 angstrom" },
      across: [{ select: "all", ...none }],
    },
    { name: "water", forcefield: { type: "tip3p" } },
  ],
  pairs: [
    {
      form: "buckingham",
      between: ["resname MOL and element O", "resname HOH and element O"],
      A: "1388.773 eV",
      rho: "0.36231884 angstrom",
      C: "175 eV*Å^6",
    },
    {
      form: "lennard-jones",
      between: ["element Si", "resname HOH and element O"],
      sigma: "2.8 angstrom",
      epsilon: "0.1 kcal/mol",
    },
  ],
};

forceFieldSuite({
  ...runner,
  name: "composite, silica and water",
  create: () => forceField("composite", wetSilica),
  systems: [
    {
      name: "silica and water in a triclinic cell, atoms of both in the region",
      system: together(
        [silica, moved(droplet(4), [4, 3, 10])],
        [
          [12, 0, 0],
          [1, 12.5, 0],
          [-1, 0.6, 14],
        ],
      ),
      region: [0, 8, 9, 24, 25, 26],
    },
  ],
  tolerances: { forces: 1e-7, virial: 1e-7, step: 1e-3, strain: 2e-5 },
});

kernelBackendSuite({
  ...runner,
  name: "composite, TypeScript",
  reference: pairFormKernels,
  candidate: pairFormKernels,
  cases: [
    kernelCase("mm/formPairs", "two forms", (call) => {
      const count = 12;
      const [energies, forces, virial] = [new Float64Array(2), new Float64Array(3 * count), new Float64Array(9)];
      const positions = Float64Array.from({ length: 3 * count }, (_, k) => 3 * Math.sin(7 * k));
      const start = Int32Array.from({ length: count + 1 }, (_, i) => i * count - (i * (i + 1)) / 2);
      const partners = Int32Array.from(
        Array.from({ length: count }, (_, i) => Array.from({ length: count - i - 1 }, (__, k) => i + 1 + k)).flat(),
      );
      const pairs = {
        classOf: Int32Array.from({ length: count }, (_, k) => k % 2),
        classCount: 2,
        forms: Uint8Array.of(1, 2, 2, 0),
        numbers: Float64Array.from(
          [
            [50, 1.5, 20, 1, 5, -3, 12, -0.01, 0.002],
            [0.1, 0.9, 3, -1e-3, 2e-4, 0, 0, 0, 0],
            [0.1, 0.9, 3, -1e-3, 2e-4, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 0],
          ].flat(),
        ),
        cutoff: 5,
        region: Uint8Array.from({ length: count }, (_, k) => (k < 4 ? 1 : 0)),
        kept: Float64Array.of(1, 1, 0),
      };
      call(energies, forces, virial, positions, new Float64Array(0), pairs, start, partners);
      return { energies, forces, virial };
    }),
  ],
});
