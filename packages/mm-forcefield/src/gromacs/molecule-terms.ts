import {
  chemicalBonds,
  type GromacsAtom,
  type GromacsInteraction,
  type GromacsMolecule,
  type GromacsTopology,
  type InteractionSection,
} from "@qmmm/io";
import type { BondedKind } from "../parameters/bonded-kinds.js";
import { pairsByBonds } from "../parameters/exclusions.js";
import { BONDED_FUNCTIONS, type BondedFunction, TYPES_OF } from "./bonded-terms.js";
import type { BondedTypes } from "./bonded-types.js";
import { invalid, missing, unsupported } from "./errors.js";
import type { GromacsNonbonded } from "./nonbonded.js";

/** Interactions that would change the energy and are not computed. */
const UNSUPPORTED: Readonly<Partial<Record<InteractionSection, string>>> = {
  distance_restraints: "a distance restraint",
  dihedral_restraints: "a dihedral restraint",
  orientation_restraints: "an orientation restraint",
  angle_restraints: "an angle restraint",
  angle_restraints_z: "an angle restraint",
  polarization: "a polarisable shell",
  thole_polarization: "a Thole interaction",
  water_polarization: "polarisable water",
};

/** A resolved term: atoms from 0 within the molecule, numbers in atomic units. */
export interface LocalTerm {
  readonly kind: BondedKind | "exceptions";
  readonly atoms: readonly number[];
  readonly numbers: readonly number[];
}

/** A CMAP correction: its five atoms and the line of `[ cmaptypes ]`, as an index. */
export interface LocalCmap {
  readonly atoms: readonly number[];
  readonly type: number;
}

/** What one molecule adds to the parameters, once for all its copies. */
export interface MoleculeTerms {
  readonly terms: readonly LocalTerm[];
  readonly cmaps: readonly LocalCmap[];
  readonly exclusions: readonly (readonly [number, number])[];
}

/** The parts of a topology by which terms are resolved. */
export interface Resolvers {
  readonly topology: GromacsTopology;
  readonly types: BondedTypes;
  readonly nonbonded: GromacsNonbonded;
}

type Interactions = Readonly<Record<InteractionSection, readonly GromacsInteraction[]>>;

/**
 * Resolves the sections of a molecule.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` and `…_INVALID` and `QMMM_MM_TERM_UNSUPPORTED`, naming atoms and line
 */
export function moleculeTerms(molecule: GromacsMolecule, resolvers: Resolvers): MoleculeTerms {
  return {
    ...interactionTerms(molecule.interactions, molecule.atoms, resolvers),
    exclusions: exclusionsOf(molecule),
  };
}

/** Resolves interactions among atoms. */
export function interactionTerms(
  interactions: Interactions,
  atoms: readonly GromacsAtom[],
  resolvers: Resolvers,
): Omit<MoleculeTerms, "exclusions"> {
  for (const [section, what] of Object.entries(UNSUPPORTED)) {
    const first = interactions[section as InteractionSection][0];
    if (first !== undefined) throw unsupported(first.place, `[ ${section} ] holds ${what}`, { value: section });
  }
  const terms: LocalTerm[] = [];
  for (const section of ["bonds", "angles", "dihedrals"] as const) {
    for (const line of interactions[section]) addBonded(terms, section, line, atoms, resolvers);
  }
  for (const section of ["pairs", "pairs_nb"] as const) {
    for (const line of interactions[section]) {
      const [a, b] = line.atoms.map((atom) => atoms[atom]!) as [GromacsAtom, GromacsAtom];
      const numbers = resolvers.nonbonded.pair(section, line, a, b);
      requireFinite(numbers, line);
      terms.push({ kind: "exceptions", atoms: line.atoms, numbers });
    }
  }
  return { terms, cmaps: interactions.cmap.map((line) => cmapOf(line, atoms, resolvers)) };
}

/** Types by which bonded interactions are found, of the atoms of a line. */
export function typesAlong(line: GromacsInteraction, atoms: readonly GromacsAtom[], { topology }: Resolvers): string[] {
  return line.atoms.map((atom) => topology.atomTypes.get(atoms[atom]!.type)!.bondedType);
}

