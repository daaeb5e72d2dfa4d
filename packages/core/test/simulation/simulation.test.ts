import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  type Coupling,
  createSimulation,
  createSystem,
  definePlugin,
  type Evaluation,
  type MmModel,
  type Plugin,
  type Potential,
  type QmEngine,
} from "../../src/index.js";

const system = createSystem({ elements: Uint8Array.of(2, 2), positions: Float64Array.of(0, 0, 0, 4, 0, 0) });

/** A potential of constant energy that says when it is released. */
function constant(energy: number, log: string[] = [], name = "constant"): Potential {
  return {
    supports: new Set(["forces"]),
    evaluate: ({ positions }, want) =>
      Promise.resolve({
        energy,
        terms: { [name]: energy },
        ...(want.forces === true ? { forces: new Float64Array(positions.length) } : {}),
      }),
    snapshot: () => null,
    restore: () => {},
    async [Symbol.asyncDispose]() {
      log.push(`released ${name}`);
    },
  };
}

function engine(energy: number): QmEngine {
  const supports = new Set(["forces"] as const);
  return {
    supports,
    solve: (nuclei) => Promise.resolve({ energy, terms: { all: energy }, forces: new Float64Array(nuclei.length) }),
    snapshot: () => null,
    restore: () => {},
    async [Symbol.asyncDispose]() {},
  };
}

function parts(log: string[] = []): Plugin {
  return definePlugin({
    name: "parts",
    version: "1.0.0",
    register(reg) {
      reg.qmMethod("fixed", {
        options: z.strictObject({ energy: z.number() }),
        create: (scope) => ({
          open: async (molecule) => {
            log.push(
              `open ${molecule.elements.length} atoms, charge ${molecule.charge}, multiplicity ${molecule.multiplicity}`,
            );
            return engine(molecule.elements.length + scope.resolve<number>(Symbol.for("@qmmm/test/Shift")));
          },
        }),
      });
      reg.forceField("flat", {
        options: z.strictObject({}),
        create: () => ({
          assign: async () =>
            ({
              charges: new Float64Array(2),
              lennardJones: { sigma: new Float64Array(2), epsilon: new Float64Array(2) },
              coulombScale: 1,
              equilibriumBond: () => undefined,
              conventions: { "Coulomb constant": 1 },
              potential: async () => constant(7, log, "mm"),
            }) satisfies MmModel,
        }),
      });
      reg.boundary("link-atom", {
        options: z.strictObject({ ratio: z.number().default(0.7) }),
        create: () => ({
          connect: () => {
            throw new Error("not asked for");
          },
        }),
      });
      reg.coupling("sum", {
        options: z.strictObject({ scale: z.number().default(2) }),
        create: (): Coupling => ({
          bind: async ({ partition, levels, note }) => {
            note(`joined ${partition.regions.length} region with ${levels.size} levels`);
            return constant(levels.size, log, "coupled");
          },
        }),
      });
      reg.provide(Symbol.for("@qmmm/test/Shift"), () => 0.5);
    },
  });
}

