import type { Topology } from "@qmmm/core";
import { BOHR_IN_ANGSTROM } from "@qmmm/core";

/** How messages name an atom, for example `CA of ALA 2 (index0 8)`, in the words of selections. */
export function atomLabel(topology: Topology, atom: number): string {
  const residue = topology.residues[topology.residueOf[atom]!];
  const place = residue === undefined ? "" : ` of ${residue.name} ${residue.id}`;
  return `${topology.names[atom]}${place} (index0 ${atom})`;
}

/** A length in a0 as text in Å. */
export function inAngstrom(length: number, digits = 3): string {
  return `${(length * BOHR_IN_ANGSTROM).toFixed(digits)} Å`;
}
