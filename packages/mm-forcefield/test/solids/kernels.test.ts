import { createRandomStream, type KernelName, reciprocalOf } from "@qmmm/core";
import { type KernelCase, kernelBackendSuite, kernelCase } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import {
  type EamParameters,
  type ManyBodyKernel,
  type Neighbours,
  type Ownership,
  type PolarIons,
  solidKernels,
  type TripletParameters,
} from "../../src/index.js";
import { ewaldScreening, screenedTable } from "../../src/long-range/screening.js";
import { FullList } from "../../src/solids/full-list.js";
import { fullNeighbours } from "../../src/solids/kernels/full-neighbours.js";

const ATOMS = 30;
const CELL = { vectors: Float64Array.of(15, 0, 0, 2, 14, 0, -3, 1, 16) };
const cell = Float64Array.of(...CELL.vectors, ...reciprocalOf(CELL));
const open = new Float64Array(0);

function positions(count = ATOMS): Float64Array {
  const random = createRandomStream("solids");
  return Float64Array.from({ length: 3 * count }, () => 14 * random.uniform());
}

const typeOf = Int32Array.from({ length: ATOMS }, (_, k) => k % 2);
const owned: Ownership = {
  region: Uint8Array.from({ length: ATOMS }, (_, k) => (k % 3 === 0 ? 1 : 0)),
  pair: Float64Array.of(1, 0.5, -1),
  triple: Float64Array.of(1, 0.5, -1, 2),
  site: Float64Array.of(1, -1),
};

function repeated(numbers: readonly number[], count: number): Float64Array {
  return Float64Array.from({ length: numbers.length * count }, (_, k) => numbers[k % numbers.length]!);
}

function triplets(pair: readonly number[], triplet: readonly number[]): TripletParameters {
  return { typeOf, typeCount: 2, pairs: repeated(pair, 4), triplets: repeated(triplet, 8) };
}

const eam: EamParameters = {
  typeOf,
  typeCount: 2,
  cutoff: 6,
  densityCount: 3,
  densityStep: 2,
  radialCount: 3,
  radialStep: 3,
  splines: Float64Array.from({ length: 36 }, (_, k) => Math.sin(k)),
  embeddingAt: Int32Array.of(0, 12),
  densityAt: Int32Array.of(0, 12, 24, 12),
  pairAt: Int32Array.of(12, 24, 24, 0),
};

const polarIons: PolarIons = {
  typeOf,
  typeCount: 2,
  pairs: repeated([0.002, 11, 4.6, 2, -1.5, -1e-4, 2e-5], 4),
  charges: Float64Array.from(typeOf, (type) => 2.4 * type - 1.2),
  polarisabilities: Float64Array.from(typeOf, (type) => 9 * (1 - type)),
  cutoff: 7,
  beta: 0.4,
  table: screenedTable(ewaldScreening(0.4), 7),
};

function nearby(): Neighbours {
  return new FullList(fullNeighbours, owned.region, 7, 1).at(positions(), cell);
}

function manyBody<P>(kernel: KernelName, parameters: P): KernelCase[] {
  return [open, cell].map((box) =>
    kernelCase(kernel, box.length === 0 ? "open" : "in a cell", (call) => {
      const [energies, forces, virial] = [new Float64Array(2), new Float64Array(3 * ATOMS), new Float64Array(9)];
      const neighbours = new FullList(fullNeighbours, owned.region, 7, 1).at(positions(), box);
      (call as ManyBodyKernel<P>)(energies, forces, virial, positions(), neighbours, owned, parameters);
      return { energies, forces, virial };
    }),
  );
}

