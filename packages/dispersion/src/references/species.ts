import { ELEMENT_SYMBOLS, InputError } from "@qmmm/core";

/** References that an element has at most; the row length of everything kept per reference. */
export const REFERENCES = 7;

/** The Å in which radii are published, a0: ħ/(mₑcα) of CODATA 2018, as the programs of the authors have it. */
export const ANGSTROM = 1 / 0.5291772109044924;

/** Which atoms are of the same element: tables are kept per element that is present, not per atom. */
export interface Species {
  readonly atomCount: number;
  /** Atomic number of each species, ascending. */
  readonly elements: readonly number[];
  /** Species of each atom; length N. */
  readonly of: Int32Array;
}

/**
 * Sorts atoms by element.
 *
 * @param elements - atomic numbers; length N
 * @param model - name of the correction, for the message
 * @param last - heaviest element with reference data
 * @throws QmmmError `QMMM_DISPERSION_ELEMENT` for an atomic number without reference data
 */
export function speciesOf(elements: ArrayLike<number>, model: string, last: number): Species {
  for (let atom = 0; atom < elements.length; atom++) {
    const z = elements[atom]!;
    if (Number.isInteger(z) && z >= 1 && z <= last) continue;
    throw new InputError(
      "QMMM_DISPERSION_ELEMENT",
      `Atom ${atom} (from 0) has the atomic number ${z} (${ELEMENT_SYMBOLS[z] ?? "unknown"}), for which ${model} has no data`,
      {
        value: z,
        allowed: `1 to ${last}`,
        action: "Choose another dispersion correction, or correct the element",
      },
    );
  }
  const present = [...new Set(Array.from(elements))].sort((a, b) => a - b);
  const place = new Map(present.map((z, index) => [z, index]));
  return {
    atomCount: elements.length,
    elements: present,
    of: Int32Array.from(elements, (z) => place.get(z)!),
  };
}

/** A number for every pair of species, s·S + t. */
export function pairTable(species: Species, value: (a: number, b: number) => number): Float64Array {
  const { elements } = species;
  const table = new Float64Array(elements.length ** 2);
  elements.forEach((a, s) => {
    elements.forEach((b, t) => {
      table[s * elements.length + t] = value(a, b);
    });
  });
  return table;
}
