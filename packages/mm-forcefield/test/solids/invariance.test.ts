import { type Evaluation, type System, strained } from "@qmmm/core";
import { centralDifference, strainDerivative } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { cristobalite, diamond, fcc, shaken, supercell, withoutCell } from "./crystals.js";
import { evaluated, opened } from "./support.js";

const bent = [[], [0.6, 0], [-0.5, 0.4, 0]];
const alloyed = (system: System, every: number, element: number): System => ({
  ...system,
  topology: { ...system.topology, elements: system.topology.elements.map((z, k) => (k % every === 0 ? element : z)) },
});

const cases = [
  { id: "stillinger-weber", file: "SiGe.sw", make: () => alloyed(supercell(diamond(5.5), [1, 1, 1], bent), 3, 32) },
  { id: "tersoff", file: "SiC.tersoff", make: () => alloyed(supercell(diamond(4.9), [1, 1, 1], bent), 3, 6) },
  { id: "tersoff", file: "Si.tersoff", make: () => supercell(diamond(5.2), [1, 1, 1]) },
  { id: "vashishta", file: "full.vashishta", make: () => supercell(cristobalite(7.1), [1, 1, 1], bent) },
  { id: "eam", file: "CuNi.eam.fs", make: () => alloyed(supercell(fcc(3.6, "Cu"), [2, 1, 1], bent), 3, 28) },
  { id: "eam", file: "Cu.eam", make: () => supercell(fcc(3.6, "Cu"), [1, 1, 1]) },
].map((one) => ({ ...one, system: shaken(one.make(), 0.12) }));

function largest(values: ArrayLike<number>): number {
  return Math.max(...Array.from(values, Math.abs));
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return largest(Array.from(a, (x, k) => x - b[k]!));
}

function withPositions(system: System, change: (x: number, k: number) => number): System {
  return { ...system, geometry: { ...system.geometry, positions: system.geometry.positions.map(change) } };
}

function expectSame(a: Evaluation, b: Evaluation, relative: number): void {
  expect(Math.abs(a.energy - b.energy)).toBeLessThan(relative * Math.abs(b.energy));
  expect(difference(a.forces!, b.forces!)).toBeLessThan(relative * 100 * largest(b.forces!));
  expect(difference(a.virial!, b.virial!)).toBeLessThan(relative * 100 * largest(b.virial!));
}

