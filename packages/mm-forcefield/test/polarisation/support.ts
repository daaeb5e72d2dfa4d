import { readFileSync } from "node:fs";
import { createRandomStream } from "@qmmm/core";
import {
  InducedDipoles,
  type InductionOptions,
  type PolarisableSites,
  pairScalings,
  type TholeModel,
} from "../../src/index.js";

type Rows = readonly (readonly number[])[];

/** fixtures/references.json, in atomic units. */
export interface PolarisationReferences {
  readonly program: string;
  readonly positions: Rows;
  readonly charges: readonly number[];
  readonly polarisabilities: readonly number[];
  readonly dense: readonly {
    readonly model: TholeModel;
    readonly factor: number;
    readonly excluded: readonly (readonly [number, number])[];
    readonly field: Rows;
    readonly energy: number;
    readonly dipoles: Rows;
    readonly forces: Rows;
  }[];
  readonly amoeba: {
    readonly bonds: Rows;
    readonly groups: Rows;
    readonly factors: readonly number[];
    readonly energy: number;
    readonly dipoles: Rows;
    readonly forces: Rows;
  };
}

export const references: PolarisationReferences = JSON.parse(
  readFileSync(new URL("fixtures/references.json", import.meta.url), "utf8"),
);

export const MODELS: readonly TholeModel[] = ["thole-linear", "thole-exponential", "amoeba", "none"];
export const positions = Float64Array.from(references.positions.flat());
export const charges = Float64Array.from(references.charges);
export const polarisabilities = Float64Array.from(references.polarisabilities);

export function denseCase(model: TholeModel) {
  const found = references.dense.find((entry) => entry.model === model);
  if (found === undefined) throw new Error(`no reference for ${model}`);
  return found;
}

/** The sites of the references with one damping model; excluded pairs do not see each other. */
export function sitesOf(model: TholeModel): PolarisableSites {
  const { factor, excluded } = denseCase(model);
  return {
    charges,
    polarisabilities,
    damping: { model, factor, charges: true },
    scalings: pairScalings(
      charges.length,
      excluded.map(([i, j]) => [i, j, { direct: 0, energy: 0, mutual: 0 }]),
    ),
  };
}

/** The same sites with factors of AMOEBA's kind: partial, and different for the direct and the energy field. */
export function mixedSites(model: TholeModel): PolarisableSites {
  return {
    ...sitesOf(model),
    scalings: pairScalings(charges.length, [
      [1, 0, { direct: 0, energy: 0, mutual: 0.3 }],
      [1, 2, { direct: 0.2, energy: 0, mutual: 0.5 }],
      [2, 3, { direct: 0, energy: 0.4, mutual: 0.5 }],
      [0, 2, { direct: 1, energy: 0, mutual: 1 }],
      [3, 4, { direct: 0, energy: 0, mutual: 0 }],
      [7, 5, { direct: 0, energy: 0, mutual: 0 }],
      [5, 6, { direct: 0, energy: 0, mutual: 0.1 }],
      [6, 7, { direct: 0.5, energy: 1, mutual: 0.2 }],
    ]),
  };
}

/** A cluster of so many random sites at least 3 a0 apart. */
export function cluster(count: number, options: InductionOptions = {}, model: TholeModel = "thole-exponential") {
  const random = createRandomStream(7);
  const edge = 5 * Math.cbrt(count);
  const at: number[] = [];
  while (at.length < 3 * count) {
    const point = [0, 1, 2].map(() => edge * random.uniform());
    let free = true;
    for (let k = 0; k < at.length; k += 3)
      free &&= (at[k] - point[0]) ** 2 + (at[k + 1] - point[1]) ** 2 + (at[k + 2] - point[2]) ** 2 > 9;
    if (free) at.push(...point);
  }
  const sites: PolarisableSites = {
    charges: Float64Array.from({ length: count }, (_, k) => (k % 2 === 0 ? 0.4 : -0.4)),
    polarisabilities: Float64Array.from({ length: count }, (_, k) => (k % 5 === 0 ? 0 : 4 + (k % 3))),
    damping: { model, factor: model === "amoeba" ? 0.39 : 1.9088, charges: true },
    scalings: pairScalings(count, []),
  };
  return { positions: Float64Array.from(at), sites, dipoles: new InducedDipoles(sites, options) };
}

/** Largest difference of two lists. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.NaN;
  return Array.from(actual).reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k])), 0);
}

/** Largest entry by magnitude. */
export function size(values: ArrayLike<number>): number {
  return worst(values, new Float64Array(values.length));
}
