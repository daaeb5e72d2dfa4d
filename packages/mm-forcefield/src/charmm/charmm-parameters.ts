import { BOHR_IN_ANGSTROM, HARTREE_IN_KCAL_PER_MOL, InputError, UnsupportedError, type VirtualSite } from "@qmmm/core";
import { type CharmmParameters, charmmKey, type Psf } from "@qmmm/io";
import { pairLists, pairsByBonds } from "../parameters/exclusions.js";
import { requireFinite } from "../parameters/finite.js";
import { lennardJonesTable, type SigmaEpsilon } from "../parameters/lennard-jones.js";
import {
  type CmapGrid,
  type CmapTerms,
  type LennardJonesTable,
  type MmParameters,
  TermList,
} from "../parameters/mm-parameters.js";
import { bondsOfAtoms, lonePairSites, siteExclusions } from "./lone-pairs.js";
import { dihedralEntry, improperEntry, typeEntry } from "./lookup.js";

const KCAL = 1 / HARTREE_IN_KCAL_PER_MOL;
const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
const DEGREE = Math.PI / 180;
/** CHARMM's Coulomb constant, kcal/mol·Å/e². */
const CHARMM_COULOMB = 332.0716;
const SI_COULOMB = HARTREE_IN_KCAL_PER_MOL * BOHR_IN_ANGSTROM;
const MOST_NAMED = 5;

/** Options that the files do not hold. */
export interface CharmmOptions {
  /** −5 to 5; absent: as the parameters say. */
  readonly nbxmod?: number | undefined;
  readonly coulombConstant: "charmm" | "SI";
  readonly cutoff?: number | undefined;
  readonly skin: number;
}

/**
 * The parameters of a PSF: every bonded term that it lists, and the non-bonded ones of its types.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming the types, `QMMM_MM_TERM_UNSUPPORTED`
 */
export function charmmParameters(psf: Psf, parameters: CharmmParameters, options: CharmmOptions): MmParameters {
  requireAdditive(psf);
  const types = typesOf(psf, parameters);
  const atomCount = psf.atoms.length;
  const charges = Float64Array.from(psf.atoms, ({ charge }) => charge);
  const gaps = new Set<string>();
  const virtualSites = lonePairSites(psf);
  const structure = { ...psf, bonds: bondsOfAtoms(psf, virtualSites) };
  const bonded = bondedTerms(structure, parameters, types, gaps);
  const tables = lennardJonesTables(parameters, types, gaps);
  if (gaps.size > 0) throw missingError(psf, [...gaps]);
  const nbxmod = options.nbxmod ?? parameters.nbxmod;
  const constant = options.coulombConstant === "charmm" ? CHARMM_COULOMB : SI_COULOMB;
  const resolved: MmParameters = {
    atomCount,
    charges,
    coulombScale: constant / SI_COULOMB,
    ...bonded,
    lennardJones: tables.all,
    ...exclusions(structure, virtualSites, nbxmod, charges, tables.pairs14, parameters.e14fac),
    ...(virtualSites.length === 0 ? {} : { virtualSites }),
    cutoff: options.cutoff,
    skin: options.skin,
    conventions: {
      forceField: `CHARMM ${psf.file}`,
      coulombConstant: `${constant.toFixed(6)} kcal/mol Å e^-2`,
      coulombScale: constant / SI_COULOMB,
      combiningRule: `${parameters.geometric ? "geometric" : "lorentz-berthelot"}, NBFIX of ${parameters.nbfix.size} pairs`,
      nbxmod,
      scaled14: `1-4 parameters of the types, charges times ${parameters.e14fac}`,
      cutoff: options.cutoff === undefined ? "none" : "shifted force; 1-4 pairs uncut",
    },
  };
  return requireFinite(resolved, psf.file);
}

function requireAdditive(psf: Psf): void {
  if (!psf.drude) return;
  const what = "Drude oscillators";
  throw new UnsupportedError("QMMM_MM_TERM_UNSUPPORTED", `${psf.file} holds ${what}, which are not supported`, {
    value: what,
    allowed: "additive CHARMM force fields",
    action: "Use a topology without them",
    place: { file: psf.file },
  });
}

