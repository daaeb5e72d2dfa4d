import { BOHR_IN_ANGSTROM, createSystem, type System } from "@qmmm/core";

const inBohr = (positions: readonly number[]): number[] => positions.map((x) => x / BOHR_IN_ANGSTROM);

/** Two waters, the first atoms 0–2. */
export const WATER_DIMER: System = createSystem({
  elements: [8, 1, 1, 8, 1, 1],
  positions: inBohr([
    0.02, 0, 0.1, 0.05, 0.77, -0.5, -0.03, -0.74, -0.52, 3.0, 0.2, -0.1, 3.4, 0.9, 0.4, 3.5, -0.6, 0.1,
  ]),
  bonds: [0, 1, 0, 2, 3, 4, 3, 5],
});

/** Ethanol's heavy skeleton with a few hydrogens, C0–C1–O2–H3, H4 and H5 on C0, and a water 6–8 beside it. */
export const ETHANOL_LIKE: System = createSystem({
  elements: [6, 6, 8, 1, 1, 1, 8, 1, 1],
  positions: inBohr([
    0, 0, 0, 1.5, 0.1, -0.05, 2.1, 1.3, 0.2, 3.0, 1.2, 0.5, -0.4, 0.9, 0.3, -0.5, -0.8, -0.4, 4.0, -2.0, 1.5, 4.7, -1.4,
    1.2, 4.3, -2.9, 1.6,
  ]),
  bonds: [0, 1, 1, 2, 2, 3, 0, 4, 0, 5, 6, 7, 6, 8],
});
