import { InputError, NO_FIELD } from "@qmmm/core";
import { expect, test } from "vitest";
import { withEngine } from "./dft-engine.js";
import { checkTemperature } from "./property-checks.js";
import { PROPERTY_REFERENCES } from "./property-references.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const WATER_NUCLEI = Float64Array.of(0.02, -0.03, 0.01, 0, 1.43, 1.11, 0.05, -1.47, 1.08);
const OH = { elements: Uint8Array.of(8, 1), charge: 0, multiplicity: 2 };
const OH_NUCLEI = Float64Array.of(0, 0, 0, 0.1, 0.2, 1.82);

/** Temperatures so high that occupations of valence orbitals are far from whole numbers. */
test.each([
  ["PBE, closed shell", "PBE", WATER, WATER_NUCLEI, 30_000, 4],
  ["B3LYP, radical", "B3LYP", OH, OH_NUCLEI, 20_000, 5],
] as const)(
  "%s: the force is minus the central difference of the free energy",
  async (_, functional, molecule, nuclei, kelvin, coordinate) => {
    const options = {
      functional,
      basis: "STO-3G",
      grid: 0,
      temperature: `${kelvin} K`,
      scf: { gradientTolerance: "1e-9 Eh" },
    };
    await withEngine(molecule, options, async (engine) => {
      const { forces, terms, observed } = await engine.solve(nuclei, NO_FIELD, { forces: true });
      expect(terms.entropy).toBeLessThan(-1e-3);
      const iterations: number[] = [];
      const at = async (step: number): Promise<number> => {
        const moved = nuclei.slice();
        moved[coordinate]! += step;
        const { energy, observed } = await engine.solve(moved, NO_FIELD, {});
        iterations.push(observed!.scfIterations!);
        return energy;
      };
      const h = 1e-3;
      const numerical = (8 * ((await at(h)) - (await at(-h))) - ((await at(2 * h)) - (await at(-2 * h)))) / (12 * h);
      expect(Math.abs(forces![coordinate]! + numerical)).toBeLessThan(1e-7);
      // Warm starts.
      expect(Math.max(...iterations)).toBeLessThan(observed!.scfIterations!);
    });
  },
);

test.each(PROPERTY_REFERENCES.temperatures.filter(({ molecule }) => molecule === "H2O"))(
  "$molecule $functional at $kelvin K: free energy and entropy are PySCF's",
  checkTemperature,
);

test("a state at a temperature is saved and taken back", async () => {
  const options = { functional: "PBE", basis: "STO-3G", grid: 0, temperature: "20000 K" };
  const saved = await withEngine(OH, options, async (engine) => {
    await engine.solve(OH_NUCLEI, NO_FIELD, {});
    return { state: engine.snapshot(), next: await engine.solve(OH_NUCLEI, NO_FIELD, {}) };
  });
  await withEngine(OH, options, async (engine) => {
    engine.restore(saved.state);
    const { energy, observed } = await engine.solve(OH_NUCLEI, NO_FIELD, {});
    expect(energy).toBe(saved.next.energy);
    expect(observed!.scfIterations).toBe(saved.next.observed!.scfIterations);
    expect(() => engine.restore([new Float64Array(3)])).toThrow(InputError);
  });
});

test.each([{ reference: "rohf" }, { scf: { stability: "check" } }, { scf: { extrapolation: "aspc" } }])(
  "what does not go with a temperature is refused: %j",
  async (conflict) => {
    const options = { functional: "PBE", basis: "STO-3G", temperature: "5000 K", ...conflict };
    await expect(withEngine(OH, options, async () => undefined)).rejects.toMatchObject({
      code: "QMMM_SCF_TEMPERATURE",
    });
  },
);