/** Names of the atoms' types; numbers are looked up among the MASS lines. */
function typesOf(psf: Psf, { typeNames }: CharmmParameters): string[] {
  return psf.atoms.map(({ type, name }, atom) => {
    if (!/^\d+$/.test(type)) return type;
    const found = typeNames.get(Number(type));
    if (found !== undefined) return found;
    throw new InputError(
      "QMMM_MM_PARAMETERS_MISSING",
      `The type of atom ${atom + 1} (${name}) in ${psf.file} is the number ${type}, which no MASS line explains`,
      {
        value: type,
        allowed: typeNames.size === 0 ? "types by name" : `numbers of ${typeNames.size} MASS lines`,
        action:
          "Add the topology file (rtf) that the PSF was made with to the parameters, or write the PSF with XPLOR types",
        place: { file: psf.file },
      },
    );
  });
}

function missingError(psf: Psf, gaps: readonly string[]): InputError {
  const more = gaps.length > MOST_NAMED ? `; and ${gaps.length - MOST_NAMED} more` : "";
  return new InputError(
    "QMMM_MM_PARAMETERS_MISSING",
    `The parameter files lack what ${psf.file} needs: ${gaps.slice(0, MOST_NAMED).join("; ")}${more}`,
    {
      value: gaps.slice(0, 100),
      action: "Add the parameter file or stream that holds them",
      place: { file: psf.file },
    },
  );
}

/** Calls `use` with the atoms of each term and their types, once for terms that are listed several times. */
function each(
  list: Int32Array,
  width: number,
  types: readonly string[],
  use: (atoms: number[], of: string[]) => void,
): void {
  const seen = new Set<string>();
  for (let n = 0; n < list.length; n += width) {
    const atoms = Array.from(list.subarray(n, n + width));
    const key = charmmKey(atoms.map(String));
    if (seen.has(key)) continue;
    seen.add(key);
    use(
      atoms,
      atoms.map((atom) => types[atom]!),
    );
  }
}

function bondedTerms(psf: Psf, parameters: CharmmParameters, types: readonly string[], gaps: Set<string>) {
  const lists = {
    bonds: new TermList(),
    angles: new TermList(),
    ureyBradley: new TermList(),
    torsions: new TermList(),
    impropers: new TermList(),
    harmonicImpropers: new TermList(),
  };
  const gap = (kind: string, of: readonly string[]) => gaps.add(`${kind} ${of.join(" ")}`);
  const harmonic = (k: number, r0: number) => [(k * KCAL) / ANGSTROM ** 2, r0 * ANGSTROM];
  each(psf.bonds, 2, types, (atoms, of) => {
    const found = parameters.bonds.get(charmmKey(of));
    if (found === undefined) gap("bond", of);
    else lists.bonds.add(atoms, harmonic(...found));
  });
  each(psf.angles, 3, types, (atoms, of) => {
    const found = parameters.angles.get(charmmKey(of));
    if (found === undefined) {
      gap("angle", of);
      return;
    }
    const [k, theta0, kub = 0, distance = 0] = found;
    lists.angles.add(atoms, [k! * KCAL, theta0! * DEGREE]);
    if (kub !== 0) lists.ureyBradley.add([atoms[0]!, atoms[2]!], harmonic(kub, distance));
  });
  // Of four atoms, periodicity 0 means a harmonic term, in dihedrals and impropers alike.
  const addFour = (periodic: TermList, atoms: number[], [k, n, phase]: readonly [number, number, number]): void => {
    if (n === 0) lists.harmonicImpropers.add(atoms, [k * KCAL, phase * DEGREE]);
    else periodic.add(atoms, [k * KCAL, Math.abs(n), phase * DEGREE]);
  };
  each(psf.dihedrals, 4, types, (atoms, of) => {
    const found = dihedralEntry(parameters.dihedrals, of);
    if (found === undefined) gap("dihedral", of);
    for (const term of found ?? []) if (term[0] !== 0) addFour(lists.torsions, atoms, term);
  });
  each(psf.impropers, 4, types, (atoms, of) => {
    const found = improperEntry(parameters.impropers, of);
    if (found === undefined) gap("improper", of);
    else addFour(lists.impropers, atoms, found);
  });
  return {
    bonds: lists.bonds.finish(),
    angles: lists.angles.finish(),
    ureyBradley: lists.ureyBradley.finish(),
    torsions: lists.torsions.finish(),
    impropers: lists.impropers.finish(),
    harmonicImpropers: lists.harmonicImpropers.finish(),
    cmaps: cmapTerms(psf, parameters, types, gaps),
  };
}

