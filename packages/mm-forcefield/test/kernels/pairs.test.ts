import { type Cell, createRandomStream, type Geometry, reciprocalOf, strained } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { listedPairs } from "../../src/kernels/listed-pairs.js";
import { pairList } from "../../src/kernels/pair-list.js";
import { CHARGED, LENNARD_JONES, type ListedPairs, type PairParameters, ROW } from "../../src/kernels/signatures.js";
import { shiftedForces } from "../../src/long-range/treatment.js";
import { interactionsOf, PairList } from "../../src/nonbonded/pair-list.js";
import { pairLists } from "../../src/parameters/exclusions.js";
import { listOf } from "../pair-lists.js";

const NONE = new Float64Array(0);
const numbersOf = (cell: Cell | undefined): Float64Array =>
  cell === undefined ? NONE : Float64Array.of(...cell.vectors, ...reciprocalOf(cell));

const CELLS: readonly (readonly [string, Cell | undefined])[] = [
  ["open", undefined],
  ["rectangular", { vectors: Float64Array.of(30, 0, 0, 0, 33, 0, 0, 0, 36) }],
  ["skewed", { vectors: Float64Array.of(34, 1, 2, 5, 36, 0, -6, 4, 38) }],
  ["narrow", { vectors: Float64Array.of(16.2, 0, 0, 0, 16.5, 0, 0, 0, 60) }],
  ["narrower than the range", { vectors: Float64Array.of(7, 0, 0, 1, 60, 0, 0, -2, 6.5) }],
];

function scatter(count: number, seed: string, spread = 60): Float64Array {
  const random = createRandomStream(seed);
  return Float64Array.from({ length: 3 * count }, () => spread * (random.uniform() - 0.3));
}

const argon = (count: number, exclusions = pairLists(count, [])): PairParameters => ({
  charges: Float64Array.from({ length: count }, (_, k) => (k % 2 === 0 ? 0.4 : -0.4)),
  typeOf: new Int32Array(count),
  typeCount: 1,
  c12: Float64Array.of(2e5),
  c6: Float64Array.of(60),
  region: new Uint8Array(count),
  coulombKept: Float64Array.of(1, 1, 1),
  pairKept: Uint8Array.of(1, 1, 1),
  ...exclusions,
});

/** Squared distances of the pairs of a list, sorted, with what they interact by. */
function distancesOf(list: ListedPairs, positions: Float64Array, cell: Float64Array): string[] {
  const vectors = cell.length > 0 ? cell : new Float64Array(9);
  const place = (slot: number, d: number): number => {
    const at = 3 * slot;
    const whole = [0, 1, 2].reduce((sum, k) => sum + list.images[at + k]! * vectors[3 * k + d]!, 0);
    return positions[3 * list.order[slot]! + d]! - whole;
  };
  const found: string[] = [];
  let n = 0;
  for (let row = 0; row < list.rows.length; row += ROW.length) {
    const slot = list.rows[row + ROW.slot]!;
    for (; n < list.rows[row + ROW.end]!; n++) {
      const partner = list.partners[n]!;
      const squared = [0, 1, 2].reduce((sum, d) => {
        const image = [0, 1, 2].reduce((s, k) => s + list.rows[row + ROW.image + k]! * vectors[3 * k + d]!, 0);
        return sum + (place(slot, d) - place(partner, d) - image) ** 2;
      }, 0);
      const [i, j] = [list.order[slot]!, list.order[partner]!].sort((a, b) => a - b);
      found.push(`${i}-${j} ${squared.toFixed(6)} ${n < list.rows[row + ROW.split]! ? "both" : "coulomb"}`);
    }
  }
  return found.sort();
}

describe.each(CELLS)("the list of pairs of a system that is %s", (_, cell) => {
  const count = 100;
  const positions = scatter(count, "list");
  const [range, chargeRange] = [10, 8];
  const excluded = pairLists(count, [
    [3, 7],
    [0, 1],
    [99, 2],
  ]);
  // Atoms with Lennard-Jones interaction, with charge, with both, with neither.
  const interacting = Uint8Array.from(
    { length: count },
    (_, k) => [LENNARD_JONES | CHARGED, CHARGED, LENNARD_JONES, 0][k % 4]!,
  );

  it("holds every image of every pair within the range of its kind once without the excluded ones", () => {
    const expected: string[] = [];
    const barred = new Set(["3-7", "0-1", "2-99"]);
    const vectors = cell?.vectors ?? new Float64Array(9);
    const most = (d: number): number =>
      cell === undefined ? 0 : Math.ceil((60 + range) / Math.abs(vectors[4 * d]!)) + 1;
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const both = interacting[i]! & interacting[j]!;
        if (both === 0 || barred.has(`${i}-${j}`)) continue;
        for (let a = -most(0); a <= most(0); a++) {
          for (let b = -most(1); b <= most(1); b++) {
            for (let c = -most(2); c <= most(2); c++) {
              let squared = 0;
              for (let d = 0; d < 3; d++) {
                const image = a * vectors[d]! + b * vectors[3 + d]! + c * vectors[6 + d]!;
                squared += (positions[3 * i + d]! - positions[3 * j + d]! - image) ** 2;
              }
              if (squared >= (both & LENNARD_JONES ? range : chargeRange) ** 2) continue;
              expected.push(`${i}-${j} ${squared.toFixed(6)} ${both & LENNARD_JONES ? "both" : "coulomb"}`);
            }
          }
        }
      }
    }
    const numbers = numbersOf(cell);
    const [counts, order, images] = [new Int32Array(2), new Int32Array(count), new Int32Array(3 * count)];
    const { exclusionStart, exclusions } = excluded;
    const build = (rows: Int32Array, partners: Int32Array): void =>
      pairList(
        counts,
        order,
        images,
        rows,
        partners,
        positions,
        numbers,
        range,
        chargeRange,
        interacting,
        exclusionStart,
        exclusions,
      );
    build(new Int32Array(3), new Int32Array(2));
    const needed = counts.slice();
    const [rows, partners] = [new Int32Array(ROW.length * needed[0]!), new Int32Array(needed[1]!)];
    build(rows, partners);
    expect(counts).toEqual(needed);
    expect(distancesOf({ order, images, rows, partners }, positions, numbers)).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(10);
  });
});

