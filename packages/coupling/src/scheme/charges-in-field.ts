import {
  type Evaluation,
  erf,
  type Geometry,
  type Potential,
  type Quantity,
  type SiteMap,
  type Snapshot,
  symmetriseVirial,
  type Want,
} from "@qmmm/core";
import { actingSites, requireDistance } from "./acting-sites.js";
import { spreadOut } from "./embedded-molecule.js";

/**
 * Coulomb energy of fixed charges on a region's atoms with the charge sites of its map: the force field's description of
 * what electrostatic embedding adds to the level's. No pair is excluded or scaled, as the level excludes none; caps carry no
 * charge. Gaussian sites interact as erf(r/w)/r.
 */
export class ChargesInField implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set(["forces", "virial"] as const);

  /**
   * @param charges - of the region's atoms in order, e
   * @param scale - Coulomb constant over its SI value
   */
  constructor(
    private readonly charges: Float64Array,
    private readonly scale: number,
    private readonly map: SiteMap,
  ) {}

  evaluate(geometry: Geometry, want: Want): Promise<Evaluation> {
    const all = this.map.apply(geometry);
    const acting = actingSites(all);
    requireDistance(all.nuclei, acting);
    const { sites, charges, widths } = acting;
    const nuclei = new Float64Array(all.nuclei.length);
    const siteForces = new Float64Array(sites.length);
    const potential = new Float64Array(charges.length);
    let energy = 0;
    for (let a = 0; a < this.charges.length; a++) {
      const q = this.scale * this.charges[a]!;
      for (let s = 0; s < charges.length; s++) {
        const dx = all.nuclei[3 * a]! - sites[3 * s]!;
        const dy = all.nuclei[3 * a + 1]! - sites[3 * s + 1]!;
        const dz = all.nuclei[3 * a + 2]! - sites[3 * s + 2]!;
        const r = Math.hypot(dx, dy, dz);
        const w = widths[s]!;
        const share = w > 0 ? erf(r / w) : 1;
        const gauss = w > 0 ? ((2 / Math.sqrt(Math.PI)) * Math.exp(-((r / w) ** 2)) * r) / w : 0;
        potential[s]! += (q * share) / r;
        energy += (q * charges[s]! * share) / r;
        const f = (q * charges[s]! * (share - gauss)) / (r * r * r);
        nuclei[3 * a]! += f * dx;
        nuclei[3 * a + 1]! += f * dy;
        nuclei[3 * a + 2]! += f * dz;
        siteForces[3 * s]! -= f * dx;
        siteForces[3 * s + 1]! -= f * dy;
        siteForces[3 * s + 2]! -= f * dz;
      }
    }
    const result = { energy, terms: { embedding: energy } };
    if (want.forces !== true && want.virial !== true) return Promise.resolve(result);
    const forces = new Float64Array(geometry.positions.length);
    const virial = want.virial === true ? new Float64Array(9) : undefined;
    this.map.pullback(geometry, spreadOut(all, acting, nuclei, siteForces, potential), forces, virial);
    if (virial !== undefined) symmetriseVirial(virial);
    return Promise.resolve({
      ...result,
      ...(want.forces === true ? { forces } : {}),
      ...(virial === undefined ? {} : { virial }),
    });
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
