import type { Cell, Geometry, Potential, SiteRule, VirtualSite } from "@qmmm/core";
import {
  attachSites,
  cellFromLengthsAngles,
  createMinimumImage,
  createSystem,
  strained,
  VirtualSites,
  withTheirSites,
  withVirtualSites,
} from "@qmmm/core";
import { describe, expect, test } from "vitest";

const coded = (code: string) => expect.objectContaining({ code });

const OCTAHEDRON = Math.acos(-1 / 3);
const CELLS: Readonly<Record<string, Cell | undefined>> = {
  open: undefined,
  cubic: cellFromLengthsAngles(20, 20, 20, Math.PI / 2, Math.PI / 2, Math.PI / 2),
  octahedral: cellFromLengthsAngles(22, 22, 22, OCTAHEDRON, OCTAHEDRON, OCTAHEDRON),
  triclinic: cellFromLengthsAngles(19, 21, 23, 1.2, 1.4, 1.1),
};

/** Every kind of rule, with the number of its parents. */
const RULES: Readonly<Record<string, SiteRule>> = {
  "average of two": { kind: "linear", weights: [0.3] },
  "average of four": { kind: "linear", weights: [0.3, 0.25, -0.1] },
  "a copy": { kind: "linear", weights: [] },
  "fixed distance": { kind: "along", direction: [1], distance: 0.7 },
  "fixed distance in the plane": { kind: "along", direction: [0.4, 0.6], distance: -0.9 },
  colinear: { kind: "along", weights: [-0.2], direction: [-1], distance: 0.6 },
  "angle and distance": { kind: "angle", distance: 1.1, angle: 2 },
  "out of plane": { kind: "out-of-plane", a: 0.3, b: 0.2, c: -0.4 },
  "normal to three": { kind: "normal", a: 0.8, b: 1.3, distance: 0.9 },
  "local coordinates": {
    kind: "local",
    origin: [0.2, 0.3],
    x: [1, -0.4],
    y: [0.1, 1],
    position: [0.3, -0.5, 0.8],
  },
  "in the frame of a bisector": { kind: "bisector", a: [0.5, 0.4], b: [-0.2, 1], position: [0.3, -0.5, 0.8] },
};

/** Four free atoms, across the walls of a cell, and a site at the end. */
function atoms(rule: SiteRule, cell: Cell | undefined): { virtual: VirtualSites; geometry: Geometry } {
  const length = { linear: 1, along: 1, angle: 3, "out-of-plane": 3, normal: 4, local: 3, bisector: 3 }[rule.kind];
  const count =
    rule.kind === "linear" ? rule.weights.length + 1 : rule.kind === "along" ? rule.direction.length + 1 : length;
  const positions = Float64Array.of(0.1, -0.2, 0.3, 2, 0.4, -0.1, -0.5, 1.9, 0.2, 0.6, -0.4, 1.8, 0, 0, 0);
  const moved = { positions: positions.slice(), ...(cell === undefined ? {} : { cell }) };
  if (cell !== undefined) {
    for (let i = 0; i < 3; i++) {
      moved.positions[3 + i]! += cell.vectors[i]! - cell.vectors[6 + i]!;
      moved.positions[6 + i]! += 2 * cell.vectors[3 + i]!;
    }
  }
  const site: VirtualSite = { site: 4, parents: [0, 1, 2, 3].slice(0, count), rule };
  return { virtual: new VirtualSites(5, [site]), geometry: moved };
}

/** Springs of no particular shape between all pairs of atoms, nearest images. */
const springs: Potential = {
  supports: new Set(["forces", "virial"]),
  async evaluate({ positions, cell }) {
    const forces = new Float64Array(positions.length);
    const virial = new Float64Array(9);
    const image = createMinimumImage(cell);
    const d = new Float64Array(3);
    let energy = 0;
    for (let a = 0; a < positions.length; a += 3) {
      for (let b = 0; b < a; b += 3) {
        for (let i = 0; i < 3; i++) d[i] = positions[a + i]! - positions[b + i]!;
        const square = image.apply(d);
        const weight = 0.01 * (1 + a) * (2 + b);
        energy += weight * Math.sin(0.2 * square);
        const slope = 0.4 * weight * Math.cos(0.2 * square);
        for (let i = 0; i < 3; i++) {
          forces[a + i]! -= slope * d[i]!;
          forces[b + i]! += slope * d[i]!;
          for (let j = 0; j < 3; j++) virial[3 * i + j]! -= slope * d[i]! * d[j]!;
        }
      }
    }
    return { energy, terms: { springs: energy }, forces, virial };
  },
  snapshot: () => null,
  restore: () => {},
  [Symbol.asyncDispose]: async () => {},
};

describe("forces and virial against central differences", () => {
  for (const [cellName, cell] of Object.entries(CELLS)) {
    test.each(Object.entries(RULES))(`${cellName}: %s`, async (_, rule) => {
      const { virtual, geometry } = atoms(rule, cell);
      const potential = withVirtualSites(springs, virtual);
      const energyAt = async (at: Geometry) => (await potential.evaluate(at, {})).energy;
      const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
      const scale = Math.max(...forces!.map(Math.abs));
      const richardson = async (shifted: (h: number) => Geometry): Promise<number> => {
        const slope = async (h: number) => ((await energyAt(shifted(h))) - (await energyAt(shifted(-h)))) / (2 * h);
        return (4 * (await slope(1e-3)) - (await slope(2e-3))) / 3;
      };
      for (let k = 0; k < 15; k++) {
        const numerical = await richardson((h) => {
          const positions = geometry.positions.slice();
          positions[k]! += h;
          return { ...geometry, positions };
        });
        expect(Math.abs(forces![k]! + numerical)).toBeLessThan(1e-9 * scale);
      }
      for (let k = 0; k < 9; k++) {
        const strain = new Float64Array(9);
        const numerical = await richardson((h) => {
          strain[k] = h;
          return strained(geometry, strain);
        });
        expect(Math.abs(virial![k]! + numerical)).toBeLessThan(1e-9 * Math.max(scale, ...virial!.map(Math.abs)));
      }
    });
  }
});

