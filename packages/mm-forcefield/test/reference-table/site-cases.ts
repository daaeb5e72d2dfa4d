import { createSystem } from "@qmmm/core";
import { readPrmtop } from "@qmmm/io";
import { ANGSTROM, projectFiles } from "../support.js";
import { energyRows, evaluated, forceRow, type ReferenceCase } from "./row.js";

const FIXTURES = "packages/mm-forcefield/test/fixtures";
const NM = 10 * ANGSTROM;

type Triples = readonly (readonly number[])[];
const inBohr = (triples: Triples): Float64Array => Float64Array.from(triples.flat(), (x) => x * NM);
const json = async <T>(file: string): Promise<T> => JSON.parse(new TextDecoder().decode(await projectFiles.read(file)));

interface PointReferences {
  readonly given: Triples;
  readonly energies: Readonly<Record<"bonds" | "angles" | "torsions" | "nonbonded", number>>;
  readonly forces: Triples;
}

const extraPoints: ReferenceCase = {
  name: "Extra points of carbonyl, alcohol, thiol, pyridine, chloride, water, prmtop",
  source: "OpenMM 8.6, Reference platform, with sander's rules for points",
  needs: [],
  async rows() {
    const prmtop = `${FIXTURES}/extra-points/points.parm7`;
    const { given, energies, forces } = await json<PointReferences>(`${FIXTURES}/extra-points/references.json`);
    const { topology } = readPrmtop(await projectFiles.read(prmtop), prmtop);
    const system = { topology, geometry: { positions: inBohr(given) } };
    const found = await evaluated("amber", { prmtop, coulombConstant: "SI" }, system, true);
    const nonbonded = ["lennardJones", "coulomb", "lennardJones14", "coulomb14"];
    return [
      ...energyRows(found, "kJ/mol", [
        ["bonds", energies.bonds, 1e-8, "bonds"],
        ["angles", energies.angles, 1e-8, "angles"],
        ["dihedrals", energies.torsions, 1e-8, "torsions"],
        ["non-bonded", energies.nonbonded, 1e-6, ...nonbonded],
      ]),
      forceRow(found, forces.flat(), 1e-4),
    ];
  },
};

interface Placed {
  readonly positions: Triples;
  readonly energy: number;
  readonly forces: Triples;
}

const fivePoints: ReferenceCase = {
  name: "Eight molecules of TIP5P: tip5p.xml",
  source: "OpenMM 8.6, Reference platform",
  needs: [],
  async rows() {
    const folder = `${FIXTURES}/virtual-sites`;
    const { tip5p } = await json<{ readonly tip5p: Placed }>(`${folder}/references.json`);
    const molecules = Array.from({ length: 8 }, (_, k) => k);
    const system = createSystem({
      elements: molecules.flatMap(() => [8, 1, 1, 0, 0]),
      names: molecules.flatMap(() => ["O", "H1", "H2", "M1", "M2"]),
      residues: molecules.map((k) => ({ name: "HOH", id: k + 1, chain: "A" })),
      residueOf: molecules.flatMap((k) => [k, k, k, k, k]),
      bonds: molecules.flatMap((k) => [5 * k, 5 * k + 1, 5 * k, 5 * k + 2]),
      positions: inBohr(tip5p.positions),
    });
    const found = await evaluated("openmm", { xml: [`${folder}/tip5p.xml`] }, system, true);
    return [
      ...energyRows(found, "kJ/mol", [["total", tip5p.energy, 1e-7]]),
      // OpenMM keeps the forces that it has spread.
      forceRow(
        found,
        tip5p.forces.flatMap((force, atom) => (atom % 5 < 3 ? force : [0, 0, 0])),
        1e-6,
      ),
    ];
  },
};

const dispersionMesh: ReferenceCase = {
  name: "192 atoms of three types, triclinic, LJ-PME and PME, OpenMM System",
  source: "OpenMM 8.6, Reference platform",
  needs: [],
  async rows() {
    const { positions, box, energy, forces } = await json<Placed & { readonly box: Triples }>(
      `${FIXTURES}/openmm/ljpme.json`,
    );
    const system = createSystem({
      elements: positions.map(() => 6),
      positions: inBohr(positions),
      cell: { vectors: inBohr(box) },
    });
    const found = await evaluated("openmm-system", { xml: `${FIXTURES}/openmm/ljpme-system.xml` }, system, true);
    return [...energyRows(found, "kJ/mol", [["total", energy, 1e-5]]), forceRow(found, forces.flat(), 1e-5)];
  },
};

/** References of virtual sites and of dispersion on a mesh, written by the scripts of this project. */
export const SITE_CASES: readonly ReferenceCase[] = [extraPoints, fivePoints, dispersionMesh];
