import { everyTerm, HARTREE_IN_KJ_PER_MOL } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { amberSystem, hasSharedData, model } from "../support.js";

const KJ = HARTREE_IN_KJ_PER_MOL;

/**
 * The joint Amber–CHARMM benchmark, dihydrofolate reductase in 23,558 atoms, 0.9 nm plain cutoff, flexible: OpenMM's and
 * GROMACS's energies, which agree to 1e-8; Coulomb with the uniform background. kJ/mol.
 */
const JAC = {
  bonds: 1919.3343,
  angles: 5191.6808,
  torsions: 3889.679,
  impropers: 334.1535,
  lennardJones14: 2308.3841,
  coulomb14: 28024.1092,
  lennardJones: 37960.0448,
  dispersionCorrection: -2220.3496,
  coulomb: -383273.598,
};

describe.skipIf(!hasSharedData)("dihydrofolate reductase in water", () => {
  it("has the energies of OpenMM and GROMACS; timings of a step", async () => {
    const folder = "../shared/data/openmmtools-systems/dhfr";
    const prmtop = `${folder}/JAC.prmtop`;
    const system = await amberSystem(prmtop, `${folder}/JAC.inpcrd`);
    const treatment = {
      cutoff: "9 angstrom",
      lennardJones: { form: "cut", dispersionCorrection: "gromacs" },
    };
    const open = async (electrostatics: unknown) => {
      const { mm, scope } = await model(
        "amber",
        { prmtop, coulombConstant: "SI", ...treatment, electrostatics },
        system,
      );
      return mm.potential(everyTerm(system.topology.atomCount), scope);
    };
    await using tight = await open({ type: "pme", accuracy: 1e-8, order: 8 });
    const { terms, forces: exact } = await tight.evaluate(system.geometry, { forces: true });
    await using usual = await open({ type: "pme" });
    let fastest = Number.POSITIVE_INFINITY;
    let found = await usual.evaluate(system.geometry, { forces: true, virial: true });
    for (let step = 0; step < 6; step++) {
      const start = performance.now();
      found = await usual.evaluate(system.geometry, { forces: true, virial: true });
      fastest = Math.min(fastest, performance.now() - start);
    }
    const norm = Math.sqrt(exact!.reduce((sum, f) => sum + f * f, 0));
    const error = Math.sqrt(found.forces!.reduce((sum, f, k) => sum + (f - exact![k]!) ** 2, 0)) / norm;
    console.log(`${fastest.toFixed(0)} ms per evaluation; relative error of the forces ${error.toExponential(1)}`);
    for (const [name, energy] of Object.entries(JAC)) {
      expect(Math.abs(terms[name]! * KJ - energy), name).toBeLessThan(1e-4 + 1e-7 * Math.abs(energy));
    }
    expect(error).toBeLessThan(1e-3);
  });
});
