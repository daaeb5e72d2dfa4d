import { BOHR_IN_ANGSTROM, HARTREE_IN_KCAL_PER_MOL } from "@qmmm/core";
import { type Prmtop, prmtopTopology } from "@qmmm/io";
import { pairLists } from "../parameters/exclusions.js";
import { requireFinite } from "../parameters/finite.js";
import { type LennardJonesTable, type MmParameters, TermList } from "../parameters/mm-parameters.js";
import { cmapTerms, harmonicImproperTerms, isChamber, ureyBradleyTerms } from "./charmm-sections.js";
import { ExtraPoints } from "./extra-points.js";
import { lennardJones14Of, lennardJonesOf } from "./lennard-jones.js";
import { ANGSTROM, atomAt, indexAt, KCAL, unsupported } from "./sections.js";

/** Square root of Amber's Coulomb constant, (kcal/mol·Å)^½/e: prmtop charges are in units of e/18.2223. */
const AMBER_CHARGE = 18.2223;
/** Square root of CHARMM's Coulomb constant 332.0716 kcal/mol·Å, which chamber uses for charges instead. */
const CHARMM_CHARGE = Math.sqrt(332.0716);
/** Scaling of 1–4 pairs where the file states none (ambermd.org/FileFormats.php). */
const DEFAULT_SCEE = 1.2;
const DEFAULT_SCNB = 2;

/** Which Coulomb constant: Amber's own 18.2223² kcal·Å/mol, or the SI value. */
export type CoulombConstant = "amber" | "SI";

/** Options of an Amber topology that the file does not hold. */
export interface AmberOptions {
  readonly cutoff?: number | undefined;
  readonly skin: number;
  readonly coulombConstant: CoulombConstant;
}

/**
 * The parameters in a prmtop, as Amber uses them: E = k(r − r0)², SCEE and SCNB of each torsion, Lennard-Jones from the
 * A and B coefficients of pairs of types.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`, `QMMM_MM_TERM_UNSUPPORTED`
 */
export function amberParameters(prmtop: Prmtop, options: AmberOptions): MmParameters {
  if (prmtop.has("AMOEBA_FORCEFIELD")) unsupported(prmtop, "AMOEBA terms", "AMOEBA_FORCEFIELD");
  if (prmtop.has("IPOL") && prmtop.integers("IPOL").some((flag) => flag > 0)) {
    unsupported(prmtop, "polarisable atoms", "IPOL");
  }
  const atomCount = prmtop.pointer("NATOM");
  const chamber = isChamber(prmtop);
  const entries = prmtop.reals("CHARGE", atomCount);
  const unit = chamber ? chamberCharge(entries) : AMBER_CHARGE;
  const charges = entries.map((q) => q / unit);
  const lennardJones = lennardJonesOf(prmtop, atomCount);
  const constant = options.coulombConstant === "amber" ? unit ** 2 : HARTREE_IN_KCAL_PER_MOL * BOHR_IN_ANGSTROM;
  const scale = constant / (HARTREE_IN_KCAL_PER_MOL * BOHR_IN_ANGSTROM);
  const bonds = readHarmonic(prmtop, BONDS, atomCount);
  const points = new ExtraPoints(prmtop, prmtopTopology(prmtop), bonds);
  const torsions = readTorsions(prmtop, atomCount, charges, lennardJones14Of(prmtop, lennardJones), points);
  const resolved: MmParameters = {
    atomCount,
    charges,
    coulombScale: scale,
    bonds: points.without(bonds, 2),
    ...(points.sites.length === 0 ? {} : { virtualSites: points.sites }),
    angles: points.without(readHarmonic(prmtop, ANGLES, atomCount), 3),
    ureyBradley: ureyBradleyTerms(prmtop, atomCount),
    harmonicImpropers: harmonicImproperTerms(prmtop, atomCount),
    cmaps: cmapTerms(prmtop, atomCount),
    torsions: points.without(torsions.torsions, 4),
    impropers: points.without(torsions.impropers, 4),
    exceptions: torsions.exceptions,
    lennardJones,
    ...pairLists(atomCount, points.excluded(readExclusions(prmtop, atomCount))),
    cutoff: options.cutoff,
    skin: options.skin,
    conventions: {
      forceField: `Amber prmtop ${prmtop.file}${chamber ? " (CHARMM force field)" : ""}`,
      coulombConstant: `${constant.toFixed(6)} kcal/mol Å e^-2`,
      coulombScale: scale,
      combiningRule: "A and B coefficients of the topology",
      ...(lennardJones.c4 === undefined ? {} : { chargeInducedDipole: "12-6-4: C coefficients of the topology" }),
      scaled14: chamber ? "1-4 coefficients of the topology" : "SCEE and SCNB of each torsion",
      cutoff: options.cutoff === undefined ? "none" : "shifted force; scaled 1-4 pairs uncut",
    },
  };
  return requireFinite(resolved, prmtop.file);
}

