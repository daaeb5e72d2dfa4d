import { existsSync, readFileSync } from "node:fs";
import type { SimulationSpec } from "@qmmm/core";
import { createSimulation, createSystem, HARTREE_IN_KCAL_PER_MOL } from "@qmmm/core";
import coupling from "@qmmm/coupling";
import { pdbFormat, readXyz } from "@qmmm/io";
import { mmForcefield } from "@qmmm/mm-forcefield";
import { hartreeFock } from "@qmmm/qm-hf";
import { describe, expect, test } from "vitest";
import { chargesOnly } from "../support/charges-only.js";
import { largestDifference } from "../support/compare.js";

interface References {
  readonly butanol: {
    readonly elements: number[];
    readonly positions: number[];
    readonly bonds: number[];
    readonly charges: number[];
    readonly region: number[];
    readonly ratio: number;
    readonly distance: number;
    readonly cases: { link: "ratio" | "distance"; charges: string; width: number; energy: number; forces: number[] }[];
  };
  readonly methanolWater: { qm: number; lennardJones: number; coulomb: number; energy: number; forces: number[] };
  readonly threeWaters: Record<"exact" | "fitted", { mechanical: number; electrostatic: number }>;
}

// validation/coupling_references.py writes this file: PySCF and NumPy, placement and pull-back independent of ours.
const references = JSON.parse(
  readFileSync(new URL("../fixtures/coupling-references.json", import.meta.url), "utf8"),
) as References;
const published = new URL("../../../../../shared/data/", import.meta.url);
const plugins = [coupling, hartreeFock, mmForcefield, chargesOnly];
const tight = { energyTolerance: "1e-11 Eh", gradientTolerance: "1e-8 Eh" };

async function evaluate(spec: SimulationSpec) {
  await using simulation = await createSimulation({ plugins, ...spec });
  return simulation.potential.evaluate(spec.system.geometry, { forces: true });
}

describe("Hartree–Fock in the charges around a cut bond, against PySCF", () => {
  const { elements, positions, bonds, region, ratio, distance, cases } = references.butanol;
  const system = createSystem({ elements, positions, bonds });
  test.each(cases)("link $link, charges $charges, width $width", async ({ link, charges, width, energy, forces }) => {
    const mechanical = charges === "mechanical";
    const result = await evaluate({
      system,
      regions: { qm: { atoms: region } },
      levels: { hf: { method: "hf", basis: "STO-3G", scf: tight } },
      forcefield: { type: "charges-only", charges: references.butanol.charges },
      coupling: {
        type: "additive",
        embedding: mechanical ? "mechanical" : "electrostatic",
        boundary: {
          type: "link-atom",
          link,
          ...(link === "ratio" ? { ratio } : { distance: `${distance} bohr` }),
          ...(mechanical ? {} : { charges }),
          adjust: "none",
          ...(width > 0 ? { smearing: `${width} bohr` } : {}),
        },
      },
    });
    expect(Math.abs(result.energy - energy)).toBeLessThan(1e-8);
    expect(largestDifference(result.forces!, forces)).toBeLessThan(1e-7);
  });
});

describe.skipIf(!existsSync(published))("published cases (need ../shared/data)", () => {
  test("methanol in the field of a water, as ASH's test, with Hartree–Fock: every part and the forces", async () => {
    const file = new URL("ash-qmmm/tests/xyzfiles/h2o_MeOH.xyz", published);
    const { system: read } = readXyz(readFileSync(file), "h2o_MeOH.xyz")[0];
    // Without bonds: that test excludes no pairs of the water's charges.
    const system = createSystem({ elements: read.topology.elements, positions: read.geometry.positions });
    const lennardJones = {
      C: { sigma: "3.550053212 Å", epsilon: "0.07 kcal/mol" },
      O: { sigma: "3.150574227 Å", epsilon: "0.1521 kcal/mol" },
      H: { sigma: "0 Å", epsilon: "0 kcal/mol" },
    };
    const { energy, terms, forces } = await evaluate({
      system,
      regions: { qm: { atoms: [3, 4, 5, 6, 7, 8] } },
      levels: { hf: { method: "hf", basis: "def2-SVP", scf: tight } },
      forcefield: {
        type: "parameters",
        combiningRule: "geometric",
        excludedBonds: 0,
        atoms: [
          { select: "index0 0", type: "OT", charge: -0.834, ...lennardJones.O },
          { select: "index0 1 2", type: "HT", charge: 0.417, ...lennardJones.H },
          { select: "index0 3", type: "CX", charge: 0, ...lennardJones.C },
          { select: "index0 7", type: "OX", charge: 0, ...lennardJones.O },
          { select: "index0 4 5 6 8", type: "HX", charge: 0, ...lennardJones.H },
        ],
      },
      coupling: { type: "additive" },
    });
    const qm = Object.entries(terms).reduce((sum, [name, value]) => (name.startsWith("qm:") ? sum + value : sum), 0);
    const expected = references.methanolWater;
    expect(Math.abs(qm - expected.qm)).toBeLessThan(1e-7);
    // Published: 0.942422 kcal/mol and −0.3226951391 Eh.
    expect(terms["qm-mm:lennardJones"] * HARTREE_IN_KCAL_PER_MOL).toBeCloseTo(0.942422, 6);
    expect(terms["mm:coulomb"]).toBeCloseTo(-0.3226951391, 9);
    expect(Math.abs(energy - expected.energy)).toBeLessThan(1e-7);
    expect(largestDifference(forces!, expected.forces)).toBeLessThan(1e-6);
  });

  test.each(["mechanical", "electrostatic"] as const)(
    "the first of Janus' three waters, %s embedding",
    async (embedding) => {
      const file = new URL("janus-adaptive/tests/files/test_openmm/water.pdb", published);
      const boxed = pdbFormat.read(readFileSync(file), { file: "water.pdb" });
      // In open space: the published numbers know no cell.
      const system = { ...boxed, geometry: { positions: boxed.geometry.positions } };
      const { terms } = await evaluate({
        system,
        regions: { qm: { atoms: [0, 1, 2] } },
        levels: { hf: { method: "hf", basis: "STO-3G", scf: tight } },
        forcefield: { type: "tip3p" },
        coupling: { type: "additive", embedding },
      });
      const qm = Object.entries(terms).reduce((sum, [name, value]) => (name.startsWith("qm:") ? sum + value : sum), 0);
      const { exact, fitted } = references.threeWaters;
      expect(Math.abs(qm - exact[embedding])).toBeLessThan(1e-7);
      // Published with fitted densities; PySCF with fitted densities gives the same, and says what fitting changes.
      const janus = { mechanical: -74.9629737, electrostatic: -74.9708069 }[embedding];
      expect(Math.abs(qm + fitted[embedding] - exact[embedding] - janus)).toBeLessThan(1e-7);
    },
  );
});
