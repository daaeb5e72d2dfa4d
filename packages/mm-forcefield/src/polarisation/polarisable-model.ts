import { KERNELS, type MmModel, type Scope, type TermMask } from "@qmmm/core";
import type { LongRangeSettings } from "../long-range/settings.js";
import { ModelOver } from "../model/model-over.js";
import { InducedDipoles, type InductionOptions } from "./induced-dipoles.js";
import { PolarisedPotential, type WeightedDipoles } from "./polarised-potential.js";
import type { PolarisableSites } from "./sites.js";

/** A force field whose atoms are polarisable: the model of everything else, and the sites. */
export class PolarisableModel extends ModelOver {
  /** @param longRange - how the charges' images are summed, and the dipoles' with them; absent in open space */
  constructor(
    fixed: MmModel,
    readonly sites: PolarisableSites,
    private readonly options: InductionOptions,
    private readonly longRange?: LongRangeSettings,
  ) {
    super(fixed, { conventions: { polarisation: `induced dipoles, ${sites.damping.model}` } });
  }

  async potential(mask: TermMask, scope: Scope): Promise<PolarisedPotential> {
    return new PolarisedPotential(await this.base.potential(mask, scope), this.kept(mask, scope));
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
      const members = region.map((_, atom) => (has(atom) ? 1 : 0));
      return [{ weight, members, dipoles: new InducedDipoles(sites, { ...this.options, periodic }) }];
    });
  }
}
