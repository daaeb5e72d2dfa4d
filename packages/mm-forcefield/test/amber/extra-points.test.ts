import { everyTerm, HARTREE_IN_KJ_PER_MOL, withVirtualSites } from "@qmmm/core";
import { readPrmtop } from "@qmmm/io";
import { beforeAll, describe, expect, it } from "vitest";
import { deviations, largest } from "../exactness/measures.js";
import { CELLS } from "../exactness/single-terms.js";
import { ANGSTROM, forceField, projectFiles } from "../support.js";

const NM = 10 * ANGSTROM;
const FOLDER = "packages/mm-forcefield/test/fixtures/extra-points";
const prmtop = `${FOLDER}/points.parm7`;

type Triples = readonly (readonly number[])[];
/** Written by validation/amber_extra_points.py; nm, kJ/mol, kJ/mol/nm. */
interface References {
  readonly given: Triples;
  readonly positions: Triples;
  readonly energies: Readonly<Record<string, number>>;
  readonly forces: Triples;
}

async function opened(options: Readonly<Record<string, unknown>> = {}) {
  const { forceField: made, scope } = await forceField("amber", { prmtop, coulombConstant: "SI", ...options });
  const { topology } = readPrmtop(await projectFiles.read(prmtop), prmtop);
  const references: References = JSON.parse(
    new TextDecoder().decode(await projectFiles.read(`${FOLDER}/references.json`)),
  );
  const geometry = { positions: Float64Array.from(references.given.flat(), (x) => x * NM) };
  const mm = await made.assign({ topology, geometry });
  const potential = withVirtualSites(await mm.potential(everyTerm(topology.atomCount), scope), mm.virtualSites);
  return { references, geometry, mm, potential };
}

describe("extra points of carbonyl, alcohol, thiol, pyridine, aryl chloride and water", () => {
  let found: Awaited<ReturnType<typeof opened>>;
  beforeAll(async () => {
    found = await opened();
  });

  it("lie where sander puts them", () => {
    const { references, geometry, mm } = found;
    const positions = geometry.positions.slice();
    mm.virtualSites!.place(positions, undefined);
    const theirs = references.positions.flat();
    expect(mm.virtualSites!.count).toBe(9);
    expect(largest(positions.map((x, k) => x - theirs[k]! * NM))).toBeLessThan(1e-11);
  });

  it("give the energies and forces of OpenMM with the points in these places", async () => {
    const { references, geometry, potential } = found;
    const { terms, forces } = await potential.evaluate(geometry, { forces: true });
    const kilojoules = (names: readonly string[]): number =>
      names.reduce((sum, name) => sum + (terms[name] ?? 0), 0) * HARTREE_IN_KJ_PER_MOL;
    const { bonds, angles, torsions, ...others } = terms;
    expect(kilojoules(["bonds"])).toBeCloseTo(references.energies.bonds!, 9);
    expect(kilojoules(["angles"])).toBeCloseTo(references.energies.angles!, 9);
    expect(kilojoules(["torsions"])).toBeCloseTo(references.energies.torsions!, 9);
    expect(Math.abs(kilojoules(Object.keys(others)) / references.energies.nonbonded! - 1)).toBeLessThan(1e-9);
    const unit = HARTREE_IN_KJ_PER_MOL * NM;
    const theirs = references.forces.flat();
    expect(largest(forces!.map((f, k) => f * unit - theirs[k]!))).toBeLessThan(1e-8 * largest(theirs));
  });

  it.each(["none", "triclinic"])("have forces and a virial that are derivatives, cell: %s", async (kind) => {
    const { geometry, potential } = await opened({ cutoff: "5.9 angstrom" });
    const some = Array.from({ length: 30 }, (_, k) => 4 * k);
    const one = await deviations(potential, { ...geometry, ...(kind === "none" ? {} : { cell: CELLS[kind] }) }, some);
    expect(one.forces).toBeLessThan(1e-7);
    expect(one.virial).toBeLessThan(1e-7);
  });
});

describe("extra points that are refused", () => {
  it.each<[string, (text: string) => string]>([
    [
      "frames of pmemd",
      (text) => `${text}%FLAG VIRTUAL_SITE_FRAMES\n%FORMAT(10I8)\n       8       4       1       2      -1       5\n`,
    ],
    // The point of pyridine's nitrogen moves to a carbon with three bonds.
    ["an atom with three bonds", (text) => text.replace("      78     111", "      81     111")],
  ])("%s", async (_, change) => {
    const text = new TextDecoder().decode(await projectFiles.read(prmtop));
    const files = { ...projectFiles, read: async () => new TextEncoder().encode(change(text)) };
    const { forceField: made } = await forceField("amber", { prmtop }, files);
    const { topology } = readPrmtop(change(text), prmtop);
    const geometry = { positions: new Float64Array(3 * topology.atomCount) };
    await expect(made.assign({ topology, geometry })).rejects.toMatchObject({ code: "QMMM_MM_TERM_UNSUPPORTED" });
  });
});
