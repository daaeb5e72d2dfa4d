import type { Boundary, MmModel, Region, SiteMap, System, Topology } from "@qmmm/core";
import { bondedNeighbours, InputError, inject, injectable, OPTIONS } from "@qmmm/core";
import { smallestWidth } from "../numerics/lattice.js";
import { planCaps } from "./caps.js";
import { balanceCharge } from "./charge-balance.js";
import type { Grouping } from "./charge-groups.js";
import { groupCharges } from "./charge-groups.js";
import type { ChargePlan } from "./charge-plan.js";
import { planCharges } from "./charge-plan.js";
import { bondLength, findCutBonds } from "./cut-bonds.js";
import { CutInspector } from "./cut-objections.js";
import { GroupCutoff } from "./group-cutoff.js";
import { atomLabel, inAngstrom } from "./labels.js";
import type { SiteTable } from "./link-site-map.js";
import { LinkSiteMap } from "./link-site-map.js";
import type { LinkAtomOptions } from "./options.js";

/** Share of the cutoff in which charges fade when `switchWidth` is not given. */
const DEFAULT_SWITCH_SHARE = 0.2;

/** Saturates cut bonds with hydrogens and rearranges the charges next to them. */
@injectable()
export class LinkAtomBoundary implements Boundary {
  constructor(@inject(OPTIONS) private readonly options: LinkAtomOptions) {}

  connect(system: System, region: Region, mm: MmModel, embedded: boolean): SiteMap {
    const { options } = this;
    const { topology } = system;
    const neighbours = bondedNeighbours(topology);
    const inRegion = new Uint8Array(topology.atomCount);
    for (const atom of region.atoms) inRegion[atom] = 1;
    const nuclei = region.atoms.filter((atom) => hasNucleus(topology, mm, atom, region.name));
    // A bond to a site says whom it belongs to; no chemistry hangs on it.
    const bonded = neighbours.map((partners, atom) =>
      topology.elements[atom] === 0 ? [] : partners.filter((other) => topology.elements[other] !== 0),
    );

    const cuts = findCutBonds(bonded, inRegion);
    const lengthOf = (i: number, j: number) => mm.equilibriumBond(i, j) ?? bondLength(system, i, j);
    new CutInspector(system, bonded, lengthOf).inspect(cuts, options.allow, region.name);
    const { caps, description } = planCaps(cuts, options, topology, mm);

    let grouping = groupCharges(topology, neighbours, region.atoms, inRegion, cuts);
    if (!embedded) grouping = { ...grouping, free: [] };
    const groupCutoff = embedded ? this.groupCutoff(system, nuclei, grouping) : undefined;
    const reference = mm.charges.map((charge, atom) => (embedded && inRegion[atom] !== 1 ? charge : 0));
    let plan: ChargePlan = { onAtoms: reference, onBonds: [], lost: 0, description: [] };
    if (embedded) {
      plan = planCharges(options.charges, mm.charges, inRegion, cuts, options.shift, (atom) =>
        atomLabel(topology, atom),
      );
      if (options.adjust === "mm") plan = balanceCharge(plan, mm.charges, region, inRegion, cuts, topology);
    }

    return new LinkSiteMap({
      molecule: {
        elements: Uint8Array.from([...region.atoms].map((atom) => topology.elements[atom]!).concat(caps.map(() => 1))),
        charge: region.charge,
        multiplicity: region.multiplicity,
      },
      regionAtoms: region.atoms,
      caps,
      sites: this.siteTable(plan, grouping),
      grouping,
      groupCutoff,
      reference,
      description: [...description, ...plan.description, ...(embedded ? this.describe(groupCutoff) : [])],
    });
  }

  private groupCutoff(system: System, nuclei: Int32Array, grouping: Grouping): GroupCutoff | undefined {
    const { cutoff, switchWidth } = this.options;
    const { cell } = system.geometry;
    if (cutoff === undefined) {
      if (cell === undefined) return undefined;
      throw new InputError(
        "QMMM_COUPLING_CUTOFF_REQUIRED",
        "Electrostatic embedding in a periodic cell needs a cutoff for the charges that act on the region",
        {
          allowed: `a length; with the region's size below ${inAngstrom(0.5 * smallestWidth(cell), 2)}`,
          action: 'Add a cutoff to the boundary, for example "boundary: { type: link-atom, cutoff: 10 Å }"',
          place: { path: "coupling.boundary" },
        },
      );
    }
    return new GroupCutoff(cutoff, switchWidth ?? DEFAULT_SWITCH_SHARE * cutoff, grouping.free, nuclei);
  }

  private siteTable({ onAtoms, onBonds }: ChargePlan, { groupOf }: Grouping): SiteTable {
    const atoms = [...onAtoms.keys()].filter((atom) => onAtoms[atom] !== 0);
    const host = [...atoms, ...onBonds.map((one) => one.host)];
    const group = Int32Array.from(host, (atom) => groupOf[atom]!);
    const { smearing = 0, smear } = this.options;
    return {
      host: Int32Array.from(host),
      neighbour: Int32Array.from([...atoms, ...onBonds.map((one) => one.neighbour)]),
      t: Float64Array.from([...atoms.map(() => 0), ...onBonds.map((one) => one.t)]),
      charge: Float64Array.from([...atoms.map((atom) => onAtoms[atom]!), ...onBonds.map((one) => one.charge)]),
      width: Float64Array.from(group, (g) => (smear === "all" || g < 0 ? smearing : 0)),
      group,
    };
  }

  private describe(groupCutoff: GroupCutoff | undefined): string[] {
    const { smearing = 0, smear } = this.options;
    const lines: string[] = [];
    if (smearing > 0) {
      const which = smear === "all" ? "all charges" : "charges of groups bonded to the region";
      lines.push(`Gaussian charges: ${which}, width ${inAngstrom(smearing)}`);
    }
    if (groupCutoff !== undefined) {
      lines.push(
        `charge cutoff: ${inAngstrom(groupCutoff.cutoff)} by groups, fading over the last ${inAngstrom(groupCutoff.width)}`,
      );
    }
    return lines;
  }
}

/**
 * Whether an atom of the region has a nucleus. Virtual sites have none: their charges belong to the region, and do not act
 * on it.
 *
 * @throws QmmmError `QMMM_BOUNDARY_NO_NUCLEUS` for what has neither a nucleus nor atoms that it follows
 */
function hasNucleus(topology: Topology, { virtualSites }: MmModel, atom: number, region: string): boolean {
  if (topology.elements[atom] !== 0) return true;
  if (virtualSites?.isSite[atom] === 1) return false;
  throw withoutNucleus(topology, atom, region);
}

function withoutNucleus(topology: Topology, atom: number, region: string): InputError {
  return new InputError(
    "QMMM_BOUNDARY_NO_NUCLEUS",
    `The region contains ${atomLabel(topology, atom)}, a site without a nucleus`,
    {
      value: atomLabel(topology, atom),
      allowed: "atoms",
      action: "Describe molecules with such sites by the force field only, or use a model of them without",
      place: { path: `regions.${region}` },
    },
  );
}
