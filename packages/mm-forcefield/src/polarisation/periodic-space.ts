import { type KernelTable, symmetriseVirial } from "@qmmm/core";
import type { LongRangeSettings } from "../long-range/settings.js";
import { addMomentForces } from "../multipoles/moment-forces.js";
import { type MomentSum, momentSum } from "../multipoles/moment-sum.js";
import { periodicDerivatives } from "../multipoles/potential-derivatives.js";
import { chargeFields } from "./charge-field.js";
import { dipoleForces } from "./dipole-forces.js";
import { nearSites } from "./near-sites.js";
import { PairDamping } from "./pair-damping.js";
import { PeriodicCouplings } from "./periodic-couplings.js";
import { type PolarisableSites, pairScalings } from "./sites.js";
import type { SitesInSpace } from "./space.js";

/** How sums over images are done: as those of the charges alone. */
export interface PeriodicInduction {
  readonly settings: LongRangeSettings;
  readonly kernels: KernelTable;
}

/**
 * Polarisable sites and all their images, by Ewald's sum or on its grid. All pairs and images interact; nearest images are damped,
 * which fades out before the cutoff, and those with factors of their own scaled: what that changes is added to what the sum has.
 */
export class PeriodicSpace {
  private readonly bare: PolarisableSites;
  private readonly undamped: PairDamping;
  private readonly sum: MomentSum;

  constructor(
    private readonly sites: PolarisableSites,
    private readonly damping: PairDamping,
    private readonly periodic: PeriodicInduction,
  ) {
    this.bare = {
      ...sites,
      damping: { model: "none", factor: 0, charges: false },
      scalings: pairScalings(sites.charges.length, []),
    };
    this.undamped = new PairDamping(this.bare);
    this.sum = momentSum(periodic.settings, periodic.kernels);
  }

  /**
   * The sites at a geometry.
   *
   * @param cell - 18 numbers as kernels take them
   */
  at(positions: Float64Array, cell: Float64Array): SitesInSpace {
    const { sites, bare, damping, undamped, sum } = this;
    const { settings, kernels } = this.periodic;
    const { charges, scalings } = sites;
    const count = charges.length;
    const near = nearSites(positions, cell, settings.cutoff, scalings);
    return {
      chargeFields(direct, energy) {
        const derivatives = new Float64Array(4 * count);
        const inCell = periodicDerivatives(settings, kernels)({ vectors: cell.slice(0, 9) });
        inCell(derivatives, 1, positions, { positions, values: charges, rank: 0 });
        const plain = new Float64Array(3 * count);
        chargeFields(direct, energy, sites, damping, positions, near);
        chargeFields(plain, plain, bare, undamped, positions, near);
        for (const field of new Set([direct, energy])) {
          for (let k = 0; k < field.length; k++) {
            field[k] -= plain[k] + derivatives[4 * Math.floor(k / 3) + 1 + (k % 3)];
          }
        }
      },
      couplings: () => new PeriodicCouplings(sites, damping, positions, near, settings, sum),
      forces(forces, virial, direct, energy) {
        dipoleForces(forces, virial, sites, damping, positions, direct, energy, near);
        const [less, lessVirial] = [new Float64Array(forces.length), new Float64Array(virial.length)];
        dipoleForces(less, lessVirial, bare, undamped, positions, direct, energy, near);
        for (let k = 0; k < forces.length; k++) forces[k] -= less[k];
        for (let k = 0; k < virial.length; k++) virial[k] -= lessVirial[k];
        // With L and M the charges with one set of dipoles or the other, B(L, M) = B(S, S) − B(D, D), S and D half their sum and
        // difference; the charges' energy with each other is not polarisation.
        const ofMoments = (factor: number, q: number, a: number, b: number): void => {
          const values = new Float64Array(4 * count);
          for (let k = 0; k < values.length; k++) {
            const at = 3 * Math.floor(k / 4) + (k % 4) - 1;
            values[k] = k % 4 === 0 ? q * charges[k / 4] : a * direct[at] + b * energy[at];
          }
          addMomentForces(forces, virial, factor, { positions, rank: 1, values }, near, settings, sum);
        };
        ofMoments(1, 1, 0.5, 0.5);
        if (direct !== energy) ofMoments(-1, 0, 0.5, -0.5);
        ofMoments(-1, 1, 0, 0);
        // Rounding aside, the virial of dipoles that satisfy their equations is symmetric.
        if (virial.length > 0) symmetriseVirial(virial);
      },
    };
  }
}
