import { readFileSync } from "node:fs";
import type { Molecule, QmSolution } from "@qmmm/core";

/** A molecule, functional and grid level of the PySCF table (validation/dft_references.py). */
export interface ReferenceCase {
  readonly molecule: string;
  readonly functional: string;
  /** Level of the grid. */
  readonly level: number;
  readonly elements: readonly number[];
  readonly nuclei: readonly number[];
  readonly charge: number;
  readonly multiplicity: number;
  readonly energy: number;
}

export interface GradientCase extends ReferenceCase {
  readonly gradient: readonly number[];
}

export interface FieldCase extends GradientCase {
  readonly fieldGradient: readonly number[];
  readonly sites: readonly number[];
  readonly charges: readonly number[];
}

interface References {
  readonly source: string;
  readonly basis: string;
  readonly levels: readonly ReferenceCase[];
  readonly gradients: readonly GradientCase[];
  readonly fields: readonly FieldCase[];
  readonly energies: readonly ReferenceCase[];
}

export const REFERENCES: References = JSON.parse(
  readFileSync(new URL("./fixtures/dft-references.json", import.meta.url), "utf8"),
);

export function moleculeOf({
  elements,
  charge,
  multiplicity,
}: Pick<ReferenceCase, "elements" | "charge" | "multiplicity">): Molecule {
  return { elements: Uint8Array.from(elements), charge, multiplicity };
}

/** PySCF's energies leave out the dispersion that belongs to a functional. */
export function withoutDispersion({ energy, terms }: QmSolution): number {
  return energy - (terms.dispersion ?? 0);
}

/** Options of the level that a case was made with. */
export function optionsOf({ functional, level }: ReferenceCase): object {
  return { functional, basis: REFERENCES.basis, grid: level };
}
