import { existsSync, readFileSync } from "node:fs";
import { cellVolume, type Evaluation, HARTREE_IN_EV, PRESSURE_IN_BAR, type Resources, type System } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { cristobalite, diamond, fcc, supercell } from "./crystals.js";
import { evaluated } from "./support.js";

/** Static pressure tensor, bar. */
function pressure({ virial }: Evaluation, system: System): number[] {
  return Array.from(virial!, (w) => (w / cellVolume(system.geometry.cell!)) * PRESSURE_IN_BAR);
}

// Energies and pressures by LAMMPS (29 Sep 2021).
describe("perfect crystals as LAMMPS has them", () => {
  const silicon = supercell(diamond(5.431), [3, 3, 3]);

  test("silicon, Stillinger–Weber", async () => {
    const result = await evaluated("stillinger-weber", { file: "Si.sw" }, silicon);
    expect(result.energy * HARTREE_IN_EV).toBeCloseTo(-936.705598929, 8);
    expect(Object.keys(result.terms)).toEqual(["pair", "threeBody"]);
    expect(pressure(result, silicon)[0]).toBeCloseTo(-28.135, 3);
    expect(Math.max(...result.forces!.map(Math.abs))).toBeLessThan(1e-13);
  });

  test("silicon sheared by 0.5 Å", async () => {
    const sheared = supercell(diamond(5.431), [3, 3, 3], [[], [0.5, 0, 0]]);
    const result = await evaluated("stillinger-weber", { file: "Si.sw" }, sheared);
    expect(result.energy * HARTREE_IN_EV).toBeCloseTo(-935.310831213, 8);
    expect(pressure(result, sheared)[1]).toBeCloseTo(-33663.66, 1);
  });

  test("silicon, Tersoff", async () => {
    const result = await evaluated("tersoff", { file: "Si.tersoff" }, silicon);
    expect(result.energy * HARTREE_IN_EV).toBeCloseTo(-1000.16900587, 7);
  });

  test("β-cristobalite, Vashishta 1990", async () => {
    const crystal = supercell(cristobalite(7.16), [2, 2, 2]);
    const result = await evaluated("vashishta", { file: "SiO2.vashishta" }, crystal);
    expect(result.energy * HARTREE_IN_EV).toBeCloseTo(-1687.256384, 5);
  });

  const tables = new URL("file:///usr/share/lammps/potentials/");
  describe.skipIf(!existsSync(tables))("with the tables that Debian's lammps-data has", () => {
    test("copper, Cu_u3.eam", async () => {
      const resources: Resources = { read: async (name) => readFileSync(new URL(name, tables)) };
      const crystal = supercell(fcc(3.615, "Cu"), [4, 4, 4]);
      const result = await evaluated("eam", { file: "Cu_u3.eam" }, crystal, undefined, resources);
      expect(result.energy * HARTREE_IN_EV).toBeCloseTo(-906.240000584, 8);
    });
  });
});
