import { createSimulation, definePlugin } from "@qmmm/core";
import plugin, { coupling } from "@qmmm/coupling";
import { expect, test } from "vitest";
import { z } from "zod";
import { EquilibratedChargesMethod } from "./support/equilibrated-charges.js";
import { springForceField } from "./support/spring-force-field.js";
import { butanol } from "./support/systems.js";

const { system, charges, region } = butanol();
const standIns = definePlugin({
  name: "stand-ins",
  version: "1.0.0",
  register(reg) {
    reg.qmMethod("equilibrated", { options: z.strictObject({}), create: () => new EquilibratedChargesMethod() });
    reg.forceField("springs", {
      options: z.strictObject({}),
      create: () => ({ assign: async (one) => springForceField(one, { charges }) }),
    });
  },
});

test.each(["additive", "subtractive"])("a simulation with the plugin: %s", async (type) => {
  expect(plugin).toBe(coupling);
  await using simulation = await createSimulation({
    plugins: [plugin, standIns],
    system,
    regions: { qm: { atoms: region.atoms } },
    levels: { cheap: { method: "equilibrated" } },
    forcefield: { type: "springs" },
    coupling: { type, boundary: { type: "link-atom", charges: "rcd", link: "distance", distance: "1.09 Å" } },
  });
  const { energy, terms, forces } = await simulation.potential.evaluate(system.geometry, { forces: true });
  expect(Object.keys(terms)).toContain("qm:field");
  expect(Number.isFinite(energy)).toBe(true);
  expect(forces?.length).toBe(63);
  expect(simulation.notes.some((note) => note.startsWith("link atom: H between"))).toBe(true);
  expect(simulation.resolved).toMatchObject({
    coupling: { type, embedding: "electrostatic", region: "qm", bonded: "majority", boundary: { charges: "rcd" } },
  });
});
