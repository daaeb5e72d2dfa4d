import { forceFieldSuite } from "@qmmm/core/testing";
import { gromacsTopologySystem, loadGromacsTopology, readG96 } from "@qmmm/io";
import { describe, expect, test } from "vitest";
import { forceField, projectFiles } from "../support.js";

const folder = "packages/mm-forcefield/test/fixtures/gromacs";
const top = `${folder}/functions.top`;
const defines = "BOND2 BOND6 ANGLE=2 DIHEDRAL=3 IMPROPER=4 HARMONIC CMAP PAIRS NBFIX".split(" ");
const topology = await loadGromacsTopology(await projectFiles.read(top), top, projectFiles, { defines });
const { geometry } = readG96(await projectFiles.read(`${folder}/functions.g96`), "functions.g96");
const { topology: atoms } = gromacsTopologySystem(topology);

// The region cuts bonds, angles, dihedrals and pairs.
const region = [2, 3, 4, 6];
forceFieldSuite({
  ...{ describe, test, expect },
  name: "gromacs",
  create: () => forceField("gromacs", { top, defines }),
  systems: [
    { name: "every function", system: { topology: atoms, geometry: { positions: geometry.positions } }, region },
  ],
});

forceFieldSuite({
  ...{ describe, test, expect },
  name: "gromacs, cut off in a cell",
  create: () => forceField("gromacs", { top, defines, cutoff: "0.9 nm" }),
  systems: [{ name: "every function", system: { topology: atoms, geometry }, region }],
});
