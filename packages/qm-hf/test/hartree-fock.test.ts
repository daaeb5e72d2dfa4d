import { createHooks, isQmmmError, NO_FIELD, type QmmmError, type ScfIteration } from "@qmmm/core";
import { componentUnderTest } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import hartreeFock, { HfOptions } from "../src/index.js";
import { deviation, withEngine } from "./hf-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const NUCLEI = Float64Array.of(0, 0, 0, 0, 1.430522675, 1.10926925, 0, -1.430522675, 1.10926925);
const NITRIC_OXIDE = { elements: Uint8Array.of(7, 8), charge: 0, multiplicity: 2 };
const NO_NUCLEI = Float64Array.of(0, 0, 0, 0.15, 0.1, 2.17);

async function caught(run: () => Promise<unknown>): Promise<QmmmError> {
  try {
    await run();
  } catch (error) {
    if (isQmmmError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const energyWith = (options: object): Promise<number> =>
  withEngine(
    WATER,
    { basis: "6-31G", ...options },
    async (engine) => (await engine.solve(NUCLEI, NO_FIELD, {})).energy,
  );

describe("options", () => {
  test("are filled in with energies in Eh", () => {
    const { scf, reference, functions } = HfOptions.parse({ basis: "STO-3G", scf: { levelShift: "1 eV" } });
    expect({ reference, functions }).toEqual({ reference: "auto", functions: "as-defined" });
    expect([scf.accuracy, scf.gradientTolerance]).toEqual(["normal", undefined]);
    expect(scf.levelShift).toBeCloseTo(0.0367493, 6);
  });

  test("refuse unknown keys, bare numbers and nonsense", () => {
    for (const wrong of [
      {},
      { basis: "STO-3G", bases: 1 },
      { basis: "STO-3G", scf: { levelShift: 0.2 } },
      { basis: "STO-3G", scf: { damping: 1 } },
      { basis: "STO-3G", reference: "rks" },
    ]) {
      expect(HfOptions.safeParse(wrong).success).toBe(false);
    }
  });

  test("all have a description", () => {
    const described = (shape: Record<string, { description?: string | undefined }>): void => {
      for (const [key, field] of Object.entries(shape)) expect(field.description, key).toMatch(/\w+ \w+/);
    };
    described(HfOptions.shape);
  });
});

describe("the converged energy does not depend on the way", () => {
  test.each([
    ["core guess", { scf: { guess: "core" } }],
    ["integrals not stored", { scf: { integrals: "direct" } }],
    ["level shift and damping", { scf: { levelShift: "0.3 Eh", damping: 0.4 } }],
    ["unrestricted", { reference: "uhf" }],
    ["restricted open shell", { reference: "rohf" }],
  ])("%s", async (_, options) => {
    expect(Math.abs((await energyWith(options)) - (await energyWith({})))).toBeLessThan(1e-9);
  });
});

test("spherical or Cartesian d functions can be forced", async () => {
  const count = (functions: string): Promise<number> =>
    withEngine(WATER, { basis: "6-31G*", functions }, async (engine) => {
      const { orbitals } = await engine.solve(NUCLEI, NO_FIELD, { orbitals: true });
      return orbitals!.energies[0]!.length;
    });
  expect([await count("as-defined"), await count("spherical")]).toEqual([19, 18]);
});

test("a basis set may come from a file of the user", async () => {
  const shell = (angular_momentum: number[], exponents: string[], coefficients: string[][]) => ({
    function_type: "gto",
    angular_momentum,
    exponents,
    coefficients,
  });
  const file = {
    name: "mine",
    version: "1",
    elements: {
      1: {
        electron_shells: [
          shell(
            [0],
            ["3.425250914", "0.6239137298", "0.168855404"],
            [["0.1543289673", "0.5353281423", "0.4446345422"]],
          ),
        ],
      },
    },
  };
  const hydrogen = { elements: Uint8Array.of(1, 1), charge: 0, multiplicity: 1 };
  const energy = await withEngine(
    hydrogen,
    { basis: { file: "mine.json" } },
    async (engine) => (await engine.solve(Float64Array.of(0, 0, 0, 0, 0, 1.4), NO_FIELD, {})).energy,
    { read: async (name) => new TextEncoder().encode(name === "mine.json" ? JSON.stringify(file) : "") },
  );
  // Szabo & Ostlund, Modern Quantum Chemistry (1989), section 3.5.2, with more digits.
  expect(energy).toBeCloseTo(-1.1167143251, 8);
});

describe("bad input is refused with a code", () => {
  test.each([
    ["QMMM_QM_MULTIPLICITY", { ...WATER, multiplicity: 2 }, {}, NUCLEI],
    ["QMMM_QM_ELECTRONS", { ...WATER, charge: 10 }, {}, NUCLEI],
    ["QMMM_SCF_REFERENCE", { ...WATER, multiplicity: 3 }, { reference: "rhf" }, NUCLEI],
    ["QMMM_QM_ATOMS_TOO_CLOSE", WATER, {}, Float64Array.of(0, 0, 0, 0, 0, 0.05, 0, 0, 2)],
    ["QMMM_QM_POSITIONS", WATER, {}, Float64Array.of(0, 0, 0, 0, 0, Number.NaN, 0, 0, 2)],
    ["QMMM_QM_POSITIONS", WATER, {}, NUCLEI.slice(3)],
    [
      "QMMM_BASIS_ELEMENT_MISSING",
      { elements: Uint8Array.of(86), charge: 0, multiplicity: 1 },
      {},
      new Float64Array(3),
    ],
    ["QMMM_QM_BASIS_TOO_SMALL", { elements: Uint8Array.of(2), charge: 0, multiplicity: 3 }, {}, new Float64Array(3)],
  ])("%s", async (code, molecule, options, nuclei) => {
    const error = await caught(() =>
      withEngine(molecule, { basis: "STO-3G", ...options }, (engine) => engine.solve(nuclei, NO_FIELD, {})),
    );
    expect(error.code).toBe(code);
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });

  test("the multiplicities that are possible are named", async () => {
    const error = await caught(() => withEngine({ ...WATER, multiplicity: 2 }, { basis: "STO-3G" }, async () => 0));
    expect(error.details.allowed).toEqual(["1", "3", "5", "7", "9"]);
  });

  test("a point charge on a nucleus, and a field with holes", async () => {
    await withEngine(WATER, { basis: "STO-3G" }, async (engine) => {
      const on = { sites: NUCLEI.slice(0, 3), charges: Float64Array.of(0.5) };
      expect((await caught(() => engine.solve(NUCLEI, on, {}))).code).toBe("QMMM_QM_SITE_TOO_CLOSE");
      const wide = { ...on, widths: Float64Array.of(1) };
      expect((await engine.solve(NUCLEI, wide, { forces: true })).forces!.every(Number.isFinite)).toBe(true);
      const holes = { sites: Float64Array.of(0, 0), charges: Float64Array.of(1) };
      expect((await caught(() => engine.solve(NUCLEI, holes, {}))).code).toBe("QMMM_QM_FIELD");
    });
  });

  test("a state of another molecule", async () => {
    await withEngine(WATER, { basis: "STO-3G" }, async (engine) => {
      expect(() => engine.restore({ alpha: new Float64Array(3), beta: new Float64Array(3) })).toThrow(
        "another molecule",
      );
    });
  });
});

describe("convergence", () => {
  test("a stronger second attempt is made, and reported", async () => {
    await withEngine(NITRIC_OXIDE, { basis: "STO-3G" }, async (engine) => {
      const { energy, observed } = await engine.solve(NO_NUCLEI, NO_FIELD, {});
      expect(observed!.scfRetries).toBeGreaterThan(0);
      // PySCF 2.14, see validation/hf_references.py.
      expect(energy).toBeCloseTo(-127.5308817198, 8);
    });
  });

  test("failure is an error with what is known about it", async () => {
    const error = await caught(() =>
      withEngine(NITRIC_OXIDE, { basis: "STO-3G", scf: { retry: false } }, (engine) =>
        engine.solve(NO_NUCLEI, NO_FIELD, {}),
      ),
    );
    expect(error.code).toBe("QMMM_SCF_NOT_CONVERGED");
    expect(error.details.iterations).toBeLessThan(100);
    expect(error.details.error).toBeGreaterThan(1e-4);
    expect(error.details.gap).toBeGreaterThan(0);
    expect(error.details.action).toContain("scf.");
  });

  test("too few iterations are an error even after the retry", async () => {
    const error = await caught(() =>
      withEngine(WATER, { basis: "6-31G", scf: { maxIterations: 1 } }, (engine) => engine.solve(NUCLEI, NO_FIELD, {})),
    );
    expect(error.code).toBe("QMMM_SCF_NOT_CONVERGED");
    expect(error.details.retries).toBe(3);
  });

  test("nearly dependent functions are removed and counted", async () => {
    const close = { elements: Uint8Array.of(2, 2), charge: 0, multiplicity: 1 };
    await withEngine(close, { basis: "def2-TZVP", scf: { linearDependency: 1e-2 } }, async (engine) => {
      const { observed, energy } = await engine.solve(Float64Array.of(0, 0, 0, 0, 0, 0.6), NO_FIELD, {});
      expect(observed!.removedFunctions).toBeGreaterThan(0);
      expect(Number.isFinite(energy)).toBe(true);
    });
  });

  test("the last orbitals are a better start than atoms, also after a move", async () => {
    await withEngine(WATER, { basis: "6-31G" }, async (engine) => {
      const cold = (await engine.solve(NUCLEI, NO_FIELD, {})).observed!.scfIterations!;
      const again = (await engine.solve(NUCLEI, NO_FIELD, {})).observed!.scfIterations!;
      const moved = NUCLEI.map((x, i) => x + 0.005 * Math.sin(i));
      const warm = (await engine.solve(moved, NO_FIELD, {})).observed!.scfIterations!;
      expect(again).toBe(2);
      expect(warm).toBeLessThan(cold);
    });
  });
});

test("every iteration is told to who listens, with the level's name", async () => {
  const seen: ScfIteration[] = [];
  const listener = {
    ...hartreeFock,
    name: "listener",
    register: (reg: Parameters<typeof hartreeFock.register>[0]) =>
      reg.hooks.tap("scfIteration", "listener", (iteration) => {
        seen.push(iteration);
      }),
  };
  const { made, scope } = await componentUnderTest({
    plugins: [hartreeFock, listener],
    kind: "qmMethod",
    id: "hf",
    options: { basis: "STO-3G" },
  });
  await using engine = await made.open(WATER, scope);
  const { energy, observed } = await engine.solve(NUCLEI, NO_FIELD, {});
  await scope.dispose();
  expect(seen.map(({ iteration }) => iteration)).toEqual(
    Array.from({ length: observed!.scfIterations! }, (_, i) => i + 1),
  );
  expect(seen.every(({ level }) => level === "hf")).toBe(true);
  expect(seen.at(-1)!.energy).toBe(energy);
  expect(createHooks().isUsed("scfIteration")).toBe(false);
});

test("fitted charges reproduce the dipole that population analysis misses", async () => {
  await withEngine(WATER, { basis: "6-31G*" }, async (engine) => {
    const { charges, dipole } = await engine.solve(NUCLEI, NO_FIELD, { charges: "esp", dipole: true });
    const fitted = [0, 1, 2].map((i) => charges!.reduce((sum, q, a) => sum + q * NUCLEI[3 * a + i]!, 0));
    expect(deviation(fitted, dipole!)).toBeLessThan(0.02);
    expect(charges!.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10);
  });
});

test("far away, the molecule feels a charge as its dipole does", async () => {
  await withEngine(WATER, { basis: "STO-3G" }, async (engine) => {
    const bare = await engine.solve(NUCLEI, NO_FIELD, { dipole: true });
    const R = 200;
    const field = { sites: Float64Array.of(0, 0, R), charges: Float64Array.of(1) };
    const { energy, terms } = await engine.solve(NUCLEI, field, {});
    expect(energy - bare.energy).toBeCloseTo(bare.dipole![2]! / R ** 2, 7);
    expect(Object.keys(terms).sort()).toEqual(
      ["coulomb", "electronNuclear", "electronsField", "exchange", "kinetic", "nuclearRepulsion", "nucleiField"].sort(),
    );
  });
});
