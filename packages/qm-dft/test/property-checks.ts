import { NO_FIELD, openMolecule } from "@qmmm/core";
import { qmMethodUnderTest } from "@qmmm/core/testing";
import { expect } from "vitest";
import dft from "../src/index.js";
import { deviation, withEngine } from "./dft-engine.js";
import {
  type ChargesCase,
  type FukuiCase,
  type NonlocalCase,
  PROPERTY_REFERENCES,
  type TemperatureCase,
} from "./property-references.js";
import { moleculeOf } from "./references.js";

const { basis } = PROPERTY_REFERENCES;

/** Hirshfeld and CM5 charges against those of PySCF's densities. */
export async function checkCharges({ functional, level, nuclei, hirshfeld, cm5, ...one }: ChargesCase): Promise<void> {
  await withEngine(moleculeOf(one), { functional, basis, grid: level }, async (engine) => {
    const positions = Float64Array.from(nuclei);
    const own = await engine.solve(positions, NO_FIELD, { charges: "hirshfeld" });
    expect(deviation(own.charges, hirshfeld)).toBeLessThan(2e-7);
    const moved = await engine.solve(positions, NO_FIELD, { charges: "cm5" });
    expect(deviation(moved.charges, cm5)).toBeLessThan(2e-7);
  });
}

/** What the molecule with one electron more and less tells, against PySCF. */
export async function checkFukui({ functional, level, nuclei, ...one }: FukuiCase): Promise<void> {
  const options = { functional, basis, grid: level };
  const { method, scope } = await qmMethodUnderTest({ plugins: [dft], id: "dft", options });
  try {
    await using engine = await openMolecule(method, moleculeOf(one), scope);
    const solution = await engine.solve(Float64Array.from(nuclei), NO_FIELD, { fukui: "hirshfeld" });
    const { plus, minus, softnessPlus, softnessMinus, ...global } = solution.fukui!;
    expect(deviation(plus, one.plus)).toBeLessThan(1e-6);
    expect(deviation(minus, one.minus)).toBeLessThan(1e-6);
    for (const name of ["ionisationEnergy", "electronAffinity", "hardness", "chemicalPotential"] as const) {
      expect(Math.abs(global[name] - one[name])).toBeLessThan(1e-7);
    }
    expect(Math.abs(global.softness / one.softness - 1)).toBeLessThan(1e-6);
    expect(Math.abs(global.electrophilicity - one.electrophilicity)).toBeLessThan(1e-7);
    const soft = (shares: readonly number[]) => shares.map((f) => f * one.softness);
    expect(deviation(softnessPlus, soft(one.plus))).toBeLessThan(1e-5);
    expect(deviation(softnessMinus, soft(one.minus))).toBeLessThan(1e-5);
  } finally {
    await scope.dispose();
  }
}

/** Free energy and entropy at a temperature, against PySCF's Fermi smearing with fixed spins. */
export async function checkTemperature(one: TemperatureCase): Promise<void> {
  const { functional, level, kelvin, nuclei, freeEnergy, entropy } = one;
  const options = { functional, basis, grid: level, temperature: `${kelvin} K` };
  await withEngine(moleculeOf(one), options, async (engine) => {
    const { energy, terms } = await engine.solve(Float64Array.from(nuclei), NO_FIELD, {});
    expect(Math.abs(energy - freeEnergy)).toBeLessThan(1e-7);
    expect(Math.abs(terms.entropy! - entropy)).toBeLessThan(1e-6);
  });
}

/** Energies with self-consistent nonlocal correlation, against PySCF's on the same grids. */
export async function checkNonlocal(one: NonlocalCase): Promise<void> {
  const { functional, level, nonlocalLevel, nuclei, energy } = one;
  const dispersion = functional === "wB97X-V" ? "none" : "nl";
  const options = { functional, basis, grid: level, nonlocalGrid: nonlocalLevel, dispersion };
  await withEngine(moleculeOf(one), options, async (engine) => {
    const solution = await engine.solve(Float64Array.from(nuclei), NO_FIELD, {});
    expect(Math.abs(solution.energy - energy)).toBeLessThan(1e-7);
    expect(solution.terms.nonlocalCorrelation).toBeGreaterThan(1e-3);
  });
}
