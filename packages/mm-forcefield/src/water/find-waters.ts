import { bondedNeighbours, ELEMENT_SYMBOLS, InputError, type Topology } from "@qmmm/core";

/** Atoms of a water molecule. */
export interface WaterAtoms {
  readonly oxygen: number;
  readonly hydrogens: readonly [number, number];
  /** Its site without a nucleus, where it has one. */
  readonly site?: number | undefined;
}

/**
 * The water molecules of which a system consists: an oxygen, two hydrogens bonded to it, and at most one site without a
 * nucleus, bonded to it too or in the same residue.
 *
 * @param name - of the force field, for messages
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming what is not water
 */
export function findWaters(topology: Topology, name: string): WaterAtoms[] {
  const neighbours = bondedNeighbours(topology);
  const { elements, residueOf, atomCount } = topology;
  const isSite = (atom: number): boolean => elements[atom] === 0;
  const looseSites = new Map<number, number[]>();
  for (let atom = 0; atom < atomCount; atom++) {
    if (!isSite(atom) || neighbours[atom]!.length > 0) continue;
    const residue = residueOf[atom]!;
    looseSites.set(residue, [...(looseSites.get(residue) ?? []), atom]);
  }
  const waters: WaterAtoms[] = [];
  const covered = new Uint8Array(atomCount);
  for (let atom = 0; atom < atomCount; atom++) {
    if (elements[atom] !== 8) continue;
    const bonded = neighbours[atom]!;
    const hydrogens = bonded.filter((other) => !isSite(other));
    if (hydrogens.length !== 2) continue;
    const [one, two] = hydrogens as [number, number];
    const own = (h: number): boolean => elements[h] === 1 && neighbours[h]!.every((k) => k === atom || isSite(k));
    if (!own(one) || !own(two)) continue;
    const sites = bonded.filter(isSite);
    const loose = looseSites.get(residueOf[atom]!) ?? [];
    const site = sites[0] ?? (loose.length === 1 ? loose[0] : undefined);
    waters.push({ oxygen: atom, hydrogens: [one, two], ...(site === undefined ? {} : { site }) });
    for (const member of [atom, one, two]) covered[member] = 1;
    if (site !== undefined) covered[site] = 1;
  }
  const stranger = covered.indexOf(0);
  if (stranger >= 0) throw notWater(topology, stranger, name);
  return waters;
}

function notWater({ elements, names, residues, residueOf }: Topology, atom: number, name: string): InputError {
  const residue = residues[residueOf[atom]!]!;
  return new InputError(
    "QMMM_MM_PARAMETERS_MISSING",
    `${name} describes water only, but atom ${atom} (from 0), ${names[atom]} (${ELEMENT_SYMBOLS[elements[atom]!]}) of ` +
      `${residue.name} ${residue.id}, is not part of a water molecule`,
    {
      value: names[atom],
      allowed: "molecules of one oxygen bonded to two hydrogens",
      action: "Use the force field amber or parameters, or check the bonds of the structure",
    },
  );
}
