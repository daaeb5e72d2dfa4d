import { existsSync, readFileSync } from "node:fs";
import { createRandomStream, createSystem, everyTerm, isQmmmError, type System } from "@qmmm/core";
import { mutatedTexts } from "@qmmm/core/testing";
import { type Psf, readCrd, readPdb, readPsf, readRtf } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { buildStructure } from "../../src/charmm/build-structure.js";
import { errorOf, forceField } from "../support.js";

const root = new URL("../../../../", import.meta.url);
const read = (name: string): Uint8Array => readFileSync(new URL(name, root));

/** Terms as a set: of the two directions of each the one that comes first. */
function setOf(list: Int32Array, width: number): string[] {
  const keys = Array.from({ length: list.length / width }, (_, n) => {
    const atoms = Array.from(list.subarray(width * n, width * (n + 1)));
    return width === 8 ? atoms.join(" ") : [atoms.join(" "), [...atoms].reverse().join(" ")].sort()[0]!;
  });
  return [...new Set(keys)].sort();
}

function expectSameTerms(ours: Psf, theirs: Psf): void {
  expect(setOf(ours.bonds, 2)).toEqual(setOf(theirs.bonds, 2));
  expect(setOf(ours.angles, 3)).toEqual(setOf(theirs.angles, 3));
  expect(setOf(ours.dihedrals, 4)).toEqual(setOf(theirs.dihedrals, 4));
  expect(setOf(ours.impropers, 4)).toEqual(setOf(theirs.impropers, 4));
  expect(setOf(ours.crossTerms, 8)).toEqual(setOf(theirs.crossTerms, 8));
  expect(ours.atoms.map(({ charge }) => charge)).toEqual(theirs.atoms.map(({ charge }) => charge));
  ours.atoms.forEach(({ mass }, atom) => {
    expect(Math.abs(mass - theirs.atoms[atom]!.mass)).toBeLessThan(1e-3);
  });
}

const RTF = `* residues of a test
*
31 1
MASS  1 H   1.008
MASS  2 C  12.011
MASS  3 N  14.007 ! a comment
MASS  4 O  15.999
MASS  5 S  32.06
DECL -C
DECL +N
DEFA FIRST NTER LAST CTER
AUTO ANGLES DIHE
RESI CYS 0.0
GROUP
ATOM N  N -0.4
ATOM HN H  0.3
ATOM CA C  0.1
GROUP
ATOM SG S -0.2
ATOM HG H  0.2
ATOM C  C  0.5
ATOM O  O -0.5
BOND N HN N CA CA SG -
     SG HG CA C C +N
DOUBLE C O
IMPR N -C CA HN C CA +N O
CMAP -C N CA C N CA C +N
RESI TIP3 0.0
ATOM OH2 O -0.8
ATOM H1 H 0.4
ATOM H2 H 0.4
BOND OH2 H1 OH2 H2 H1 H2
ANGLE H1 OH2 H2
PATCHING FIRST NONE LAST NONE
RESI LPR 0.0
ATOM C C 0.0
LONEPAIR COLI LP C C DIST 1.0 SCAL 0.0
PATCHING FIRST NONE LAST NONE
PRES NTER 1.0
ATOM N N -0.3
ATOM H1 H 0.4
ATOM H2 H 0.4
DELETE ATOM HN
BOND N H1 N H2
PRES CTER -1.0
ATOM C C 0.3
ATOM OT1 O -0.6
ATOM OT2 O -0.7
DELETE ATOM O
BOND C OT1 C OT2
IMPR C CA OT2 OT1
PRES DISU 0.0
ATOM 1SG S -0.1
ATOM 2SG S -0.1
DELETE ATOM 1HG
DELETE ATOM 2HG
BOND 1SG 2SG
PRES FLAT 0.0
ATOM CA C 0.15
DELETE IMPR O +N CA C
END
`;

/** Residues with these atoms; places do not matter. */
function chain(...residues: readonly (readonly [name: string, atoms: string])[]): System {
  const names = residues.flatMap(([, atoms]) => atoms.split(" "));
  return createSystem({
    elements: names.map((name) => ({ H: 1, C: 6, N: 7, O: 8, S: 16 })[name[0] as "H"]),
    positions: names.flatMap((_, k) => [2 * k, 0.3 * k * k, 0]),
    names,
    residues: residues.map(([name], n) => ({ name, id: n + 1, chain: "A" })),
    residueOf: residues.flatMap(([, atoms], n) => atoms.split(" ").map(() => n)),
  });
}

