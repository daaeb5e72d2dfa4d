import { createSystem, type System, subsystem } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { diamond, shaken, supercell, withoutCell } from "../solids/crystals.js";
import { potentialFiles } from "../solids/potentials.js";
import { evaluated } from "../solids/support.js";
import { ANGSTROM, evaluate } from "../support.js";
import { droplet, moved, together } from "./support.js";

const silicon = shaken(supercell(diamond(5.431), [1, 1, 1]), 0.05);
const water = moved(droplet(3), [9, 2.5, 2.5]);
const [inSilicon, inWater] = [Array.from({ length: 8 }, (_, k) => k), Array.from({ length: 9 }, (_, k) => 8 + k)];
const across = [
  { select: "index0 0 to 4", charge: 0.6, sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" },
  { select: "index0 5 to 7", charge: -0.9, sigma: "3.1 angstrom", epsilon: "0.2 kcal/mol" },
];
const parts = [
  { name: "silicon", select: "element Si", forcefield: { type: "stillinger-weber", file: "Si.sw" }, across },
  { name: "water", forcefield: { type: "tip3p" } },
];

/** The charges and Lennard-Jones parameters of the whole as the input of `parameters`. */
function fixed(system: System) {
  const has = (element: number) => system.topology.elements.includes(element);
  return {
    excludedBonds: 3,
    withoutBondedTerms: "all",
    atoms: [
      ...(has(14) ? across.map((entry, n) => ({ ...entry, type: `S${n}` })) : []),
      ...(has(8)
        ? [
            { select: "element O", type: "O", charge: -0.834, sigma: "3.15066 angstrom", epsilon: "0.152 kcal/mol" },
            { select: "element H", type: "H", charge: 0.417, sigma: "0 angstrom", epsilon: "0 kcal/mol" },
          ]
        : []),
    ],
  };
}

describe("a many-body solid with charges that only others see", () => {
  test.for([
    ["in open space", undefined, {}],
    [
      "in a triclinic cell, with a net charge",
      [
        [15, 0, 0],
        [1, 14, 0],
        [-1, 2, 16],
      ],
      { cutoff: "6 angstrom", electrostatics: { type: "ewald", accuracy: 1e-11 } },
    ],
    [
      "by shifted forces",
      [
        [15, 0, 0],
        [0, 14, 0],
        [0, 0, 16],
      ],
      { cutoff: "6 angstrom" },
    ],
  ] as const)("has its own energy and that across, %s", async ([, cell, treatment]) => {
    const whole = together([withoutCell(silicon), water], cell);
    const options = { ...treatment, parts };
    const ours = await evaluated("composite", options, whole, undefined, potentialFiles);
    const [solid, waters] = [subsystem(whole, inSilicon), subsystem(whole, inWater)];
    const alone = await evaluated("stillinger-weber", { file: "Si.sw" }, solid, undefined, potentialFiles);
    const wet = await evaluate("tip3p", treatment, waters);
    const coulomb = async (system: System) =>
      (await evaluate("parameters", { ...fixed(system), ...treatment }, system)).terms.coulomb!;
    const between = (await coulomb(whole)) - (await coulomb(solid)) - (await coulomb(waters));
    expect(Math.abs(between)).toBeGreaterThan(1e-3);
    expect(ours.terms["silicon.pair"]).toBeCloseTo(alone.terms.pair!, 12);
    expect(ours.terms["silicon.threeBody"]).toBeCloseTo(alone.terms.threeBody!, 12);
    expect(ours.terms.bonds).toBeCloseTo(wet.terms.bonds!, 12);
    expect(ours.terms.coulomb! - wet.terms.coulomb!).toBeCloseTo(between, 10);
  });

  test("in open space the energy across is that of the pairs", async () => {
    const whole = together([withoutCell(silicon), water]);
    const ours = await evaluated("composite", { parts }, whole, undefined, potentialFiles);
    const wet = await evaluate("tip3p", {}, water);
    const { positions } = whole.geometry;
    const kcal = 1 / 627.509474063;
    const oxygen = { c12: 582_000 * kcal * ANGSTROM ** 12, c6: 595 * kcal * ANGSTROM ** 6 };
    const own = { sigma: (oxygen.c12 / oxygen.c6) ** (1 / 6), epsilon: oxygen.c6 ** 2 / (4 * oxygen.c12) };
    let [coulomb, lennardJones] = [0, 0];
    for (const i of inSilicon) {
      for (const j of inWater) {
        const r = Math.hypot(...[0, 1, 2].map((d) => positions[3 * i + d]! - positions[3 * j + d]!));
        coulomb += ((i < 5 ? 0.6 : -0.9) * (whole.topology.elements[j] === 8 ? -0.834 : 0.417)) / r;
        if (whole.topology.elements[j] !== 8) continue;
        const sigma = ((i < 5 ? 3.4 : 3.1) * ANGSTROM + own.sigma) / 2;
        const epsilon = Math.sqrt((i < 5 ? 0.3 : 0.2) * kcal * own.epsilon);
        lennardJones += 4 * epsilon * ((sigma / r) ** 12 - (sigma / r) ** 6);
      }
    }
    expect(ours.terms.coulomb! - wet.terms.coulomb!).toBeCloseTo(coulomb, 12);
    expect(ours.terms.lennardJones! - wet.terms.lennardJones!).toBeCloseTo(lennardJones, 10);
  });
});

test("a Morse pair has its depth at its distance", async () => {
  const system = createSystem({
    elements: [14, 8, 1, 1],
    bonds: [1, 2, 1, 3],
    positions: [0, 0, 0, 4, 0, 0, 5, 1.5, 0, 5, -1.5, 0],
  });
  const { terms } = await evaluated(
    "composite",
    {
      parts: [
        {
          name: "silicon",
          select: "element Si",
          forcefield: { type: "stillinger-weber", file: "Si.sw" },
          across: [{ select: "all", sigma: "0 angstrom", epsilon: "0 eV" }],
        },
        { name: "water", forcefield: { type: "tip3p" } },
      ],
      pairs: [{ form: "morse", between: ["element Si", "element O"], depth: "0.01 Eh", alpha: "1 1/a0", r0: "4 a0" }],
    },
    system,
    undefined,
    potentialFiles,
  );
  expect(terms.morse).toBeCloseTo(-0.01, 15);
  expect(terms.lennardJones).toBeCloseTo(0, 15);
});