/**
 * The unit of charge of a chamber topology: chamber multiplies by √332.0716, other writers by 18.2223 whatever their comments
 * say. CHARMM's charges have few decimals, so the unit is the one that makes them rounder.
 */
function chamberCharge(entries: Float64Array): number {
  const roughness = (unit: number): number =>
    entries.reduce((sum, entry) => sum + Math.abs((entry / unit) * 1e3 - Math.round((entry / unit) * 1e3)), 0);
  return roughness(AMBER_CHARGE) < roughness(CHARMM_CHARGE) ? AMBER_CHARGE : CHARMM_CHARGE;
}

/** Where a prmtop keeps harmonic terms of a kind, and their unit. */
interface HarmonicSections {
  readonly atoms: number;
  readonly lists: readonly (readonly [string, "NBONH" | "MBONA" | "NTHETH" | "MTHETA"])[];
  readonly forceConstant: string;
  readonly equilibrium: string;
  readonly count: "NUMBND" | "NUMANG";
  readonly unit: number;
}

const BONDS: HarmonicSections = {
  atoms: 2,
  lists: [
    ["BONDS_INC_HYDROGEN", "NBONH"],
    ["BONDS_WITHOUT_HYDROGEN", "MBONA"],
  ],
  forceConstant: "BOND_FORCE_CONSTANT",
  equilibrium: "BOND_EQUIL_VALUE",
  count: "NUMBND",
  unit: ANGSTROM,
};

const ANGLES: HarmonicSections = {
  atoms: 3,
  lists: [
    ["ANGLES_INC_HYDROGEN", "NTHETH"],
    ["ANGLES_WITHOUT_HYDROGEN", "MTHETA"],
  ],
  forceConstant: "ANGLE_FORCE_CONSTANT",
  equilibrium: "ANGLE_EQUIL_VALUE",
  count: "NUMANG",
  unit: 1,
};

function readHarmonic(prmtop: Prmtop, sections: HarmonicSections, atomCount: number) {
  const count = prmtop.pointer(sections.count);
  const forceConstants = prmtop.reals(sections.forceConstant, count);
  const equilibria = prmtop.reals(sections.equilibrium, count);
  const terms = new TermList();
  const width = sections.atoms + 1;
  for (const [section, pointer] of sections.lists) {
    const entries = prmtop.integers(section, width * prmtop.pointer(pointer));
    for (let k = 0; k < entries.length; k += width) {
      const atoms = Array.from(entries.subarray(k, k + sections.atoms), (e) => atomAt(prmtop, section, e, atomCount));
      const type = indexAt(prmtop, section, entries[k + sections.atoms]!, count);
      terms.add(atoms, [(forceConstants[type]! * KCAL) / sections.unit ** 2, equilibria[type]! * sections.unit]);
    }
  }
  return terms.finish();
}

