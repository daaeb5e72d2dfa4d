import { type Cell, createRandomStream, type KernelTable, selectKernels, strained } from "@qmmm/core";
import { expect } from "vitest";
import { mmKernels } from "../../src/index.js";
import type { PairParameters } from "../../src/kernels/signatures.js";
import type { CoulombSum } from "../../src/long-range/coulomb-sum.js";
import { DampedCoulomb } from "../../src/long-range/damped-coulomb.js";
import { EwaldCoulomb } from "../../src/long-range/ewald-coulomb.js";
import { latticeOf } from "../../src/long-range/lattice.js";
import { lennardJonesForm } from "../../src/long-range/lennard-jones-form.js";
import type { LongRangeOptions } from "../../src/long-range/options.js";
import type { Screening } from "../../src/long-range/screening.js";
import { type LongRangeSettings, longRangeSettings } from "../../src/long-range/settings.js";
import { pairLists } from "../../src/parameters/exclusions.js";
import { listOf } from "../pair-lists.js";

export const kernels: KernelTable = await selectKernels([mmKernels], "off");

/** Charges at random, no two nearer than 1.5 a0, some pairs excluded. */
export interface Charges {
  readonly positions: Float64Array;
  readonly charges: Float64Array;
  readonly cell: Cell;
  readonly excluded: readonly (readonly [number, number])[];
}

export const CELLS: Readonly<Record<string, Cell>> = {
  cubic: { vectors: Float64Array.of(16, 0, 0, 0, 16, 0, 0, 0, 16) },
  // Vectors of a truncated octahedron, 109.47° apart.
  octahedral: {
    vectors: Float64Array.of(
      ...[20, 0, 0],
      ...[-20 / 3, (20 * 2 * Math.SQRT2) / 3, 0],
      ...[-20 / 3, (-20 * Math.SQRT2) / 3, (20 * Math.SQRT2) / Math.sqrt(3)],
    ),
  },
  triclinic: { vectors: Float64Array.of(17, 0, 0, 3, 16, 0, -4, 5, 18) },
};

export function randomCharges(cell: Cell, count: number, netCharge: number): Charges {
  const random = createRandomStream(`charges ${count} ${netCharge}`);
  const positions: number[] = [];
  const v = cell.vectors;
  while (positions.length < 3 * count) {
    const s = [random.uniform() - 0.3, random.uniform() + 0.8, random.uniform()];
    const r = [0, 1, 2].map((d) => s[0]! * v[d]! + s[1]! * v[3 + d]! + s[2]! * v[6 + d]!);
    const apart = (k: number): number => Math.hypot(...r.map((x, d) => x - positions[k + d]!));
    if (positions.every((_, k) => k % 3 !== 0 || apart(k) > 1.5)) positions.push(...r);
  }
  const charges = Float64Array.from({ length: count }, () => random.normal());
  const surplus = (charges.reduce((sum, q) => sum + q, 0) - netCharge) / count;
  return {
    positions: Float64Array.from(positions),
    charges: charges.map((q) => q - surplus),
    cell,
    excluded: [
      [0, 1],
      [0, 2],
      [3, 7],
    ],
  };
}

export interface CoulombResult {
  readonly energy: number;
  readonly forces: Float64Array;
  readonly virial: Float64Array;
}

export interface Mask {
  readonly region: Uint8Array;
  /** Factors of pairs with 0, 1 and 2 atoms in the region. */
  readonly kept: readonly [number, number, number];
}

export function pairParameters(system: Charges, mask?: Mask): PairParameters {
  const count = system.charges.length;
  const kept = mask?.kept ?? [1, 1, 1];
  return {
    charges: system.charges,
    typeOf: new Int32Array(count),
    typeCount: 1,
    c12: new Float64Array(1),
    c6: new Float64Array(1),
    region: mask?.region ?? new Uint8Array(count),
    coulombKept: Float64Array.from(kept),
    pairKept: Uint8Array.from(kept),
    ...pairLists(count, system.excluded),
  };
}

/** The whole Coulomb energy of a periodic system, by settings that stay fixed. */
export function coulomb(system: Charges, settings: LongRangeSettings, mask?: Mask): CoulombResult {
  return coulombBy((pairs) => new EwaldCoulomb(settings, pairs, kernels), settings.cutoff, system, mask);
}

/** The same by damped pairs. */
export function dampedCoulomb(system: Charges, screening: Screening, mask?: Mask): CoulombResult {
  return coulombBy((pairs) => new DampedCoulomb(screening, pairs, kernels), screening.reach, system, mask);
}

function coulombBy(
  create: (pairs: PairParameters) => CoulombSum,
  cutoff: number,
  system: Charges,
  mask?: Mask,
): CoulombResult {
  const count = system.charges.length;
  const pairs = pairParameters(system, mask);
  const lattice = latticeOf(system.cell);
  const forces = new Float64Array(3 * count);
  const virial = new Float64Array(9);
  const energies = new Float64Array(2);
  const solver = create(pairs);
  const form = lennardJonesForm("cut", cutoff, cutoff);
  const listed = kernels.get("mm/listedPairs");
  const { positions } = system;
  const list = listOf(pairs, positions, lattice, cutoff);
  listed(energies, forces, virial, positions, lattice, pairs, form, solver.table, list);
  const energy = energies[1]! + solver.evaluate(forces, virial, positions, lattice);
  return { energy, forces, virial };
}

/** Settings for a system, cut off at a distance. */
export function settingsFor(system: Charges, options: LongRangeOptions, cutoff: number): LongRangeSettings {
  return longRangeSettings(options, system.charges, cutoff, system.cell);
}

export const EWALD: LongRangeOptions = { type: "ewald", accuracy: 1e-12 };

/** Fourth-order central difference of a function of one number. */
export function slopeOf(f: (x: number) => number, h: number): number {
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

/** Expects some forces and all of the virial to be derivatives of the energy, to 1e-7 of the largest. */
export function expectForcesAndVirial(system: Charges, evaluate: (moved: Charges) => CoulombResult): void {
  const { forces, virial } = evaluate(system);
  const largest = Math.max(...forces.map(Math.abs));
  for (const k of [0, 4, 11, 30]) {
    const slope = slopeOf((x) => {
      const positions = system.positions.slice();
      positions[k]! += x;
      return evaluate({ ...system, positions }).energy;
    }, 2e-3);
    expect(Math.abs(forces[k]! + slope)).toBeLessThan(1e-7 * largest);
  }
  const stress = Math.max(...virial.map(Math.abs));
  for (const k of [0, 1, 2, 4, 5, 8]) {
    const slope = slopeOf((x) => {
      const strain = new Float64Array(9);
      strain[k] = x;
      const geometry = strained({ positions: system.positions, cell: system.cell }, strain);
      return evaluate({ ...system, positions: geometry.positions, cell: geometry.cell! }).energy;
    }, 5e-4);
    expect(Math.abs(virial[k]! + slope)).toBeLessThan(1e-7 * stress);
  }
}
