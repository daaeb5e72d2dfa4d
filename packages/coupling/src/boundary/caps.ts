import type { MmModel, Topology } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, COVALENT_RADII_ANGSTROM, ELEMENT_SYMBOLS, InputError } from "@qmmm/core";
import type { CutBond } from "./cut-bonds.js";
import { atomLabel, inAngstrom } from "./labels.js";
import type { LinkAtomOptions } from "./options.js";

/**
 * Bond lengths, Å, of the hydrides: equilibrium structures of free CH4, NH3, H2O, BH (terminal in B2H6), SiH4, PH3, H2S, GeH4
 * and H2Se (CRC Handbook of Chemistry and Physics, "Structure of free molecules in the gas phase").
 */
const HYDRIDE_ANGSTROM: Readonly<Record<string, number>> = {
  B: 1.19,
  C: 1.09,
  N: 1.012,
  O: 0.958,
  Si: 1.48,
  P: 1.42,
  S: 1.336,
  Ge: 1.525,
  Se: 1.46,
};

/** Usual length of the bond between an element and hydrogen, a0: tabulated, else the sum of covalent radii. */
export function hydrideLength(element: number): number {
  const known = HYDRIDE_ANGSTROM[ELEMENT_SYMBOLS[element]!];
  return (known ?? COVALENT_RADII_ANGSTROM[element]! + COVALENT_RADII_ANGSTROM[1]!) / BOHR_IN_ANGSTROM;
}

/** A hydrogen that saturates Q1 on the line to M1. */
export interface Cap {
  readonly q1: number;
  readonly m1: number;
  /** `ratio`: L = Q + value·(M − Q). `distance`: L = Q + value·(M − Q)/|M − Q|, value in a0. */
  readonly rule: "ratio" | "distance";
  readonly value: number;
}

/**
 * Decides where the cap of every cut bond sits. The default ratio is the hydride's length over the bond's equilibrium
 * length: the force field's own where it has one, else the sum of covalent radii (Dapprich et al. 1999,
 * doi:10.1016/S0166-1280(98)00475-8).
 *
 * @throws QmmmError `QMMM_BOUNDARY_LINK_UNKNOWN` for an override of a bond that is not cut
 */
export function planCaps(
  cuts: readonly CutBond[],
  options: LinkAtomOptions,
  topology: Topology,
  mm: MmModel,
): { readonly caps: Cap[]; readonly description: string[] } {
  const description: string[] = [];
  for (const { atoms } of options.links) {
    if (cuts.some((cut) => isBond(cut, atoms))) continue;
    throw new InputError("QMMM_BOUNDARY_LINK_UNKNOWN", `The bond ${atoms.join("–")} is not cut by the region`, {
      value: atoms,
      allowed: cuts.map((cut) => `${cut.q1}, ${cut.m1}`),
      action: "Name the two atoms of a bond that the region cuts, counted from 0",
      place: { path: "coupling.boundary.links" },
    });
  }
  const caps = cuts.map((cut): Cap => {
    const own = options.links.find(({ atoms }) => isBond(cut, atoms));
    const stated = own?.ratio !== undefined ? "ratio" : own?.distance !== undefined ? "distance" : undefined;
    const rule = own?.link ?? stated ?? options.link;
    const { q1, m1 } = cut;
    const hydride = hydrideLength(topology.elements[q1]!);
    const equilibrium = mm.equilibriumBond(q1, m1);
    const radii =
      (COVALENT_RADII_ANGSTROM[topology.elements[q1]!]! + COVALENT_RADII_ANGSTROM[topology.elements[m1]!]!) /
      BOHR_IN_ANGSTROM;
    const value =
      rule === "ratio"
        ? (own?.ratio ?? options.ratio ?? hydride / (equilibrium ?? radii))
        : (own?.distance ?? options.distance ?? hydride);
    const where = `${atomLabel(topology, q1)} and ${atomLabel(topology, m1)}`;
    const how =
      rule === "ratio" ? `at ${value.toFixed(4)} of the bond` : `at ${inAngstrom(value)} from ${topology.names[q1]}`;
    description.push(`link atom: H between ${where}, ${how}`);
    return { q1, m1, rule, value };
  });
  return { caps, description };
}

function isBond(cut: CutBond, [i, j]: readonly [number, number]): boolean {
  return (cut.q1 === i && cut.m1 === j) || (cut.q1 === j && cut.m1 === i);
}

/** Writes a cap's position, a0, into `out` at `at`. */
export function placeCap({ q1, m1, rule, value }: Cap, x: Float64Array, out: Float64Array, at: number): void {
  const q = 3 * q1;
  const m = 3 * m1;
  const dx = x[m]! - x[q]!;
  const dy = x[m + 1]! - x[q + 1]!;
  const dz = x[m + 2]! - x[q + 2]!;
  const share = rule === "ratio" ? value : value / Math.hypot(dx, dy, dz);
  out[at] = x[q]! + share * dx;
  out[at + 1] = x[q + 1]! + share * dy;
  out[at + 2] = x[q + 2]! + share * dz;
}

/**
 * Adds the force on a cap, `source` at `at`, to its hosts. Ratio: (1 − g)F on Q, gF on M. Distance, with u the unit
 * vector Q→M and R = |M − Q|: F_M = (d/R)(1 − uuᵀ)F, F_Q = F − F_M.
 */
export function spreadCapForce(
  { q1, m1, rule, value }: Cap,
  x: Float64Array,
  source: Float64Array,
  at: number,
  forces: Float64Array,
): void {
  const q = 3 * q1;
  const m = 3 * m1;
  let fx = source[at]!;
  let fy = source[at + 1]!;
  let fz = source[at + 2]!;
  let share = value;
  forces[q]! += fx;
  forces[q + 1]! += fy;
  forces[q + 2]! += fz;
  if (rule === "distance") {
    const dx = x[m]! - x[q]!;
    const dy = x[m + 1]! - x[q + 1]!;
    const dz = x[m + 2]! - x[q + 2]!;
    const square = dx * dx + dy * dy + dz * dz;
    const along = (fx * dx + fy * dy + fz * dz) / square;
    fx -= along * dx;
    fy -= along * dy;
    fz -= along * dz;
    share = value / Math.sqrt(square);
  }
  forces[m]! += share * fx;
  forces[m + 1]! += share * fy;
  forces[m + 2]! += share * fz;
  forces[q]! -= share * fx;
  forces[q + 1]! -= share * fy;
  forces[q + 2]! -= share * fz;
}
