import { selectKernels } from "@qmmm/core";
import { gtoKernels } from "@qmmm/gto";
import { expect, test } from "vitest";

test("the kernels are offered to the kernel table under their contract's names", async () => {
  const table = await selectKernels([gtoKernels], "off");
  expect(table.get("gto/repulsion")).toBe(gtoKernels.kernels["gto/repulsion"]);
  expect([...table.chosen.keys()].filter((name) => name.startsWith("gto/")).sort()).toEqual([
    "gto/chargePotential",
    "gto/chargePotentialGradient",
    "gto/electronPotential",
    "gto/multipoles",
    "gto/overlapKinetic",
    "gto/overlapKineticGradient",
    "gto/repulsion",
    "gto/repulsionGradient",
    "gto/threeCentre",
  ]);
});
