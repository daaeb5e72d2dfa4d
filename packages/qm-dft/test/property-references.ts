import { readFileSync } from "node:fs";
import type { ReferenceCase } from "./references.js";

type MoleculeCase = Omit<ReferenceCase, "energy">;

export interface TemperatureCase extends MoleculeCase {
  readonly kelvin: number;
  readonly freeEnergy: number;
  /** −T·S, Eh. */
  readonly entropy: number;
}

export interface ChargesCase extends MoleculeCase {
  readonly hirshfeld: readonly number[];
  readonly cm5: readonly number[];
}

export interface FukuiCase extends MoleculeCase {
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly ionisationEnergy: number;
  readonly electronAffinity: number;
  readonly hardness: number;
  readonly softness: number;
  readonly chemicalPotential: number;
  readonly electrophilicity: number;
}

export interface PointsCase extends MoleculeCase {
  readonly counts: readonly [number, number, number];
  readonly origin: readonly number[];
  readonly axes: readonly number[];
  readonly density: readonly number[];
  readonly potential: readonly number[];
  readonly homo: readonly number[];
  readonly spinDensity?: readonly number[];
}

export interface NonlocalCase extends MoleculeCase {
  readonly nonlocalLevel: number;
  /** Parameters of VV10. */
  readonly b: number;
  readonly c: number;
  readonly energy: number;
  readonly withoutNonlocal: number;
}

interface PropertyReferences {
  readonly source: string;
  readonly basis: string;
  readonly temperatures: readonly TemperatureCase[];
  readonly hirshfeld: readonly ChargesCase[];
  readonly fukui: readonly FukuiCase[];
  readonly points: readonly PointsCase[];
  readonly nonlocal: readonly NonlocalCase[];
}

/** What validation/dft_properties.py wrote. */
export const PROPERTY_REFERENCES: PropertyReferences = JSON.parse(
  readFileSync(new URL("./fixtures/dft-properties.json", import.meta.url), "utf8"),
);
