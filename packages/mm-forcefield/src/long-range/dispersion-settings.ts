import { BOHR_IN_ANGSTROM, type Cell, InputError } from "@qmmm/core";
import type { z } from "zod";
import { nextSmoothEven } from "./fft-radix.js";
import { latticeOf } from "./lattice.js";
import type { dispersionMeshOptions } from "./options.js";

/** Settings of dispersion on a mesh. Fixed once for a system, so that energies stay smooth when its cell changes. */
export interface DispersionMeshSettings {
  /** Splitting parameter, a0⁻¹. */
  readonly beta: number;
  /** Of the pairs, a0. */
  readonly cutoff: number;
  /** Order of the B-splines. */
  readonly order: number;
  readonly grid: readonly [number, number, number];
}

/** Options that are left out. */
export type DispersionMeshOptions = z.output<typeof dispersionMeshOptions>;

/**
 * β and grid from a tolerance δ, unless stated: at the cutoff δ of a pair's dispersion is left to pairs, as GROMACS's ewald-rtol-lj
 * says it, and (12δ)^(1/p)/β lies between points, at which forces of splines of order p = 4 to 8 have a relative root mean square
 * error of about δ (measured for atoms at random).
 *
 * @throws QmmmError `QMMM_MM_CELL_MISSING`
 */
export function dispersionMeshSettings(
  { tolerance, screening, order, grid }: DispersionMeshOptions,
  cutoff: number,
  cell: Cell | undefined,
): DispersionMeshSettings {
  if (cell === undefined) {
    throw new InputError("QMMM_MM_CELL_MISSING", "Dispersion on a mesh needs a periodic cell", {
      value: "pme",
      allowed: "systems with a cell",
      action: "Give the system a cell, or choose another form of Lennard-Jones energies",
    });
  }
  const beta = screening === undefined ? splittingFor(tolerance) / cutoff : 1 / screening;
  const lattice = latticeOf(cell);
  const points = [0, 3, 6].map((k) => {
    const length = Math.hypot(lattice[k]!, lattice[k + 1]!, lattice[k + 2]!);
    return nextSmoothEven(Math.max(order + 1, (beta * length) / (12 * tolerance) ** (1 / order)));
  }) as [number, number, number];
  return { beta, cutoff, order, grid: grid ?? points };
}

/** βr where what the mesh leaves of a pair's dispersion, e^(−y)·(1 + y + y²/2) with y = β²r², is so small. */
function splittingFor(rest: number): number {
  let [low, high] = [0, 100];
  for (let step = 0; step < 60; step++) {
    const y = (low + high) / 2;
    if (Math.exp(-y) * (1 + y + (y * y) / 2) > rest) low = y;
    else high = y;
  }
  return Math.sqrt(high);
}

/** What the settings are, for the record of results. */
export function dispersionMeshConventions({
  beta,
  order,
  grid,
}: DispersionMeshSettings): Readonly<Record<string, string | number>> {
  return {
    dispersionMesh: "particle-mesh Ewald of geometric means of C6",
    dispersionSplitting: `${(beta / BOHR_IN_ANGSTROM).toPrecision(8)} 1/Å`,
    dispersionGrid: grid.join(" × "),
    dispersionOrder: order,
  };
}
