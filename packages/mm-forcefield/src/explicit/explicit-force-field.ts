import {
  type ForceField,
  InputError,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  type QmmmError,
  type System,
  selectNonEmpty,
  type Topology,
} from "@qmmm/core";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { pairLists, pairsByBonds } from "../parameters/exclusions.js";
import { lennardJonesTable } from "../parameters/lennard-jones.js";
import { type LennardJonesTable, type MmParameters, TermList } from "../parameters/mm-parameters.js";
import { assignSites } from "../polarisation/assign-sites.js";
import { PolarisableModel } from "../polarisation/polarisable-model.js";
import type { ExplicitParameters } from "./options.js";
import { anglesOf, torsionsOf, trigonalCentres } from "./paths.js";
import { bestMatches, improperOrder, type TypePattern } from "./type-patterns.js";

const MOST_NAMED = 5;

/** Parameters stated one by one in the input: charges and Lennard-Jones by selection, bonded terms by type. */
@injectable()
export class ExplicitForceField implements ForceField {
  constructor(@inject(OPTIONS) private readonly options: ExplicitParameters) {}

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_AMBIGUOUS`, `QMMM_SELECTION_…` */
  async assign(system: System): Promise<MmModel> {
    const { polarisation } = this.options;
    const fixed = this.fixedModel(system);
    if (polarisation === undefined) return fixed;
    return new PolarisableModel(
      fixed,
      assignSites(polarisation, system, fixed.charges),
      polarisation,
      fixed.parameters.treatment?.longRange,
    );
  }

  private fixedModel(system: System): ResolvedMmModel {
    const { options } = this;
    const { topology } = system;
    const entryOf = this.assignAtoms(system);
    const typeOf = (atom: number): string => options.atoms[entryOf[atom]!]!.type;
    const charges = Float64Array.from(entryOf, (entry) => options.atoms[entry]!.charge);
    const lennardJones = this.lennardJones(entryOf);
    const unbonded = new Set(
      options.withoutBondedTerms === undefined ? [] : selectNonEmpty(options.withoutBondedTerms, system),
    );
    const { cutoff, skin } = options;
    const parameters: MmParameters = {
      atomCount: topology.atomCount,
      charges,
      coulombScale: 1,
      ...this.bonded(topology, typeOf, unbonded),
      lennardJones,
      ...this.exclusions(topology, charges, lennardJones),
      cutoff,
      skin,
      conventions: {
        forceField: "parameters of the input",
        coulombScale: 1,
        combiningRule: options.combiningRule,
        excludedBonds: options.excludedBonds,
        ...(options.scaled14 === undefined
          ? {}
          : { scaled14LennardJones: options.scaled14.lennardJones, scaled14Coulomb: options.scaled14.coulomb }),
        cutoff: cutoff === undefined ? "none" : "shifted force; scaled 1-4 pairs uncut",
      },
    };
    return new ResolvedMmModel(withTreatment(parameters, this.options, system));
  }

  /** Entry of `atoms` for each atom. */
  private assignAtoms(system: System): Int32Array {
    const { topology } = system;
    const entryOf = new Int32Array(topology.atomCount).fill(-1);
    this.options.atoms.forEach((entry, n) => {
      for (const atom of selectNonEmpty(entry.select, system)) {
        if (entryOf[atom] !== -1) {
          const other = this.options.atoms[entryOf[atom]!]!;
          throw new InputError(
            "QMMM_MM_PARAMETERS_AMBIGUOUS",
            `Two entries give parameters to ${describe(topology, [atom])}: "${other.select}" and "${entry.select}"`,
            { value: entry.select, allowed: "every atom in exactly one entry", action: "Narrow one of the selections" },
          );
        }
        entryOf[atom] = n;
      }
    });
    const missing = Array.from(entryOf.keys()).filter((atom) => entryOf[atom] === -1);
    if (missing.length > 0) {
      throw missingError(
        `No entry gives a charge and Lennard-Jones parameters to ${missing.length} atoms`,
        missing.map((atom) => describe(topology, [atom])),
        "Add an entry to atoms that selects them",
      );
    }
    return entryOf;
  }

  private lennardJones(entryOf: Int32Array): LennardJonesTable {
    const { atoms, pairs, combiningRule } = this.options;
    const overrides = new Map<string, (typeof pairs)[number]>();
    for (const pair of pairs) {
      for (const type of pair.types) {
        if (atoms.some((entry) => entry.type === type)) continue;
        throw new InputError("QMMM_MM_TYPE_UNKNOWN", `pairs name the type "${type}", which no atom has`, {
          value: type,
          allowed: [...new Set(atoms.map((entry) => entry.type))],
          action: "Use the type of an entry of atoms",
        });
      }
      const key = pairKey(pair.types);
      if (overrides.has(key)) throw ambiguousError("pairs", pair.types);
      overrides.set(key, pair);
    }
    return lennardJonesTable(entryOf, atoms, combiningRule, (a, b) =>
      overrides.get(pairKey([atoms[a]!.type, atoms[b]!.type])),
    );
  }

  private bonded(topology: Topology, typeOf: (atom: number) => string, unbonded: ReadonlySet<number>) {
    const { options } = this;
    const needed = (atoms: readonly number[]): boolean => !atoms.every((atom) => unbonded.has(atom));
    const gaps: string[] = [];
    const collect = <T extends TypePattern>(
      kind: string,
      paths: Iterable<readonly number[]>,
      entries: readonly T[],
      numbers: (entry: T) => readonly number[],
      several: boolean,
    ) => {
      const terms = new TermList();
      for (const atoms of paths) {
        if (!needed(atoms)) continue;
        const types = atoms.map(typeOf);
        const found = bestMatches(entries, types);
        if (found.length === 0) gaps.push(`${kind} ${types.join("–")} (${describe(topology, atoms)})`);
        if (found.length > 1 && !several) throw ambiguousError(`${kind}s`, types);
        for (const entry of found) terms.add(atoms, numbers(entry));
      }
      return terms.finish();
    };
    const torsion = (entry: { k: number; periodicity: number; phase: number }) => [
      entry.k,
      entry.periodicity,
      entry.phase,
    ];
    const bonds = collect("bond", pairsOf(topology.bonds), options.bonds, (entry) => [entry.k, entry.r0], false);
    const angles = collect("angle", anglesOf(topology), options.angles, (entry) => [entry.k, entry.theta0], false);
    const torsions = collect("torsion", torsionsOf(topology), options.torsions, torsion, true);
    if (gaps.length > 0) {
      throw missingError(
        `There are no parameters for ${gaps.length} bonded terms`,
        gaps,
        "State them (a torsion without energy as k: 0 kcal/mol), or name molecules that need none in withoutBondedTerms",
      );
    }
    const impropers = new TermList();
    for (const [centre, ...outer] of trigonalCentres(topology)) {
      if (!needed([centre, ...outer])) continue;
      for (const entry of options.impropers) {
        const order = improperOrder(entry, centre, outer, typeOf);
        if (order !== undefined) impropers.add(order, torsion(entry));
      }
    }
    return { bonds, angles, torsions, impropers: impropers.finish() };
  }

  private exclusions(topology: Topology, charges: Float64Array, table: LennardJonesTable) {
    const { excludedBonds, scaled14 } = this.options;
    const excluded: [number, number][] = [];
    const exceptions = new TermList();
    for (const [i, j, bonds] of pairsByBonds(topology, 3)) {
      if (bonds <= excludedBonds) excluded.push([i, j]);
      else if (bonds === 3) {
        if (scaled14 === undefined) {
          throw missingError(
            "The scaling of pairs three bonds apart is not stated",
            [describe(topology, [i, j])],
            "Add scaled14 with the factors lennardJones and coulomb, or set excludedBonds to 3",
          );
        }
        const pair = table.typeOf[i]! * table.typeCount + table.typeOf[j]!;
        const { lennardJones, coulomb } = scaled14;
        excluded.push([i, j]);
        exceptions.add(
          [i, j],
          [table.c12[pair]! * lennardJones, table.c6[pair]! * lennardJones, charges[i]! * charges[j]! * coulomb],
        );
      }
    }
    return { ...pairLists(topology.atomCount, excluded), exceptions: exceptions.finish() };
  }
}

function* pairsOf(bonds: Int32Array): Generator<[number, number]> {
  for (let n = 0; n < bonds.length; n += 2) yield [bonds[n]!, bonds[n + 1]!];
}

function pairKey(types: readonly [string, string]): string {
  return JSON.stringify([...types].sort());
}

function describe(topology: Topology, atoms: readonly number[]): string {
  return atoms
    .map((atom) => {
      const residue = topology.residues[topology.residueOf[atom]!]!;
      return `${topology.names[atom]} of ${residue.name} ${residue.id} (atom ${atom} from 0)`;
    })
    .join(", ");
}

function missingError(what: string, list: readonly string[], action: string): QmmmError {
  const shown = list.slice(0, MOST_NAMED).join("; ");
  const more = list.length > MOST_NAMED ? `; and ${list.length - MOST_NAMED} more` : "";
  return new InputError("QMMM_MM_PARAMETERS_MISSING", `${what}: ${shown}${more}`, {
    value: list.slice(0, 100),
    action,
  });
}

function ambiguousError(kind: string, types: readonly string[]): QmmmError {
  return new InputError(
    "QMMM_MM_PARAMETERS_AMBIGUOUS",
    `Several entries of ${kind} fit ${types.join("–")} equally well`,
    {
      value: types.join("–"),
      allowed: "one entry",
      action: "Remove all but one",
    },
  );
}