describe.each(cases)("$id, $file", ({ id, file, system }) => {
  const options = { file };
  const vectors = system.geometry.cell!.vectors;

  test("forces and virial are derivatives to 1e-7 of the largest", async () => {
    await using potential = await opened(id, options, system);
    const { forces, virial } = await potential.evaluate(system.geometry, { forces: true, virial: true });
    const coordinates = [0, 1, 2, 9, 10, 11];
    const numerical = await centralDifference(potential, system.geometry, 1e-3, coordinates);
    const analytic = coordinates.map((k) => forces![k]!);
    expect(difference(analytic, numerical)).toBeLessThan(1e-7 * largest(forces!));
    const stress = await strainDerivative(potential, system.geometry, 5e-5);
    expect(difference(virial!, stress)).toBeLessThan(1e-7 * largest(virial!));
  });

  test("a supercell has the energy, forces and virial of its cells", async () => {
    const one = await evaluated(id, options, system);
    const count = system.topology.atomCount;
    const { elements } = system.topology;
    const doubled: System = {
      topology: {
        ...system.topology,
        atomCount: 2 * count,
        elements: Uint8Array.of(...elements, ...elements),
      },
      geometry: {
        positions: Float64Array.of(
          ...system.geometry.positions,
          ...system.geometry.positions.map((x, k) => x + vectors[3 + (k % 3)]!),
        ),
        cell: { vectors: vectors.map((x, k) => (k >= 3 && k < 6 ? 2 * x : x)) },
      },
    };
    const two = await evaluated(id, options, doubled);
    expect(Math.abs(two.energy - 2 * one.energy)).toBeLessThan(1e-12 * Math.abs(two.energy));
    expect(difference(two.forces!.subarray(3 * count), one.forces!)).toBeLessThan(1e-11);
    expect(
      difference(
        two.virial!,
        one.virial!.map((w) => 2 * w),
      ),
    ).toBeLessThan(1e-11 * largest(two.virial!));
  });

  test("other vectors of the same lattice, and atoms moved by them, change nothing", async () => {
    const one = await evaluated(id, options, system);
    const [a, b, c] = [0, 3, 6].map((k) => vectors.subarray(k, k + 3)) as [Float64Array, Float64Array, Float64Array];
    const other = Float64Array.of(...a, ...b.map((x, k) => x + a[k]!), ...c.map((x, k) => x - 2 * b[k]! + 7 * a[k]!));
    const moved = withPositions(system, (x, k) => {
      const atom = Math.floor(k / 3);
      return x + (atom % 4) * a[k % 3]! - ((atom * 7) % 5) * c[k % 3]!;
    });
    expectSame(
      await evaluated(id, options, { ...moved, geometry: { ...moved.geometry, cell: { vectors: other } } }),
      one,
      1e-12,
    );
  });

  test("nothing depends on the order of atoms, the origin or the orientation", async () => {
    const one = await evaluated(id, options, system);
    const count = system.topology.atomCount;
    const order = Int32Array.from({ length: count }, (_, k) => (k * 5 + 3) % count);
    expect(new Set(order).size).toBe(count);
    const reordered: System = {
      topology: { ...system.topology, elements: Uint8Array.from(order, (k) => system.topology.elements[k]!) },
      geometry: {
        ...system.geometry,
        positions: Float64Array.from({ length: 3 * count }, (_, k) => {
          return system.geometry.positions[3 * order[Math.floor(k / 3)]! + (k % 3)]!;
        }),
      },
    };
    const shuffled = await evaluated(id, options, reordered);
    const back = Float64Array.from({ length: 3 * count }, (_, k) => {
      return shuffled.forces![3 * order.indexOf(Math.floor(k / 3)) + (k % 3)]!;
    });
    expectSame({ ...shuffled, forces: back }, one, 1e-12);
    expectSame(
      await evaluated(
        id,
        options,
        withPositions(system, (x, k) => x + [3.7, -11.2, 0.4][k % 3]!),
      ),
      one,
      1e-12,
    );

    // A turn about z and then x, as a strain of the whole geometry.
    const [p, q] = [0.7, -1.1];
    const turn = [
      [Math.cos(p), -Math.sin(p), 0],
      [Math.cos(q) * Math.sin(p), Math.cos(q) * Math.cos(p), -Math.sin(q)],
      [Math.sin(q) * Math.sin(p), Math.sin(q) * Math.cos(p), Math.cos(q)],
    ];
    const geometry = strained(
      system.geometry,
      turn.flatMap((row, i) => row.map((x, j) => (i === j ? x - 1 : x))),
    );
    const turned = await evaluated(id, options, { ...system, geometry });
    expect(Math.abs(turned.energy - one.energy)).toBeLessThan(1e-12 * Math.abs(one.energy));
    const rotated = Float64Array.from({ length: 3 * count }, (_, k) => {
      const at = 3 * Math.floor(k / 3);
      return [0, 1, 2].reduce((sum, j) => sum + turn[k % 3]![j]! * one.forces![at + j]!, 0);
    });
    expect(difference(turned.forces!, rotated)).toBeLessThan(1e-11);
  });

  test("bits do not depend on the list's history, nor energies on the skin", async () => {
    await using potential = await opened(id, options, system);
    const first = await potential.evaluate(system.geometry, { forces: true, virial: true });
    const elsewhere = withPositions(system, (x, k) => x + 0.4 * Math.sin(k) + (k < 9 ? vectors[k % 3]! : 0));
    await potential.evaluate(elsewhere.geometry, { forces: true });
    // Near enough for the list made elsewhere to serve.
    const near = withPositions(elsewhere, (x, k) => x + 0.02 * Math.cos(3 * k));
    const reused = await potential.evaluate(near.geometry, { forces: true, virial: true });
    const fresh = await evaluated(id, options, near);
    expect(reused).toEqual(fresh);
    expect(await potential.evaluate(system.geometry, { forces: true, virial: true })).toEqual(first);
    expectSame(await evaluated(id, { ...options, skin: "0.1 angstrom" }, system), first, 1e-15);
  });

  test("a cell so large that no image is seen is open space", async () => {
    const open = withoutCell(system);
    const large = {
      positions: open.geometry.positions,
      cell: { vectors: Float64Array.of(90, 0, 0, 8, 85, 0, -4, 3, 88) },
    };
    expectSame(await evaluated(id, options, { ...open, geometry: large }), await evaluated(id, options, open), 1e-13);
  });
});
