import { createSystem, type Evaluation, everyTerm, HARTREE_IN_KCAL_PER_MOL, type TermMask } from "@qmmm/core";
import { Prmtop, prmtopTopology } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { amberParameters, ResolvedMmModel } from "../../src/index.js";
import { ALANINE, amberSystem, evaluate, forceField, hasSharedData, projectFiles } from "../support.js";
import { charmmed, reals } from "./charmmed.js";

const KCAL = 1 / HARTREE_IN_KCAL_PER_MOL;
const ANGSTROM = 1 / 0.529177210544;
async function alanine() {
  const text = new TextDecoder().decode(await projectFiles.read(ALANINE.prmtop));
  return { text, system: await amberSystem(ALANINE.prmtop, ALANINE.inpcrd) };
}

async function potentialOf(prmtop: string, mask: (n: number) => TermMask = everyTerm, cutoff?: number) {
  const { scope } = await forceField("amber", { prmtop: ALANINE.prmtop });
  const parameters = amberParameters(new Prmtop(prmtop, "alanine"), { skin: 2, coulombConstant: "SI", cutoff });
  return new ResolvedMmModel(parameters).potential(mask(parameters.atomCount), scope);
}

describe("CHARMM's terms, CMAP and 12-6-4 in a prmtop", () => {
  it("are on the ledger with the energies of their definitions", async () => {
    const { text, system } = await alanine();
    const { terms } = await (await potentialOf(charmmed(text))).evaluate(system.geometry, {});
    const plain = await (await potentialOf(text)).evaluate(system.geometry, {});
    const r = (i: number, j: number) =>
      Math.hypot(
        ...[0, 1, 2].map((d) => system.geometry.positions[3 * i + d]! - system.geometry.positions[3 * j + d]!),
      );
    const stretch = (i: number, j: number, k: number, r0: number) => k * KCAL * (r(i, j) / ANGSTROM - r0) ** 2;
    expect(terms.ureyBradley).toBeCloseTo(stretch(4, 8, 20, 2.1) + stretch(1, 3, 5.4, 1.8), 12);
    for (const [name, energy] of Object.entries(plain.terms)) expect(terms[name]).toBe(energy);
    const added = Object.keys(terms).filter((name) => !(name in plain.terms));
    expect(added.sort()).toEqual(["cmap", "harmonicImpropers", "lennardJones4", "ureyBradley"]);
    expect(terms.lennardJones4).toBeLessThan(0);
    for (const name of added) expect(Math.abs(terms[name]!)).toBeGreaterThan(1e-6);
  });

  it.each([undefined, 9])("forces and virial are derivatives; cutoff %s a0", async (cutoff) => {
    const { text, system } = await alanine();
    const potential = await potentialOf(charmmed(text), everyTerm, cutoff);
    const { forces } = await potential.evaluate(system.geometry, { forces: true });
    const largest = Math.max(...forces!.map(Math.abs));
    const energyAt = async (k: number, step: number) => {
      const positions = system.geometry.positions.with(k, system.geometry.positions[k]! + step);
      return (await potential.evaluate({ positions }, {})).energy;
    };
    for (const k of [4, 13, 20, 22, 25, 44, 50]) {
      const h = 1e-3;
      const near = (await energyAt(k, h)) - (await energyAt(k, -h));
      const far = (await energyAt(k, 2 * h)) - (await energyAt(k, -2 * h));
      expect(Math.abs(-(8 * near - far) / (12 * h) - forces![k]!), `coordinate ${k}`).toBeLessThan(1e-7 * largest);
    }
  });

  it.each(["all", "majority"] as const)("masks by the rule %s split every term without remainder", async (rule) => {
    const { text, system } = await alanine();
    const region = new Uint8Array(22).fill(1, 0, 8);
    const pairs = (inside: boolean) => ({ inside, across: !inside, outside: !inside });
    const masked = async (inside: boolean): Promise<Evaluation> => {
      const mask: TermMask = {
        region,
        bonded: { inside, outside: !inside, rule },
        lennardJones: pairs(inside),
        coulomb: pairs(inside),
      };
      return (await potentialOf(charmmed(text), () => mask)).evaluate(system.geometry, { forces: true });
    };
    const whole = await (await potentialOf(charmmed(text))).evaluate(system.geometry, { forces: true });
    const [inner, outer] = [await masked(true), await masked(false)];
    for (const [name, energy] of Object.entries(whole.terms)) {
      expect((inner.terms[name] ?? 0) + (outer.terms[name] ?? 0), name).toBeCloseTo(energy, 13);
    }
    whole.forces!.forEach((force, k) => {
      expect(inner.forces![k]! + outer.forces![k]!).toBeCloseTo(force, 12);
    });
    // Atoms 4, 6 and 8 of the five of the CMAP term: two of them inside.
    expect("cmap" in inner.terms).toBe(false);
  });

  it("1–4 coefficients of their own replace those of the types", async () => {
    const { text } = await alanine();
    const tables = ["A", "B"].map(
      (c) => text.match(new RegExp(`%FLAG LENNARD_JONES_${c}COEF\\n((?:[^%].*\\n)|%FORMAT.*\\n)+`))![0],
    );
    const doubled = tables[0]!.replace("JONES_A", "JONES_14_A").replace(/\d\.\d{8}E[+-]\d\d/g, (x) =>
      (2 * Number(x))
        .toExponential(8)
        .replace(/e([+-])(\d)$/, "E$10$2")
        .replace("e", "E"),
    );
    const own = amberParameters(new Prmtop(text + doubled + tables[1]!.replace("JONES_B", "JONES_14_B"), "a"), {
      skin: 2,
      coulombConstant: "amber",
    });
    const usual = amberParameters(new Prmtop(text, "a"), { skin: 2, coulombConstant: "amber" });
    expect(own.lennardJones).toEqual(usual.lennardJones);
    own.exceptions.parameters.forEach((number, k) => {
      const factor = k % 3 === 0 ? 2 : 1;
      expect(number / usual.exceptions.parameters[k]!).toBeCloseTo(factor, 7);
    });
  });

  it("takes the unit of charge that makes CHARMM's charges round", async () => {
    const { text } = await alanine();
    const written = (unit: number) =>
      text
        .replace("%FLAG TITLE", "%FLAG CTITLE")
        .replace(
          /(%FLAG CHARGE\n.*\n)(?:[^%].*\n)+/,
          (_, head) =>
            `${head}${reals(...Array.from({ length: 22 }, (_, k) => (0.01 * ((k % 7) - 3) + 0.1) * unit))}\n`,
        );
    const chargesOf = (unit: number) =>
      amberParameters(new Prmtop(written(unit), "a"), { skin: 2, coulombConstant: "amber" }).charges;
    chargesOf(18.2223).forEach((q, k) => {
      expect(q).toBeCloseTo(0.01 * ((k % 7) - 3) + 0.1, 7);
      expect(chargesOf(Math.sqrt(332.0716))[k]).toBeCloseTo(q, 7);
    });
  });
});