const dipeptide = chain(["CYS", "N H1 H2 CA SG HG C O"], ["CYS", "N HN CA SG HG C OT1 OT2"], ["TIP3", "OH2 H1 H2"]);
const rtf = readRtf([{ file: "t.rtf", source: RTF }]);
const build = ({ topology }: System, patches: readonly string[] = []): Psf =>
  buildStructure(rtf, topology, patches, "test");

describe("structures by topology files", () => {
  it("link residues, patch their ends, and leave out what is not there", () => {
    const psf = build(dipeptide);
    const named = (list: Int32Array, width: number): string[] =>
      setOf(list, width).map((key) =>
        key
          .split(" ")
          .map((atom) => `${dipeptide.topology.residueOf[Number(atom)]! + 1}${dipeptide.topology.names[Number(atom)]}`)
          .join("-"),
      );
    expect(psf.bonds).toHaveLength(2 * (7 + 1 + 7 + 3));
    expect(named(psf.bonds, 2)).toContain("1C-2N");
    expect(named(psf.impropers, 4).sort()).toEqual(["1C-1CA-2N-1O", "2C-2CA-2OT2-2OT1", "2N-1C-2CA-2HN"]);
    // Both corrections need a residue that is not there.
    expect(psf.crossTerms).toHaveLength(0);
    expect(named(psf.angles, 3).filter((name) => name.startsWith("3"))).toEqual(["3H1-3OH2-3H2"]);
    // N has four neighbours: six angles.
    expect(named(psf.angles, 3).filter((name) => /^1\w+-1N-/.test(name))).toHaveLength(3);
    expect(named(psf.dihedrals, 4).filter((name) => /-1C-2N-|-2N-1C-/.test(name))).toHaveLength(4);
    expect(psf.atoms.reduce((sum, { charge }) => sum + charge, 0)).toBeCloseTo(-0.4, 12);
    expect(psf.atoms[0]).toMatchObject({ type: "N", charge: -0.3, mass: 14.007, residue: "CYS", segment: "A" });
  });

  it("apply patches of several residues and of one, and deletions of impropers", () => {
    const bridged = chain(["CYS", "N H1 H2 CA SG C O"], ["CYS", "N HN CA SG C OT1 OT2"]);
    const psf = build(bridged, ["DISU A:1 A:2", "FLAT A:1"]);
    expect(setOf(psf.bonds, 2)).toContain("10 4");
    expect(psf.atoms[4]).toMatchObject({ charge: -0.1 });
    expect(psf.atoms[3]).toMatchObject({ charge: 0.15 });
    expect(setOf(psf.impropers, 4)).toHaveLength(2);
    expect(setOf(psf.dihedrals, 4).some((key) => key.includes("3 4 10 9"))).toBe(true);
  });

  const bridged = chain(["CYS", "N H1 H2 CA SG C O"], ["CYS", "N HN CA SG C OT1 OT2"]);
  /** With a bond between residues as distances or the file tell it. */
  const bonded = (system: System, i: number, j: number): System => ({
    ...system,
    topology: { ...system.topology, bonds: Int32Array.of(i, j) },
  });

  it("ask for the patch of several residues that would make the atoms right, and never guess it", async () => {
    const error = await errorOf((async () => build(bridged))());
    expect(error.code).toBe("QMMM_MM_TEMPLATE_MISSING");
    expect(error.message).toMatch(/with any patch of one residue; missing HG$/);
    expect(error.details.action).toMatch(/have to be stated; DISU would fit, as in patches: \[DISU A:1 …\]/);
    expect(build(bonded(bridged, 4, 10), ["DISU A:1 A:2"]).bonds.length).toBeGreaterThan(0);
  });

  it("refuse a system with a bond between residues that nothing in the files makes", async () => {
    const error = await errorOf((async () => build(bonded(dipeptide, 4, 11)))());
    expect(error.code).toBe("QMMM_MM_PATCH_MISSING");
    expect(error.message).toMatch(/^SG of residue CYS 1 of chain A and SG of residue CYS 2 of chain A are bonded/);
    expect(error.details.allowed).toEqual(["DISU"]);
  });

  it.each([
    ["an unknown residue", chain(["CYX", "N"]), [], "QMMM_MM_TEMPLATE_MISSING", /no residue CYX 1 of chain A/],
    ["other atoms", chain(["TIP3", "OH2 H1 HX"]), [], "QMMM_MM_TEMPLATE_MISSING", /missing H2; unknown HX/],
    ["an unknown patch", dipeptide, ["DISO A:1"], "QMMM_MM_PATCH_INVALID", /not in the topology files/],
    ["a patch of no residue", dipeptide, ["DISU"], "QMMM_MM_PATCH_INVALID", /names no residue/],
    ["a patch of a residue that is not there", dipeptide, ["DISU A:1 B:2"], "QMMM_MM_PATCH_INVALID", /B:2/],
    ["a residue with a lone pair", chain(["LPR", "C"]), [], "QMMM_FILE_FORMAT", /t\.rtf, line \d+: LPR has "LONEPAIR/],
  ] as const)("refuse %s", async (_, system, patches, code, message) => {
    const error = await errorOf((async () => build(system, patches))());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.details.action).toMatch(/^[A-Z`]/);
  });

  it("a PSF has its patches already", async () => {
    const options = { psf: "a.psf", parameters: ["a.prm"], patches: ["DISU A:1 A:2"] };
    const files = { read: async () => new Uint8Array() };
    const { forceField: charmm } = await forceField("charmm", options, files);
    expect((await errorOf(charmm.assign(dipeptide))).code).toBe("QMMM_MM_PATCH_INVALID");
  });
});

describe("mutilated topology files", () => {
  it("give a structure or an error with a code", () => {
    const counts = { built: 0, refused: 0 };
    const words = [
      "RESI",
      "PRES",
      "DELETE",
      "ATOM",
      "BOND",
      "IMPR",
      "+N",
      "-C",
      "1SG",
      "LONEPAIR",
      "END",
      "-",
      "1e400",
    ];
    for (const text of mutatedTexts(RTF, 600, createRandomStream("rtf"), words)) {
      try {
        const psf = buildStructure(
          readRtf([{ file: "t.rtf", source: text }]),
          dipeptide.topology,
          ["FLAT A:1"],
          "test",
        );
        expect(psf.atoms).toHaveLength(19);
        for (const list of [psf.bonds, psf.angles, psf.dihedrals, psf.impropers, psf.crossTerms]) {
          expect(list.every((atom) => atom >= 0 && atom < 19)).toBe(true);
        }
        expect(psf.atoms.every(({ charge, mass }) => Number.isFinite(charge) && Number.isFinite(mass))).toBe(true);
        counts.built++;
      } catch (error) {
        if (!isQmmmError(error)) throw error;
        counts.refused++;
      }
    }
    expect(Math.min(counts.built, counts.refused), JSON.stringify(counts)).toBeGreaterThan(30);
  });
});

const DATA = "../shared/data";
describe.skipIf(!existsSync(new URL(DATA, root)))("structures of other programs", () => {
  const [openmm, parmed] = [`${DATA}/openmm-systems`, `${DATA}/parmed-systems`];

  it("tri-alanine is as CHARMM has it, by CHARMM22 and its energies too", async () => {
    const psf = `${openmm}/ala_ala_ala.psf`;
    const theirs = readPsf(read(psf), psf);
    const { geometry } = readCrd(read(`${openmm}/ala_ala_ala.crd`), "ala_ala_ala.crd");
    const system = { topology: namedAs(theirs).topology, geometry };
    const files = [`${openmm}/charmm22.rtf`].map((file) => ({ file, source: read(file) }));
    expectSameTerms(buildStructure(readRtf(files), system.topology, [], "built"), theirs);
    const parameters = [`${openmm}/charmm22.rtf`, `${openmm}/charmm22.par`];
    const energies = await Promise.all(
      [{ psf, parameters }, { parameters }].map(async (options) => {
        const made = await forceField("charmm", options, { read: async (name) => read(name) });
        const model = await made.forceField.assign(system);
        await using potential = await model.potential(everyTerm(33), made.scope);
        return (await potential.evaluate({ positions: system.geometry.positions }, {})).terms;
      }),
    );
    expect(Object.keys(energies[1]!)).toContain("cmap");
    for (const [name, energy] of Object.entries(energies[0]!)) expect(energies[1]![name]).toBeCloseTo(energy, 13);
  });

  it("atoms may stand in any order: as in a PDB file", () => {
    const pdb = `${openmm}/ala_ala_ala.pdb`;
    const { topology } = readPdb(read(pdb), pdb);
    const files = [`${openmm}/charmm22.rtf`].map((file) => ({ file, source: read(file) }));
    const named = ({ atoms, dihedrals }: Psf): string[] => {
      const nameOf = (atom: number): string => `${atoms[atom]!.residueId}${atoms[atom]!.name}`;
      const keys = Array.from({ length: dihedrals.length / 4 }, (_, n) => {
        const names = Array.from(dihedrals.subarray(4 * n, 4 * n + 4), nameOf);
        return [names.join(" "), [...names].reverse().join(" ")].sort()[0]!;
      });
      return [...new Set(keys)].sort();
    };
    const ours = buildStructure(readRtf(files), topology, [], "built");
    const theirs = readPsf(read(`${openmm}/ala_ala_ala.psf`), "ala_ala_ala.psf");
    expect(ours.atoms.map(({ name }) => name)).not.toEqual(theirs.atoms.map(({ name }) => name));
    expect(named(ours)).toEqual(named(theirs));
  });

  it("tri-alanine in 901 waters is as CHARMM-GUI has it, by CHARMM36", () => {
    const theirs = readPsf(read(`${parmed}/ala3_solv.psf`), "ala3_solv.psf");
    const files = [`${parmed}/top_all36_prot.rtf`, `${parmed}/toppar_water_ions.str`].map((file) => ({
      file,
      source: read(file),
    }));
    expectSameTerms(buildStructure(readRtf(files), namedAs(theirs).topology, [], "built"), theirs);
  });

  it("dihydrofolate reductase is as psfgen has it", () => {
    const whole = readPsf(read(`${openmm}/5dhfr_cube.psf`), "5dhfr_cube.psf");
    const files = [`${openmm}/charmm22.rtf`].map((file) => ({ file, source: read(file) }));
    const count = whole.atoms.filter(({ segment }) => segment === "P1").length;
    const inside = (list: Int32Array, width: number): Int32Array =>
      Int32Array.from(
        Array.from({ length: list.length / width }, (_, n) => [...list.subarray(width * n, width * (n + 1))])
          .filter((atoms) => atoms.every((atom) => atom < count))
          .flat(),
      );
    const theirs: Psf = {
      ...whole,
      atoms: whole.atoms.slice(0, count),
      bonds: inside(whole.bonds, 2),
      angles: inside(whole.angles, 3),
      dihedrals: inside(whole.dihedrals, 4),
      impropers: inside(whole.impropers, 4),
    };
    const ours = buildStructure(readRtf(files), namedAs(theirs).topology, [], "built");
    expect(setOf(ours.bonds, 2)).toEqual(setOf(theirs.bonds, 2));
    expect(setOf(ours.angles, 3)).toEqual(setOf(theirs.angles, 3));
    expect(setOf(ours.dihedrals, 4)).toEqual(setOf(theirs.dihedrals, 4));
    expect(setOf(ours.impropers, 4)).toEqual(setOf(theirs.impropers, 4));
  });

  /** The atoms of a PSF under its names, without what else it says of them. */
  function namedAs({ atoms }: Psf): System {
    const residues: { name: string; id: number; chain: string }[] = [];
    const residueOf = atoms.map(({ segment, residueId, residue }) => {
      const last = residues[residues.length - 1];
      if (last?.chain !== segment || last.id !== Number(residueId) || last.name !== residue) {
        residues.push({ name: residue, id: Number(residueId), chain: segment });
      }
      return residues.length - 1;
    });
    return createSystem({
      elements: atoms.map(({ mass }) => ({ 1: 1, 14: 7, 16: 8, 32: 16 })[Math.round(mass)] ?? 6),
      positions: atoms.flatMap((_, k) => [k, 0, 0]),
      names: atoms.map(({ name }) => name),
      residues,
      residueOf,
    });
  }
});
