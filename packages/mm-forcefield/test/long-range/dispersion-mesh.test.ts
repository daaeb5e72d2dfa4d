import { readFileSync } from "node:fs";
import { createSystem, everyTerm, HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";
import { forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, it, test } from "vitest";
import type { ListedPairs } from "../../src/kernels/signatures.js";
import { DispersionMesh } from "../../src/long-range/dispersion-mesh.js";
import { type DispersionMeshSettings, dispersionMeshSettings } from "../../src/long-range/dispersion-settings.js";
import { dispersionWave, smoothDispersion } from "../../src/long-range/dispersion-shape.js";
import { latticeOf } from "../../src/long-range/lattice.js";
import { dispersionMeshOptions } from "../../src/long-range/options.js";
import { pairLists } from "../../src/parameters/exclusions.js";
import { ANGSTROM, errorOf, forceField, model, positionsOf, references, waters } from "../support.js";
import { CELLS, kernels, randomCharges } from "./support.js";

describe("the shape of smooth dispersion", () => {
  const at = (y: number) => {
    const out = { value: 0, slope: 0 };
    smoothDispersion(out, y);
    return out;
  };
  const wave = (m2: number) => {
    const out = { value: 0, slope: 0 };
    dispersionWave(out, 1, m2);
    return out;
  };

  it("is smooth where its formulas meet", () => {
    for (const key of ["value", "slope"] as const) {
      expect(Math.abs(at(1 - 1e-15)[key] / at(1)[key] - 1)).toBeLessThan(1e-12);
      const meet = (2 / Math.PI) ** 2;
      expect(Math.abs(wave(meet * (1 - 1e-15))[key] / wave(meet)[key] - 1)).toBeLessThan(1e-11);
    }
    expect(at(0)).toEqual({ value: 1 / 6, slope: -1 / 8 });
  });

  it.each([0.3, 0.9, 1.2, 7])("has the slopes of its values at %f", (x) => {
    const h = 1e-3 * x;
    for (const f of [at, (m2: number) => wave(m2 / 20)]) {
      const five = (8 * (f(x + h).value - f(x - h).value) - f(x + 2 * h).value + f(x - 2 * h).value) / (12 * h);
      const slope = f === at ? f(x).slope : f(x).slope / 20;
      expect(Math.abs(five / slope - 1)).toBeLessThan(1e-8);
    }
  });
});

const noExclusions = (count: number) => pairLists(count, []);
const noPairs = (count: number): ListedPairs => ({
  order: new Int32Array(count),
  images: new Int32Array(3 * count),
  rows: new Int32Array(0),
  partners: new Int32Array(0),
});

describe("dispersion on a mesh", () => {
  const { positions, cell } = randomCharges(CELLS.triclinic!, 12, 0);
  const lattice = latticeOf(cell);
  const count = positions.length / 3;
  const coefficients = Float64Array.from({ length: count }, (_, k) => 3 + (k % 4));

  /** Σ f(r²)·c_i·c_j over all pairs and images within a reach, half for both ways. */
  const imageSum = (reach: number, f: (r2: number) => number): number => {
    const [a, b, c] = [0, 3, 6].map((k) => Array.from(lattice.subarray(k, k + 3))) as [number[], number[], number[]];
    const most = Math.ceil(reach / 12) + 1;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        for (let u = -most; u <= most; u++) {
          for (let v = -most; v <= most; v++) {
            for (let w = -most; w <= most; w++) {
              if (i === j && u === 0 && v === 0 && w === 0) continue;
              let r2 = 0;
              for (let d = 0; d < 3; d++)
                r2 += (positions[3 * i + d]! - positions[3 * j + d]! + u * a[d]! + v * b[d]! + w * c[d]!) ** 2;
              if (r2 < reach * reach) sum += 0.5 * coefficients[i]! * coefficients[j]! * f(r2);
            }
          }
        }
      }
    }
    return sum;
  };

  it("is the sum over all images, whatever the splitting", () => {
    const total = coefficients.reduce((sum, c) => sum + c, 0);
    const volume = Math.abs(
      lattice[0]! * (lattice[4]! * lattice[8]! - lattice[5]! * lattice[7]!) -
        lattice[1]! * (lattice[3]! * lattice[8]! - lattice[5]! * lattice[6]!) +
        lattice[2]! * (lattice[3]! * lattice[7]! - lattice[4]! * lattice[6]!),
    );
    const reach = 60;
    const tail = (-2 * Math.PI * total ** 2) / (3 * volume * reach ** 3);
    const exact = imageSum(reach, (r2) => -1 / r2 ** 3) + tail;
    const found = [0.35, 0.45].map((beta) => {
      const settings = { beta, cutoff: 5, order: 8, grid: [64, 64, 64] as [number, number, number] };
      const atoms = { coefficients, region: new Uint8Array(count), kept: Float64Array.of(1, 1, 1) };
      const mesh = new DispersionMesh(settings, atoms, noExclusions(count), kernels);
      const list = noPairs(count);
      const smooth = mesh.evaluate(new Float64Array(0), new Float64Array(0), positions, lattice, list);
      const q = (y: number): number => Math.exp(-y) * (1 + y + (y * y) / 2);
      return smooth + imageSum(20, (r2) => -q(beta * beta * r2) / r2 ** 3);
    });
    expect(Math.abs(found[0]! / found[1]! - 1)).toBeLessThan(1e-8);
    expect(Math.abs(found[0]! / exact - 1)).toBeLessThan(1e-5);
  });
});

