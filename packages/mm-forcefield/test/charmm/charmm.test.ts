import { everyTerm, HARTREE_IN_KCAL_PER_MOL, HARTREE_IN_KJ_PER_MOL, type System, type TermMask } from "@qmmm/core";
import { psfTopology, readCharmmParameters, readCrd, readPdb, readPsf } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { type CharmmOptions, charmmParameters, ResolvedMmModel } from "../../src/index.js";
import { ANGSTROM, errorOf, evaluate, forceField, hasSharedData, projectFiles } from "../support.js";
import { CRD, EXTENDED_PSF, PRM, PSF, RTF } from "./fixture.js";

const KCAL = 1 / HARTREE_IN_KCAL_PER_MOL;
const options: CharmmOptions = { coulombConstant: "charmm", skin: 2 };
const { geometry } = readCrd(CRD, "small.crd");
const files = [
  { file: "small.rtf", source: RTF },
  { file: "small.prm", source: PRM },
];
const resolve = (psf = PSF, prm = PRM, changed: Partial<CharmmOptions> = {}) =>
  charmmParameters(readPsf(psf, "small.psf"), readCharmmParameters([files[0]!, { file: "p", source: prm }]), {
    ...options,
    ...changed,
  });

async function potentialOf(parameters = resolve(), mask: TermMask = everyTerm(6)) {
  const { scope } = await forceField("tip3p", {});
  return new ResolvedMmModel(parameters).potential(mask, scope);
}

const r = (i: number, j: number) =>
  Math.hypot(...[0, 1, 2].map((d) => geometry.positions[3 * i + d]! - geometry.positions[3 * j + d]!)) / ANGSTROM;

