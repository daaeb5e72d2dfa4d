import { BOHR_IN_ANGSTROM, type Evaluation, HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import {
  ALANINE,
  ANGSTROM,
  amberSystem,
  evaluate,
  hasSharedData,
  methanolAndWater,
  positionsOf,
  type ReferenceCase,
  references,
  waters,
} from "./support.js";

const NANOMETRE = 10 * ANGSTROM;

/** Expects energies within a relative 1e-8 of the sum of sizes, forces within 1e-6 of the largest. */
function expectReference(found: Evaluation, reference: ReferenceCase, groups: Readonly<Record<string, string[]>> = {}) {
  const scale = Object.values(reference.energies).reduce((sum, energy) => sum + Math.abs(energy), 0);
  for (const [name, energy] of Object.entries(reference.energies)) {
    const terms = groups[name] ?? [name];
    const ours = terms.reduce((sum, term) => sum + (found.terms[term] ?? 0), 0) * HARTREE_IN_KJ_PER_MOL;
    expect(Math.abs(ours - energy), `${name}: ${ours} for ${energy} kJ/mol`).toBeLessThan(1e-8 * scale);
  }
  const forces = reference.forces.flat();
  const largest = Math.max(...forces.map(Math.abs));
  forces.forEach((force, k) => {
    const ours = found.forces![k]! * HARTREE_IN_KJ_PER_MOL * NANOMETRE;
    expect(Math.abs(ours - force), `force ${k}: ${ours} for ${force} kJ/mol/nm`).toBeLessThan(1e-7 * largest + 1e-6);
  });
}

describe(`against ${references.program}`, () => {
  it("alanine dipeptide in ff14SB, term by term", async () => {
    const system = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
    const geometry = { positions: positionsOf(references.alanineDipeptide) };
    const found = await evaluate("amber", { prmtop: ALANINE.prmtop, coulombConstant: "SI" }, { ...system, geometry });
    expectReference(found, references.alanineDipeptide, { dihedrals: ["torsions", "impropers"] });
    expect(Object.keys(found.terms).sort()).toEqual(
      "angles bonds coulomb coulomb14 impropers lennardJones lennardJones14 torsions".split(" "),
    );
  });

  it("a droplet of flexible TIP3P", async () => {
    const found = await evaluate("tip3p", {}, waters(positionsOf(references.droplet)));
    expectReference(found, references.droplet);
    expect(Object.keys(found.terms).sort()).toEqual(["angles", "bonds", "coulomb", "lennardJones"]);
  });

  it("periodic water by shifted forces, molecules in other cells included", async () => {
    const { edge, cutoff } = references.periodicWater;
    const length = edge * ANGSTROM;
    const system = waters(positionsOf(references.periodicWater), [length, length, length]);
    expectReference(await evaluate("tip3p", { cutoff: `${cutoff} angstrom` }, system), references.periodicWater);
  });

  it("methanol and water by explicit parameters: geometric rule, override, scaled 1–4 pairs", async () => {
    const found = await evaluate("parameters", references.methanolAndWater.options, methanolAndWater());
    expectReference(found, references.methanolAndWater);
  });
});

// Published values, kJ/mol: OpenMM's own test system, evaluated without solvent.
describe.skipIf(!hasSharedData)("against published Amber systems", () => {
  const folder = "../shared/data/openmm-systems";

  it("alanine dipeptide of OpenMM's test suite in vacuum", async () => {
    const prmtop = `${folder}/alanine-dipeptide-implicit.prmtop`;
    const system = await amberSystem(prmtop, `${folder}/alanine-dipeptide-implicit.inpcrd`);
    const { terms } = await evaluate("amber", { prmtop, coulombConstant: "SI" }, system);
    const kj = (...names: string[]) => names.reduce((sum, n) => sum + terms[n]! * HARTREE_IN_KJ_PER_MOL, 0);
    expect(Math.abs(kj("bonds") - 0.08618335)).toBeLessThan(1e-7);
    expect(Math.abs(kj("angles") - 1.51440033)).toBeLessThan(1e-7);
    expect(Math.abs(kj("torsions", "impropers") - 8.05633541)).toBeLessThan(1e-7);
    const nonbonded = kj("lennardJones", "coulomb", "lennardJones14", "coulomb14");
    expect(Math.abs(nonbonded + 97.74550765)).toBeLessThan(1e-5);
  });

  it("uses Amber's own Coulomb constant unless told otherwise", async () => {
    const prmtop = `${folder}/alanine-dipeptide-implicit.prmtop`;
    const system = await amberSystem(prmtop, `${folder}/alanine-dipeptide-implicit.inpcrd`);
    const amber = await evaluate("amber", { prmtop }, system);
    const si = await evaluate("amber", { prmtop, coulombConstant: "SI" }, system);
    const amberConstant = 18.2223 ** 2 / ((HARTREE_IN_KJ_PER_MOL / 4.184) * BOHR_IN_ANGSTROM);
    expect(amber.terms.coulomb! / si.terms.coulomb!).toBeCloseTo(amberConstant, 12);
    expect(amber.terms.coulomb14! / si.terms.coulomb14!).toBeCloseTo(amberConstant, 12);
  });
});
