import type { XmlNode } from "@qmmm/io";
import type { LennardJonesTable } from "../parameters/mm-parameters.js";
import { invalid, unsupported } from "./errors.js";
import { KJ, NM } from "./units.js";

/** Expressions by which OpenMM's own readers write Lennard-Jones tables, without blanks, and what their A becomes. */
const FORMS: ReadonlyMap<string, (a: number) => number> = new Map([
  ["acoef(type1,type2)/r^12-bcoef(type1,type2)/r^6", (a: number) => a],
  ["(a/r6)^2-b/r6;r6=r^6;a=acoef(type1,type2);b=bcoef(type1,type2)", (a: number) => a * a],
  ["(a/r6)^2-b/r6;r6=r2*r2*r2;r2=r^2;a=acoef(type1,type2);b=bcoef(type1,type2)", (a: number) => a * a],
]);

/**
 * The table of a `CustomNonbondedForce` that is Lennard-Jones by pairs of types (how OpenMM writes NBFIX).
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED` for any other expression
 */
export function customLennardJones(force: XmlNode, atomCount: number): LennardJonesTable {
  const energy = force.string("energy");
  const form = FORMS.get(energy.replace(/\s/g, "").replace(/;$/, ""));
  if (form === undefined || (force.child("InteractionGroups")?.children.length ?? 0) > 0) {
    throw unsupported(force.place, `a CustomNonbondedForce with the energy "${energy}"`, {
      value: energy,
      allowed: [...FORMS.keys()],
    });
  }
  const table = (name: string): { readonly size: number; readonly values: number[] } => {
    const node = force.child("Functions")?.children.find((child) => child.optional("name") === name);
    if (node === undefined) throw invalid(force.place, `there is no function "${name}"`);
    const size = node.integer("xsize");
    const values = (node.child("Values")?.named("Value") ?? []).map((value) => value.real("v"));
    if (size < 1 || node.integer("ysize") !== size || values.length !== size * size) {
      throw invalid(node.place, `the table "${name}" has ${values.length} values`, { allowed: "a square table" });
    }
    return { size, values };
  };
  const [a, b] = [table("acoef"), table("bcoef")];
  const particles = force.child("Particles")?.named("Particle") ?? [];
  if (a.size !== b.size || particles.length !== atomCount) {
    throw invalid(force.place, "its tables or its particles do not fit the system", {
      value: particles.length,
      allowed: `${atomCount} particles, tables of one size`,
    });
  }
  const typeOf = Int32Array.from(particles, (particle) => particle.indices(["param1"], a.size)[0]!);
  const c12 = Float64Array.from(a.values, (value) => form(value) * KJ * NM ** 12);
  const c6 = Float64Array.from(b.values, (value) => value * KJ * NM ** 6);
  for (let k = 0; k < c12.length; k++) {
    const mirrored = (k % a.size) * a.size + Math.floor(k / a.size);
    if (c12[k] !== c12[mirrored] || c6[k] !== c6[mirrored]) {
      throw invalid(force.place, "a table of pairs of types is not symmetric");
    }
  }
  return { typeOf, typeCount: a.size, c12, c6 };
}

/** Lennard-Jones energies of single pairs, scaled: what OpenMM writes besides such tables. */
const SCALED_PAIR = /^([\d.eE+-]+)\*epsilon\*\(\(sigma\/r\)\^12-\(sigma\/r\)\^6\);?$/;

/** A pair: atoms, σ (nm), ε (kJ/mol). */
export interface SinglePair {
  readonly atoms: readonly [number, number];
  readonly sigma: number;
  readonly epsilon: number;
}

/**
 * The pairs of a `CustomBondForce` that is Lennard-Jones.
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED` for any other expression
 */
export function customPairs(force: XmlNode, atomCount: number): SinglePair[] {
  const energy = force.string("energy");
  const factor = Number(SCALED_PAIR.exec(energy.replace(/\s/g, ""))?.[1] ?? Number.NaN);
  const names = force.child("PerBondParameters")?.children.map((child) => child.optional("name")) ?? [];
  if (!Number.isFinite(factor) || names.join() !== "sigma,epsilon") {
    throw unsupported(force.place, `a CustomBondForce with the energy "${energy}"`, {
      value: energy,
      allowed: "4*epsilon*((sigma/r)^12-(sigma/r)^6), with parameters sigma and epsilon",
    });
  }
  return (force.child("Bonds")?.named("Bond") ?? []).map((bond) => ({
    atoms: bond.indices(["p1", "p2"], atomCount) as [number, number],
    sigma: bond.real("param1"),
    epsilon: (bond.real("param2") * factor) / 4,
  }));
}
