import { readFileSync } from "node:fs";
import { atomicNumber, createSystem, type Resources, type System } from "@qmmm/core";
import { ANGSTROM } from "../support.js";

const folder = new URL("../fixtures/openmm/", import.meta.url);

/** Text of a fixture. */
export const fixture = (name: string): string => readFileSync(new URL(name, folder), "utf8");

type Energies = Readonly<Record<string, number>>;

interface Fixture {
  readonly program: string;
  readonly edge: number;
  readonly positions: readonly (readonly number[])[];
  readonly residues: readonly { readonly name: string; readonly atoms: readonly (readonly [string, string])[] }[];
  readonly bonds: readonly (readonly number[])[];
  readonly cases: Readonly<
    Record<string, { readonly energies: Energies; readonly forces: readonly (readonly number[])[] }>
  >;
  readonly alanine: Readonly<Record<string, Energies>>;
}

/** Written by validation/openmm_references.py; nm, kJ/mol, kJ/mol/nm. */
export const references: Fixture = JSON.parse(fixture("references.json"));

const NM = 10 * ANGSTROM;

/** The molecules of the references: two residues bonded, two linked by a patch, one plain, one with a patch of its own. */
export function constructs(periodic: boolean): System {
  const { residues, positions, bonds, edge } = references;
  const length = edge * NM;
  return createSystem({
    elements: residues.flatMap(({ atoms }) => atoms.map(([, symbol]) => atomicNumber(symbol)!)),
    names: residues.flatMap(({ atoms }) => atoms.map(([name]) => name)),
    residues: residues.map(({ name }, k) => ({ name, id: k + 1, chain: "A" })),
    residueOf: residues.flatMap(({ atoms }, k) => atoms.map(() => k)),
    bonds: bonds.flat(),
    positions: positions.flat().map((x) => x * NM),
    cell: periodic ? { vectors: Float64Array.of(length, 0, 0, 0, length, 0, 0, 0, length) } : undefined,
  });
}

/** Files held in memory. */
export function files(contents: Readonly<Record<string, string>>): Resources {
  return {
    read: async (name) => {
      const text = contents[name];
      if (text === undefined) throw new Error(`no file ${name}`);
      return new TextEncoder().encode(text);
    },
  };
}
