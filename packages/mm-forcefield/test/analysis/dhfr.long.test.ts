import { everyTerm } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { amberSystem, hasSharedData, model } from "../support.js";
import { divided, expectSums } from "./support.js";

describe.skipIf(!hasSharedData)("dihydrofolate reductase in water, 23,558 atoms", () => {
  it("protein and water: terms and virials add up; the time that it takes", async () => {
    const folder = "../shared/data/openmmtools-systems/dhfr";
    const prmtop = `${folder}/JAC.prmtop`;
    const system = await amberSystem(prmtop, `${folder}/JAC.inpcrd`);
    const { mm, scope } = await model(
      "amber",
      {
        prmtop,
        cutoff: "9 angstrom",
        electrostatics: { type: "pme" },
        lennardJones: { form: "cut", dispersionCorrection: "gromacs" },
      },
      system,
    );
    const { residues, residueOf } = system.topology;
    const groupOf = Int32Array.from(residueOf, (residue) => (residues[residue]!.name === "WAT" ? 1 : 0));
    expect(groupOf.reduce((sum, group) => sum + group, 0)).toBeGreaterThan(20_000);
    await using potential = await mm.potential(everyTerm(groupOf.length), scope);
    await potential.evaluate(system.geometry, { forces: true, virial: true });
    const began = performance.now();
    await potential.evaluate(system.geometry, { division: { groupOf, groupCount: 2 } });
    const groups = performance.now();
    const result = await divided(mm, scope, system, groupOf);
    const all = performance.now();
    console.log(
      `by groups ${((groups - began) / 1000).toFixed(1)} s, with virials of atoms ${((all - groups) / 1000).toFixed(1)} s`,
    );
    expectSums(result);
    expect(result.divided.terms.coulomb![1]).toBeLessThan(-1);
  });
});
