import type { KernelTable } from "@qmmm/core";
import { backgroundEnergy } from "../long-range/ewald-coulomb.js";
import { volumeOf } from "../long-range/ewald-sum.js";
import type { LongRangeSettings } from "../long-range/settings.js";
import { type MomentSum, momentSum } from "../multipoles/moment-sum.js";
import { type Couplings, conjugateGradient } from "../polarisation/solvers.js";
import type { Neighbours, PolarIons } from "./kernels/signatures.js";

const NONE = new Float64Array(0);

/** How well dipoles are converged. */
export interface DipoleConvergence {
  /** Largest relative residual. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * Charges and self-consistent dipoles of ions in a periodic cell, by Ewald's sum: the energy
 * Σ qq/r + Σ μ²/2α − Σ μ·E − ½ Σ μ·T·μ at its minimum, E being the field of the charges, damped at close range.
 */
export class PolarIonSystem {
  private readonly sum: MomentSum;
  private indices = new Int32Array(0);
  private tensors = new Float64Array(0);

  /** @param ions - only members have charges and polarisabilities */
  constructor(
    private readonly ions: PolarIons,
    private readonly settings: LongRangeSettings,
    private readonly convergence: DipoleConvergence,
    private readonly kernels: KernelTable,
  ) {
    this.sum = momentSum(settings, kernels);
  }

  /**
   * Adds factor times energies [Coulomb, polarisation] (Eh), forces (3N or 0) and virial (9 or 0).
   *
   * @param cell - 18 numbers as kernels take them
   * @throws QmmmError `QMMM_POLARISATION_CATASTROPHE`, `QMMM_POLARISATION_NOT_CONVERGED`
   */
  add(
    factor: number,
    energies: Float64Array,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    neighbours: Neighbours,
    cell: Float64Array,
  ): void {
    const { ions, settings, kernels } = this;
    const { charges } = ions;
    const { beta } = settings;
    const count = charges.length;
    const derivatives = new Float64Array(4 * count);
    this.sum(derivatives, 1, NONE, positions, { positions, rank: 0, values: charges }, cell);
    let [reciprocal, squares] = [0, 0];
    const field = new Float64Array(3 * count);
    for (let atom = 0; atom < count; atom++) {
      reciprocal += 0.5 * charges[atom]! * derivatives[4 * atom]!;
      squares += charges[atom]! ** 2;
      for (let d = 0; d < 3; d++) field[3 * atom + d] = -derivatives[4 * atom + 1 + d]!;
    }
    kernels.get("mm/polarIonFields")(field, positions, neighbours, ions);
    const { dipoles, energy } = this.induced(field, positions, neighbours, cell);
    const background = backgroundEnergy(charges, volumeOf(cell), beta);
    energies[0]! += factor * (reciprocal - (beta / Math.sqrt(Math.PI)) * squares + background);
    energies[1]! += factor * energy;
    for (let k = 0; k < virial.length && k < 9; k += 4) virial[k]! += factor * background;
    const short = kernels.get("mm/polarIonForces");
    short(energies, forces, virial, positions, neighbours, ions, dipoles, factor);
    if (forces.length > 0) this.addReciprocal(factor, forces, virial, positions, dipoles, cell);
  }

