import { describe, expect, test } from "vitest";
import { bind } from "../support/bind.js";
import { forceError, imbalance, virialError } from "../support/differences.js";
import { springForceField } from "../support/spring-force-field.js";
import { BUTANOL_PROBES, butanol } from "../support/systems.js";

const CHARGES = ["none", "z1", "z2", "z3", "rc", "rcd", "cs"] as const;
const LINKS = ["ratio", "distance"] as const;
const SURROUNDINGS = ["open", "open with cutoff", "periodic"] as const;

function setup(surroundings: (typeof SURROUNDINGS)[number]) {
  const one = butanol(surroundings === "periodic" ? 22 : undefined);
  const cutoff = surroundings === "periodic" ? 18 : undefined;
  const mm = springForceField(one.system, {
    charges: one.charges,
    coulombScale: 1.0007,
    ...(cutoff === undefined ? {} : { cutoff }),
  });
  const fading = surroundings === "open" ? {} : { cutoff: "5.2 Å", switchWidth: "2.9 Å" };
  return { one, mm, fading };
}

describe.each(SURROUNDINGS)("forces and virial of a cut molecule, %s", (surroundings) => {
  const { one, mm, fading } = setup(surroundings);
  const cases = [
    ...(["additive", "subtractive"] as const).flatMap((scheme) =>
      CHARGES.flatMap((charges) =>
        LINKS.map((link) => ({ scheme, embedding: "electrostatic" as const, charges, link, smearing: undefined })),
      ),
    ),
    ...(["additive", "subtractive"] as const).flatMap((scheme) =>
      LINKS.map((link) => ({
        scheme,
        embedding: "mechanical" as const,
        charges: "cs" as const,
        link,
        smearing: undefined,
      })),
    ),
    ...(["additive", "subtractive"] as const).map((scheme) => ({
      scheme,
      embedding: "electrostatic" as const,
      charges: "rcd" as const,
      link: "distance" as const,
      smearing: "0.7 Å",
    })),
  ];

  test.each(cases)("$scheme $embedding, charges $charges, link $link, smearing $smearing", async (chosen) => {
    const { scheme, embedding, charges, link, smearing } = chosen;
    const { potential } = await bind({
      case: one,
      mm,
      scheme,
      options: { embedding },
      boundary: { charges, link, ...(smearing === undefined ? {} : { smearing }), ...fading },
    });
    const { geometry } = one.system;
    expect(await forceError(potential, geometry, Object.values(BUTANOL_PROBES))).toBeLessThan(1e-8);
    expect(await virialError(potential, geometry)).toBeLessThan(2e-8);
    const { forces } = await potential.evaluate(geometry, { forces: true });
    const { force, torque } = imbalance(geometry.positions, forces!);
    expect(force).toBeLessThan(1e-12);
    if (surroundings !== "periodic") expect(torque).toBeLessThan(1e-11);
    await potential[Symbol.asyncDispose]();
  });
});
