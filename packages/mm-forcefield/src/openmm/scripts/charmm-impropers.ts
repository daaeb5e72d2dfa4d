import { bondedNeighbours, type SourcePlace, type Topology } from "@qmmm/core";
import type { OpenmmForceField, OpenmmTemplate } from "@qmmm/io";
import { invalid } from "../errors.js";
import type { AssignedAtoms } from "../residue-templates.js";
import type { TermCollector } from "../term-collector.js";
import type { PythonValue } from "./python-tables.js";

/** An improper as residues list them: four atoms by residue, relative to the own one, and name. */
type NamedImproper = readonly (readonly [offset: number, name: string])[];
type Table<T> = ReadonlyMap<string, T>;

/** The atoms of a residue by name, and the residues and patches whose impropers it has. */
interface NamedResidue {
  readonly atoms: ReadonlyMap<string, number>;
  readonly residues: readonly string[];
  readonly patches: readonly string[];
}

/**
 * CHARMM's improper torsions as residues and patches list them by names of atoms, with parameters by classes of atoms: what
 * the script of OpenMM's CHARMM36 of 2024 does.
 */
export class CharmmImpropers {
  private readonly ofResidue: Table<readonly NamedImproper[]>;
  private readonly ofPatch: Table<readonly NamedImproper[]>;
  private readonly deleted: Table<readonly NamedImproper[]>;
  private readonly residueRanks: Table<number>;
  private readonly patchRanks: Table<number>;
  private readonly periodic: Table<readonly [n: number, phase: number, k: number]>;
  private readonly harmonic: Table<readonly [readonly [k: number, phase: number]]>;

  constructor(
    tables: ReadonlyMap<string, PythonValue>,
    private readonly place: SourcePlace,
  ) {
    const table = <T extends PythonValue>(name: string) => tables.get(name) as Table<T>;
    this.ofResidue = table<readonly NamedImproper[]>("residue_impropers");
    this.ofPatch = table<readonly NamedImproper[]>("patch_impropers");
    this.deleted = table<readonly NamedImproper[]>("delete_impropers");
    this.residueRanks = table<number>("residue_order");
    this.patchRanks = table<number>("patch_order");
    this.periodic = table<readonly [number, number, number]>("periodic_improper_types");
    this.harmonic = table<readonly [readonly [number, number]]>("harmonic_improper_types");
  }

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_INVALID` */
  addTo(terms: TermCollector, topology: Topology, { types, patches }: OpenmmForceField, assigned: AssignedAtoms): void {
    const neighbours = bondedNeighbours(topology);
    const linked = (template: OpenmmTemplate) => template.patches.some((name) => patches.get(name)!.residues > 1);
    const residues = this.namedResidues(topology, assigned, linked);
    residues.forEach((residue, index) => {
      for (const improper of this.impropersOf(residue)) {
        const atoms = improper.map(([offset, name]) => residues[index + offset]?.atoms.get(name));
        if (!atoms.every((atom) => atom !== undefined) || !hangsTogether(atoms, neighbours)) continue;
        const classes = atoms.map((atom) => types.get(assigned.atoms[atom]!.type)!.class);
        const periodic = find(this.periodic, classes);
        const harmonic = find(this.harmonic, classes);
        if ((periodic === undefined) === (harmonic === undefined)) {
          const count = periodic === undefined ? "no" : "two kinds of";
          throw invalid(this.place, `there are ${count} parameters for the improper ${classes.join(" ")}`, {
            value: classes.join(" "),
          });
        }
        if (periodic !== undefined) {
          const [n, phase, k] = periodic;
          if (k !== 0) terms.torsion("impropers", atoms, n, phase, k);
        } else {
          const [[k, phase]] = harmonic!;
          if (k !== 0) terms.harmonicImproper(atoms, phase, k);
        }
      }
    });
  }

  /** What a residue lists, without what its patches delete, with what they add; each once. */
  private impropersOf({ residues, patches }: NamedResidue): NamedImproper[] {
    const found = new Map<string, NamedImproper>();
    const add = (impropers: readonly NamedImproper[] | undefined): void => {
      for (const improper of impropers ?? []) found.set(JSON.stringify(improper), improper);
    };
    for (const name of residues) add(this.ofResidue.get(name));
    for (const name of patches) {
      for (const improper of this.deleted.get(name) ?? []) found.delete(JSON.stringify(improper));
      add(this.ofPatch.get(name));
    }
    return [...found.values()];
  }

  private namedResidues(
    topology: Topology,
    assigned: AssignedAtoms,
    linked: (template: OpenmmTemplate) => boolean,
  ): NamedResidue[] {
    const atomsOf: number[][] = topology.residues.map(() => []);
    topology.residueOf.forEach((residue, atom) => {
      atomsOf[residue]!.push(atom);
    });
    // In the order of the tables, as patches may undo each other.
    const listed = (table: Table<unknown>, ranks: Table<number>, names: ReadonlySet<string>) =>
      [...names].filter((name) => table.has(name)).sort((a, b) => ranks.get(a)! - ranks.get(b)!);
    return atomsOf.map((atoms, residue) => {
      const names = new Map<string, number>();
      const origins = new Set<string>();
      const template = assigned.templates[residue]!;
      const byType = linked(template);
      if (!byType) {
        origins.add(template.name);
        for (const patch of template.patches) origins.add(patch.replace(/_[^_]*$/, ""));
      }
      for (const atom of atoms) {
        const name = byType ? nameInType(assigned.atoms[atom]!.type, origins) : assigned.atoms[atom]!.name;
        if (name === undefined) return { atoms: new Map(), residues: [], patches: [] };
        names.set(name, atom);
      }
      return {
        atoms: names,
        residues: listed(this.ofResidue, this.residueRanks, origins),
        patches: listed(this.ofPatch, this.patchRanks, origins),
      };
    });
  }
}

/** Of linked residues the types tell where an atom comes from: `RESIDUE-ATOM`. */
function nameInType(type: string, origins: Set<string>): string | undefined {
  const dash = type.lastIndexOf("-");
  if (dash < 0) return undefined;
  origins.add(type.slice(0, dash));
  return type.slice(dash + 1);
}

/** Whether the first or the last atom is bonded to the other three. */
function hangsTogether(atoms: readonly number[], neighbours: readonly (readonly number[])[]): boolean {
  const [first, second, third, last] = atoms as [number, number, number, number];
  return (
    [second, third, last].every((atom) => neighbours[first]!.includes(atom)) ||
    [first, second, third].every((atom) => neighbours[last]!.includes(atom))
  );
}

/** Parameters by four classes, with as few wildcards as possible. */
function find<T>(table: Table<T>, classes: readonly string[]): T | undefined {
  const masks = Array.from({ length: 16 }, (_, mask) => mask).sort((a, b) => places(a) - places(b) || first(a, b));
  for (const mask of masks) {
    const found = table.get(JSON.stringify(classes.map((name, k) => ((mask >> k) & 1 ? null : name))));
    if (found !== undefined) return found;
  }
  return undefined;
}

const places = (mask: number): number => [0, 1, 2, 3].filter((k) => (mask >> k) & 1).length;

/** Sets of places of one size in dictionary order. */
function first(a: number, b: number): number {
  const word = (mask: number) => [0, 1, 2, 3].filter((k) => (mask >> k) & 1).join("");
  return word(a) < word(b) ? -1 : 1;
}
