import { BOHR_IN_ANGSTROM, createMinimumImage, type Geometry, InputError, type QmmmError } from "@qmmm/core";

/** The error for energies that are not finite: names a coordinate that is none, or the two atoms nearest to each other. */
export function overlapError({ positions, cell }: Geometry): QmmmError {
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
  let nearest = { i: 0, j: 0, squared: Number.POSITIVE_INFINITY };
  for (let i = 0; i < atomCount; i++) {
    for (let j = i + 1; j < atomCount; j++) {
      for (let d = 0; d < 3; d++) difference[d] = positions[3 * i + d]! - positions[3 * j + d]!;
      const squared = image.apply(difference);
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
