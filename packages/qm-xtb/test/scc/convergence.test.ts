import { ConvergenceError, InputError, NO_FIELD, type QmEngine } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { deviation, withEngine } from "../xtb-engine.js";

/** Formaldehyde and water, a0. */
const MOLECULE = { elements: Uint8Array.of(6, 8, 1, 1, 8, 1, 1), charge: 0, multiplicity: 1 };
const NUCLEI = Float64Array.of(
  0,
  0,
  -1,
  0,
  0,
  1.28,
  1.77,
  0,
  -2.11,
  -1.77,
  0,
  -2.11,
  0.4,
  5.2,
  3.6,
  0.2,
  3.7,
  2.6,
  2,
  6,
  3,
);
const moved = NUCLEI.map((x, k) => x + 0.02 * Math.sin(k));
const at = (engine: QmEngine, nuclei: Float64Array = NUCLEI) => engine.solve(nuclei, NO_FIELD, { forces: true });
const iterationsOf = async (engine: QmEngine, nuclei?: Float64Array) =>
  Number((await at(engine, nuclei)).observed?.scfIterations);

describe.each(["gfn1", "gfn2"] as const)("self-consistent charges by %s", (model) => {
  test("take few iterations, and from the last geometry fewer", async () => {
    const afresh = await withEngine(model, MOLECULE, (engine) => iterationsOf(engine, moved));
    const [again, warm] = await withEngine(model, MOLECULE, async (engine) => {
      await at(engine);
      return [await iterationsOf(engine), await iterationsOf(engine, moved)];
    });
    expect(afresh).toBeLessThan(12);
    expect(again).toBeLessThan(3);
    expect(warm).toBeLessThan(0.8 * afresh);
  });

  test("are the same from a warm start, with damping and after a retry", async () => {
    const options = (scf: object) => ({ scf: { tolerance: 1e-10, ...scf } });
    const direct = await withEngine(model, MOLECULE, (engine) => at(engine), options({}));
    const others = [
      await withEngine(
        model,
        MOLECULE,
        async (engine) => {
          await at(engine, moved);
          return at(engine);
        },
        options({}),
      ),
      await withEngine(model, MOLECULE, (engine) => at(engine), options({ damping: 0.3 })),
      await withEngine(model, MOLECULE, (engine) => at(engine), options({ maxIterations: 9 })),
    ];
    for (const { energy, forces } of others) {
      expect(Math.abs(energy - direct.energy)).toBeLessThan(1e-11);
      expect(deviation(forces, direct.forces!)).toBeLessThan(1e-9);
    }
    expect(others.map(({ observed }) => observed?.scfRetries)).toEqual([0, 0, 1]);
  });

  test("that do not converge end in an error that says so", async () => {
    const failed = withEngine(model, MOLECULE, (engine) => at(engine), { scf: { maxIterations: 2, retry: false } });
    await expect(failed).rejects.toThrow(ConvergenceError);
    await expect(failed).rejects.toMatchObject({ code: "QMMM_SCF_NOT_CONVERGED", details: { iterations: 2 } });
  });

  test("of another molecule are no start", async () => {
    const water = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
    const saved = await withEngine(model, MOLECULE, async (engine) => {
      await at(engine);
      return engine.snapshot();
    });
    await withEngine(model, water, async (engine) => {
      expect(() => engine.restore(saved)).toThrow(InputError);
    });
  });
});
