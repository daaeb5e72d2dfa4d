import { readFileSync } from "node:fs";
import { everyTerm, HARTREE_IN_KCAL_PER_MOL } from "@qmmm/core";
import { readXyz } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { hasSharedData, model, sharedData } from "../support.js";

// The molecular-mechanics part of ASH's test of methanol (QM) in water (MM): geometric Lennard-Jones, TIP3P charges, and
// no exclusions, so that the water's own Coulomb energy is in it.
describe.skipIf(!hasSharedData)("ASH's methanol and water", () => {
  const read = (name: string) => readFileSync(new URL(`ash-qmmm/tests/${name}`, sharedData), "utf8");

  async function energy(kind: "lennardJones" | "coulomb", pairs: "across" | "outside"): Promise<number> {
    const { system } = readXyz(read("xyzfiles/h2o_MeOH.xyz"), "h2o_MeOH.xyz")[0]!;
    const lines = read("extra_files/MeOH_H2O-sigma.ff").trim().split("\n");
    const types = new Map(lines.slice(1).map((line) => [line.split(/\s+/)[1]!, line.split(/\s+/)]));
    const entry = (select: string, type: string, charge: number) => ({
      select,
      type,
      charge,
      sigma: `${types.get(type)![2]} angstrom`,
      epsilon: `${Math.abs(Number(types.get(type)![3]))} kcal/mol`,
    });
    const { mm, scope } = await model(
      "parameters",
      {
        combiningRule: "geometric",
        excludedBonds: 0,
        scaled14: { lennardJones: 1, coulomb: 1 },
        atoms: [
          entry("index0 0", "OT", -0.834),
          entry("index0 1 2", "HT", 0.417),
          entry("index0 3", "CX", 0),
          entry("index0 7", "OT", 0),
          entry("index0 4 5 6 8", "HX", 0),
        ],
        withoutBondedTerms: "all",
      },
      system,
    );
    const nothing = { inside: false, across: false, outside: false };
    const mask = {
      ...everyTerm(9),
      region: Uint8Array.of(0, 0, 0, 1, 1, 1, 1, 1, 1),
      lennardJones: nothing,
      coulomb: nothing,
      [kind]: { ...nothing, [pairs]: true },
    };
    await using potential = await mm.potential(mask, scope);
    return (await potential.evaluate(system.geometry, {})).energy;
  }

  it("has the Lennard-Jones energy between the molecules", async () => {
    expect((await energy("lennardJones", "across")) * HARTREE_IN_KCAL_PER_MOL).toBeCloseTo(0.942422, 6);
  });

  it("has the Coulomb energy of the water with itself", async () => {
    expect(await energy("coulomb", "outside")).toBeCloseTo(-0.3226951391, 9);
  });
});
