import { createTopology, DALTON, type Residue, type System, type Topology } from "@qmmm/core";
import { formatError } from "../text/text-file.js";
import { elementOfMass, massesBeforeRepartitioning } from "../topology/element-of-mass.js";
import { withoutTriangleSides } from "../topology/water-triangles.js";
import { type Psf, readPsf } from "./psf.js";

/**
 * The topology in a PSF: names, residues (segments are chains), elements by mass, masses and bonds.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function psfTopology(psf: Psf): Topology {
  const names = psf.atoms.map(({ name }) => name);
  const masses = psf.atoms.map(({ mass }) => mass);
  const elements = Uint8Array.from(massesBeforeRepartitioning(masses, names, psf.bonds), (mass, atom) => {
    const z = elementOfMass(mass, names[atom]!);
    if (z !== undefined) return z;
    const value = masses[atom];
    throw formatError(
      psf.file,
      undefined,
      `The mass ${value} of atom ${atom + 1} (${names[atom]}) is that of no element`,
      {
        value,
      },
    );
  });
  const residues: Residue[] = [];
  const residueOf = new Int32Array(psf.atoms.length);
  let before = "";
  psf.atoms.forEach(({ segment, residueId, residue }, atom) => {
    const key = `${segment}\n${residueId}\n${residue}`;
    if (atom === 0 || key !== before) {
      const id = Number.parseInt(residueId, 10);
      residues.push({ name: residue, id: Number.isNaN(id) ? residues.length + 1 : id, chain: segment });
    }
    before = key;
    residueOf[atom] = residues.length - 1;
  });
  return createTopology({
    elements,
    masses: masses.map((mass) => mass * DALTON),
    names,
    residues,
    residueOf,
    bonds: withoutTriangleSides(psf.bonds, elements),
  });
}

/** Reads a PSF as a system without coordinates: `geometry.positions` is empty until another file gives them. */
export function readPsfSystem(source: Uint8Array | string, file: string): System {
  const psf = readPsf(source, file);
  const geometry = { positions: new Float64Array(0) };
  return { topology: psfTopology(psf), geometry, ...(psf.title === "" ? {} : { title: psf.title }) };
}
