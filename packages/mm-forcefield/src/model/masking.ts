import type { BondedRule, PairMask, TermMask } from "@qmmm/core";
import type { PairParameters } from "../kernels/signatures.js";
import { dispersionConstant } from "../long-range/dispersion-correction.js";
import type { DispersionAtoms } from "../long-range/dispersion-mesh.js";
import { interactionsOf } from "../nonbonded/pair-list.js";
import { type BondedKind, ofEachKind } from "../parameters/bonded-kinds.js";
import { type BondedTerms, type CmapTerms, type MmParameters, TermList } from "../parameters/mm-parameters.js";

const NO_TERMS: BondedTerms = { atoms: new Int32Array(0), parameters: new Float64Array(0) };
const NO_CMAPS: CmapTerms = { atoms: new Int32Array(0), gridOf: new Int32Array(0), grids: [] };

/** The terms that a mask keeps, ready for the kernels. A list without terms, or no pairs, means: none kept. */
export interface KeptTerms {
  readonly bonded: Readonly<Record<BondedKind, BondedTerms>>;
  readonly cmaps: CmapTerms;
  /** Pairs with a charge-induced dipole: C4, 1/cutoff. */
  readonly inverseFourth: BondedTerms;
  /** Parameters C12, C6, charge product times Coulomb constant. */
  readonly exceptions: BondedTerms;
  readonly pairs: PairParameters;
  /**
   * Flags of what each atom interacts by before masking: potentials of one model with different masks make the same lists of
   * pairs.
   */
  readonly interacting: Uint8Array;
  /** Coulomb constant over its SI value. */
  readonly coulombScale: number;
  /** Whether any pair keeps its Lennard-Jones energy, its Coulomb energy. */
  readonly lennardJones: boolean;
  readonly coulomb: boolean;
  readonly lennardJones14: boolean;
  readonly coulomb14: boolean;
  /** Long-range correction of Lennard-Jones energies times the volume, Eh·a0³; absent when there is none. */
  readonly dispersion?: number | undefined;
  /** Atoms of a mesh of dispersion; absent when there is none. */
  readonly meshed?: DispersionAtoms | undefined;
}

/** Leaves out of the parameters what a mask does not keep. */
export function keptTerms(parameters: MmParameters, mask: TermMask): KeptTerms {
  const exceptions = keptExceptions(parameters, mask);
  // By Ewald's method an atom interacts with its own images, by Wolf's with its counterpart: one makes a pair.
  const kinds = existingKinds(mask.region, 2);
  const kindsOfCoulomb = existingKinds(mask.region, withItself(parameters) ? 1 : 2);
  const meshed = parameters.treatment?.mesh !== undefined;
  const kindsOfDispersion = meshed ? existingKinds(mask.region, 1) : kinds;
  const pairs = keptPairs(parameters, mask);
  const any = (kept: PairMask, among = kinds): boolean => among.some((kind) => keeps(kept, kind));
  return {
    bonded: ofEachKind((kind, atoms) => keptBonded(parameters[kind] ?? NO_TERMS, atoms, mask)),
    cmaps: keptCmaps(parameters.cmaps ?? NO_CMAPS, mask),
    inverseFourth: keptInverseFourth(parameters, mask),
    exceptions,
    pairs,
    interacting: interactionsOf({ charges: parameters.charges, ...parameters.lennardJones }),
    coulombScale: parameters.coulombScale,
    lennardJones: any(mask.lennardJones, kindsOfDispersion),
    coulomb: any(mask.coulomb, kindsOfCoulomb),
    lennardJones14: exceptions.atoms.length > 0 && any(mask.lennardJones),
    coulomb14: exceptions.atoms.length > 0 && any(mask.coulomb),
    dispersion: any(mask.lennardJones, existingKinds(mask.region, 1)) ? keptDispersion(parameters, pairs) : undefined,
    meshed: meshed ? meshedAtoms(parameters, mask) : undefined,
  };
}

function withItself({ treatment }: MmParameters): boolean {
  return treatment?.longRange !== undefined || treatment?.damped !== undefined;
}

/** Number of a pair's atoms in the region. */
type PairKind = 0 | 1 | 2;

function keeps(mask: PairMask, kind: PairKind): boolean {
  return kind === 0 ? mask.outside : kind === 1 ? mask.across : mask.inside;
}

/** Kinds of pairs that there are, when so many atoms on one side make a pair. */
function existingKinds(region: Uint8Array, fewest: 1 | 2): PairKind[] {
  const inside = region.reduce((sum, flag) => sum + flag, 0);
  const outside = region.length - inside;
  const kinds: PairKind[] = [];
  if (outside >= fewest) kinds.push(0);
  if (outside >= 1 && inside >= 1) kinds.push(1);
  if (inside >= fewest) kinds.push(2);
  return kinds;
}

/** Fewest atoms in the region that make a term of so many atoms belong to it. */
function fewestInside(rule: BondedRule, atoms: number): number {
  if (rule === "all") return atoms;
  return atoms >= 4 ? 3 : 2;
}

function isKept(members: readonly number[], { region, bonded }: TermMask): boolean {
  const within = members.reduce((sum, atom) => sum + region[atom]!, 0);
  return within >= fewestInside(bonded.rule, members.length) ? bonded.inside : bonded.outside;
}