function describe(line: GromacsInteraction, atoms: readonly GromacsAtom[], types: readonly string[]): string {
  const members = line.atoms.map((atom) => `${atoms[atom]!.name} (${atom + 1})`).join(", ");
  return `atoms ${members} of types ${types.join(", ")}`;
}

function addBonded(
  terms: LocalTerm[],
  section: "bonds" | "angles" | "dihedrals",
  line: GromacsInteraction,
  atoms: readonly GromacsAtom[],
  resolvers: Resolvers,
): void {
  const what = BONDED_FUNCTIONS[section][line.function];
  if (what === undefined) {
    throw unsupported(line.place, `function ${line.function} of [ ${section} ]`, {
      value: line.function,
      allowed: Object.keys(BONDED_FUNCTIONS[section]),
    });
  }
  const emit = (kind: BondedKind, members: readonly number[], numbers: readonly number[]): void => {
    requireFinite(numbers, line);
    terms.push({ kind, atoms: members.map((k) => line.atoms[k]!), numbers });
  };
  if (what.parameters.length === 0) return;
  if (line.parameters.length > 0) {
    requireParameters(what, line.parameters, line);
    what.emit(line.parameters, emit, line);
    return;
  }
  const types = typesAlong(line, atoms, resolvers);
  const found = resolvers.types.find(TYPES_OF[section], line.function, types);
  if (found.length === 0) {
    throw missing(line.place, `function ${line.function} of [ ${section} ] on ${describe(line, atoms, types)}`, {
      value: types.join(" "),
    });
  }
  for (const type of found) {
    const typeFunction = BONDED_FUNCTIONS[section][type.function] ?? what;
    const stated = { ...line, parameters: type.parameters, place: type.place };
    requireParameters(typeFunction, type.parameters, stated);
    typeFunction.emit(type.parameters, emit, stated);
  }
}

/** Numbers that the file may hold can be too large for what is made of them. */
function requireFinite(numbers: readonly number[], line: GromacsInteraction): void {
  if (numbers.every(Number.isFinite)) return;
  throw invalid(line.place, "a parameter is too large", { value: line.parameters, allowed: "finite energies" });
}

function requireParameters(what: BondedFunction, parameters: readonly number[], line: GromacsInteraction): void {
  const needed = what.parameters.length;
  const allowed = [needed, needed + what.perturbed, 2 * needed];
  if (allowed.includes(parameters.length)) return;
  throw invalid(line.place, `there are ${parameters.length} parameters of function ${line.function}`, {
    value: parameters.length,
    allowed: `${what.parameters.join(" ")}, and optionally those of a second state`,
  });
}

function cmapOf(line: GromacsInteraction, atoms: readonly GromacsAtom[], resolvers: Resolvers): LocalCmap {
  if (line.function !== 1) {
    throw unsupported(line.place, `function ${line.function} of [ cmap ]`, { value: line.function, allowed: "1" });
  }
  const types = typesAlong(line, atoms, resolvers);
  const [found] = resolvers.types.find("cmaptypes", 1, types);
  if (found === undefined) {
    throw missing(line.place, `the CMAP correction on ${describe(line, atoms, types)}`, { value: types.join(" ") });
  }
  return { atoms: line.atoms, type: resolvers.topology.types.cmaptypes.indexOf(found) };
}

/** Pairs of up to nrexcl chemical bonds, and those of `[ exclusions ]`. */
function exclusionsOf(molecule: GromacsMolecule): [number, number][] {
  const pairs: [number, number][] = [];
  const bonds = Int32Array.from([...chemicalBonds(molecule)].flat());
  const atomCount = molecule.atoms.length;
  for (const [i, j] of pairsByBonds({ atomCount, bonds }, Math.min(molecule.nrexcl, atomCount))) pairs.push([i, j]);
  for (const [atom, ...others] of molecule.exclusions) {
    for (const other of others) if (other !== atom) pairs.push([atom!, other]);
  }
  return pairs;
}
