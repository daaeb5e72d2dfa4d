import { BOHR_IN_ANGSTROM, HARTREE_IN_KCAL_PER_MOL, UnsupportedError } from "@qmmm/core";
import type { Prmtop } from "@qmmm/io";

/** Units of a prmtop in atomic units. */
export const KCAL = 1 / HARTREE_IN_KCAL_PER_MOL;
export const ANGSTROM = 1 / BOHR_IN_ANGSTROM;

/** Refuses a file with terms that are not computed: without them energies would be wrong. */
export function unsupported(prmtop: Prmtop, what: string, value: unknown): never {
  throw new UnsupportedError("QMMM_MM_TERM_UNSUPPORTED", `${prmtop.file} holds ${what}, which are not supported`, {
    value,
    allowed: "the terms of Amber's and CHARMM's additive force fields, CMAP, NBFIX and 12-6-4",
    action: "Use a topology without these terms",
    place: { file: prmtop.file },
  });
}

/** An atom, from 0, of an entry that holds three times its index, with either sign. */
export function atomAt(prmtop: Prmtop, section: string, entry: number, atomCount: number): number {
  const atom = Math.abs(entry) / 3;
  if (Number.isInteger(atom) && atom < atomCount) return atom;
  throw prmtop.error(section, `the entry ${entry} names an atom that does not exist`, {
    value: entry,
    allowed: `multiples of 3 up to ${3 * (atomCount - 1)}`,
  });
}

/** A type or atom, from 0, of an entry that counts from 1. */
export function indexAt(prmtop: Prmtop, section: string, entry: number, count: number, what = "a type"): number {
  if (entry >= 1 && entry <= count) return entry - 1;
  throw prmtop.error(section, `the entry ${entry} names ${what} that does not exist`, {
    value: entry,
    allowed: `1 to ${count}`,
  });
}

/** Numbers that a count of the file allows: whole and not negative. */
export function counts(prmtop: Prmtop, section: string, howMany: number): number[] {
  const found = Array.from(prmtop.integers(section, howMany));
  for (const count of found) {
    if (count < 0)
      throw prmtop.error(section, `the count ${count} is negative`, { value: count, allowed: "0 or more" });
  }
  return found;
}