const edge = references.periodicWater.edge * ANGSTROM;
const water = waters(positionsOf(references.periodicWater).slice(0, 9 * 4), [edge, edge, edge]);
const options = {
  cutoff: "6 angstrom",
  lennardJones: { form: "pme", mesh: { screening: "5 angstrom", order: 8, grid: [16, 16, 16] } },
};

forceFieldSuite({
  describe,
  test,
  expect,
  name: "tip3p with dispersion on a mesh",
  create: () => forceField("tip3p", options),
  systems: [{ name: "periodic water", system: water, region: [3, 4, 5] }],
});

describe("the tolerance", () => {
  const { positions, cell } = randomCharges(CELLS.cubic!, 60, 0);
  const count = positions.length / 3;
  const atoms = {
    coefficients: new Float64Array(count).fill(4),
    region: new Uint8Array(count),
    kept: Float64Array.of(1, 1, 1),
  };
  const forcesBy = (settings: DispersionMeshSettings): Float64Array => {
    const forces = new Float64Array(3 * count);
    const mesh = new DispersionMesh(settings, atoms, noExclusions(count), kernels);
    mesh.evaluate(forces, new Float64Array(0), positions, latticeOf(cell), noPairs(count));
    return forces;
  };

  it.each([1e-3, 1e-5])("%f is about the relative error of forces", (tolerance) => {
    const settings = dispersionMeshSettings(dispersionMeshOptions.parse({ tolerance }), 10, cell);
    const exact = forcesBy({ ...settings, order: 8, grid: [64, 64, 64] });
    const off = forcesBy(settings).map((f, k) => f - exact[k]!);
    const error = Math.hypot(...off) / Math.hypot(...exact);
    expect(error).toBeLessThan(3 * tolerance);
    expect(error).toBeGreaterThan(0.1 * tolerance);
  });
});

describe("Lennard-Jones by particle-mesh Ewald", () => {
  const fixture = (name: string): string =>
    readFileSync(new URL(`../fixtures/openmm/${name}`, import.meta.url), "utf8");
  const reference: {
    readonly box: readonly number[][];
    readonly positions: readonly number[][];
    readonly energy: number;
    readonly withoutCharges: number;
    readonly forces: readonly number[][];
  } = JSON.parse(fixture("ljpme.json"));
  const NM = 10 * ANGSTROM;
  const system = createSystem({
    elements: reference.positions.map(() => 6),
    positions: Float64Array.from(reference.positions.flat(), (x) => x * NM),
    cell: { vectors: Float64Array.from(reference.box.flat(), (x) => x * NM) },
  });

  it.each([
    ["with charges", "energy", (text: string) => text],
    ["without", "withoutCharges", (text: string) => text.replace(/ q="[^"]*"/g, ' q="0"')],
  ] as const)("agrees with OpenMM's LJPME, %s", async (_, key, change) => {
    const files = { read: async () => new TextEncoder().encode(change(fixture("ljpme-system.xml"))) };
    const { forceField: made, scope } = await forceField("openmm-system", { xml: "ljpme-system.xml" }, files);
    const mm = await made.assign(system);
    const potential = await mm.potential(everyTerm(system.topology.atomCount), scope);
    const { energy, forces } = await potential.evaluate(system.geometry, { forces: true });
    expect(Math.abs((energy * HARTREE_IN_KJ_PER_MOL) / reference[key] - 1)).toBeLessThan(1e-9);
    if (key === "withoutCharges") return;
    const unit = HARTREE_IN_KJ_PER_MOL * NM;
    const theirs = reference.forces.flat();
    const largest = Math.max(...theirs.map(Math.abs));
    let worst = 0;
    forces!.forEach((f, k) => {
      worst = Math.max(worst, Math.abs(f * unit - theirs[k]!));
    });
    expect(worst).toBeLessThan(1e-9 * largest);
  });

  it("states its splitting and grid, and refuses what it can't do", async () => {
    const { mm } = await model("tip3p", options, water);
    expect(mm.conventions).toMatchObject({
      lennardJonesForm: "pme",
      dispersionOrder: 8,
      dispersionGrid: "16 × 16 × 16",
    });
    const { cell: _, ...open } = water.geometry;
    const inOpenSpace = { cutoff: "6 angstrom", lennardJones: { form: "pme" } };
    expect((await errorOf(model("tip3p", inOpenSpace, { ...water, geometry: open }))).code).toBe(
      "QMMM_MM_CELL_MISSING",
    );
    const twice = { ...options, lennardJones: { form: "pme", dispersionCorrection: "all" } };
    expect((await errorOf(model("tip3p", twice, water))).code).toBe("QMMM_MM_DISPERSION_TWICE");
    const parts = [
      { name: "first", select: "index0 0 to 2", forcefield: { type: "tip3p" } },
      { name: "others", forcefield: { type: "tip3p" } },
    ];
    const composite = { parts, cutoff: "6 angstrom", lennardJones: { form: "pme" } };
    expect((await errorOf(model("composite", composite, water))).code).toBe("QMMM_MM_TERM_UNSUPPORTED");
  });
});
