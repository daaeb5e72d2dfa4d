import { createTopology, DALTON, isQmmmError, type Residue, type Resources, type System } from "@qmmm/core";
import { formatError } from "../text/text-file.js";
import { elementOfMass, massesBeforeRepartitioning } from "../topology/element-of-mass.js";
import { readGromacsTopology } from "./read-topology.js";
import { chemicalBonds, type GromacsAtom, type GromacsMolecule, type GromacsTopology } from "./topology.js";

/** Reads a topology whose included files come from resources. */
export async function loadGromacsTopology(
  source: Uint8Array | string,
  file: string,
  resources: Resources,
  options: { readonly includePaths?: readonly string[]; readonly defines?: readonly string[] } = {},
): Promise<GromacsTopology> {
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    try {
      return await resources.read(name);
    } catch (error) {
      if (isQmmmError(error, "QMMM_FILE_NOT_FOUND")) return undefined;
      throw error;
    }
  };
  return readGromacsTopology(source, file, { ...options, read });
}

/** Who the atoms of a GROMACS topology are: all molecules, one after the other. */
export function gromacsTopologySystem(topology: GromacsTopology): System {
  const atoms: AtomLists = { elements: [], masses: [], names: [], residueOf: [], residues: [], bonds: [] };
  for (const { molecule, count } of topology.molecules) appendMolecules(topology, atoms, molecule, count);
  return {
    topology: createTopology({ ...atoms, masses: atoms.masses.map((mass) => mass * DALTON) }),
    geometry: { positions: new Float64Array(0) },
    ...(topology.title === "" ? {} : { title: topology.title }),
  };
}

type AtomLists = { [K in "elements" | "masses" | "residueOf" | "bonds"]: number[] } & {
  names: string[];
  residues: Residue[];
};

function appendMolecules(topology: GromacsTopology, to: AtomLists, molecule: GromacsMolecule, count: number): void {
  const sites = virtualSitesOf(molecule);
  const bonds = [...chemicalBonds(molecule)].flat();
  const masses = massesThatTell(topology, molecule, bonds);
  const elements = molecule.atoms.map((atom, k) => elementOf(topology, atom, masses[k]!, sites.has(k)));
  const residueStarts = molecule.atoms.map((atom, k) => {
    const last = molecule.atoms[k - 1];
    return last?.residueNumber !== atom.residueNumber || last.residueName !== atom.residueName;
  });
  const single = residueStarts.filter(Boolean).length === 1;
  for (let copy = 0; copy < count; copy++) {
    const first = to.elements.length;
    molecule.atoms.forEach((atom, k) => {
      if (residueStarts[k]) {
        // Molecules of one residue are numbered on, as GROMACS does.
        to.residues.push({ name: atom.residueName, id: atom.residueNumber + (single ? copy : 0), chain: "" });
      }
      to.elements.push(elements[k]!);
      to.masses.push(atom.mass);
      to.names.push(atom.name);
      to.residueOf.push(to.residues.length - 1);
    });
    for (const atom of bonds) to.bonds.push(first + atom);
  }
}

/** Atoms of a molecule, from 0, that virtual-site sections construct. */
function virtualSitesOf({ interactions, virtualSitesN }: GromacsMolecule): ReadonlySet<number> {
  const sections = ["virtual_sites1", "virtual_sites2", "virtual_sites3", "virtual_sites4"] as const;
  return new Set([
    ...sections.flatMap((section) => interactions[section].map(({ atoms }) => atoms[0]!)),
    ...virtualSitesN.map(({ site }) => site),
  ]);
}

/**
 * Masses by which elements are known, u: of types, which stay when hydrogens of a molecule are made heavier; else of atoms, with
 * what hydrogens took from their partners given back.
 */
function massesThatTell(topology: GromacsTopology, molecule: GromacsMolecule, bonds: readonly number[]): Float64Array {
  const { atoms } = molecule;
  const names = atoms.map((atom) => atom.name);
  const given = massesBeforeRepartitioning(
    atoms.map((atom) => atom.mass),
    names,
    bonds,
  );
  return Float64Array.from(atoms, (atom, k) => {
    const ofType = topology.atomTypes.get(atom.type)!.mass;
    return ofType > 0 && ofType !== atom.mass ? ofType : given[k]!;
  });
}

/**
 * By the atomic number of the type, else by mass. Virtual sites have no nucleus, but those whose type has one (hydrogens
 * constructed from heavy atoms).
 */
function elementOf(topology: GromacsTopology, atom: GromacsAtom, mass: number, isSite: boolean): number {
  const type = topology.atomTypes.get(atom.type)!;
  if (type.particle === "V" || type.particle === "D" || type.particle === "S") return 0;
  const element = type.atomicNumber !== undefined && type.atomicNumber > 0 ? type.atomicNumber : undefined;
  if (element === undefined && isSite) return 0;
  const found = element ?? elementOfMass(mass, atom.name);
  if (found !== undefined) return found;
  throw formatError(
    atom.place.file!,
    atom.place.line,
    `The mass ${atom.mass} of atom ${atom.name} is that of no element`,
    {
      value: atom.mass,
      action: "State the atomic number in [ atomtypes ]",
    },
  );
}