describe("charmm", () => {
  it("has the energies of its definitions", async () => {
    const { terms } = await (await potentialOf()).evaluate(geometry, {});
    const well = (i: number, j: number, epsilon: number, rmin: number) => {
      const s = (rmin / r(i, j)) ** 6;
      return epsilon * KCAL * (s * s - 2 * s);
    };
    expect(terms.ureyBradley).toBeCloseTo(20 * KCAL * (r(0, 2) - 2.45) ** 2, 12);
    // 1–4 pairs: N1–N4, N1–O6, C2–C5 and O6–C5, the last by NBFIX; N1–C5 further away, by NBFIX; N1–O6 excluded by hand.
    expect(terms.lennardJones).toBeCloseTo(well(0, 4, 0.05, 3.6), 12);
    expect(terms.lennardJones14).toBeCloseTo(
      well(0, 3, 0.2, 1.85 + 1.55) + well(1, 4, Math.sqrt(0.01 * 0.08), 1.9 + 2.06) + well(5, 4, 0.25, 2.8),
      12,
    );
    const coulomb = (i: number, j: number, qq: number) => (332.0716 * KCAL * qq) / r(i, j);
    expect(terms.coulomb).toBeCloseTo(coulomb(0, 4, -0.4 * 0.45), 12);
    expect(terms.coulomb14).toBeCloseTo(
      0.5 * (coulomb(0, 3, 0.4 * 0.2) + coulomb(1, 4, 0.1 * 0.45) + coulomb(5, 4, -0.5 * 0.45)),
      12,
    );
    expect(Object.keys(terms).sort()).toEqual(
      ["angles", "bonds", "cmap", "coulomb", "coulomb14", "harmonicImpropers", "lennardJones", "lennardJones14"].concat(
        ["torsions", "ureyBradley"],
      ),
    );
  });

  it("takes wildcards only where there is no entry of its own, and a torsion once", () => {
    const { torsions, harmonicImpropers } = resolve();
    const rows = Array.from({ length: torsions.atoms.length / 4 }, (_, n) => [
      ...torsions.atoms.subarray(4 * n, 4 * n + 4),
      torsions.parameters[3 * n]! / KCAL,
      torsions.parameters[3 * n + 1]!,
    ]);
    expect(rows.map((row) => row.map((x) => Number(x.toFixed(6))))).toEqual([
      [0, 1, 2, 3, 0.6, 1],
      [0, 1, 2, 3, 0.3, 2],
      [1, 2, 3, 4, 2.5, 2],
      [0, 1, 2, 5, 0.2, 3],
    ]);
    // Periodicity 0 of a dihedral is a harmonic term.
    expect([...harmonicImpropers!.atoms]).toEqual([5, 2, 3, 4, 2, 1, 3, 5]);
  });

  it("forces are derivatives", async () => {
    const potential = await potentialOf();
    const { forces } = await potential.evaluate(geometry, { forces: true });
    const largest = Math.max(...forces!.map(Math.abs));
    for (let k = 0; k < 18; k++) {
      const at = async (step: number) =>
        (await potential.evaluate({ positions: geometry.positions.with(k, geometry.positions[k]! + step) }, {})).energy;
      const h = 5e-4;
      const slope = (8 * ((await at(h)) - (await at(-h))) - ((await at(2 * h)) - (await at(-2 * h)))) / (12 * h);
      expect(Math.abs(forces![k]! + slope), `coordinate ${k}`).toBeLessThan(1e-7 * largest);
    }
  });

  it.each(["all", "majority"] as const)("masks by the rule %s split every term without remainder", async (rule) => {
    const region = Uint8Array.of(0, 0, 1, 1, 1, 1);
    const pairs = (inside: boolean) => ({ inside, across: inside, outside: !inside });
    const [inner, outer] = await Promise.all(
      [true, false].map(async (inside) => {
        const bonded = { inside, outside: !inside, rule };
        const mask = { region, bonded, lennardJones: pairs(inside), coulomb: pairs(inside) };
        return (await potentialOf(resolve(), mask)).evaluate(geometry, { forces: true });
      }),
    );
    const whole = await (await potentialOf()).evaluate(geometry, { forces: true });
    for (const [name, energy] of Object.entries(whole.terms)) {
      expect((inner!.terms[name] ?? 0) + (outer!.terms[name] ?? 0), name).toBeCloseTo(energy, 13);
    }
    expect("cmap" in inner!.terms).toBe(rule === "majority");
    whole.forces!.forEach((force, k) => {
      expect(inner!.forces![k]! + outer!.forces![k]!).toBeCloseTo(force, 12);
    });
  });

  it("reads extended columns and types by number", () => {
    expect(resolve(EXTENDED_PSF)).toEqual(resolve());
  });

  it.each([
    [0, 1, 0],
    [1, 1, 0],
    [2, 6, 0],
    [3, 11, 0],
    [4, 14, 0],
    [5, 14, 3],
    [-5, 14, 4],
    [-1, 0, 0],
  ])("NBXMOD %s excludes %s pairs, of which %s have constants of their own", (nbxmod, excluded, own) => {
    const { exclusions, exceptions } = resolve(PSF, PRM, { nbxmod });
    expect([exclusions.length, exceptions.atoms.length / 2]).toEqual([excluded, own]);
  });

  it("states its conventions", () => {
    const { conventions } = resolve(PSF, PRM, { coulombConstant: "SI" });
    expect(conventions.coulombConstant).toMatch(/^332\.0637/);
    expect(resolve().conventions.coulombConstant).toMatch(/^332\.0716/);
    expect(conventions.nbxmod).toBe(5);
    expect(conventions.scaled14).toMatch(/0\.5$/);
  });

  it.each([
    ["bond", /^CB {3}OX {4}620.*\n/m, /bond CB OX/],
    ["angle", /^CB {3}NB {3}CC.*\n/m, /angle CB NB CC/],
    ["dihedral", /^X {4}CB {3}NB.*\n/m, /dihedral CA CB NB CC/],
    ["improper", /^CB {3}X.*\n/m, /improper CB CA NB OX/],
    ["CMAP", /^NA CA CB NB CA CB NB CC/m, /CMAP NA CA CB NB CA CB NB CC/],
    ["Lennard-Jones", /^OX {5}0.0.*\n/m, /Lennard-Jones parameters of OX/],
  ])("names the types of a %s without parameters", async (_, line, message) => {
    const prm = PRM.replace(line, (found) => (found.startsWith("NA CA") ? found.replace("NA", "CC") : ""));
    expect(prm).not.toBe(PRM);
    const error = await errorOf(Promise.resolve().then(() => resolve(PSF, prm)));
    expect(error.code).toBe("QMMM_MM_PARAMETERS_MISSING");
    expect(error.message).toMatch(message);
  });

  it("refuses what it does not compute, and types by unknown numbers", async () => {
    const refused = (psf: string) => errorOf(Promise.resolve().then(() => resolve(psf)));
    expect((await refused(PSF.replace("PSF CMAP", "PSF CMAP DRUDE"))).code).toBe("QMMM_MM_TERM_UNSUPPORTED");
    expect((await refused(`${PSF}\n       1       3 !NUMLP NUMLPH\n`)).code).toBe("QMMM_FILE_FORMAT");
    const unknown = await refused(EXTENDED_PSF.replace("  16 ", "  99 "));
    expect(unknown.code).toBe("QMMM_MM_PARAMETERS_MISSING");
    expect(unknown.message).toMatch(/number 99, which no MASS line explains/);
  });
});

