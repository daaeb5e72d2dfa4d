import type { VirtualSite } from "@qmmm/core";
import type { GromacsAtom, GromacsTopology } from "@qmmm/io";
import { type BondedKind, ofEachKind } from "../parameters/bonded-kinds.js";
import { pairLists } from "../parameters/exclusions.js";
import {
  type BondedTerms,
  type CmapGrid,
  type CmapTerms,
  type MmParameters,
  TermList,
} from "../parameters/mm-parameters.js";
import { BondedTypes } from "./bonded-types.js";
import { unsupported } from "./errors.js";
import {
  interactionTerms,
  type LocalCmap,
  type LocalTerm,
  type MoleculeTerms,
  moleculeTerms,
} from "./molecule-terms.js";
import { GromacsNonbonded } from "./nonbonded.js";
import { rigidBonds } from "./rigid-bonds.js";
import { COULOMB_CONSTANT, COULOMB_SCALE, KJ } from "./units.js";
import { moleculeSites } from "./virtual-sites.js";

/** Options of a GROMACS topology that the file does not hold. */
export interface GromacsOptions {
  readonly cutoff?: number | undefined;
  readonly skin: number;
}

const COMBINING_RULES: Readonly<Record<number, string>> = {
  1: "1: geometric C6 and C12",
  2: "2: Lorentz-Berthelot",
  3: "3: geometric sigma and epsilon",
};

/**
 * The parameters in a GROMACS topology, as GROMACS uses them (state A where there are two). Rigid bonds (constraints,
 * settles) have no energy: dynamics holds them.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_INVALID`, `QMMM_MM_TERM_UNSUPPORTED`
 */
export function gromacsParameters(topology: GromacsTopology, options: GromacsOptions): MmParameters {
  const resolvers = { topology, types: new BondedTypes(topology), nonbonded: new GromacsNonbonded(topology) };
  const system = new SystemTerms(topology);
  const atoms: GromacsAtom[] = [];
  const virtualSites: VirtualSite[] = [];
  const rigid = new TermList();
  refuseIntermolecularSites(topology);
  for (const { molecule, count } of topology.molecules) {
    if (count === 0) continue;
    const terms = moleculeTerms(molecule, resolvers);
    const sites = moleculeSites(molecule);
    const distances = rigidBonds(molecule, resolvers);
    for (let copy = 0; copy < count; copy++) {
      const first = atoms.length;
      for (const { site, parents, rule } of sites) {
        virtualSites.push({ site: first + site, parents: parents.map((atom) => first + atom), rule });
      }
      for (const {
        atoms: [i, j],
        length,
      } of distances)
        rigid.add([first + i, first + j], [length]);
      system.add(terms, atoms.length);
      for (const atom of molecule.atoms) atoms.push(atom);
    }
  }
  system.add({ ...interactionTerms(topology.intermolecular, atoms, resolvers), exclusions: [] }, 0);
  const typeNames = [...new Set(atoms.map((atom) => atom.type))];
  const indexOf = new Map(typeNames.map((name, index) => [name, index]));
  const typeOf = Int32Array.from(atoms, (atom) => indexOf.get(atom.type)!);
  const { defaults } = topology;
  return {
    atomCount: atoms.length,
    charges: Float64Array.from(atoms, (atom) => atom.charge),
    coulombScale: COULOMB_SCALE,
    ...system.finish(),
    lennardJones: resolvers.nonbonded.table(typeNames, typeOf),
    ...pairLists(atoms.length, system.exclusions),
    ...(virtualSites.length === 0 ? {} : { virtualSites }),
    ...fixedDistances(rigid.finish()),
    cutoff: options.cutoff,
    skin: options.skin,
    conventions: {
      forceField: `GROMACS topology ${topology.file}`,
      coulombConstant: `${COULOMB_CONSTANT.toFixed(6)} kJ/mol nm e^-2`,
      coulombScale: COULOMB_SCALE,
      combiningRule:
        defaults.nonbondedFunction === 2
          ? "Buckingham: geometric A and C, harmonic B"
          : COMBINING_RULES[defaults.combinationRule]!,
      ...(defaults.nonbondedFunction === 2 ? { buckingham: "shifted force, cores guarded, no tail correction" } : {}),
      scaled14: `fudgeLJ ${defaults.fudgeLJ}, fudgeQQ ${defaults.fudgeQQ}; pairs ${defaults.generatePairs ? "generated" : "not generated"}`,
      cutoff: options.cutoff === undefined ? "none" : "shifted force; scaled 1-4 pairs uncut",
      ...heldAndIgnored(topology),
    },
  };
}

