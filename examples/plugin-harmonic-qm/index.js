// A complete QM method plugin: springs between all pairs of atoms, and fixed charges with hydrogens more positive.
import { COVALENT_RADII_ANGSTROM, definePlugin, OPTIONS, quantity, requireQmSupport, toAtomic } from "@qmmm/core";
import { z } from "zod";

const Options = z.strictObject({
  forceConstant: quantity("forceConstant", { above: 0 }).prefault("100 kcal/mol/Å^2").describe("spring stiffness"),
});

class HarmonicEngine {
  supports = new Set(["forces", "fieldForces", "fieldPotential"]);

  constructor(molecule, { forceConstant }) {
    this.radii = Array.from(molecule.elements, (z) => toAtomic(COVALENT_RADII_ANGSTROM[z], "length", "Å"));
    const hydrogens = molecule.elements.filter((z) => z === 1).length;
    const share = (molecule.charge - 0.4 * hydrogens) / molecule.elements.length;
    this.charges = Array.from(molecule.elements, (z) => share + (z === 1 ? 0.4 : 0));
    this.k = forceConstant;
  }

  async solve(nuclei, field, want, signal) {
    signal?.throwIfAborted();
    requireQmSupport("harmonic", this.supports, want, field);
    const forces = new Float64Array(nuclei.length);
    const fieldForces = new Float64Array(field.sites.length);
    const fieldPotential = new Float64Array(field.charges.length);
    const terms = { springs: 0, electrostatic: 0 };
    const pull = (i, target, targetForces, j, energyAndSlope) => {
      const d = [0, 1, 2].map((x) => target[3 * j + x] - nuclei[3 * i + x]);
      const r = Math.hypot(...d);
      const [energy, slope] = energyAndSlope(r);
      d.forEach((component, x) => {
        forces[3 * i + x] += (slope * component) / r;
        targetForces[3 * j + x] -= (slope * component) / r;
      });
      return energy;
    };
    this.radii.forEach((radius, i) => {
      for (let j = 0; j < i; j++) {
        const r0 = radius + this.radii[j];
        terms.springs += pull(i, nuclei, forces, j, (r) => [0.5 * this.k * (r - r0) ** 2, this.k * (r - r0)]);
      }
      field.charges.forEach((q, j) => {
        terms.electrostatic += pull(i, field.sites, fieldForces, j, (r) => {
          fieldPotential[j] += this.charges[i] / r;
          return [(this.charges[i] * q) / r, (-this.charges[i] * q) / r ** 2];
        });
      });
    });
    return { energy: terms.springs + terms.electrostatic, terms, forces, fieldForces, fieldPotential };
  }

  snapshot = () => null;
  restore = () => {};
  async [Symbol.asyncDispose]() {}
}

const create = (scope) => ({ open: async (molecule) => new HarmonicEngine(molecule, scope.resolve(OPTIONS)) });

export default definePlugin({
  name: "qmmm-qm-harmonic",
  version: "1.0.0",
  register: (reg) => reg.qmMethod("harmonic", { options: Options, summary: "springs between all atoms", create }),
});
