import { type Cell, createMinimumImage, createSystem, type Geometry } from "@qmmm/core";
import { potentialSuite } from "@qmmm/core/testing";
import {
  ANGLE,
  Centre,
  coordinateValue,
  DIHEDRAL,
  DISTANCE,
  HarmonicRestraint,
  type InternalCoordinate,
  PositionalRestraint,
  RestrainedPotential,
  type Restraint,
  SphericalWall,
} from "@qmmm/dynamics";
import { describe, expect, it, test } from "vitest";
import { EmptyPotential } from "../support/empty-potential.js";

const masses = Float64Array.of(1, 16, 12, 1, 14, 1, 12, 3);
const positions = Float64Array.of(
  0.1,
  0.2,
  -0.3,
  1.9,
  0.3,
  0.4,
  2.8,
  1.9,
  -0.2,
  4.6,
  2.2,
  0.5,
  5.4,
  3.9,
  1.1,
  0.7,
  3.8,
  2.5,
  -1.6,
  2.1,
  1.4,
  3.3,
  -2.2,
  1.2,
);
const skewed: Cell = { vectors: Float64Array.of(11, 0, 0, 2, 12, 0, -1.5, 3, 13) };
const open: Geometry = { positions };
/** The same atoms, some of them moved to other cells. */
const periodic: Geometry = {
  positions: positions.map((x, k) => {
    const atom = Math.floor(k / 3);
    return x + (atom === 1 ? skewed.vectors[k % 3]! : 0) - (atom === 4 ? skewed.vectors[6 + (k % 3)]! : 0);
  }),
  cell: skewed,
};

const groups = (...lists: number[][]) => lists.map((atoms) => new Centre(Int32Array.from(atoms), masses));

const harmonic = (coordinate: InternalCoordinate, reference: number, centres: Centre[]): Restraint =>
  new HarmonicRestraint({ name: coordinate.name, coordinate, centres, reference, forceConstant: 0.3 });

const cases: readonly [string, Restraint][] = [
  ["distance", harmonic(DISTANCE, 1.1, groups([0], [4]))],
  ["distance of groups", harmonic(DISTANCE, 2.5, groups([0, 1, 2], [3, 4]))],
  ["angle", harmonic(ANGLE, 1.1, groups([0], [2], [5]))],
  ["angle of groups", harmonic(ANGLE, 2.9, groups([0, 1], [2], [4, 5]))],
  ["dihedral", harmonic(DIHEDRAL, 0.4, groups([0], [1], [2], [5]))],
  ["dihedral of groups", harmonic(DIHEDRAL, -3, groups([0, 1], [2], [3, 4], [6, 7]))],
  [
    "wall about atoms",
    new SphericalWall({
      name: "wall",
      atoms: Int32Array.of(0, 1, 3, 4, 5),
      centre: groups([1, 2])[0]!,
      radius: 1.7,
      forceConstant: 0.2,
    }),
  ],
];
const pinned: readonly [string, Restraint][] = [
  [
    "position",
    new PositionalRestraint({
      name: "position",
      atoms: Int32Array.of(1, 4),
      references: Float64Array.of(1.5, 0.1, 0.6, 5.1, 3.5, 0.2),
      forceConstant: 0.25,
    }),
  ],
  [
    "wall about a point",
    new SphericalWall({
      name: "wall",
      atoms: Int32Array.of(0, 1, 3, 4, 5),
      centre: [2, 1.5, 0.3],
      radius: 1.8,
      forceConstant: 0.2,
    }),
  ],
];

const runner = { describe, test, expect };
const tolerances = { forces: 1e-9, virial: 1e-9, step: 2e-3, strain: 2e-4 };
for (const [name, restraint] of cases) {
  for (const [where, geometry] of [
    ["open", open],
    ["periodic", periodic],
  ] as const) {
    const create = async () => ({ potential: new RestrainedPotential(new EmptyPotential(), [restraint]), geometry });
    potentialSuite({
      ...runner,
      name: `${name}, ${where}`,
      create,
      tolerances,
      atoms: { a: 0, b: 1, c: 2, d: 3, e: 4, f: 5 },
    });
  }
}
for (const [name, restraint] of pinned) {
  for (const [where, geometry] of [
    ["open", open],
    ["periodic", periodic],
  ] as const) {
    const create = async () => ({ potential: new RestrainedPotential(new EmptyPotential(), [restraint]), geometry });
    const reason = "it ties atoms to points in space";
    const exclusions = { balance: reason, translation: reason, rotation: reason };
    potentialSuite({ ...runner, name: `${name}, ${where}`, create, tolerances, exclusions });
  }
}