function fixedDistances({ atoms, parameters }: BondedTerms): Pick<MmParameters, "constraints"> {
  return atoms.length === 0 ? {} : { constraints: { pairs: atoms, lengths: parameters } };
}

/** Sites that follow atoms of other molecules. */
function refuseIntermolecularSites({ intermolecular }: GromacsTopology): void {
  for (const section of ["virtual_sites1", "virtual_sites2", "virtual_sites3", "virtual_sites4"] as const) {
    const [first] = intermolecular[section];
    if (first !== undefined) throw unsupported(first.place, `[ ${section} ] between molecules`, { value: section });
  }
}

/** What the record says of bonds that are kept rigid and of restraints to positions that the topology lacks. */
function heldAndIgnored(topology: GromacsTopology): Record<string, string> {
  const countOf = (section: "settles" | "constraints" | "position_restraints"): number =>
    topology.molecules.reduce((sum, { molecule, count }) => sum + count * molecule.interactions[section].length, 0);
  const [settles, constraints, restraints] = [
    countOf("settles"),
    countOf("constraints"),
    countOf("position_restraints"),
  ];
  return {
    ...(settles > 0 ? { settles: `${settles} rigid waters, held in dynamics` } : {}),
    ...(constraints > 0 ? { constraints: `${constraints} distances, held in dynamics` } : {}),
    ...(restraints > 0 ? { positionRestraints: `${restraints} ignored: the topology lacks the positions` } : {}),
  };
}

/** Collects the terms of all molecules. */
class SystemTerms {
  readonly exclusions: [number, number][] = [];
  private readonly lists = new Map<BondedKind | "exceptions", TermList>();
  private readonly cmapAtoms: number[] = [];
  private readonly cmapTypes: number[] = [];

  constructor(private readonly topology: GromacsTopology) {}

  add({ terms, cmaps, exclusions }: MoleculeTerms, first: number): void {
    for (const term of terms) this.addTerm(term, first);
    for (const cmap of cmaps) this.addCmap(cmap, first);
    for (const [i, j] of exclusions) this.exclusions.push([first + i, first + j]);
  }

  private addTerm({ kind, atoms, numbers }: LocalTerm, first: number): void {
    let list = this.lists.get(kind);
    if (list === undefined) this.lists.set(kind, (list = new TermList()));
    list.add(
      atoms.map((atom) => first + atom),
      numbers,
    );
  }

  /** Atoms 1–4 make φ, atoms 2–5 make ψ. */
  private addCmap({ atoms, type }: LocalCmap, first: number): void {
    const [a, b, c, d, e] = atoms.map((atom) => first + atom) as [number, number, number, number, number];
    this.cmapAtoms.push(a, b, c, d, b, c, d, e);
    this.cmapTypes.push(type);
  }

  private cmaps(): CmapTerms | undefined {
    if (this.cmapTypes.length === 0) return undefined;
    const used = [...new Set(this.cmapTypes)];
    const grids = used.map((type): CmapGrid => {
      const [size, , ...energies] = this.topology.types.cmaptypes[type]!.parameters;
      return { size: size!, energies: Float64Array.from(energies, (energy) => energy * KJ) };
    });
    return {
      atoms: Int32Array.from(this.cmapAtoms),
      gridOf: Int32Array.from(this.cmapTypes, (t) => used.indexOf(t)),
      grids,
    };
  }

  finish() {
    const list = (kind: BondedKind | "exceptions") => (this.lists.get(kind) ?? new TermList()).finish();
    return {
      ...ofEachKind(list),
      exceptions: list("exceptions"),
      cmaps: this.cmaps(),
    };
  }
}
