import { readFileSync } from "node:fs";

/** Energy with gradient and virial in the sign of the reference programs (dE/dR, dE/dstrain). */
export interface ReferenceDerivatives {
  readonly energy: number;
  readonly gradient: readonly number[];
  readonly virial: readonly number[];
}

export interface MoleculeCase {
  readonly name: string;
  readonly elements: readonly number[];
  readonly positions: readonly number[];
  readonly charge: number;
  /** By functional: energies without and with the three-body term. */
  readonly energies: Readonly<
    Record<string, { readonly d3: readonly number[] | null; readonly d4: readonly number[] }>
  >;
  /** B3LYP with the three-body term; no D3 beyond plutonium. */
  readonly d3: ReferenceDerivatives | null;
  readonly d4: ReferenceDerivatives;
  readonly charges: readonly number[];
  readonly coordinationNumbers: readonly number[];
  readonly polarisabilities: readonly number[];
}

export interface CellCase {
  readonly name: string;
  readonly elements: readonly number[];
  readonly positions: readonly number[];
  readonly cell: readonly number[];
  readonly charges: readonly number[];
  /** PBE. */
  readonly results: readonly {
    readonly twoBody: number;
    readonly threeBody: number;
    readonly width: number;
    readonly atm: boolean;
    readonly d3: ReferenceDerivatives;
    readonly d4: ReferenceDerivatives;
  }[];
}

export interface XtbEnergies {
  readonly charges: readonly number[];
  readonly twoBody: number;
  readonly threeBody: number;
}

export interface XtbCase {
  readonly name: string;
  readonly elements: readonly number[];
  readonly positions: readonly number[];
  readonly "GFN1-xTB": XtbEnergies;
  readonly "GFN2-xTB": XtbEnergies;
}

function load<T>(name: string): readonly T[] {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { cases: readonly T[] }).cases;
}

/** What validation/dispersion_references.py wrote. */
export const molecules = (): readonly MoleculeCase[] => load("molecules");
export const cells = (): readonly CellCase[] => load("cells");
export const xtbMolecules = (): readonly XtbCase[] => load("xtb");

export function moleculeNamed(name: string): MoleculeCase {
  const found = molecules().find((molecule) => molecule.name === name);
  if (found === undefined) throw new Error(`there is no molecule ${name} among the fixtures`);
  return found;
}

/** Largest absolute difference of two lists, `b` times `sign`. */
export function deviation(a: ArrayLike<number>, b: ArrayLike<number>, sign = 1): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let k = 0; k < a.length; k++) {
    const difference = Math.abs(a[k]! - sign * b[k]!);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
