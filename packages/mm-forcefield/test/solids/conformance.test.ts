import type { System } from "@qmmm/core";
import { forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { forceField } from "../support.js";
import { cristobalite, diamond, fcc, shaken, supercell, withoutCell } from "./crystals.js";
import { potentialFiles } from "./potentials.js";

const runner = { describe, test, expect };
const bent = [[], [0.6, 0], [-0.5, 0.4, 0]];
// Small steps: where pairs and angles end, energies are smooth but their higher derivatives are large.
const tolerances = { forces: 2e-8, virial: 1e-7, step: 1e-3, strain: 2e-5 };

const silicon = shaken(supercell(diamond(5.4), [1, 1, 1], bent), 0.1);
const germanide = shaken(supercell(diamond(5.5, ["Si", "Ge"]), [1, 1, 1], bent), 0.1);
const carbide = shaken(supercell(diamond(4.35, ["Si", "C"]), [1, 1, 1], bent), 0.1);
const silica = shaken(supercell(cristobalite(7.0), [1, 1, 1], bent), 0.1);
const copper = shaken(supercell(fcc(3.6, "Cu"), [2, 1, 1], bent), 0.1);

const cases: readonly (readonly [id: string, file: string, name: string, system: System])[] = [
  ["stillinger-weber", "Si.sw", "silicon in a triclinic unit cell", silicon],
  ["stillinger-weber", "SiGe.sw", "silicon germanide in a triclinic unit cell", germanide],
  ["stillinger-weber", "Si.sw", "a cluster of silicon", withoutCell(silicon)],
  ["tersoff", "Si.tersoff", "silicon in a triclinic unit cell", silicon],
  ["tersoff", "SiC.tersoff", "silicon carbide in a triclinic unit cell", carbide],
  ["tersoff", "SiC.tersoff", "a cluster of silicon carbide", withoutCell(carbide)],
  ["vashishta", "full.vashishta", "silica in a triclinic unit cell", silica],
  ["eam", "CuNi.eam.fs", "copper in a triclinic cell", copper],
  ["eam", "Cu.eam", "a cluster of copper", withoutCell(copper)],
];

for (const [id, file, name, system] of cases) {
  forceFieldSuite({
    ...runner,
    name: `${id}, ${file}`,
    create: () => forceField(id, { file }, potentialFiles),
    systems: [{ name, system, region: [0, 1, 4, 5] }],
    tolerances,
  });
}
