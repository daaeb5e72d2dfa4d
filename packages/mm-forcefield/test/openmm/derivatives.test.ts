import { everyTerm, strained } from "@qmmm/core";
import { expect, it } from "vitest";
import { forceField } from "../support.js";
import { constructs, files, fixture } from "./fixture.js";

/** Fourth-order central difference. */
async function slopeOf(f: (x: number) => Promise<number>, h: number): Promise<number> {
  return (8 * ((await f(h)) - (await f(-h))) - ((await f(2 * h)) - (await f(-2 * h)))) / (12 * h);
}

it("forces and virial of a System with reaction field and switch are derivatives of its energy", async () => {
  const made = await forceField("openmm-system", { xml: "field.xml" }, files({ "field.xml": fixture("system.xml") }));
  const { geometry, topology } = constructs(true);
  const mm = await made.forceField.assign({ geometry, topology });
  await using potential = await mm.potential(everyTerm(topology.atomCount), made.scope);
  const energyAt = async (at: typeof geometry) => (await potential.evaluate(at, {})).energy;
  const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
  const largest = Math.max(...forces!.map(Math.abs));
  for (const k of [0, 4, 8, 13, 29, 40, 55]) {
    const slope = await slopeOf(
      (x) => energyAt({ ...geometry, positions: geometry.positions.with(k, geometry.positions[k]! + x) }),
      1e-3,
    );
    expect(Math.abs(forces![k]! + slope)).toBeLessThan(1e-7 * largest);
  }
  const stress = Math.max(...virial!.map(Math.abs));
  for (const k of [0, 1, 2, 4, 5, 8]) {
    const slope = await slopeOf((x) => energyAt(strained(geometry, new Float64Array(9).with(k, x))), 2e-4);
    expect(Math.abs(virial![k]! + slope)).toBeLessThan(1e-6 * stress);
  }
});
