import { centralDifference, netForceAndTorque, strainDerivative } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { bind, linkAtoms } from "../support/bind.js";
import { largest, largestDifference } from "../support/compare.js";
import { springForceField } from "../support/spring-force-field.js";
import { BUTANOL_PROBES, butanol } from "../support/systems.js";

const CHARGES = ["none", "z1", "z2", "z3", "rc", "rcd", "cs"] as const;
const LINKS = ["ratio", "distance"] as const;
const SCHEMES = ["additive", "subtractive"] as const;
const SURROUNDINGS = ["open", "open with cutoff", "periodic"] as const;
const FADING = { cutoff: "4.6 Å", switchWidth: "3.4 Å" };

function setup(surroundings: (typeof SURROUNDINGS)[number]) {
  const one = butanol(surroundings === "periodic" ? 22 : undefined);
  const mm = springForceField(one.system, {
    charges: one.charges,
    coulombScale: 1.0007,
    ...(surroundings === "periodic" ? { cutoff: 18 } : {}),
  });
  return { one, mm, fading: surroundings === "open" ? {} : FADING };
}

describe.each(SURROUNDINGS)("forces and virial of a cut molecule, %s", (surroundings) => {
  const { one, mm, fading } = setup(surroundings);
  const { geometry } = one.system;
  const cases = SCHEMES.flatMap((scheme) =>
    LINKS.flatMap((link) => [
      ...CHARGES.map((charges) => ({ scheme, embedding: "electrostatic" as const, boundary: { link, charges } })),
      { scheme, embedding: "electrostatic" as const, boundary: { link, charges: "rcd" as const, smearing: "0.7 Å" } },
      { scheme, embedding: "mechanical" as const, boundary: { link } },
    ]),
  );

  test.each(cases)("$scheme $embedding $boundary", async ({ scheme, embedding, boundary }) => {
    const { potential } = await bind({
      case: one,
      mm,
      scheme,
      options: { embedding },
      boundary: { ...boundary, ...fading },
    });
    const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
    const coordinates = Object.values(BUTANOL_PROBES).flatMap((atom) => [3 * atom, 3 * atom + 1, 3 * atom + 2]);
    const numerical = await centralDifference(potential, geometry, 2e-3, coordinates);
    const analytic = coordinates.map((k) => forces![k]);
    expect(largestDifference(analytic, numerical)).toBeLessThan(1e-8);
    expect(largestDifference(virial!, await strainDerivative(potential, geometry, 4e-4))).toBeLessThan(2e-8);
    const { force, torque } = netForceAndTorque(geometry.positions, forces!);
    expect(largest(force)).toBeLessThan(1e-12);
    if (surroundings !== "periodic") expect(largest(torque)).toBeLessThan(1e-11);
    await potential[Symbol.asyncDispose]();
  });
});

test("the cases above have charges that fade and molecules that lie across the cell's faces", () => {
  const { one, mm } = setup("periodic");
  const { system, region } = one;
  const { charges } = linkAtoms({ ...FADING, charges: "none" })
    .connect(system, region, mm, true)
    .apply(system.geometry);
  for (const oxygen of [-6, -3]) {
    const scale = charges.at(oxygen)! / -0.834;
    expect(scale).toBeGreaterThan(0.1);
    expect(scale).toBeLessThan(0.9);
  }
  const { positions } = system.geometry;
  for (const [i, j] of [
    [0, 2],
    [2, 3],
  ]) {
    const apart = Math.hypot(...[0, 1, 2].map((x) => positions[3 * i + x] - positions[3 * j + x]));
    expect(apart).toBeGreaterThan(30);
  }
});