describe("createSimulation", () => {
  test("a level alone describes all atoms, in a scope with its own options", async () => {
    const log: string[] = [];
    await using simulation = await createSimulation({
      plugins: [parts(log)],
      system,
      levels: { only: { method: "fixed", energy: 1 } },
      regions: { qm: { select: "all", charge: 2, multiplicity: 3 } },
    });
    const { energy, terms } = await simulation.potential.evaluate(system.geometry, { forces: true });
    expect(energy).toBe(2.5);
    expect(terms).toEqual({ "qm:all": 2.5 });
    expect(log).toEqual(["open 2 atoms, charge 2, multiplicity 3"]);
    expect(simulation.resolved).toEqual({ levels: { only: { method: "fixed", energy: 1 } } });
  });

  test("a force field alone", async () => {
    await using simulation = await createSimulation({ plugins: [parts()], system, forcefield: { type: "flat" } });
    expect((await simulation.potential.evaluate(system.geometry, {})).energy).toBe(7);
    expect(simulation.notes).toEqual(["force field: Coulomb constant: 1"]);
  });

  test("a coupling joins them, with resolved defaults on record; everything is released at the end", async () => {
    const log: string[] = [];
    const simulation = await createSimulation({
      plugins: [parts(log)],
      system,
      regions: { qm: { atoms: [0] } },
      levels: { low: { method: "fixed", energy: 1 }, high: { method: "fixed", energy: 2 } },
      forcefield: { type: "flat" },
      coupling: { type: "sum" },
    });
    expect(simulation.resolved.coupling).toEqual({
      type: "sum",
      scale: 2,
      boundary: { type: "link-atom", ratio: 0.7 },
    });
    expect(simulation.notes.at(-1)).toBe("joined 1 region with 2 levels");
    await simulation[Symbol.asyncDispose]();
    await simulation[Symbol.asyncDispose]();
    expect(log).toEqual(["released coupled"]);
  });

  test.each([
    [
      "several descriptions without a coupling",
      { levels: { a: { method: "fixed", energy: 1 } }, forcefield: { type: "flat" } },
      "QMMM_INPUT_COUPLING_MISSING",
    ],
    [
      "a region that is not everything",
      { levels: { a: { method: "fixed", energy: 1 } }, regions: { qm: { atoms: [1] } } },
      "QMMM_INPUT_COUPLING_MISSING",
    ],
    ["nothing that describes an energy", {}, "QMMM_INPUT_LEVEL_MISSING"],
    ["an unknown method", { levels: { a: { method: "fixd" } } }, "QMMM_PLUGIN_COMPONENT_UNKNOWN"],
    ["wrong options", { levels: { a: { method: "fixed", energy: "x" } } }, "QMMM_INPUT_TYPE"],
    ["an atom that does not exist", { regions: { qm: { atoms: [2] } } }, "QMMM_REGION_ATOMS"],
    ["a region given twice", { regions: { qm: { atoms: [0], select: "all" } } }, "QMMM_REGION_ATOMS"],
    ["an empty selection", { regions: { qm: { select: "element Xe" } } }, "QMMM_SELECTION_EMPTY"],
  ])("refuses %s", async (_, spec, code) => {
    await expect(createSimulation({ plugins: [parts()], system, ...spec })).rejects.toMatchObject({ code });
  });

  test("hooks change what a simulation is made of and what it gives, and see every evaluation", async () => {
    const seen: string[] = [];
    const biased = definePlugin({
      name: "biased",
      version: "1.0.0",
      register({ hooks }) {
        hooks.tap("configure", "biased", (spec) => ({ ...spec, levels: { only: { method: "fixed", energy: 9 } } }));
        hooks.tap("partition", "biased", ({ regions }) => void seen.push(`${regions.length} regions`));
        hooks.tap("ready", "biased", () => void seen.push("ready"));
        hooks.tap("transformForces", "biased", (evaluation): Evaluation => {
          const bias = 0.25;
          return { ...evaluation, energy: evaluation.energy + bias, terms: { ...evaluation.terms, bias } };
        });
        hooks.tap("evaluated", "biased", ({ evaluation }) => void seen.push(`energy ${evaluation.energy}`));
      },
    });
    await using simulation = await createSimulation({ plugins: [parts(), biased], system });
    const { terms } = await simulation.potential.evaluate(system.geometry, { forces: true });
    expect(terms).toEqual({ "qm:all": 2.5, bias: 0.25 });
    expect(seen).toEqual(["0 regions", "ready", "energy 2.75"]);
    expect(simulation.resolved).toEqual({ levels: { only: { method: "fixed", energy: 9 } } });
  });

  test("two simulations made from the same plugins share nothing that changes", async () => {
    const plugins = [parts()];
    const spec = { plugins, system, levels: { a: { method: "fixed", energy: 1 } } };
    await using first = await createSimulation(spec);
    await using second = await createSimulation(spec);
    expect(first.hooks).not.toBe(second.hooks);
    expect(first.scope).not.toBe(second.scope);
    first.random.uniform();
    expect(second.random.uniform()).toBe((await createSimulation(spec)).random.uniform());
  });

  test("an energy that is not a number does not get through", async () => {
    const broken = definePlugin({
      name: "broken",
      version: "1.0.0",
      register: (reg) =>
        reg.qmMethod("nan", { options: z.strictObject({}), create: () => ({ open: async () => engine(Number.NaN) }) }),
    });
    await using simulation = await createSimulation({ plugins: [broken], system, levels: { a: { method: "nan" } } });
    await expect(simulation.potential.evaluate(system.geometry, {})).rejects.toMatchObject({
      code: "QMMM_ENERGY_NOT_FINITE",
    });
    await expect(simulation.potential.evaluate(system.geometry, { parameterDerivatives: ["x"] })).rejects.toMatchObject(
      { code: "QMMM_QUANTITY_UNSUPPORTED" },
    );
  });
});