  /** Dipoles (e·a0, 3N) in a field of the charges, and their energy. */
  private induced(field: Float64Array, positions: Float64Array, neighbours: Neighbours, cell: Float64Array) {
    const { ions, settings, kernels } = this;
    const { polarisabilities } = ions;
    const members = Int32Array.from(polarisabilities.keys()).filter((atom) => polarisabilities[atom]! > 0);
    const dipoles = new Float64Array(field.length);
    if (members.length === 0) return { dipoles, energy: 0 };
    const gathered = (from: Float64Array): Float64Array =>
      Float64Array.from({ length: 3 * members.length }, (_, k) => from[3 * members[Math.floor(k / 3)]! + (k % 3)]!);
    const pairs = this.pairsOf(positions, neighbours);
    const points = gathered(positions);
    const moments = new Float64Array(4 * members.length);
    const derivatives = new Float64Array(4 * members.length);
    const all = new Float64Array(field.length);
    const self = (4 * settings.beta ** 3) / (3 * Math.sqrt(Math.PI));
    const pairFields = kernels.get("mm/polarPairFields");
    const couplings: Couplings = {
      members,
      apply: (out: Float64Array, from: Float64Array): void => {
        derivatives.fill(0);
        dipoles.fill(0);
        all.fill(0);
        for (const [n, atom] of members.entries()) {
          for (let d = 0; d < 3; d++) dipoles[3 * atom + d] = moments[4 * n + 1 + d] = from[3 * n + d]!;
        }
        this.sum(derivatives, 1, NONE, points, { positions: points, rank: 1, values: moments }, cell);
        pairFields(all, dipoles, this.indices, this.tensors, pairs);
        for (const [n, atom] of members.entries()) {
          for (let d = 0; d < 3; d++) {
            out[3 * n + d] = all[3 * atom + d]! - derivatives[4 * n + 1 + d]! + self * from[3 * n + d]!;
          }
        }
      },
    };
    const alphas = Float64Array.from(members, (atom) => polarisabilities[atom]!);
    const target = gathered(field);
    // From the same guess always: results do not depend on what was evaluated before.
    const solution = target.map((value, k) => alphas[Math.floor(k / 3)]! * value);
    const residual = new Float64Array(solution.length);
    const { tolerance, maxIterations } = this.convergence;
    conjugateGradient(solution, residual, { couplings, polarisabilities: alphas }, target, tolerance, maxIterations);
    let energy = 0;
    for (let k = 0; k < solution.length; k++) energy -= 0.5 * solution[k]! * (target[k]! + residual[k]!);
    dipoles.fill(0);
    for (const [n, atom] of members.entries()) dipoles.set(solution.subarray(3 * n, 3 * n + 3), 3 * atom);
    return { dipoles, energy };
  }

  private pairsOf(positions: Float64Array, neighbours: Neighbours): number {
    const list = (): number =>
      this.kernels.get("mm/polarPairs")(this.indices, this.tensors, positions, neighbours, this.ions);
    const count = list();
    if (2 * count <= this.indices.length) return count;
    this.indices = new Int32Array(2 * Math.ceil(1.1 * count));
    this.tensors = new Float64Array(5 * Math.ceil(1.1 * count));
    return list();
  }

  /** Forces of the reciprocal sum with the dipoles held fixed, and its virial. */
  private addReciprocal(
    factor: number,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    dipoles: Float64Array,
    cell: Float64Array,
  ): void {
    const { charges } = this.ions;
    const values = new Float64Array(4 * charges.length);
    for (let atom = 0; atom < charges.length; atom++) {
      values[4 * atom] = charges[atom]!;
      for (let d = 0; d < 3; d++) values[4 * atom + 1 + d] = dipoles[3 * atom + d]!;
    }
    const derivatives = new Float64Array(10 * charges.length);
    const stress = new Float64Array(virial.length > 0 ? 9 : 0);
    this.sum(derivatives, 2, stress, positions, { positions, rank: 1, values }, cell);
    for (let atom = 0; atom < charges.length; atom++) {
      const at = 10 * atom;
      const [x, y, z] = [dipoles[3 * atom]!, dipoles[3 * atom + 1]!, dipoles[3 * atom + 2]!];
      const gradient = derivatives.subarray(at + 1, at + 4);
      const [xx, xy, xz, yy, yz, zz] = [4, 5, 6, 7, 8, 9].map((k) => derivatives[at + k]!);
      const pulls = [xx! * x + xy! * y + xz! * z, xy! * x + yy! * y + yz! * z, xz! * x + yz! * y + zz! * z];
      for (let d = 0; d < 3; d++) forces[3 * atom + d]! -= factor * (charges[atom]! * gradient[d]! + pulls[d]!);
      // The sum's virial strains the dipoles with the waves; here they keep their length.
      for (let a = 0; a < 3 && stress.length > 0; a++) {
        for (let b = 0; b < 3; b++) {
          stress[3 * a + b]! += 0.5 * (gradient[a]! * dipoles[3 * atom + b]! + gradient[b]! * dipoles[3 * atom + a]!);
        }
      }
    }
    for (let k = 0; k < stress.length; k++) virial[k]! += factor * stress[k]!;
  }
}
