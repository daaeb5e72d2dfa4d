import {
  type FixedDistances,
  KERNELS,
  type MmModel,
  type Potential,
  type Scope,
  type TermMask,
  type VirtualSites,
} from "@qmmm/core";
import type { LongRangeSettings } from "../long-range/settings.js";
import { InducedDipoles, type InductionOptions } from "./induced-dipoles.js";
import { PolarisedPotential, type WeightedDipoles } from "./polarised-potential.js";
import type { PolarisableSites } from "./sites.js";

/** A force field whose atoms are polarisable: the model of everything else, and the sites. */
export class PolarisableModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale: number;
  readonly cutoff: number | undefined;
  readonly conventions: Readonly<Record<string, string | number>>;
  readonly virtualSites: VirtualSites | undefined;
  readonly constraints: FixedDistances | undefined;

  /** @param longRange - how the charges' images are summed, and the dipoles' with them; absent in open space */
  constructor(
    private readonly fixed: MmModel,
    readonly sites: PolarisableSites,
    private readonly options: InductionOptions,
    private readonly longRange?: LongRangeSettings,
  ) {
    this.charges = fixed.charges;
    this.lennardJones = fixed.lennardJones;
    this.coulombScale = fixed.coulombScale;
    this.cutoff = fixed.cutoff;
    this.virtualSites = fixed.virtualSites;
    this.constraints = fixed.constraints;
    this.conventions = { ...fixed.conventions, polarisation: `induced dipoles, ${sites.damping.model}` };
  }

  equilibriumBond(i: number, j: number): number | undefined {
    return this.fixed.equilibriumBond(i, j);
  }

  equilibriumAngle(i: number, j: number, k: number): number | undefined {
    return this.fixed.equilibriumAngle?.(i, j, k);
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    return new PolarisedPotential(await this.fixed.potential(mask, scope), this.kept(mask, scope));
  }

  /**
   * What a mask keeps. Polarisation is not a sum over pairs; with P(S) of the atoms S alone, it splits into P(region)
   * inside, P(rest) outside, and P(all) − P(region) − P(rest) across, kept as the Coulomb pairs are.
   */
  private kept({ region, coulomb }: TermMask, scope: Scope): WeightedDipoles[] {
    const { longRange } = this;
    const periodic = longRange === undefined ? undefined : { settings: longRange, kernels: scope.resolve(KERNELS) };
    const [inside, across, outside] = [coulomb.inside, coulomb.across, coulomb.outside].map(Number);
    const atoms = region.slice();
    const shares = [
      { weight: across, has: () => true },
      { weight: inside - across, has: (atom: number) => atoms[atom] === 1 },
      { weight: outside - across, has: (atom: number) => atoms[atom] === 0 },
    ];
    return shares.flatMap(({ weight, has }) => {
      const keep = (values: Float64Array) => values.map((value, atom) => (has(atom) ? value : 0));
      const polarisabilities = keep(this.sites.polarisabilities);
      if (weight === 0 || polarisabilities.every((alpha) => alpha === 0)) return [];
      const sites = { ...this.sites, charges: keep(this.sites.charges), polarisabilities };
      return [{ weight, dipoles: new InducedDipoles(sites, { ...this.options, periodic }) }];
    });
  }
}
