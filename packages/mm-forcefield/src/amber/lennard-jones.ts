import type { Prmtop } from "@qmmm/io";
import type { LennardJonesTable } from "../parameters/mm-parameters.js";
import { ANGSTROM, indexAt, KCAL, unsupported } from "./sections.js";

/** The constants of pairs of types as they stand in the file, whatever rule or override they come from. */
export function lennardJonesOf(prmtop: Prmtop, atomCount: number): LennardJonesTable {
  const typeCount = prmtop.pointer("NTYPES");
  const typeOf = prmtop
    .integers("ATOM_TYPE_INDEX", atomCount)
    .map((type) => indexAt(prmtop, "ATOM_TYPE_INDEX", type, typeCount));
  const hydrogenBonds = prmtop.pointer("NPHB");
  for (const section of ["HBOND_ACOEF", "HBOND_BCOEF"]) {
    if (hydrogenBonds > 0 && prmtop.reals(section, hydrogenBonds).some((c) => c !== 0)) {
      unsupported(prmtop, "10-12 hydrogen-bond terms", section);
    }
  }
  const table = (section: string, power: number): Float64Array => coefficients(prmtop, section, typeCount, power);
  // Twelve-six-four terms of ions (Li and Merz 2014, doi:10.1021/ct400751u).
  const c4 = prmtop.has("LENNARD_JONES_CCOEF") ? table("LENNARD_JONES_CCOEF", 4) : undefined;
  return {
    typeOf,
    typeCount,
    c12: table("LENNARD_JONES_ACOEF", 12),
    c6: table("LENNARD_JONES_BCOEF", 6),
    ...(c4?.some((c) => c !== 0) ? { c4 } : {}),
  };
}

/** The constants of 1–4 pairs, which chamber topologies keep apart. */
export function lennardJones14Of(prmtop: Prmtop, table: LennardJonesTable): LennardJonesTable {
  if (!prmtop.has("LENNARD_JONES_14_ACOEF")) return table;
  const { typeOf, typeCount } = table;
  return {
    typeOf,
    typeCount,
    c12: coefficients(prmtop, "LENNARD_JONES_14_ACOEF", typeCount, 12),
    c6: coefficients(prmtop, "LENNARD_JONES_14_BCOEF", typeCount, 6),
  };
}

/** A section of coefficients by pair of types, spread out to a symmetric square. */
function coefficients(prmtop: Prmtop, section: string, typeCount: number, power: number): Float64Array {
  const pairCount = (typeCount * (typeCount + 1)) / 2;
  const index = prmtop.integers("NONBONDED_PARM_INDEX", typeCount ** 2);
  const values = prmtop.reals(section, pairCount);
  return Float64Array.from(index, (entry) => {
    if (entry < 0) return 0; // a 10-12 pair, whose coefficients are zero
    return values[indexAt(prmtop, "NONBONDED_PARM_INDEX", entry, pairCount)]! * KCAL * ANGSTROM ** power;
  });
}
