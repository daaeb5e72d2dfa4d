import type { ExternalField, Molecule } from "../contracts/quantum.js";
import { atomicNumber } from "../model/elements.js";
import { BOHR_IN_ANGSTROM } from "../units/constants.js";

/** A molecule at a place where a method is to be checked. */
export interface QmTestMolecule {
  readonly name: string;
  readonly molecule: Molecule;
  /** Positions, a0; length 3n. Better not symmetric: symmetry hides errors. */
  readonly nuclei: Float64Array;
  /** Energy in empty space, Eh, from an independent source, where one is known. */
  readonly reference?: { readonly energy: number; readonly tolerance: number; readonly source: string };
}

/** A molecule from a list such as `O 0 0 0; H 0.96 0 0`, in Å. */
export function qmTestMolecule(name: string, atoms: string, charge = 0, multiplicity = 1): QmTestMolecule {
  const rows = atoms.split(";").map((row) => row.trim().split(/\s+/));
  return {
    name,
    molecule: {
      elements: Uint8Array.from(rows, ([symbol]) => atomicNumber(symbol!) ?? Number.NaN),
      charge,
      multiplicity,
    },
    nuclei: Float64Array.from(rows.flatMap((row) => row.slice(1, 4).map((value) => Number(value) / BOHR_IN_ANGSTROM))),
  };
}

/** Small molecules without symmetry that most methods can describe. */
export const QM_TEST_MOLECULES: readonly QmTestMolecule[] = [
  qmTestMolecule("water, bent out of shape", "O 0.03 -0.02 0.11; H 0.02 0.79 -0.46; H -0.04 -0.71 -0.52"),
  qmTestMolecule("hydroxide", "O 0.10 0.05 -0.02; H 0.35 0.60 0.72", -1),
];

/**
 * Five charges that add up to nothing simple, around a molecule and at least 4 a0 from every nucleus, the same every time.
 */
export function surroundingCharges(nuclei: Float64Array): ExternalField {
  const directions = [
    [0.9, 0.3, -0.3],
    [-0.4, 0.8, 0.5],
    [0.1, -0.9, 0.4],
    [-0.8, -0.3, -0.5],
    [0.2, 0.3, 0.9],
  ] as const;
  const charges = Float64Array.of(-0.83, 0.42, 0.41, -0.27, 0.55);
  const centre = [0, 1, 2].map((i) => {
    let sum = 0;
    for (let k = i; k < nuclei.length; k += 3) sum += nuclei[k]!;
    return sum / (nuclei.length / 3);
  });
  const sites = directions.flatMap((direction, n) => {
    const norm = Math.hypot(...direction);
    for (let radius = 4 + 0.37 * n; ; radius += 0.25) {
      const site = direction.map((part, i) => centre[i]! + (radius * part) / norm);
      let clear = true;
      for (let k = 0; k < nuclei.length; k += 3) {
        if (Math.hypot(site[0]! - nuclei[k]!, site[1]! - nuclei[k + 1]!, site[2]! - nuclei[k + 2]!) < 4) clear = false;
      }
      if (clear) return site;
    }
  });
  return { sites: Float64Array.from(sites), charges };
}