describe.skipIf(!hasSharedData)("published topologies with CHARMM's terms", () => {
  const folder = "../shared/data/parmed-systems";
  const kcal = (terms: Readonly<Record<string, number>>, ...names: string[]) =>
    names.reduce((sum, name) => sum + terms[name]!, 0) * HARTREE_IN_KCAL_PER_MOL;
  const open = async (name: string) => {
    const prmtop = `${folder}/${name}.parm7`;
    const { topology, geometry } = await amberSystem(prmtop, `${folder}/${name}.rst7`);
    return evaluate("amber", { prmtop }, { topology, geometry: { positions: geometry.positions } });
  };

  it("CHARMM22 of three alanines", async () => {
    const { terms } = await open("ala_ala_ala");
    const nonbonded = ["lennardJones", "coulomb", "lennardJones14", "coulomb14"];
    for (const [energy, ...names] of [
      [1.3351, "bonds"],
      [14.1158, "angles"],
      [0.3669, "ureyBradley"],
      [14.2773, "torsions"],
      [0.3344, "harmonicImpropers"],
      [-0.5239, "cmap"],
    ] as const) {
      expect(Math.abs(kcal(terms, ...names) - energy), names.join()).toBeLessThan(6e-5);
    }
    // CHARMM's value; OpenMM's with the SI constant is 9.22137.
    expect(Math.abs(kcal(terms, ...nonbonded) - 9.221)).toBeLessThan(1e-3);
    // OpenMM 8.6, kcal/mol
    expect(Math.abs(kcal(terms, "cmap") + 0.523927059261111)).toBeLessThan(1e-11);
    expect(Math.abs(kcal(terms, "harmonicImpropers") - 0.3344421120249978)).toBeLessThan(1e-11);
    expect(Math.abs(kcal(terms, "ureyBradley") - 0.366894797924465)).toBeLessThan(1e-11);
  });

  it("CHARMM36 of three alanines in water, NBFIX included", async () => {
    const { energy, terms } = await open("ala3_solv");
    expect(Math.abs(energy * HARTREE_IN_KCAL_PER_MOL + 7806.981602)).toBeLessThan(5e-6);
    for (const [reference, ...names] of [
      [1.13242125, "bonds"],
      [1.06880188, "angles"],
      [0.06142407, "ureyBradley"],
      [7.81143025, "torsions"],
      [0.12679003, "cmap"],
      [909.28136359, "lennardJones"],
      [-9007.16903192, "coulomb"],
      [277.35152722, "coulomb14"],
      [3.35367163, "lennardJones14"],
    ] as const) {
      expect(Math.abs(kcal(terms, ...names) - reference), names.join()).toBeLessThan(5e-6);
    }
  });

  it("nine maps of ff19SB at random angles", async () => {
    const file = `${folder}/amber-parm-with-cmap.parm7`;
    const prmtop = new Prmtop(await projectFiles.read(file), file);
    const topology = prmtopTopology(prmtop);
    const { atomCount } = topology;
    const positions = Float64Array.from(
      { length: 3 * atomCount },
      (_, k) => (2 * Math.sin(1.3 * Math.floor(k / 3) ** 2 + 0.7 * (k % 3)) + 0.4 * Math.floor(k / 3)) * ANGSTROM,
    );
    const { terms } = await evaluate("amber", { prmtop: file }, createSystem({ ...topology, positions }));
    // OpenMM 8.6, the same positions
    expect(Math.abs(kcal(terms, "cmap") - 13.480219396657253)).toBeLessThan(1e-8);
    expect(Math.abs(kcal(terms, "torsions", "impropers") - 491.470863050898)).toBeLessThan(1e-7);
  });
});