function cmapTerms(psf: Psf, { cmaps }: CharmmParameters, types: readonly string[], gaps: Set<string>): CmapTerms {
  const grids: CmapGrid[] = [];
  const known = new Map<string, number>();
  const atoms: number[] = [];
  const gridOf: number[] = [];
  for (let n = 0; n < psf.crossTerms.length; n += 8) {
    const members = Array.from(psf.crossTerms.subarray(n, n + 8));
    const key = members.map((atom) => types[atom]!).join(" ");
    const found = cmaps.get(key);
    if (found === undefined) {
      gaps.add(`CMAP ${key}`);
      continue;
    }
    let grid = known.get(key);
    if (grid === undefined) {
      grid = grids.push({ size: found.size, energies: found.energies.map((energy) => energy * KCAL) }) - 1;
      known.set(key, grid);
    }
    atoms.push(...members);
    gridOf.push(grid);
  }
  return { atoms: Int32Array.from(atoms), gridOf: Int32Array.from(gridOf), grids };
}

/** σ and ε of a well at r = Rmin. */
function well(epsilon: number, rmin: number): SigmaEpsilon {
  return { sigma: (rmin / 2 ** (1 / 6)) * ANGSTROM, epsilon: epsilon * KCAL };
}

/** Tables of all pairs and of 1–4 pairs. */
function lennardJonesTables(
  { nonbonded, nbfix, geometric }: CharmmParameters,
  types: readonly string[],
  gaps: Set<string>,
): { readonly all: LennardJonesTable; readonly pairs14: LennardJonesTable } {
  const names = [...new Set(types)];
  const numbers = names.map((name) => {
    const found = typeEntry(nonbonded, name);
    if (found === undefined) gaps.add(`Lennard-Jones parameters of ${name}`);
    return found ?? ([0, 0, 0, 0] as const);
  });
  const index = new Map(names.map((name, k) => [name, k]));
  const typeOf = types.map((type) => index.get(type)!);
  const rule = geometric ? "geometric" : "lorentz-berthelot";
  const table = (at: 0 | 2): LennardJonesTable => {
    const own = numbers.map((values) => well(values[at]!, 2 * values[at + 1]!));
    return lennardJonesTable(typeOf, own, rule, (a, b) => {
      const fix = nbfix.get(charmmKey([names[a]!, names[b]!]));
      return fix === undefined ? undefined : well(fix[at]!, fix[at + 1]!);
    });
  };
  return { all: table(0), pairs14: table(2) };
}

/**
 * Exclusions by NBXMOD: neighbours up to |n| − 1 bonds away are excluded, 1–4 pairs of mode 5 have constants of their own;
 * explicit exclusions of the PSF count where n is not negative.
 */
function exclusions(
  psf: Psf,
  sites: readonly VirtualSite[],
  nbxmod: number,
  charges: Float64Array,
  table: LennardJonesTable,
  e14fac: number,
) {
  const mode = Math.abs(nbxmod);
  const excluded: [number, number][] = [];
  const exceptions = new TermList();
  if (nbxmod >= 0) {
    for (let n = 0; n < psf.exclusions.length; n += 2) excluded.push([psf.exclusions[n]!, psf.exclusions[n + 1]!]);
  }
  const explicit = new Set(excluded.map(([i, j]) => `${Math.min(i, j)} ${Math.max(i, j)}`));
  const near: (readonly [number, number])[] = [];
  const most = mode < 2 ? 0 : Math.min(mode - 1, 3);
  for (const [i, j, bonds] of pairsByBonds({ atomCount: psf.atoms.length, bonds: psf.bonds }, most)) {
    excluded.push([i, j]);
    if (bonds < 3) near.push([i, j]);
    if (mode < 5 || bonds < 3 || explicit.has(`${i} ${j}`)) continue;
    const pair = table.typeOf[i]! * table.typeCount + table.typeOf[j]!;
    exceptions.add([i, j], [table.c12[pair]!, table.c6[pair]!, charges[i]! * charges[j]! * e14fac]);
  }
  excluded.push(...siteExclusions(sites, near));
  return { ...pairLists(psf.atoms.length, excluded), exceptions: exceptions.finish() };
}
