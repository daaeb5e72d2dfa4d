import { readFileSync } from "node:fs";
import type { Molecule, QmSolution } from "@qmmm/core";
import { deviation, withEngine } from "./hf-engine.js";

/** A molecule, basis and reference of the PySCF table (validation/hf_references.py). */
export interface ReferenceCase {
  readonly molecule: string;
  readonly basis: string;
  readonly reference: "rhf" | "uhf" | "rohf";
  readonly elements: readonly number[];
  readonly nuclei: readonly number[];
  readonly charge: number;
  readonly multiplicity: number;
  readonly energy: number;
}

export interface VacuumCase extends ReferenceCase {
  readonly gradient: readonly number[];
  readonly dipole: readonly number[];
  readonly mulliken: readonly number[];
  readonly s2: number;
}

export interface FieldCase extends ReferenceCase {
  readonly gradient: readonly number[];
  readonly fieldGradient: readonly number[];
  readonly sites: readonly number[];
  readonly charges: readonly number[];
  readonly widths?: readonly number[];
}

export interface UniformCase extends ReferenceCase {
  readonly uniform: readonly [number, number, number];
}

export interface PropertyCase extends Omit<ReferenceCase, "energy"> {
  readonly quadrupole: readonly number[];
  readonly points: readonly number[];
  readonly potential: readonly number[];
  readonly loewdin: readonly number[];
  readonly orbitalEnergies: readonly number[];
}

export interface StabilityCase extends Omit<ReferenceCase, "molecule"> {
  readonly internal: number;
  readonly external?: number;
  /** Energy of the stable UHF solution. */
  readonly stableUhf?: number;
}

interface References {
  readonly source: string;
  readonly vacuum: readonly VacuumCase[];
  readonly pointCharges: readonly FieldCase[];
  readonly gaussianCharges: readonly FieldCase[];
  readonly uniformField: readonly UniformCase[];
  readonly properties: readonly PropertyCase[];
  readonly stability: readonly StabilityCase[];
}

export const REFERENCES: References = JSON.parse(
  readFileSync(new URL("./fixtures/hf-references.json", import.meta.url), "utf8"),
);

export function moleculeOf(reference: Pick<ReferenceCase, "elements" | "charge" | "multiplicity">): Molecule {
  const { elements, charge, multiplicity } = reference;
  return { elements: Uint8Array.from(elements), charge, multiplicity };
}

/** Differences from PySCF, atomic units. */
export interface Deviations {
  readonly energy: number;
  readonly forces: number;
  readonly dipole: number;
  readonly mulliken: number;
  readonly s2: number;
  readonly solution: QmSolution;
}

/** Solves a case in empty space and compares. */
export function vacuumDeviations(one: VacuumCase): Promise<Deviations> {
  const { basis, reference } = one;
  return withEngine(moleculeOf(one), { basis, reference }, async (engine) => {
    const solution = await engine.solve(
      Float64Array.from(one.nuclei),
      { sites: new Float64Array(0), charges: new Float64Array(0) },
      { forces: true, dipole: true, charges: "mulliken", spin: true },
    );
    return {
      energy: Math.abs(solution.energy - one.energy),
      forces: deviation(
        solution.forces?.map((value) => -value),
        one.gradient,
      ),
      dipole: deviation(solution.dipole, one.dipole),
      mulliken: deviation(solution.charges, one.mulliken),
      s2: Math.abs((solution.spin?.s2 ?? Number.NaN) - one.s2),
      solution,
    };
  });
}