describe.skipIf(!hasSharedData)("published CHARMM systems", () => {
  const folder = "../shared/data/openmm-systems";
  const run = async (name: string, parameters: string[], extra: object = {}) => {
    const psf = `${folder}/${name}.psf`;
    const topology = psfTopology(readPsf(await projectFiles.read(psf), psf));
    const crd = readCrd(await projectFiles.read(`${folder}/${name}.crd`), name);
    const system: System = { topology, geometry: crd.geometry };
    return evaluate("charmm", { psf, parameters: parameters.map((file) => `${folder}/${file}`), ...extra }, system);
  };
  const kcal = (terms: Readonly<Record<string, number>>, ...names: string[]) =>
    names.reduce((sum, name) => sum + (terms[name] ?? 0), 0) * HARTREE_IN_KCAL_PER_MOL;
  const charmm22 = ["charmm22.rtf", "charmm22.par"];

  it("three alanines in CHARMM22, term by term", async () => {
    const { terms } = await run("ala_ala_ala", charmm22);
    for (const [energy, ...names] of [
      [1.3351, "bonds"],
      [14.1158, "angles"],
      [0.3669, "ureyBradley"],
      [14.2773, "torsions"],
      [0.3344, "harmonicImpropers"],
      [-0.5239, "cmap"],
      [9.221, "lennardJones", "coulomb", "lennardJones14", "coulomb14"],
    ] as const) {
      expect(Math.abs(kcal(terms, ...names) - energy), names.join()).toBeLessThan(1.1e-4);
    }
  });

  it.each([
    [0, 754318.20507],
    [1, 754318.20507],
    [2, 908.35224],
    [3, 59.65279],
    [4, -241.12856],
    [5, 39.13169],
  ])("three alanines with NBXMOD %s", async (nbxmod, energy) => {
    const found = await run("ala_ala_ala", charmm22, { nbxmod });
    // The table was computed with other constants: it is 0.004 to 0.010 kcal/mol from the sum of CHARMM's own terms.
    expect(Math.abs(found.energy * HARTREE_IN_KCAL_PER_MOL - energy)).toBeLessThan(0.011);
  });

  it("three alanines in water in CHARMM36, NBFIX included", async () => {
    const parameters = ["../parmed-systems/top_all36_prot.rtf", "par_all36_prot.prm", "toppar_water_ions.str"];
    const { energy, terms } = await run("ala3_solv", parameters);
    expect(Math.abs(energy * HARTREE_IN_KCAL_PER_MOL + 7806.981602)).toBeLessThan(1e-6);
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
      expect(Math.abs(kcal(terms, ...names) - reference), names.join()).toBeLessThan(1e-7);
    }
  });

  it("dihydrofolate reductase in water, 23,558 atoms in a cell: bonded terms", async () => {
    const psf = `${folder}/5dhfr_cube.psf`;
    const topology = psfTopology(readPsf(await projectFiles.read(psf), psf));
    const pdb = readPdb(await projectFiles.read(`${folder}/5dhfr_cube.pdb`), "5dhfr_cube.pdb");
    const edge = 62.23 * ANGSTROM;
    const cell = { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) };
    const system: System = { topology, geometry: { positions: pdb.geometry.positions, cell } };
    const bondedOnly = { inside: false, across: false, outside: false };
    const mask = { ...everyTerm(topology.atomCount), lennardJones: bondedOnly, coulomb: bondedOnly };
    const made = await forceField("charmm", { psf, parameters: [`${folder}/par_all22_prot.inp`] });
    const mm = await made.forceField.assign(system);
    await using potential = await mm.potential(mask, made.scope);
    const { terms } = await potential.evaluate(system.geometry, {});
    // OpenMM 8.6, kJ/mol, the same files
    for (const [name, energy] of [
      ["bonds", 328.7562096864181],
      ["angles", 1345.2177093857729],
      ["ureyBradley", 80.23919134861198],
      ["torsions", 3100.567602436022],
      ["harmonicImpropers", 39.23300580803138],
    ] as const) {
      expect(Math.abs(terms[name]! * HARTREE_IN_KJ_PER_MOL - energy), name).toBeLessThan(1e-8);
    }
  });
});
