import type { SimulationSpec, System } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, createSimulation, createSystem } from "@qmmm/core";
import coupling from "@qmmm/coupling";
import { mmForcefield } from "@qmmm/mm-forcefield";
import { hartreeFock } from "@qmmm/qm-hf";
import { describe, expect, test } from "vitest";

const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
const plugins = [coupling, hartreeFock, mmForcefield];
const tight = { energyTolerance: "1e-12 Eh", gradientTolerance: "1e-9 Eh" };

/** Three waters, a hydrogen bond apart and more. */
const system: System = createSystem({
  elements: [8, 1, 1, 8, 1, 1, 8, 1, 1],
  bonds: [0, 1, 0, 2, 3, 4, 3, 5, 6, 7, 6, 8],
  residues: [1, 2, 3].map((id) => ({ name: "HOH", id, chain: "A" })),
  residueOf: [0, 0, 0, 1, 1, 1, 2, 2, 2],
  positions: [
    0, 0, 0, 0.76, 0.59, 0.02, -0.75, 0.6, 0.05, 0.1, -2.9, 0.2, 0.15, -1.95, 0.1, 0.9, -3.25, 0.6, 2.3, 1.6, -0.9, 3.1,
    1.1, -1.1, 2.5, 2.5, -0.7,
  ].map((x) => x * ANGSTROM),
});

const spec = (model: string, more: Record<string, unknown>, region: readonly number[]): SimulationSpec => ({
  system,
  regions: { qm: { atoms: region } },
  levels: { hf: { method: "hf", basis: "STO-3G", scf: tight } },
  forcefield: { type: "water", model },
  coupling: more as SimulationSpec["coupling"] & object,
});

const open = (model: string, more: Record<string, unknown>, region: readonly number[] = [0, 1, 2]) =>
  createSimulation({ plugins, ...spec(model, more, region) });

const fading = { type: "link-atom", cutoff: "3.4 angstrom", switchWidth: "1.2 angstrom" };
const CASES: Readonly<Record<string, Record<string, unknown>>> = {
  "additive, electrostatic": { type: "additive", embedding: "electrostatic" },
  "additive, charges that fade": { type: "additive", embedding: "electrostatic", boundary: fading },
  "additive, Gaussian charges": {
    type: "additive",
    embedding: "electrostatic",
    boundary: { type: "link-atom", smearing: "0.5 angstrom" },
  },
  "additive, mechanical": { type: "additive", embedding: "mechanical" },
  "subtractive, electrostatic": { type: "subtractive", embedding: "electrostatic", low: "mm" },
  "subtractive, mechanical": { type: "subtractive", embedding: "mechanical", low: "mm" },
};

describe("a quantum water of a model with an M site", () => {
  test.each(Object.entries(CASES))("%s: forces are derivatives, sites have none", async (_, options) => {
    await using simulation = await open("tip4p-ew", options);
    const { potential, system: whole } = simulation;
    expect([...simulation.partition.regions[0]!.atoms]).toEqual([0, 1, 2, 3]);
    const { geometry } = whole;
    const { forces } = await potential.evaluate(geometry, { forces: true });
    for (const site of [3, 7, 11]) expect([...forces!.subarray(3 * site, 3 * site + 3)]).toEqual([0, 0, 0]);
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(forces!.reduce((sum, f, k) => (k % 3 === i ? sum + f : sum), 0))).toBeLessThan(1e-8);
    }
    // Quantum O and H, M's of other molecules (which follow: no change), and O and H of those.
    for (const k of [1, 3, 9, 13, 16, 21, 27]) {
      const at = async (h: number): Promise<number> => {
        const positions = geometry.positions.slice();
        positions[k]! += h;
        return (await potential.evaluate({ ...geometry, positions }, {})).energy;
      };
      const numerical = ((await at(2e-3)) - (await at(-2e-3))) / 4e-3;
      expect(Math.abs(forces![k]! + numerical)).toBeLessThan(2e-6);
    }
  });

  test("the quantum molecule has no site, its charges are gone, and constraints inside it too", async () => {
    const options = CASES["additive, electrostatic"]!;
    const energies: number[] = [];
    // With or without the site in the list: it belongs to its oxygen.
    for (const region of [
      [0, 1, 2],
      [0, 1, 2, 3],
    ]) {
      await using simulation = await open("opc", options, region);
      const { energy } = await simulation.potential.evaluate(simulation.system.geometry, {});
      energies.push(energy);
      expect(simulation.mechanics!.constraints!.lengths).toHaveLength(6);
      expect(simulation.notes.join("\n")).toMatch(/charges acting on qm: 6 sites/);
    }
    expect(energies[0]).toBe(energies[1]);
  });
});
