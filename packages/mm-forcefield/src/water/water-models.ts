import { BOHR_IN_ANGSTROM, HARTREE_IN_KCAL_PER_MOL, HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";
import { type SigmaEpsilon, sigmaEpsilonOf } from "../parameters/lennard-jones.js";

const KCAL = 1 / HARTREE_IN_KCAL_PER_MOL;
const KJ = 1 / HARTREE_IN_KJ_PER_MOL;
const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
const DEGREE = Math.PI / 180;

/** A water model, in atomic units: as published. */
export interface WaterModel {
  readonly title: string;
  readonly source: string;
  /** e; the negative charge is twice that, on the oxygen or on the M site. */
  readonly hydrogenCharge: number;
  readonly bondLength: number;
  readonly angle: number;
  /** Distance of the M site from the oxygen, on the bisector; 0 for models of three sites. */
  readonly siteDistance: number;
  /** Of the oxygens; other sites have none. */
  readonly lennardJones: SigmaEpsilon;
}

/** C12 and C6 in kcal·Å¹²/mol and kcal·Å⁶/mol. */
const fromConstants = (c12: number, c6: number): SigmaEpsilon =>
  sigmaEpsilonOf(c12 * KCAL * ANGSTROM ** 12, c6 * KCAL * ANGSTROM ** 6);

/** The models by name. */
export const WATER_MODELS = {
  /** Table I. */
  tip3p: {
    title: "TIP3P",
    source: "Jorgensen et al. 1983, doi:10.1063/1.445869",
    hydrogenCharge: 0.417,
    bondLength: 0.9572 * ANGSTROM,
    angle: 104.52 * DEGREE,
    siteDistance: 0,
    lennardJones: fromConstants(582_000, 595),
  },
  /** The constants A and B: (0.37122 nm)⁶ and (0.3428 nm)¹² kJ/mol. */
  "spc/e": {
    title: "SPC/E",
    source: "Berendsen, Grigera and Straatsma 1987, doi:10.1021/j100308a038",
    hydrogenCharge: 0.4238,
    bondLength: 1 * ANGSTROM,
    angle: Math.acos(-1 / 3),
    siteDistance: 0,
    lennardJones: sigmaEpsilonOf((3.428 * ANGSTROM) ** 12 * KJ, (3.7122 * ANGSTROM) ** 6 * KJ),
  },
  /** Table I. */
  tip4p: {
    title: "TIP4P",
    source: "Jorgensen et al. 1983, doi:10.1063/1.445869",
    hydrogenCharge: 0.52,
    bondLength: 0.9572 * ANGSTROM,
    angle: 104.52 * DEGREE,
    siteDistance: 0.15 * ANGSTROM,
    lennardJones: fromConstants(600_000, 610),
  },
  /** Table I. */
  "tip4p-ew": {
    title: "TIP4P-Ew",
    source: "Horn et al. 2004, doi:10.1063/1.1683075",
    hydrogenCharge: 0.52422,
    bondLength: 0.9572 * ANGSTROM,
    angle: 104.52 * DEGREE,
    siteDistance: 0.125 * ANGSTROM,
    lennardJones: { sigma: 3.16435 * ANGSTROM, epsilon: 0.16275 * KCAL },
  },
  /** Table 2, with the digits that Amber distributes (frcmod.opc): O–H 0.87243313 Å, H–H 1.37120510 Å, O–M 0.15939833 Å. */
  opc: {
    title: "OPC",
    source: "Izadi, Anandakrishnan and Onufriev 2014, doi:10.1021/jz501780a",
    hydrogenCharge: 0.679142,
    bondLength: 0.87243313 * ANGSTROM,
    angle: 2 * Math.asin(1.3712051 / 2 / 0.87243313),
    siteDistance: 0.15939833 * ANGSTROM,
    lennardJones: { sigma: ((2 * 1.777167268) / 2 ** (1 / 6)) * ANGSTROM, epsilon: 0.212800813 * KCAL },
  },
} as const satisfies Readonly<Record<string, WaterModel>>;

/** Name of a water model. */
export type WaterModelName = keyof typeof WATER_MODELS;

/** Force constants that make TIP3P flexible, as Amber's and OpenMM's parameter files have them. */
export const FLEXIBLE_TIP3P = { bond: (553 * KCAL) / ANGSTROM ** 2, angle: 100 * KCAL };

/** Distance of the hydrogens, a0. */
export function hydrogenDistance({ bondLength, angle }: WaterModel): number {
  return 2 * bondLength * Math.sin(angle / 2);
}

/** Weight of each hydrogen in the position of the M site: its distance over twice the height of the triangle. */
export function siteWeight({ bondLength, angle, siteDistance }: WaterModel): number {
  return siteDistance / (2 * bondLength * Math.cos(angle / 2));
}
