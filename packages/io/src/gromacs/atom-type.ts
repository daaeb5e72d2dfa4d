import type { Row } from "./row.js";
import type { GromacsAtomType } from "./topology.js";

const PARTICLE = /^[A-Za-z]$/;

/**
 * Reads a line of `[ atomtypes ]`: name, then optionally bonded type and atomic number, then mass, charge, particle and
 * parameters. Which columns are there shows in where the particle's letter stands, as in GROMACS.
 */
export function readAtomType(row: Row): GromacsAtomType {
  const { fields } = row;
  row.atLeast(5, "name, mass, charge, particle and parameters");
  const name = fields[0]!;
  const at = [5, 3, 4].find((k) => PARTICLE.test(fields[k] ?? ""));
  if (at === undefined) {
    throw row.error(`the letter of the particle is not where it should be`, {
      value: fields.join(" "),
      allowed: "name [bonded type] [atomic number] mass charge particle parameters",
    });
  }
  const particle = fields[at]!.toUpperCase();
  if (!"ASBVD".includes(particle)) {
    throw row.error(`there is no particle "${particle}"`, { value: particle, allowed: ["A", "S", "B", "V", "D"] });
  }
  const hasBondedType = at === 5 || (at === 4 && /^[A-Za-z]/.test(fields[1]!));
  const hasNumber = at === 5 || (at === 4 && !hasBondedType);
  const parameters = row.realsFrom(at + 1);
  if (parameters.length < 2) row.atLeast(at + 3, "two parameters of the nonbonded function");
  return {
    name,
    bondedType: hasBondedType ? fields[1]! : name,
    atomicNumber: hasNumber ? row.integer(at - 3, "the atomic number") : undefined,
    mass: row.real(at - 2, "the mass"),
    charge: row.real(at - 1, "the charge"),
    particle,
    parameters,
    place: row.place,
  };
}
