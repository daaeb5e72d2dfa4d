import { createSystem } from "@qmmm/core";
import { forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import {
  ALANINE,
  ANGSTROM,
  amberSystem,
  forceField,
  methanolAndWater,
  positionsOf,
  references,
  waters,
} from "./support.js";

const runner = { describe, test, expect };
const alanine = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
const droplet = positionsOf(references.droplet).slice(0, 9 * 6);
const periodic = references.periodicWater;
const edge = periodic.edge * ANGSTROM;

forceFieldSuite({
  ...runner,
  name: "amber",
  create: () => forceField("amber", { prmtop: ALANINE.prmtop }),
  // The side chain and what it hangs on: cuts bonds, angles and torsions.
  systems: [{ name: "alanine dipeptide", system: alanine, region: [6, 7, 8, 9, 10, 11, 12, 13] }],
});

forceFieldSuite({
  ...runner,
  name: "amber, cut off in a cell",
  create: () => forceField("amber", { prmtop: ALANINE.prmtop, cutoff: "6 angstrom" }),
  systems: [
    {
      name: "alanine dipeptide across cells",
      system: createSystem({
        ...alanine.topology,
        positions: alanine.geometry.positions.map((x, k) => (k < 30 ? x + 30 : x)),
        cell: { vectors: Float64Array.of(30, 0, 0, 0, 30, 0, 0, 0, 30) },
      }),
      region: [6, 7, 8, 9, 10, 11, 12, 13],
    },
  ],
});

forceFieldSuite({
  ...runner,
  name: "tip3p",
  create: () => forceField("tip3p", {}),
  systems: [{ name: "six waters", system: waters(droplet), region: [0, 1, 2] }],
});

forceFieldSuite({
  ...runner,
  name: "tip3p, cut off in a cell",
  create: () => forceField("tip3p", { cutoff: "5 angstrom" }),
  systems: [
    {
      name: "periodic water",
      system: waters(positionsOf(periodic).slice(0, 9 * 20), [edge, edge, edge]),
      region: [3, 4, 5, 9],
    },
  ],
});

forceFieldSuite({
  ...runner,
  name: "parameters",
  create: () => forceField("parameters", references.methanolAndWater.options),
  systems: [{ name: "methanol and water", system: methanolAndWater(), region: [0, 1, 2, 3] }],
});