/** Energy of a restraint alone. */
function energyOf(restraint: Restraint, geometry: Geometry): number {
  return restraint.add({ geometry, image: createMinimumImage(geometry.cell) }, {});
}

describe("restraints", () => {
  it("give ½k(deviation)² in the ledger, under their names", async () => {
    const restraint = harmonic(DISTANCE, 1, groups([0], [1]));
    const geometry = { positions: Float64Array.of(0, 0, 0, 0, 3, 4) };
    const evaluation = await new RestrainedPotential(new EmptyPotential(), [restraint]).evaluate(geometry, {});
    expect(evaluation.terms["restraint:distance"]).toBeCloseTo(0.5 * 0.3 * 16, 14);
  });

  it("know the same atoms in any image of a periodic cell", () => {
    for (const [name, restraint] of [...cases, ...pinned]) {
      const inOneCell = { positions, cell: skewed };
      expect(energyOf(restraint, periodic), name).toBeCloseTo(energyOf(restraint, inOneCell), 12);
    }
  });

  it("measure dihedrals with the sign of IUPAC: right-handed turns are positive, cis is 0", () => {
    const at = (turn: number): Geometry => ({
      positions: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1.5, Math.cos(turn), Math.sin(turn), 1.5),
    });
    const centres = groups([0], [1], [2], [3]);
    for (const turn of [0, 0.5, 2, 3.1, -0.5, -3.1]) {
      const geometry = at(turn);
      expect(coordinateValue(DIHEDRAL, centres, { geometry, image: createMinimumImage(undefined) })).toBeCloseTo(
        turn,
        12,
      );
    }
  });

  it("pull a dihedral the shortest way round", () => {
    const turn = -3.1;
    const positions = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1.5, Math.cos(turn), Math.sin(turn), 1.5);
    const restraint = harmonic(DIHEDRAL, 3.1, groups([0], [1], [2], [3]));
    expect(energyOf(restraint, { positions })).toBeCloseTo(0.15 * (2 * Math.PI - 6.2) ** 2, 12);
  });

  it("are exact for planar dihedrals", async () => {
    const planar = { positions: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1.5, -1, 0, 2.5) };
    const restraint = harmonic(DIHEDRAL, 2.5, groups([0], [1], [2], [3]));
    const potential = new RestrainedPotential(new EmptyPotential(), [restraint]);
    const { forces } = await potential.evaluate(planar, { forces: true });
    const step = 1e-4;
    for (const k of [1, 10]) {
      const energy = async (shift: number) => {
        const moved = planar.positions.slice();
        moved[k]! += shift;
        return (await potential.evaluate({ positions: moved }, {})).energy;
      };
      expect(forces![k]).toBeCloseTo(-((await energy(step)) - (await energy(-step))) / (2 * step), 7);
    }
  });

  it("refuse to pull an angle that is straight, and let one rest that should be", () => {
    const straight = { positions: Float64Array.of(0, 0, 0, 0, 0, 1, 0, 0, 2) };
    const centres = groups([0], [1], [2]);
    expect(() => energyOf(harmonic(ANGLE, 2, centres), straight)).toThrow(/no direction/);
    expect(energyOf(harmonic(ANGLE, Math.PI, centres), straight)).toBe(0);
  });

  it("leave atoms inside a wall alone, whatever the centre", () => {
    const wall = (centre: Centre | readonly [number, number, number]) =>
      new SphericalWall({ name: "wall", atoms: Int32Array.of(0, 1), centre, radius: 5, forceConstant: 1 });
    const { geometry } = createSystem({ elements: [1, 1], positions: [0, 0, 0, 3, 0, 0] });
    expect(energyOf(wall([0, 0, 0]), geometry)).toBe(0);
    expect(energyOf(wall(groups([0])[0]!), geometry)).toBe(0);
    const out = { positions: Float64Array.of(0, 0, 0, 7, 0, 0) };
    expect(energyOf(wall([0, 0, 0]), out)).toBeCloseTo(2, 14);
  });
});
