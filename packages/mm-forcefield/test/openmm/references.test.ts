import { type Evaluation, everyTerm, HARTREE_IN_KJ_PER_MOL, type System } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { ANGSTROM, forceField } from "../support.js";
import { constructs, files, fixture, references } from "./fixture.js";

const NM = 10 * ANGSTROM;

async function evaluate(id: string, options: unknown, text: string, system: System): Promise<Evaluation> {
  const made = await forceField(id, options, files({ "field.xml": text }));
  const mm = await made.forceField.assign(system);
  await using potential = await mm.potential(everyTerm(system.topology.atomCount), made.scope);
  return await potential.evaluate(system.geometry, { forces: true });
}

/** Which of our terms each force of OpenMM holds; all others hold what is left. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  bonds: ["HarmonicBondForce:HarmonicBondForce"],
  angles: ["HarmonicAngleForce:HarmonicAngleForce"],
  torsions: ["PeriodicTorsionForce:PeriodicTorsionForce", "RBTorsionForce:RBTorsionForce"],
  cmap: ["CMAPTorsionForce:CMAPTorsionForce"],
  nonbonded: ["NonbondedForce:NonbondedForce", "CustomNonbondedForce:LennardJones", "CustomBondForce:LennardJones14"],
};
const OURS: Readonly<Record<string, readonly string[]>> = {
  bonds: ["bonds", "ureyBradley"],
  angles: ["angles"],
  torsions: ["torsions", "impropers"],
  cmap: ["cmap"],
  nonbonded: ["lennardJones", "coulomb", "lennardJones14", "coulomb14", "dispersionCorrection"],
};

function expectReference(found: Evaluation, name: string, energyError = 1e-7, forceError = 1e-6): void {
  const reference = references.cases[name]!;
  const sum = (terms: Readonly<Record<string, number>>, names: readonly string[]) =>
    names.reduce((total, term) => total + (terms[term] ?? 0), 0);
  for (const group of Object.keys(GROUPS)) {
    const ours = sum(found.terms, OURS[group]!) * HARTREE_IN_KJ_PER_MOL;
    const theirs = sum(reference.energies, GROUPS[group]!);
    expect(Math.abs(ours - theirs), `${name} ${group}: ${ours} for ${theirs}`).toBeLessThan(energyError);
  }
  reference.forces.flat().forEach((force, k) => {
    const ours = found.forces![k]! * HARTREE_IN_KJ_PER_MOL * NM;
    expect(Math.abs(ours - force), `force ${k}: ${ours} for ${force}`).toBeLessThan(
      forceError * Math.max(1, Math.abs(force)),
    );
  });
}

describe(`against ${references.program}`, () => {
  it.each(["default", "charmm", "amber", "smirnoff"])(
    "templates, patches and every bonded construct; impropers in the order %s",
    async (ordering) => {
      const text = fixture("constructs.xml").replace("ORDERING", ordering);
      expectReference(await evaluate("openmm", { xml: ["field.xml"] }, text, constructs(false)), ordering);
    },
  );

  it("Lennard-Jones by pairs of types, with 1–4 parameters of its own", async () => {
    expectReference(await evaluate("openmm", { xml: ["field.xml"] }, fixture("nbfix.xml"), constructs(false)), "nbfix");
  });

  it("a serialised System with a table of Lennard-Jones pairs", async () => {
    const found = await evaluate("openmm-system", { xml: "field.xml" }, fixture("nbfix-system.xml"), constructs(false));
    expectReference(found, "nbfix");
  });

  it("a serialised System with reaction field, switch and dispersion correction", async () => {
    const found = await evaluate("openmm-system", { xml: "field.xml" }, fixture("system.xml"), constructs(true));
    expectReference(found, "reactionField");
    const options = {
      xml: ["field.xml"],
      cutoff: "0.7 nm",
      electrostatics: { type: "reaction-field" },
      lennardJones: { form: "potential-switch", switchDistance: "0.6 nm", dispersionCorrection: "openmm" },
    };
    const text = fixture("constructs.xml").replace("ORDERING", "amber");
    expectReference(await evaluate("openmm", options, text, constructs(true)), "reactionField");
  });

  it("a serialised System with particle-mesh Ewald and a net charge", async () => {
    const found = await evaluate("openmm-system", { xml: "field.xml" }, fixture("pme-system.xml"), constructs(true));
    expectReference(found, "pme", 1e-3, 1e-3);
  });
});