function keptBonded(terms: BondedTerms, atoms: number, mask: TermMask): BondedTerms {
  if (mask.bonded.inside && mask.bonded.outside) return terms;
  const count = terms.atoms.length / atoms;
  const width = count === 0 ? 0 : terms.parameters.length / count;
  const kept = new TermList();
  for (let n = 0; n < count; n++) {
    const members = Array.from(terms.atoms.subarray(atoms * n, atoms * (n + 1)));
    if (isKept(members, mask)) {
      kept.add(members, Array.from(terms.parameters.subarray(width * n, width * (n + 1))));
    }
  }
  return kept.finish();
}

/** The two torsions of a correction share atoms: each counts once. */
function keptCmaps(terms: CmapTerms, mask: TermMask): CmapTerms {
  const kept: number[] = [];
  for (let n = 0; n < terms.gridOf.length; n++) {
    if (isKept([...new Set(terms.atoms.subarray(8 * n, 8 * n + 8))], mask)) kept.push(n);
  }
  return {
    atoms: Int32Array.from(kept.flatMap((n) => [...terms.atoms.subarray(8 * n, 8 * n + 8)])),
    gridOf: Int32Array.from(kept, (n) => terms.gridOf[n]!),
    grids: terms.grids,
  };
}

/** Pairs of types with a C4, excluded pairs left out. Such ions are few: their pairs need no neighbour list. */
function keptInverseFourth(parameters: MmParameters, mask: TermMask): BondedTerms {
  const { typeOf, typeCount, c4 } = parameters.lennardJones;
  const { exclusionStart, exclusions, cutoff } = parameters;
  if (c4 === undefined) return NO_TERMS;
  const members: number[][] = Array.from({ length: typeCount }, () => []);
  typeOf.forEach((type, atom) => {
    members[type]!.push(atom);
  });
  const kept = new TermList();
  for (let a = 0; a < typeCount; a++) {
    for (let b = 0; b <= a; b++) {
      const constant = c4[a * typeCount + b]!;
      if (constant === 0) continue;
      for (const i of members[a]!) {
        for (const j of members[b]!) {
          const [low, high] = [Math.min(i, j), Math.max(i, j)];
          if (low === high || (a === b && j > i)) continue;
          if (!keeps(mask.lennardJones, (mask.region[i]! + mask.region[j]!) as PairKind)) continue;
          if (exclusions.subarray(exclusionStart[low]!, exclusionStart[low + 1]!).includes(high)) continue;
          kept.add([low, high], [constant, cutoff === undefined ? 0 : 1 / cutoff]);
        }
      }
    }
  }
  return kept.finish();
}

function keptExceptions(parameters: MmParameters, mask: TermMask): BondedTerms {
  const { atoms, parameters: numbers } = parameters.exceptions;
  const kept = new TermList();
  for (let n = 0; 2 * n < atoms.length; n++) {
    const [i, j] = [atoms[2 * n]!, atoms[2 * n + 1]!];
    const kind = (mask.region[i]! + mask.region[j]!) as PairKind;
    const lennardJones = keeps(mask.lennardJones, kind) ? 1 : 0;
    const coulomb = keeps(mask.coulomb, kind) ? parameters.coulombScale : 0;
    if (lennardJones === 0 && coulomb === 0) continue;
    kept.add(
      [i, j],
      [numbers[3 * n]! * lennardJones, numbers[3 * n + 1]! * lennardJones, numbers[3 * n + 2]! * coulomb],
    );
  }
  return kept.finish();
}

/** Lennard-Jones masks go into the table of types: atoms of the region get types of their own. */
function keptPairs(parameters: MmParameters, mask: TermMask): PairParameters {
  const { typeOf, typeCount, c12, c6 } = parameters.lennardJones;
  const width = 2 * typeCount;
  const masked = (constants: Float64Array): Float64Array => {
    const out = new Float64Array(width * width);
    for (let a = 0; a < width; a++) {
      for (let b = 0; b < width; b++) {
        const kind = ((a < typeCount ? 0 : 1) + (b < typeCount ? 0 : 1)) as PairKind;
        if (keeps(mask.lennardJones, kind))
          out[a * width + b] = constants[(a % typeCount) * typeCount + (b % typeCount)]!;
      }
    }
    return out;
  };
  const kinds = [0, 1, 2] as const;
  const scale = Math.sqrt(parameters.coulombScale);
  return {
    charges: parameters.charges.map((q) => q * scale),
    typeOf: typeOf.map((type, atom) => type + mask.region[atom]! * typeCount),
    typeCount: width,
    c12: masked(c12),
    c6: masked(c6),
    region: mask.region.slice(),
    coulombKept: Float64Array.from(kinds, (kind) => (keeps(mask.coulomb, kind) ? 1 : 0)),
    pairKept: Uint8Array.from(kinds, (kind) => (keeps(mask.coulomb, kind) || keeps(mask.lennardJones, kind) ? 1 : 0)),
    exclusionStart: parameters.exclusionStart,
    exclusions: parameters.exclusions,
  };
}

function meshedAtoms({ lennardJones: { typeOf, typeCount, c6 } }: MmParameters, mask: TermMask): DispersionAtoms {
  return {
    coefficients: Float64Array.from(typeOf, (type) => Math.sqrt(c6[type * typeCount + type]!)),
    region: mask.region.slice(),
    kept: Float64Array.from([0, 1, 2] as const, (kind) => (keeps(mask.lennardJones, kind) ? 1 : 0)),
  };
}

/** The constant of a masked table is what the mask keeps of the whole one: it is linear in the table. */
function keptDispersion({ treatment, cutoff }: MmParameters, pairs: PairParameters): number | undefined {
  if (treatment === undefined || treatment.dispersion === "none" || cutoff === undefined) return undefined;
  return dispersionConstant(pairs, treatment.form, cutoff, treatment.dispersion, pairs);
}
