import type { KernelTable } from "@qmmm/core";
import type { PairParameters } from "../kernels/signatures.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import { DampedCoulomb } from "./damped-coulomb.js";
import { EwaldCoulomb } from "./ewald-coulomb.js";
import type { NonbondedTreatment } from "./treatment.js";

/** Coulomb energies as a sum over listed pairs, by a table, and the rest. */
export interface CoulombSum {
  /** For the kernel of the listed pairs. */
  readonly table: RadialTable;
  /**
   * The rest: adds to forces (3N or 0) and virial (9 or 0).
   *
   * @param cell - 18 numbers as kernels take them, or none
   * @returns the energy, Eh
   */
  evaluate(forces: Float64Array, virial: Float64Array, positions: Float64Array, cell: Float64Array): number;
}

/** The sum that a treatment asks for; undefined for shifted forces of both Coulomb and Lennard-Jones. */
export function coulombSum(
  treatment: NonbondedTreatment | undefined,
  pairs: PairParameters,
  kernels: KernelTable,
): CoulombSum | undefined {
  if (treatment?.longRange !== undefined) return new EwaldCoulomb(treatment.longRange, pairs, kernels);
  if (treatment?.damped !== undefined) return new DampedCoulomb(treatment.damped, pairs, kernels);
  const table = treatment?.cutOff;
  return table === undefined ? undefined : { table, evaluate: () => 0 };
}
