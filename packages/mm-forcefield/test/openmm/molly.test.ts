import { existsSync, readFileSync } from "node:fs";
import { type Evaluation, everyTerm, HARTREE_IN_KJ_PER_MOL, type System } from "@qmmm/core";
import { readPdb } from "@qmmm/io";
import { beforeAll, describe, expect, it } from "vitest";
import { ANGSTROM, forceField, projectFiles } from "../support.js";

// Molly.jl's reference system (6MRR in TIP3P, 15,954 atoms; OpenMM's energies and forces, kJ/mol and nm).
const folder = "../shared/data/molly-6mrr";
const root = new URL("../../../../", import.meta.url);
const references = new URL(`${folder}/openmm_6mrr/amber/`, root);
const NM = 10 * ANGSTROM;

function referenceForces(name: string): Float64Array {
  const lines = readFileSync(new URL(`forces_${name}.txt`, references), "utf8")
    .trim()
    .split("\n");
  return Float64Array.from(lines.flatMap((line) => line.trim().split(/\s+/).map(Number)));
}

const referenceEnergy = (name: string): number =>
  Number(readFileSync(new URL(`energy_${name}.txt`, references), "utf8"));

describe.skipIf(!existsSync(references))("6MRR in water against OpenMM (Molly's reference data)", () => {
  let system: System;
  beforeAll(async () => {
    const file = `${folder}/6mrr_equil.pdb`;
    system = readPdb(await projectFiles.read(file), file);
  });

  async function evaluate(part: string, options: Record<string, unknown>): Promise<Evaluation> {
    const xml = ["ff99SBildn", "tip3p_standard"].map((name) => `${folder}/force_fields/${name}${part}.xml`);
    const made = await forceField("openmm", { xml, ...options });
    const mm = await made.forceField.assign(system);
    await using potential = await mm.potential(everyTerm(system.topology.atomCount), made.scope);
    return await potential.evaluate(system.geometry, { forces: true });
  }

  const lennardJones = { form: "cut", dispersionCorrection: "openmm" };
  const reactionField = { cutoff: "1 nm", electrostatics: { type: "reaction-field" }, lennardJones };

  function expectReference(found: Evaluation, name: string, energyError: number, forceError: number): void {
    const energy = found.energy * HARTREE_IN_KJ_PER_MOL;
    expect(Math.abs(energy - referenceEnergy(name)), `${name}: ${energy}`).toBeLessThan(energyError);
    const forces = referenceForces(name);
    expect(forces.length).toBe(found.forces!.length);
    let worst = 0;
    forces.forEach((force, k) => {
      worst = Math.max(worst, Math.abs(found.forces![k]! * HARTREE_IN_KJ_PER_MOL * NM - force));
    });
    expect(worst, `${name}: force error ${worst}`).toBeLessThan(forceError);
  }

  it("term by term, and the forces of all, with a reaction field", async () => {
    const found = await evaluate("", reactionField);
    for (const [name, terms] of Object.entries({
      bond_only: ["bonds"],
      angle_only: ["angles"],
      proptor_only: ["torsions"],
      improptor_only: ["impropers"],
      lj_only: ["lennardJones", "lennardJones14", "dispersionCorrection"],
      coul_only: ["coulomb", "coulomb14"],
    })) {
      const ours = terms.reduce((sum, term) => sum + found.terms[term]!, 0) * HARTREE_IN_KJ_PER_MOL;
      expect(Math.abs(ours - referenceEnergy(name)), `${name}: ${ours}`).toBeLessThan(1e-5);
    }
    expectReference(found, "all_cut", 1e-5, 1e-7);
  });

  it("particle-mesh Ewald with OpenMM's splitting and grid", async () => {
    const alpha = Math.sqrt(-Math.log(2 * 5e-4));
    const electrostatics = { type: "pme", screening: `${1 / alpha} nm`, grid: [46, 46, 51] };
    const found = await evaluate("", { cutoff: "1 nm", electrostatics, lennardJones });
    expectReference(found, "all_pme", 1e-5, 1e-6);
  });
});