kernelBackendSuite({
  describe,
  test,
  expect,
  name: "solids, TypeScript",
  reference: solidKernels,
  candidate: solidKernels,
  cases: [
    ...manyBody("mm/stillingerWeber", triplets([7, 0.5, 0.6, 4, 4, 0, 7, 4.8], [1.6, -0.3, 0])),
    ...manyBody("mm/vashishta", triplets([7, 50, 5, 0.4, 0.2, 3, 0.3, 9, 0.02, -0.01, 2, 5], [0.7, -0.3, 0.5])),
    ...manyBody("mm/tersoff", triplets([6.2, 120, 1.7, 3.5, 0.7, 0.3, 22], [3, 1, 0.7, 23, 4, 0.1, 5.7, 0.5])),
    ...manyBody("mm/embeddedAtom", eam),
    kernelCase("mm/ionPairs", "in a cell", (call) => {
      const [energies, forces, virial] = [new Float64Array(2), new Float64Array(3 * ATOMS), new Float64Array(9)];
      const neighbours = new FullList(fullNeighbours, owned.region, 7, 1).at(positions(), cell);
      call(energies, forces, virial, positions(), neighbours, {
        typeOf,
        typeCount: 2,
        pairs: repeated([600, 2.6, 170, 2.4, 0.2, -0.6, 6, -0.001, 0.0005], 4),
        charges: Float64Array.from(typeOf, (type) => 2.4 * type - 1.2),
        cutoff: 7,
        table: screenedTable(ewaldScreening(0.4), 7),
        region: owned.region,
        buckinghamKept: Float64Array.of(1, 0, 1),
        coulombKept: Float64Array.of(0, 1, 1),
      });
      return { energies, forces, virial };
    }),
    kernelCase("mm/polarIonFields", "in a cell", (call) => {
      const field = new Float64Array(3 * ATOMS);
      call(field, positions(), nearby(), polarIons);
      return { field };
    }),
    kernelCase("mm/polarPairs", "in a cell", (call) => {
      const [indices, tensors] = [new Int32Array(4000), new Float64Array(10_000)];
      const count = call(indices, tensors, positions(), nearby(), polarIons);
      return { indices, tensors, count: [count] };
    }),
    kernelCase("mm/polarPairFields", "three pairs", (call) => {
      const field = new Float64Array(3 * ATOMS);
      const tensors = Float64Array.from({ length: 15 }, (_, k) => Math.cos(k));
      call(field, positions(), Int32Array.of(0, 2, 2, 4, 4, 4), tensors, 3);
      return { field };
    }),
    kernelCase("mm/polarIonForces", "in a cell", (call) => {
      const [energies, forces, virial] = [new Float64Array(1), new Float64Array(3 * ATOMS), new Float64Array(9)];
      const dipoles = Float64Array.from({ length: 3 * ATOMS }, (_, k) => 0.3 * Math.sin(k));
      call(energies, forces, virial, positions(), nearby(), polarIons, dipoles, -1);
      return { energies, forces, virial };
    }),
    kernelCase("mm/morseStretches", "in a cell", (call) => {
      const [energies, forces, virial] = [new Float64Array(1), new Float64Array(3 * ATOMS), new Float64Array(9)];
      const kept = Float64Array.of(1, 0, 1);
      call(energies, forces, virial, positions(), nearby(), polarIons, owned.region, kept);
      return { energies, forces, virial };
    }),
    kernelCase("mm/fullNeighbours", "in a cell", (call) => {
      const [start, partners, images] = [new Int32Array(ATOMS + 1), new Int32Array(9000), new Int32Array(27000)];
      const count = call(start, partners, images, positions(), cell, 11);
      return { start, partners, images, count: [count] };
    }),
  ],
});

describe("the list of neighbours", () => {
  /** Every image within reach, looked at one by one. */
  function bruteForce(at: Float64Array, box: Float64Array, range: number, most: number): string[] {
    const found: string[] = [];
    const count = at.length / 3;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        for (let a = -most; a <= most; a++) {
          for (let b = -most; b <= most; b++) {
            for (let c = -most; c <= most; c++) {
              if (i === j && a === 0 && b === 0 && c === 0) continue;
              const d = [0, 1, 2].map((k) => {
                const shift = box.length === 0 ? 0 : a * box[k]! + b * box[3 + k]! + c * box[6 + k]!;
                return at[3 * j + k]! - at[3 * i + k]! + shift;
              });
              if (Math.hypot(...d) < range) found.push(`${i} ${j} ${a} ${b} ${c}`);
            }
          }
        }
      }
    }
    return found.sort();
  }

  function listed(at: Float64Array, box: Float64Array, range: number): string[] {
    const start = new Int32Array(at.length / 3 + 1);
    const count = fullNeighbours(start, new Int32Array(0), new Int32Array(0), at, box, range);
    const [partners, images] = [new Int32Array(count), new Int32Array(3 * count)];
    expect(fullNeighbours(start, partners, images, at, box, range)).toBe(count);
    const found: string[] = [];
    for (let i = 0; i + 1 < start.length; i++) {
      for (let n = start[i]!; n < start[i + 1]!; n++) {
        if (n > start[i]!) expect(partners[n]).toBeGreaterThanOrEqual(partners[n - 1]!);
        found.push(`${i} ${partners[n]} ${images.subarray(3 * n, 3 * n + 3).join(" ")}`);
      }
    }
    return found.sort();
  }

  const skewed = { vectors: Float64Array.of(6, 0, 0, 4.5, 5, 0, -5, 3, 7) };
  test.for([
    ["in open space", positions(), open, 5, 0],
    ["in a cell wider than the range", positions(), cell, 4, 2],
    ["in a cell narrower than twice the range", positions(12), cell, 11, 3],
    [
      "in a skewed cell much smaller than the range",
      positions(3),
      Float64Array.of(...skewed.vectors, ...reciprocalOf(skewed)),
      12,
      8,
    ],
    ["of atoms far outside their cell", positions(6).map((x, k) => x + (k % 2) * 30), cell, 7, 6],
    ["of one atom", Float64Array.of(-1e-18, 15, 0), cell, 16, 4],
    ["of atoms in one place", new Float64Array(6), open, 3, 0],
  ] as const)("%s", ([, at, box, range, most]) => {
    expect(listed(at, box, range)).toEqual(bruteForce(at, box, range, most));
  });
});
