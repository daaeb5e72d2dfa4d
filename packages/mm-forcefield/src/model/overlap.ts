import { BOHR_IN_ANGSTROM, createMinimumImage, type Geometry, InputError, type QmmmError } from "@qmmm/core";
import type { BondedTerms } from "../parameters/bonded-kinds.js";

/**
 * The error for energies that are not finite: names a coordinate that is none, a bond that is too long for its function, or
 * the two atoms nearest to each other.
 */
export function overlapError({ positions, cell }: Geometry, feneBonds?: BondedTerms): QmmmError {
  const atomCount = positions.length / 3;
  const bad = positions.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) {
    return new InputError(
      "QMMM_GEOMETRY_NOT_FINITE",
      `A coordinate of atom ${Math.floor(bad / 3)} (from 0) is not a number`,
      {
        value: positions[bad]!,
        action: "Check the structure and the time step",
      },
    );
  }
  const image = createMinimumImage(cell);
  const difference = new Float64Array(3);
  const squaredBetween = (i: number, j: number): number => {
    for (let d = 0; d < 3; d++) difference[d] = positions[3 * i + d]! - positions[3 * j + d]!;
    return image.apply(difference);
  };
  for (let n = 0; feneBonds !== undefined && 2 * n < feneBonds.atoms.length; n++) {
    const [i, j] = [feneBonds.atoms[2 * n]!, feneBonds.atoms[2 * n + 1]!];
    const limit = feneBonds.parameters[2 * n + 1]!;
    const length = Math.sqrt(squaredBetween(i, j));
    if (length >= limit) return tooLong(i, j, length, limit);
  }
  let nearest = { i: 0, j: 0, squared: Number.POSITIVE_INFINITY };
  for (let i = 0; i < atomCount; i++) {
    for (let j = i + 1; j < atomCount; j++) {
      const squared = squaredBetween(i, j);
      if (squared < nearest.squared) nearest = { i, j, squared };
    }
  }
  const distance = Math.sqrt(nearest.squared) * BOHR_IN_ANGSTROM;
  return new InputError(
    "QMMM_MM_ATOMS_OVERLAP",
    `The force field's energy is not finite: atoms ${nearest.i} and ${nearest.j} (from 0) are ${distance.toPrecision(3)} Å apart`,
    { value: distance, allowed: "atoms apart from each other", action: "Move one of the atoms" },
  );
}

function tooLong(i: number, j: number, length: number, limit: number): InputError {
  const [value, allowed] = [length, limit].map((x) => `${(x * BOHR_IN_ANGSTROM).toFixed(3)} Å`) as [string, string];
  return new InputError(
    "QMMM_MM_BOND_TOO_LONG",
    `The bond of atoms ${i} and ${j} (from 0) is ${value} long: its function has no energy from ${allowed} on`,
    {
      value,
      allowed: `below ${allowed}`,
      action: "Relax the structure with other bonds first, or shorten the time step",
    },
  );
}