describe("placement", () => {
  test("the M site of TIP4P lies on the bisector", () => {
    const water = [0, 0, 0, 1, 1, 0, -1, 1, 0];
    const virtual = new VirtualSites(4, [
      { site: 3, parents: [0, 1, 2], rule: { kind: "linear", weights: [0.1, 0.1] } },
    ]);
    const { positions } = virtual.placed({ positions: Float64Array.of(...water, 9, 9, 9) });
    expect([...positions.subarray(9)]).toEqual([0, expect.closeTo(0.2, 15), 0]);
  });

  test("sites of sites are placed in their order, whatever the order given", async () => {
    const sites: VirtualSite[] = [
      { site: 3, parents: [2, 0], rule: { kind: "linear", weights: [0.5] } },
      { site: 2, parents: [0, 1], rule: { kind: "along", direction: [1], distance: 2 } },
    ];
    const virtual = new VirtualSites(4, sites);
    expect(virtual.sites.map(({ site }) => site)).toEqual([2, 3]);
    const geometry = { positions: Float64Array.of(0, 0, 0, 0, 0, 5, 7, 7, 7, 7, 7, 7) };
    expect([...virtual.placed(geometry).positions.subarray(6)]).toEqual([0, 0, 2, 0, 0, 1]);
    const potential = withVirtualSites(springs, virtual);
    const { forces } = await potential.evaluate(geometry, { forces: true });
    expect([...forces!.subarray(6)]).toEqual([0, 0, 0, 0, 0, 0]);
    const h = 1e-4;
    const at = async (z: number) =>
      (await potential.evaluate({ positions: Float64Array.of(0, 0, 0, 0.1, 0, 5 + z, 0, 0, 0, 0, 0, 0) }, {})).energy;
    const here = await potential.evaluate(
      { positions: Float64Array.of(0, 0, 0, 0.1, 0, 5, 0, 0, 0, 0, 0, 0) },
      { forces: true },
    );
    expect(here.forces![5]!).toBeCloseTo(-((await at(h)) - (await at(-h))) / (2 * h), 7);
  });

  test("the potential neither modifies positions nor asks for more than is wanted", async () => {
    const { virtual, geometry } = atoms(RULES["out of plane"]!, undefined);
    const before = geometry.positions.slice();
    const evaluation = await withVirtualSites(springs, virtual).evaluate(geometry, { virial: true });
    expect(geometry.positions).toStrictEqual(before);
    expect(evaluation.forces).toBeUndefined();
    expect(evaluation.virial).toHaveLength(9);
  });
});

describe("attached to a system", () => {
  const virtual = new VirtualSites(4, [{ site: 3, parents: [0, 1, 2], rule: { kind: "linear", weights: [0.1, 0.1] } }]);
  const system = createSystem({
    elements: [8, 1, 1, 0],
    positions: [0, 0, 0, 1, 1, 0, -1, 1, 0, 5, 5, 5],
    bonds: [0, 1, 0, 2],
    velocities: new Array(12).fill(1),
  });

  test("a site is placed, bonded to its atom, and at rest", () => {
    const whole = attachSites(system, virtual);
    expect([...whole.topology.bonds]).toEqual([0, 1, 0, 2, 0, 3]);
    expect(whole.geometry.positions[10]).toBeCloseTo(0.2, 15);
    expect([...whole.velocities!.subarray(6)]).toEqual([1, 1, 1, 0, 0, 0]);
    expect(attachSites(whole, virtual).topology.bonds).toHaveLength(6);
  });

  test("a region takes the sites of its atoms, and no others", () => {
    expect([...withTheirSites(Int32Array.of(0, 1, 2), system.topology, virtual)]).toEqual([0, 1, 2, 3]);
    expect([...withTheirSites(Int32Array.of(1, 3), system.topology, virtual)]).toEqual([1]);
  });
});

describe("refusals", () => {
  const linear = (weights: number[]): SiteRule => ({ kind: "linear", weights });
  test.each<[string, VirtualSite[]]>([
    [
      "two definitions",
      [
        { site: 2, parents: [0, 1], rule: linear([1]) },
        { site: 2, parents: [0, 1], rule: linear([1]) },
      ],
    ],
    ["itself", [{ site: 2, parents: [2, 1], rule: linear([1]) }]],
    ["an atom that does not exist", [{ site: 2, parents: [0, 9], rule: linear([1]) }]],
    ["a site that does not exist", [{ site: 9, parents: [0, 1], rule: linear([1]) }]],
    ["the same atom twice", [{ site: 2, parents: [0, 0], rule: linear([1]) }]],
    ["too few atoms", [{ site: 2, parents: [0], rule: linear([1]) }]],
    ["a weight that is no number", [{ site: 2, parents: [0, 1], rule: linear([Number.NaN]) }]],
    [
      "a circle",
      [
        { site: 2, parents: [1], rule: linear([]) },
        { site: 1, parents: [2], rule: linear([]) },
      ],
    ],
  ])("%s", (_, sites) => {
    expect(() => new VirtualSites(3, sites)).toThrow(coded("QMMM_VIRTUAL_SITE_INVALID"));
  });
});
