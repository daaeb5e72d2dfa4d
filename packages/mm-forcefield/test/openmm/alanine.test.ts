import { HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { amberSystem, evaluate, forceField, hasSharedData, projectFiles } from "../support.js";
import { references } from "./fixture.js";

const DIPEPTIDE = "../shared/data/openmm-systems/alanine-dipeptide-implicit";

const TERMS: Readonly<Record<string, readonly string[]>> = {
  "HarmonicBondForce:HarmonicBondForce": ["bonds"],
  "HarmonicAngleForce:HarmonicAngleForce": ["angles"],
  "PeriodicTorsionForce:PeriodicTorsionForce": ["torsions", "impropers"],
  "NonbondedForce:NonbondedForce": ["lennardJones", "coulomb", "lennardJones14", "coulomb14"],
};

describe.skipIf(!hasSharedData)(`alanine dipeptide against ${references.program}`, () => {
  it.each(Object.entries(references.alanine))("%s", async (name, energies) => {
    const system = await amberSystem(`${DIPEPTIDE}.prmtop`, `${DIPEPTIDE}.inpcrd`);
    const { terms } = await evaluate("openmm", { xml: [`../shared/data/openmm-forcefields/${name}`] }, system);
    for (const [force, energy] of Object.entries(energies)) {
      const ours = TERMS[force]!.reduce((sum, term) => sum + terms[term]!, 0) * HARTREE_IN_KJ_PER_MOL;
      expect(Math.abs(ours - energy), `${force}: ${ours} for ${energy}`).toBeLessThan(1e-8);
    }
  });

  it("follows <Include>", async () => {
    const system = await amberSystem(`${DIPEPTIDE}.prmtop`, `${DIPEPTIDE}.inpcrd`);
    const file = "../shared/data/openmm-forcefields/amber14/protein.ff14SB.xml";
    const outer = new TextEncoder().encode(`<ForceField><Include file="${file}"/></ForceField>`);
    const read = async (name: string) => (name === "outer.xml" ? outer : await projectFiles.read(name));
    const made = await forceField("openmm", { xml: ["outer.xml"] }, { read });
    const { charges } = await made.forceField.assign(system);
    expect(charges.reduce((sum, q) => sum + q, 0)).toBeCloseTo(0, 10);
    expect(charges.some((q) => q !== 0)).toBe(true);
  });
});