describe("shifted forces", () => {
  const cutoff = 9;
  const { form, cutOff } = shiftedForces(cutoff);
  const at = (r: number) => {
    const energies = new Float64Array(2);
    const forces = new Float64Array(6);
    const positions = Float64Array.of(0, 0, 0, r, 0, 0);
    const list = listOf(argon(2), positions, NONE, cutoff);
    listedPairs(energies, forces, NONE, positions, NONE, argon(2), form, cutOff!, list);
    return { lennardJones: energies[0]!, coulomb: energies[1]!, force: forces[3]! + 0 };
  };

  it("bring energy and force to zero at the cutoff, and keep the force's shape", () => {
    const before = at(cutoff - 1e-6);
    expect(Math.abs(before.lennardJones) + Math.abs(before.coulomb)).toBeLessThan(1e-13);
    expect(Math.abs(before.force)).toBeLessThan(1e-8);
    expect(at(cutoff)).toEqual({ lennardJones: 0, coulomb: 0, force: 0 });
    const plain = (r: number) => 12 * 2e5 * r ** -13 - 6 * 60 * r ** -7 - 0.16 * r ** -2;
    for (const r of [5, 6.5, 8]) expect(at(r).force).toBeCloseTo(plain(r) - plain(cutoff), 13);
  });

  it("have the energy of the formula", () => {
    const u = (r: number) => 2e5 * r ** -12 - 60 * r ** -6;
    const du = (r: number) => -12 * 2e5 * r ** -13 + 6 * 60 * r ** -7;
    expect(at(6).lennardJones).toBeCloseTo(u(6) - u(cutoff) - (6 - cutoff) * du(cutoff), 14);
    expect(at(6).coulomb).toBeCloseTo(-0.16 * (1 / 6 - 1 / cutoff + (6 - cutoff) / cutoff ** 2), 14);
  });
});

describe("PairList", () => {
  const count = 120;
  const cutoff = 7;
  const parameters = argon(count);
  const { form, cutOff } = shiftedForces(cutoff);
  /** A list, how often it was made, and energies and forces by it. */
  function lists(skin: number) {
    let builds = 0;
    const list = new PairList(
      (...all) => {
        builds++;
        pairList(...all);
      },
      { ...parameters, interacting: interactionsOf(parameters) },
      cutoff,
      skin,
    );
    const evaluate = (positions: Float64Array, cell: Float64Array): number[] => {
      const energies = new Float64Array(2);
      const forces = new Float64Array(3 * count);
      const virial = new Float64Array(9);
      const listed = list.at(positions, cell);
      listedPairs(energies, forces, virial, positions, cell, parameters, form, cutOff!, listed);
      return [...energies, ...forces, ...virial];
    };
    return { list, evaluate, builds: () => builds };
  }
  const worst = (a: number[], b: number[]): number =>
    Math.max(...a.map((x, k) => Math.abs(x - b[k]!))) / Math.max(...a.map(Math.abs));

  it.each(CELLS.slice(0, 3))("serves while atoms and cell move, and is made anew in time: %s", (_, cell) => {
    const kept = lists(1.5);
    const random = createRandomStream("drift");
    let geometry: Geometry = { positions: scatter(count, "argon", 30), cell };
    const steps = 20;
    for (let step = 0; step < steps; step++) {
      const positions = geometry.positions.map((x) => x + 0.5 * (random.uniform() - 0.5));
      const strain = Float64Array.from({ length: 9 }, () => 0.004 * (random.uniform() - 0.5));
      geometry = cell === undefined ? { positions, cell } : strained({ positions, cell: geometry.cell }, strain);
      const numbers = numbersOf(geometry.cell);
      expect(
        worst(kept.evaluate(geometry.positions, numbers), lists(3).evaluate(geometry.positions, numbers)),
      ).toBeLessThan(1e-12);
    }
    // Made twice at first, for want of room, then some times, but not once per step.
    expect(kept.builds()).toBeGreaterThan(2);
    expect(kept.builds()).toBeLessThan(steps / 2 + 2);
  });

  it("goes on with the same bits from its snapshot", () => {
    const cell = numbersOf(CELLS[2]![1]);
    const start = scatter(count, "argon", 30);
    const moved = start.map((x, k) => x + 0.2 * Math.sin(k));
    const one = lists(1.5);
    one.evaluate(start, cell);
    const saved = one.list.snapshot();
    const two = lists(1.5);
    two.list.restore(saved);
    expect(two.evaluate(moved, cell)).toEqual(one.evaluate(moved, cell));
    // Made at other positions, the list has another order.
    expect(lists(1.5).evaluate(moved, cell)).not.toEqual(one.evaluate(moved, cell));
    two.list.restore(null);
    expect(two.evaluate(moved, cell)).toEqual(lists(1.5).evaluate(moved, cell));
  });
});
