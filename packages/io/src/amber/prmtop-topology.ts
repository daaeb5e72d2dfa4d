import { createTopology, DALTON, type Residue, type System, type Topology } from "@qmmm/core";
import { elementOfMass, massesBeforeRepartitioning } from "../topology/element-of-mass.js";
import { withoutTriangleSides } from "../topology/water-triangles.js";
import { Prmtop } from "./prmtop.js";

/**
 * The topology in a prmtop: names, residues, elements (by ATOMIC_NUMBER, else by mass), masses and bonds. The third
 * side of rigid water triangles, which Amber lists among the bonds, is not a bond here.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming section and line
 */
export function prmtopTopology(prmtop: Prmtop): Topology {
  const atomCount = prmtop.pointer("NATOM");
  // Amber makes extra points of all atoms of this type, without mass whatever the file says.
  const types = prmtop.has("AMBER_ATOM_TYPE") ? prmtop.words("AMBER_ATOM_TYPE", atomCount) : [];
  const masses = prmtop.reals("MASS", atomCount).map((mass, atom) => (types[atom] === "EP" ? 0 : mass));
  const names = prmtop.words("ATOM_NAME", atomCount);
  const bonds = readBonds(prmtop, atomCount);
  const elements = readElements(prmtop, atomCount, massesBeforeRepartitioning(masses, names, bonds), names);
  return createTopology({
    elements: elements.map((z, atom) => (types[atom] === "EP" ? 0 : z)),
    masses: masses.map((mass) => mass * DALTON),
    names,
    ...readResidues(prmtop, atomCount),
    bonds: withoutTriangleSides(bonds, elements),
  });
}

/** Reads a prmtop as a system without coordinates: `geometry.positions` is empty until another file gives them. */
export function readPrmtop(source: Uint8Array | string, file: string): System {
  const prmtop = new Prmtop(source, file);
  const topology = prmtopTopology(prmtop);
  const title = prmtop.has("TITLE") ? prmtop.words("TITLE").join("").trim() : "";
  return { topology, geometry: { positions: new Float64Array(0) }, ...(title === "" ? {} : { title }) };
}

function readElements(prmtop: Prmtop, atomCount: number, masses: Float64Array, names: readonly string[]): Uint8Array {
  if (prmtop.has("ATOMIC_NUMBER")) {
    // −1 marks extra points.
    return Uint8Array.from(prmtop.integers("ATOMIC_NUMBER", atomCount), (z) => Math.max(0, z));
  }
  return Uint8Array.from(masses, (mass, atom) => {
    const z = elementOfMass(mass, names[atom]!);
    if (z !== undefined) return z;
    throw prmtop.error("MASS", `the mass ${mass} of atom ${atom + 1} (${names[atom]}) is that of no element`, {
      value: mass,
      action: "Write the topology anew with a section ATOMIC_NUMBER",
    });
  });
}

function readResidues(prmtop: Prmtop, atomCount: number): { residues: Residue[]; residueOf: Int32Array } {
  const count = prmtop.pointer("NRES");
  const labels = prmtop.words("RESIDUE_LABEL", count);
  const first = prmtop.integers("RESIDUE_POINTER", count);
  const numbers = prmtop.has("RESIDUE_NUMBER") ? prmtop.integers("RESIDUE_NUMBER", count) : undefined;
  const chains = prmtop.has("RESIDUE_CHAINID") ? prmtop.words("RESIDUE_CHAINID", count) : undefined;
  const residueOf = new Int32Array(atomCount);
  for (let residue = 0; residue < count; residue++) {
    const from = first[residue]! - 1;
    const to = residue + 1 < count ? first[residue + 1]! - 1 : atomCount;
    if (from < 0 || to <= from || to > atomCount || (residue === 0 && from !== 0)) {
      throw prmtop.error("RESIDUE_POINTER", `residue ${residue + 1} begins at atom ${from + 1}`, { value: from + 1 });
    }
    residueOf.fill(residue, from, to);
  }
  const residues = labels.map((name, k) => ({ name, id: numbers?.[k] ?? k + 1, chain: chains?.[k] ?? "" }));
  return { residues, residueOf };
}

function readBonds(prmtop: Prmtop, atomCount: number): number[] {
  const bonds: number[] = [];
  for (const [section, pointer] of [
    ["BONDS_INC_HYDROGEN", "NBONH"],
    ["BONDS_WITHOUT_HYDROGEN", "MBONA"],
  ] as const) {
    const entries = prmtop.integers(section, 3 * prmtop.pointer(pointer));
    for (let k = 0; k < entries.length; k += 3) {
      const [i, j] = [entries[k]! / 3, entries[k + 1]! / 3];
      for (const atom of [i, j]) {
        if (Number.isInteger(atom) && atom >= 0 && atom < atomCount && i !== j) continue;
        throw prmtop.error(section, `bond ${k / 3 + 1} names an atom that does not exist`, { value: entries[k] });
      }
      bonds.push(i, j);
    }
  }
  return bonds;
}
