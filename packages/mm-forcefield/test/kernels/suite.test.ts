import { createRandomStream, type KernelName, reciprocalOf } from "@qmmm/core";
import { type KernelCase, kernelBackendSuite, kernelCase } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { type BondedKernel, mmKernels, type PairParameters } from "../../src/index.js";
import { ROW } from "../../src/kernels/signatures.js";
import { shiftedForces } from "../../src/long-range/treatment.js";
import { cmapTables } from "../../src/parameters/cmap-splines.js";
import { pairLists } from "../../src/parameters/exclusions.js";
import { longRangeCases } from "../long-range/kernel-cases.js";
import { momentCases } from "../multipoles/kernel-cases.js";
import { listOf } from "../pair-lists.js";

const ATOMS = 40;
const CELL = { vectors: Float64Array.of(20, 0, 0, 1, 21, 0, 2, -1, 22) };

function positions(): Float64Array {
  const random = createRandomStream("kernels");
  return Float64Array.from(
    { length: 3 * ATOMS },
    (_, k) => 4 * (Math.floor(k / 3) % 4) + 3 * random.uniform() + 0.3 * k,
  );
}

function bonded(kernel: KernelName, width: number, numbers: readonly number[]): KernelCase[] {
  const atoms = Int32Array.from({ length: width * 10 }, (_, k) => (Math.floor(k / width) + (k % width)) % ATOMS);
  const parameters = Float64Array.from({ length: numbers.length * 10 }, (_, k) => numbers[k % numbers.length]!);
  return [new Float64Array(0), Float64Array.of(...CELL.vectors, ...reciprocalOf(CELL))].map((cell) =>
    kernelCase(kernel, cell.length === 0 ? "open" : "in a cell", (call) => {
      const [energies, forces, virial] = [new Float64Array(2), new Float64Array(3 * ATOMS), new Float64Array(9)];
      (call as BondedKernel)(energies, forces, virial, positions(), cell, atoms, parameters);
      return { energies, forces, virial };
    }),
  );
}

function pairs(): PairParameters {
  return {
    charges: Float64Array.from({ length: ATOMS }, (_, k) => 0.3 * Math.sin(k)),
    typeOf: Int32Array.from({ length: ATOMS }, (_, k) => k % 2),
    typeCount: 2,
    c12: Float64Array.of(1e5, 2e4, 2e4, 0),
    c6: Float64Array.of(50, 10, 10, 0),
    region: Uint8Array.from({ length: ATOMS }, (_, k) => (k < 10 ? 1 : 0)),
    coulombKept: Float64Array.of(1, 0, 1),
    pairKept: Uint8Array.of(1, 1, 0),
    ...pairLists(ATOMS, [
      [0, 1],
      [5, 30],
    ]),
  };
}

const open = new Float64Array(0);
const cases: KernelCase[] = [
  ...bonded("mm/bonds", 2, [0.3, 2]),
  ...bonded("mm/angles", 3, [0.1, 1.9]),
  ...bonded("mm/torsions", 4, [0.01, 3, 0.4]),
  ...bonded("mm/quarticBonds", 2, [0.01, 2]),
  ...bonded("mm/morseBonds", 2, [0.1, 0.2, 3]),
  ...bonded("mm/cubicBonds", 2, [0.01, -0.02, 3]),
  ...bonded("mm/feneBonds", 2, [0.01, 60]),
  ...bonded("mm/flatBonds", 2, [0.01, 5, 6, 8]),
  ...bonded("mm/restrictedAngles", 3, [0.01, -0.4]),
  ...bonded("mm/quarticAngles", 3, [1.9, 0.1, 0.2, 0.1, -0.1, 0.05]),
  ...bonded("mm/linearAngles", 3, [0.01, 0.4]),
  ...bonded("mm/bondBondCross", 3, [0.01, 4, 5]),
  ...bonded("mm/bondAngleCross", 3, [0.01, 4, 5, 7]),
  ...bonded("mm/restrictedTorsions", 4, [0.01, -0.4]),
  ...bonded("mm/bendingTorsions", 4, [0.01, -0.4, 0.02, 0.03, -0.01]),
  ...bonded("mm/cosineAngles", 3, [0.1, -0.4]),
  ...bonded("mm/harmonicImpropers", 4, [0.02, 3]),
  kernelCase("mm/cmap", "two grids", (call) => {
    const grids = [8, 12].map((size) => ({
      size,
      energies: Float64Array.from({ length: size * size }, (_, k) => 0.01 * Math.sin(k * k)),
    }));
    const atoms = Int32Array.of(0, 1, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 6, 7, 8, 9);
    const tables = cmapTables({ atoms, gridOf: Int32Array.of(1, 0), grids });
    const [energies, forces, virial] = [new Float64Array(2), new Float64Array(3 * ATOMS), new Float64Array(9)];
    call(energies, forces, virial, positions(), open, atoms, tables.starts, tables.sizes, tables.grids);
    return { energies, forces, virial };
  }),
  ...bonded("mm/inverseFourth", 2, [0.5, 0.05]),
  ...bonded("mm/exceptions", 2, [1e4, 20, -0.1]),
  kernelCase("mm/allPairs", "with a mask", (call) => {
    const [energies, forces] = [new Float64Array(2), new Float64Array(3 * ATOMS)];
    call(energies, forces, positions(), pairs());
    return { energies, forces };
  }),
  kernelCase("mm/pairList", "open", (call) => {
    const { exclusionStart, exclusions } = pairs();
    const [counts, order, images] = [new Int32Array(2), new Int32Array(ATOMS), new Int32Array(3 * ATOMS)];
    const [rows, partners] = [new Int32Array(ROW.length * ATOMS ** 2), new Int32Array(ATOMS ** 2)];
    const interacting = Uint8Array.from({ length: ATOMS }, (_, k) => 1 + (k % 3));
    call(counts, order, images, rows, partners, positions(), open, 9, 8, interacting, exclusionStart, exclusions);
    return { counts, order, images, rows, partners };
  }),
  kernelCase("mm/listedPairs", "open, with a mask", (call) => {
    const [energies, forces, virial] = [new Float64Array(2), new Float64Array(3 * ATOMS), new Float64Array(9)];
    const { form, cutOff } = shiftedForces(9);
    const list = listOf(pairs(), positions(), open, 9);
    call(energies, forces, virial, positions(), open, pairs(), form, cutOff!, list);
    return { energies, forces, virial };
  }),
  ...longRangeCases(pairs),
  ...momentCases(),
];

kernelBackendSuite({
  describe,
  test,
  expect,
  name: "mm, TypeScript",
  reference: mmKernels,
  candidate: mmKernels,
  cases,
});
