import type { System } from "@qmmm/core";
import { type TreatmentOptions, withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { type BondedKind, ofEachKind } from "../parameters/bonded-kinds.js";
import { pairLists } from "../parameters/exclusions.js";
import { combine, constantsOf } from "../parameters/lennard-jones.js";
import {
  type BondedTerms,
  type CmapGrid,
  type LennardJonesTable,
  type MmParameters,
  TermList,
} from "../parameters/mm-parameters.js";
import type { CompositeParameters } from "./options.js";
import type { Outward } from "./outward.js";
import type { PairTable } from "./pair-table.js";
import type { AssignedPart } from "./parts.js";

/** A part and how it acts on others. */
export interface ComposedPart extends AssignedPart {
  readonly outward: Outward;
}

/**
 * The parameters of the whole: bonded terms, Lennard-Jones pairs, exclusions and exceptions of the parts that have such, the
 * Lennard-Jones pairs between all parts, and every charge. One sum then has all Coulomb energies, those within parts
 * included.
 */
export function mergedParameters(
  system: System,
  parts: readonly ComposedPart[],
  table: PairTable,
  options: CompositeParameters & TreatmentOptions,
  conventions: MmParameters["conventions"],
): MmParameters {
  const { atomCount } = system.topology;
  const coulombScale = commonScale(parts);
  const charges = new Float64Array(atomCount);
  for (const { atoms, outward, model } of parts) {
    const scale = Math.sqrt(model.coulombScale / coulombScale);
    for (const [k, atom] of atoms.entries()) charges[atom] = scale * outward.charges[k]!;
  }
  const parameters: MmParameters = {
    atomCount,
    charges,
    coulombScale,
    ...mergedBonded(parts),
    ...mergedCmaps(parts),
    lennardJones: mergedLennardJones(atomCount, parts, table, options),
    ...mergedExclusions(atomCount, parts),
    exceptions: mergedExceptions(parts, coulombScale),
    ...mergedSites(parts),
    ...mergedConstraints(parts),
    cutoff: options.cutoff,
    skin: options.skin,
    conventions,
  };
  return withTreatment(parameters, options, system);
}

/** The parts' Coulomb constant where they agree, otherwise the SI value: charges then absorb the difference. */
export function commonScale(parts: readonly AssignedPart[]): number {
  const scales = new Set(parts.map(({ model }) => model.coulombScale));
  return scales.size === 1 ? [...scales][0]! : 1;
}

function parametersOf({ model }: AssignedPart): MmParameters | undefined {
  return model instanceof ResolvedMmModel ? model.parameters : undefined;
}

function renumbered(terms: BondedTerms | undefined, atoms: Int32Array): BondedTerms {
  if (terms === undefined) return { atoms: new Int32Array(0), parameters: new Float64Array(0) };
  return { atoms: terms.atoms.map((atom) => atoms[atom]!), parameters: terms.parameters };
}

function mergedBonded(parts: readonly AssignedPart[]): Record<BondedKind, BondedTerms> {
  return ofEachKind((kind) => concatenated(parts.map((part) => renumbered(parametersOf(part)?.[kind], part.atoms))));
}

function concatenated(lists: readonly BondedTerms[]): BondedTerms {
  return {
    atoms: Int32Array.from(lists.flatMap(({ atoms }) => [...atoms])),
    parameters: Float64Array.from(lists.flatMap(({ parameters }) => [...parameters])),
  };
}

function mergedCmaps(parts: readonly AssignedPart[]): Pick<MmParameters, "cmaps"> {
  const grids: CmapGrid[] = [];
  const gridOf: number[] = [];
  const members: number[] = [];
  for (const part of parts) {
    const cmaps = parametersOf(part)?.cmaps;
    if (cmaps === undefined) continue;
    for (const grid of cmaps.gridOf) gridOf.push(grids.length + grid);
    for (const atom of cmaps.atoms) members.push(part.atoms[atom]!);
    grids.push(...cmaps.grids);
  }
  return grids.length === 0
    ? {}
    : { cmaps: { atoms: Int32Array.from(members), gridOf: Int32Array.from(gridOf), grids } };
}

/** The virtual sites of the parts, by atoms of the whole. */
function mergedSites(parts: readonly AssignedPart[]): Pick<MmParameters, "virtualSites"> {
  const virtualSites = parts.flatMap(({ model, atoms }) =>
    (model.virtualSites?.sites ?? []).map(({ site, parents, rule }) => ({
      site: atoms[site]!,
      parents: parents.map((atom) => atoms[atom]!),
      rule,
    })),
  );
  return virtualSites.length === 0 ? {} : { virtualSites };
}

/** The constraints of the parts, by atoms of the whole. */
function mergedConstraints(parts: readonly AssignedPart[]): Pick<MmParameters, "constraints"> {
  const pairs = parts.flatMap(({ model, atoms }) => Array.from(model.constraints?.pairs ?? [], (atom) => atoms[atom]!));
  const lengths = parts.flatMap(({ model }) => Array.from(model.constraints?.lengths ?? []));
  if (lengths.length === 0) return {};
  return { constraints: { pairs: Int32Array.from(pairs), lengths: Float64Array.from(lengths) } };
}

function mergedExclusions(atomCount: number, parts: readonly AssignedPart[]) {
  const pairs: [number, number][] = [];
  for (const part of parts) {
    const own = parametersOf(part);
    if (own === undefined) continue;
    for (let i = 0; i < own.atomCount; i++) {
      for (let n = own.exclusionStart[i]!; n < own.exclusionStart[i + 1]!; n++) {
        pairs.push([part.atoms[i]!, part.atoms[own.exclusions[n]!]!]);
      }
    }
  }
  return pairLists(atomCount, pairs);
}

function mergedExceptions(parts: readonly AssignedPart[], coulombScale: number): BondedTerms {
  const merged = new TermList();
  for (const part of parts) {
    const own = parametersOf(part);
    if (own === undefined) continue;
    const { atoms, parameters } = own.exceptions;
    for (let n = 0; 2 * n < atoms.length; n++) {
      const charges = (parameters[3 * n + 2]! * own.coulombScale) / coulombScale;
      merged.add(
        [part.atoms[atoms[2 * n]!]!, part.atoms[atoms[2 * n + 1]!]!],
        [parameters[3 * n]!, parameters[3 * n + 1]!, charges],
      );
    }
  }
  return merged.finish();
}

/** A type of the whole: what it is within its part, and what others see of it. */
interface MergedType {
  readonly part: number;
  /** Type within the part; −1 for parts without Lennard-Jones pairs of their own. */
  readonly own: number;
  readonly class: number;
  readonly sigma: number;
  readonly epsilon: number;
}

function mergedLennardJones(
  atomCount: number,
  parts: readonly ComposedPart[],
  { classOf, entry }: PairTable,
  { combiningRule }: CompositeParameters,
): LennardJonesTable {
  const types: MergedType[] = [];
  const known = new Map<string, number>();
  const typeOf = new Int32Array(atomCount);
  const tables = parts.map((part) => parametersOf(part)?.lennardJones);
  for (const [part, { atoms, outward }] of parts.entries()) {
    for (const [k, atom] of atoms.entries()) {
      const type: MergedType = {
        part,
        own: tables[part]?.typeOf[k] ?? -1,
        class: classOf[atom]!,
        sigma: outward.sigma[k]!,
        epsilon: outward.epsilon[k]!,
      };
      const key = Object.values(type).join(" ");
      const index = known.get(key) ?? types.length;
      if (index === types.length) {
        known.set(key, index);
        types.push(type);
      }
      typeOf[atom] = index;
    }
  }
  const typeCount = types.length;
  const c12 = new Float64Array(typeCount * typeCount);
  const c6 = new Float64Array(typeCount * typeCount);
  const c4 = tables.some((table) => table?.c4 !== undefined) ? new Float64Array(typeCount * typeCount) : undefined;
  for (const [a, one] of types.entries()) {
    for (const [b, other] of types.entries()) {
      const at = a * typeCount + b;
      if (one.part === other.part) {
        const table = tables[one.part];
        if (table === undefined) continue;
        const from = one.own * table.typeCount + other.own;
        c12[at] = table.c12[from]!;
        c6[at] = table.c6[from]!;
        if (c4 !== undefined) c4[at] = table.c4?.[from] ?? 0;
        continue;
      }
      const stated = entry(one.class, other.class);
      if (stated !== undefined && stated.form !== "lennard-jones") continue;
      const constants = constantsOf(stated ?? combine(combiningRule, one, other));
      c12[at] = constants.c12;
      c6[at] = constants.c6;
    }
  }
  return { typeOf, typeCount, c12, c6, ...(c4 === undefined ? {} : { c4 }) };
}
