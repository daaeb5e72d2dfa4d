import type { Region, System } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, createRandomStream, createSystem } from "@qmmm/core";

/** A system with its charges (e) and a region whose edge is of interest. */
export interface Case {
  readonly system: System;
  readonly charges: readonly number[];
  readonly region: Region;
}

/** Names of the atoms at which forces are compared in `butanol`. */
export const BUTANOL_PROBES = { O: 0, Q1: 2, M1: 5, M2: 8, far: 17 } as const;

/**
 * Butan-1-ol and two waters, off equilibrium; the region is HO–CH2 (atoms 0–4), the cut bond C1–C2 (2–5).
 *
 * @param cellWidth - Å; with one, molecules are scattered over the edges of a cubic cell
 */
export function butanol(cellWidth?: number): Case {
  const elements = [8, 1, 6, 1, 1, 6, 1, 1, 6, 1, 1, 6, 1, 1, 1, 8, 1, 1, 8, 1, 1];
  const angstrom = [
    [-1.15, 0.72, 0.05],
    [-1.95, 0.2, 0.1],
    [0, 0, 0],
    [0.02, -0.62, 0.9],
    [-0.03, -0.65, -0.88],
    [1.25, 0.85, 0.02],
    [1.22, 1.5, 0.9],
    [1.26, 1.5, -0.87],
    [2.52, 0, 0.03],
    [2.5, -0.64, 0.92],
    [2.55, -0.66, -0.85],
    [3.78, 0.86, 0],
    [3.8, 1.5, 0.88],
    [3.82, 1.49, -0.9],
    [4.68, 0.24, 0.03],
    [-2.6, 2.9, 1.1],
    [-2.1, 2.1, 0.9],
    [-3.5, 2.7, 0.8],
    [0.9, -4.4, 1.4],
    [0.5, -3.6, 1.1],
    [1.8, -4.3, 1.2],
  ].flat(); // prettier layout: five atoms a line
  const bonds = [
    0, 1, 0, 2, 2, 3, 2, 4, 2, 5, 5, 6, 5, 7, 5, 8, 8, 9, 8, 10, 8, 11, 11, 12, 11, 13, 11, 14, 15, 16, 15, 17, 18, 19,
    18, 20,
  ];
  const charges = [
    -0.68, 0.42, 0.15, 0.02, 0.02, 0.11, 0.03, 0.04, -0.12, 0.06, 0.05, -0.28, 0.06, 0.06, 0.061, -0.834, 0.417, 0.417,
    -0.834, 0.417, 0.417,
  ];
  const random = createRandomStream(7);
  const positions = Float64Array.from(angstrom, (x) => (x + 0.06 * (random.uniform() - 0.5)) / BOHR_IN_ANGSTROM);
  if (cellWidth !== undefined) {
    const width = cellWidth / BOHR_IN_ANGSTROM;
    for (let k = 0; k < positions.length; k++) positions[k] -= Math.floor(positions[k] / width) * width;
  }
  return {
    system: createSystem({
      elements,
      positions,
      bonds,
      residues: [
        { name: "BOH", id: 1, chain: "" },
        { name: "HOH", id: 2, chain: "" },
        { name: "HOH", id: 3, chain: "" },
      ],
      residueOf: elements.map((_, atom) => (atom < 15 ? 0 : atom < 18 ? 1 : 2)),
      cell: cellWidth === undefined ? undefined : { vectors: cube(cellWidth) },
    }),
    charges,
    region: { name: "qm", atoms: Int32Array.of(0, 1, 2, 3, 4), charge: 0, multiplicity: 1 },
  };
}

/** Vectors, a0, of a cubic cell with a width in Å. */
export function cube(width: number): Float64Array {
  const a = width / BOHR_IN_ANGSTROM;
  return Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a);
}