/** Torsions, those of points too, and the 1–4 pairs of atoms with those of their points. */
function readTorsions(
  prmtop: Prmtop,
  atomCount: number,
  charges: Float64Array,
  table: LennardJonesTable,
  points: ExtraPoints,
) {
  const count = prmtop.pointer("NPTRA");
  const heights = prmtop.reals("DIHEDRAL_FORCE_CONSTANT", count);
  const periodicities = prmtop.reals("DIHEDRAL_PERIODICITY", count);
  const phases = prmtop.reals("DIHEDRAL_PHASE", count);
  const scaling = (section: string, absent: number): Float64Array =>
    prmtop.has(section) ? prmtop.reals(section, count) : new Float64Array(count).fill(absent);
  const scee = scaling("SCEE_SCALE_FACTOR", DEFAULT_SCEE);
  const scnb = scaling("SCNB_SCALE_FACTOR", DEFAULT_SCNB);
  const torsions = new TermList();
  const impropers = new TermList();
  const exceptions = new TermList();
  const scaled = new Set<number>();
  for (const [section, pointer] of [
    ["DIHEDRALS_INC_HYDROGEN", "NPHIH"],
    ["DIHEDRALS_WITHOUT_HYDROGEN", "MPHIA"],
  ] as const) {
    const entries = prmtop.integers(section, 5 * prmtop.pointer(pointer));
    for (let n = 0; n < entries.length; n += 5) {
      const atoms = Array.from(entries.subarray(n, n + 4), (entry) => atomAt(prmtop, section, entry, atomCount));
      const type = indexAt(prmtop, section, entries[n + 4]!, count);
      // A negative fourth atom marks an improper; a negative third one says that the ends are no 1–4 pair (of this torsion).
      const improper = entries[n + 3]! < 0;
      if (heights[type] !== 0) {
        const numbers = [heights[type]! * KCAL, Math.abs(periodicities[type]!), phases[type]!];
        (improper ? impropers : torsions).add(atoms, numbers);
      }
      if (improper || entries[n + 2]! < 0) continue;
      const [i, , , j] = atoms as [number, number, number, number];
      const key = Math.min(i, j) * atomCount + Math.max(i, j);
      if (scaled.has(key)) continue;
      scaled.add(key);
      if (!(scee[type]! > 0 && scnb[type]! > 0)) {
        const section14 = scee[type]! > 0 ? "SCNB_SCALE_FACTOR" : "SCEE_SCALE_FACTOR";
        throw prmtop.error(section14, `the divisor of type ${type + 1} is not positive, but a 1–4 pair uses it`);
      }
      for (const one of points.family(i)) {
        for (const other of points.family(j)) {
          const pair = table.typeOf[one]! * table.typeCount + table.typeOf[other]!;
          const product = (charges[one]! * charges[other]!) / scee[type]!;
          exceptions.add([one, other], [table.c12[pair]! / scnb[type]!, table.c6[pair]! / scnb[type]!, product]);
        }
      }
    }
  }
  return { torsions: torsions.finish(), impropers: impropers.finish(), exceptions: exceptions.finish() };
}

function readExclusions(prmtop: Prmtop, atomCount: number): [number, number][] {
  const counts = prmtop.integers("NUMBER_EXCLUDED_ATOMS", atomCount);
  const list = prmtop.integers("EXCLUDED_ATOMS_LIST", prmtop.pointer("NNB"));
  const pairs: [number, number][] = [];
  let next = 0;
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++) {
      const j = list[next++];
      if (j === 0) continue; // stands for "none"
      if (j === undefined || j < 1 || j > atomCount || j === i + 1) {
        throw prmtop.error("EXCLUDED_ATOMS_LIST", `atom ${i + 1} excludes ${j ?? "more atoms than the list has"}`, {
          value: j,
        });
      }
      pairs.push([i, j - 1]);
    }
  });
  return pairs;
}
