import { existsSync, readFileSync } from "node:fs";
import { createTopology } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import {
  excludedByBonds,
  InducedDipoles,
  type PairFactors,
  type PolarisableSites,
  pairScalings,
} from "../../src/index.js";
import { pairsByBonds } from "../../src/parameters/exclusions.js";
import { sharedData } from "../support.js";
import {
  charges,
  denseCase,
  MODELS,
  polarisabilities,
  positions,
  references,
  sitesOf,
  size,
  worst,
} from "./support.js";

describe(`against ${references.program}`, () => {
  test.each(MODELS)("dense solution, %s: energy, dipoles and forces", (model) => {
    const expected = denseCase(model);
    const { energy, dipoles, forces } = new InducedDipoles(sitesOf(model)).induce(
      { positions },
      { field: Float64Array.from(expected.field.flat()) },
      { forces: true },
    );
    expect(Math.abs(energy - expected.energy)).toBeLessThan(1e-14);
    expect(worst(dipoles, expected.dipoles.flat())).toBeLessThan(1e-9 * size(dipoles));
    expect(worst(forces!, expected.forces.flat())).toBeLessThan(1e-8 * size(forces!));
  });

  test("AMOEBA with charges: energy, dipoles and forces of direct and energy factors", () => {
    const { bonds, groups, factors, energy, dipoles, forces } = references.amoeba;
    const topology = { atomCount: charges.length, bonds: Int32Array.from(bonds.flat()) };
    const scalings = new Map<number, [number, number, PairFactors]>();
    const count = charges.length;
    // Groups take part in the direct field only with the others; 1-2 and 1-3 do not count in the energy, 1-4 of one group half
    for (let i = 0; i < count; i++) {
      for (const j of groups[i]) if (j > i) scalings.set(i * count + j, [i, j, { direct: 0, energy: 1, mutual: 1 }]);
    }
    for (const [i, j, apart] of pairsByBonds(topology, 3)) {
      const together = groups[i].includes(j);
      const factor = apart < 3 ? 0 : together ? 0.5 : 1;
      scalings.set(i * count + j, [i, j, { direct: together ? 0 : 1, energy: factor, mutual: 1 }]);
    }
    const sites: PolarisableSites = {
      charges,
      polarisabilities,
      damping: { model: "amoeba", factor: Float64Array.from(factors), charges: true },
      scalings: pairScalings(count, scalings.values()),
    };
    const ours = new InducedDipoles(sites).induce({ positions }, undefined, { forces: true });
    expect(Math.abs(ours.energy - energy)).toBeLessThan(1e-10 * Math.abs(energy));
    expect(worst(ours.dipoles, dipoles.flat())).toBeLessThan(1e-9 * size(ours.dipoles));
    expect(worst(ours.forces!, forces.flat())).toBeLessThan(1e-8 * size(ours.forces!));
  });
});

const folder = new URL("openmmpol-refs/N-methylacetamide/", sharedData);

describe.skipIf(!existsSync(folder))(
  "N-methylacetamide of OpenMMPol, Wang's AL parameters (public reference data)",
  () => {
    const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
    const numbers = (name: string) => Float64Array.from(read(name).trim().split(/\s+/), Number);
    // Lines of an .mmp file after its 24 of settings: elements, positions (Å), residues, charges, polarisabilities (a0³), bonds
    const site = (name: string) => {
      const lines = read(name).trimEnd().split("\n").slice(-72);
      const rows = (block: number) =>
        lines.slice(12 * block, 12 * block + 12).map((line) => line.trim().split(/\s+/).map(Number));
      const bonds = rows(5).flatMap((partners, i) => partners.filter((j) => j - 1 > i).flatMap((j) => [i, j - 1]));
      return {
        positions: Float64Array.from(rows(1).flat(), (x) => x / 0.52917721),
        charges: Float64Array.from(rows(3).flat()),
        polarisabilities: Float64Array.from(rows(4).flat()),
        topology: createTopology({ elements: rows(0).flat(), bonds }),
      };
    };
    const energies = (name: string) =>
      read(name)
        .match(/-?\d\.\d+e[-+]\d+/gi)
        ?.map(Number) ?? [];

    const solve = (file: string, field: Float64Array | undefined) => {
      const { topology, ...rest } = site(file);
      const sites: PolarisableSites = {
        charges: rest.charges,
        polarisabilities: rest.polarisabilities,
        // Wang, Cieplak, Li, Hou, Luo, Duan 2011, doi:10.1021/jp112133g: a = 2.5874, 1-2 and 1-3 excluded
        damping: { model: "thole-linear", factor: 2.5874, charges: true },
        scalings: excludedByBonds(topology, 2),
      };
      const solver = new InducedDipoles(sites);
      return { ...rest, topology, sites, ...solver.induce({ positions: rest.positions }, field && { field }) };
    };
    const fieldOf = (n: number) => (n === 0 ? undefined : numbers(`EF_${n}.txt`));

    test.each([0, 1])("polarisation energy and dipoles in field %i", (n) => {
      const [, expected] = energies(`ENE_${n}_WANG_AL.ref`);
      const { dipoles, chargeField } = solve("input_WANG_AL.mmp", fieldOf(n));
      // Its energy is that with the static charges alone: the field's own share belongs to the quantum program
      const energy = -0.5 * dipoles.reduce((sum, mu, k) => sum + mu * chargeField[k], 0);
      expect(Math.abs(energy - expected)).toBeLessThan(1e-9);
      expect(worst(dipoles, numbers(`IPD_${n}_WANG_AL.ref`))).toBeLessThan(1e-8);
    });

    test.each([0, 1])("dipoles with three atoms not polarisable, in field %i", (n) => {
      const { dipoles, sites } = solve("input_WANG_AL_CUT.mmp", fieldOf(n));
      const polarisable = dipoles.filter((_, k) => sites.polarisabilities[Math.floor(k / 3)] > 0);
      expect(worst(polarisable, numbers(`IPD_${n}_WANG_AL_CUT.ref`))).toBeLessThan(1e-8);
    });

    test("electrostatic energy of the charges", () => {
      const { positions: at, charges: q, topology } = solve("input_WANG_AL.mmp", undefined);
      const excluded = new Set(Array.from(pairsByBonds(topology, 2), ([i, j]) => `${i} ${j}`));
      let energy = 0;
      for (let i = 0; i < q.length; i++) {
        for (let j = i + 1; j < q.length; j++) {
          if (excluded.has(`${i} ${j}`)) continue;
          energy += (q[i] * q[j]) / Math.hypot(...[0, 1, 2].map((d) => at[3 * i + d] - at[3 * j + d]));
        }
      }
      expect(Math.abs(energy - energies("ENE_0_WANG_AL.ref")[0])).toBeLessThan(1e-8);
    });
  },
);
