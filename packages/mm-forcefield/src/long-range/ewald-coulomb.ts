import type { KernelTable } from "@qmmm/core";
import type { PairParameters } from "../kernels/signatures.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import { type ChargePart, chargeParts } from "./charge-parts.js";
import type { CoulombSum } from "./coulomb-sum.js";
import { volumeOf } from "./ewald-sum.js";
import { type ReciprocalSum, reciprocalSum } from "./reciprocal-sum.js";
import { addReciprocalVirials } from "./reciprocal-virials.js";
import { ewaldScreening, screenedTable, screeningAtZero } from "./screening.js";
import type { LongRangeSettings } from "./settings.js";

/**
 * What Ewald's method adds to the short-range pairs: the reciprocal sum, less what it holds of each charge with itself and of
 * excluded pairs, and the uniform background that neutralises a charged cell.
 */
export class EwaldCoulomb implements CoulombSum {
  readonly table: RadialTable;
  private readonly sum: ReciprocalSum;
  private readonly potential: Float64Array;
  private readonly gradient: Float64Array;

  constructor(
    private readonly settings: LongRangeSettings,
    private readonly pairs: PairParameters,
    private readonly kernels: KernelTable,
  ) {
    this.table = screenedTable(ewaldScreening(settings.beta), settings.cutoff);
    this.sum = reciprocalSum(settings, kernels);
    this.potential = new Float64Array(pairs.charges.length);
    this.gradient = new Float64Array(3 * pairs.charges.length);
  }

  evaluate(forces: Float64Array, virial: Float64Array, positions: Float64Array, cell: Float64Array): number {
    const excluded = new Float64Array(1);
    const screening = ewaldScreening(this.settings.beta);
    this.kernels.get("mm/ewaldExclusions")(excluded, forces, virial, positions, cell, this.pairs, screening);
    let energy = excluded[0]!;
    for (const part of this.parts()) energy += this.evaluatePart(part, forces, virial, positions, cell);
    return energy;
  }

  /** Adds each charge's share of the virial of reciprocal sum and background, 9 numbers per atom; excluded pairs are not in it. */
  addAtomVirials(shares: Float64Array, positions: Float64Array, cell: Float64Array): void {
    const { settings, kernels } = this;
    for (const { factor, charges } of this.parts()) {
      addReciprocalVirials(shares, factor, settings, kernels, positions, charges, cell);
      const total = charges.reduce((sum, q) => sum + q, 0);
      const perCharge = (-Math.PI * factor * total) / (2 * volumeOf(cell) * settings.beta ** 2);
      charges.forEach((q, atom) => {
        for (let k = 0; k < 9; k += 4) shares[9 * atom + k] += perCharge * q;
      });
    }
  }

  /** From the charges as they are now: these may be adjusted. */
  private parts(): readonly ChargePart[] {
    const { charges, region, coulombKept } = this.pairs;
    return chargeParts(charges, region, coulombKept);
  }

  private evaluatePart(
    { factor, charges }: ChargePart,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
  ): number {
    const { beta } = this.settings;
    const { potential } = this;
    const gradient = forces.length > 0 ? this.gradient : forces;
    const stress = new Float64Array(virial.length);
    this.sum(potential, gradient, stress, positions, positions, charges, cell);
    let [reciprocal, squares] = [0, 0];
    for (let atom = 0; atom < charges.length; atom++) {
      const q = charges[atom]!;
      reciprocal += 0.5 * q * potential[atom]!;
      squares += q * q;
    }
    for (let k = 0; k < gradient.length; k++) forces[k] -= factor * charges[Math.trunc(k / 3)]! * gradient[k]!;
    const background = backgroundEnergy(charges, volumeOf(cell), beta);
    for (let k = 0; k < virial.length; k++) virial[k] += factor * (stress[k]! + (k % 4 === 0 ? background : 0));
    return factor * (reciprocal - 0.5 * screeningAtZero(ewaldScreening(beta)) * squares + background);
  }
}

/** Energy (Eh) of the uniform background of a charged cell, −πQ²/(2Vβ²): with it, no energy depends on β. */
export function backgroundEnergy(charges: Float64Array, volume: number, beta: number): number {
  let total = 0;
  for (const q of charges) total += q;
  // Charges of files are rounded: what is left of a neutral sum is no charge.
  return Math.abs(total) < 1e-9 ? 0 : (-Math.PI * total * total) / (2 * volume * beta * beta);
}
