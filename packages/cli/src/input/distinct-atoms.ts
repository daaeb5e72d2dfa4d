import { BOHR_IN_ANGSTROM, InputError, NeighbourGrid, type System } from "@qmmm/core";

/** Nuclei nearer than this are one atom written twice: less than half of the shortest bond, that of H2. Å. */
const TOO_NEAR_ANGSTROM = 0.3;

/** How people recognise an atom: name, residue, number from 1. */
export function atomLabel(system: System, atom: number): string {
  const { topology } = system;
  const residue = topology.residues[topology.residueOf[atom]!]!;
  return `${topology.names[atom]} of ${residue.name} ${residue.id} (atom ${atom + 1} of the file)`;
}

/**
 * Refuses structures with two nuclei in the same place, nearest images included.
 *
 * @throws QmmmError `QMMM_GEOMETRY_ATOMS_COINCIDE`
 */
export function requireDistinctAtoms(system: System, file: string): void {
  const { positions, cell } = system.geometry;
  const { elements } = system.topology;
  const nuclei = Array.from(elements.keys()).filter((atom) => elements[atom] !== 0);
  const grid = new NeighbourGrid(positions, TOO_NEAR_ANGSTROM / BOHR_IN_ANGSTROM, cell, nuclei);
  for (const atom of nuclei) {
    grid.near(positions[3 * atom]!, positions[3 * atom + 1]!, positions[3 * atom + 2]!, (other, squaredDistance) => {
      if (other === atom) return false;
      throw new InputError(
        "QMMM_GEOMETRY_ATOMS_COINCIDE",
        `${atomLabel(system, atom)} and ${atomLabel(system, other)} in "${file}" lie on top of each other`,
        {
          value: `${(Math.sqrt(squaredDistance) * BOHR_IN_ANGSTROM).toFixed(3)} Å`,
          allowed: `at least ${TOO_NEAR_ANGSTROM} Å`,
          action: "Remove one of the two, or correct the coordinates",
        },
      );
    });
  }
}
