import type { Geometry, Molecule, SiteMap, Sites, SitesCotangent } from "@qmmm/core";
import { InputError } from "@qmmm/core";
import type { Cap } from "./caps.js";
import { placeCap, spreadCapForce } from "./caps.js";
import type { Grouping } from "./charge-groups.js";
import type { GroupCutoff } from "./group-cutoff.js";
import type { Imaged } from "./imaging.js";
import { image } from "./imaging.js";
import { inAngstrom } from "./labels.js";

/** Charge sites: site k sits at (1 − t)·R(host) + t·R(neighbour). Arrays of length m. */
export interface SiteTable {
  readonly host: Int32Array;
  readonly neighbour: Int32Array;
  readonly t: Float64Array;
  /** e, before any cutoff. */
  readonly charge: Float64Array;
  readonly width: Float64Array;
  /** Free group whose scale applies, −1 for none. */
  readonly group: Int32Array;
}

/** What a `LinkSiteMap` is composed of. */
export interface LinkSiteMapParts {
  readonly molecule: Molecule;
  readonly regionAtoms: Int32Array;
  readonly caps: readonly Cap[];
  readonly sites: SiteTable;
  readonly grouping: Grouping;
  readonly groupCutoff?: GroupCutoff | undefined;
  /** The force field's own charges, zero inside the region, e; length N. */
  readonly reference: Float64Array;
  readonly description: readonly string[];
}

/**
 * Real atoms → images → region atoms, caps and charge sites. Each stage has its transpose next to it, and `pullback`
 * applies the transposes in the opposite order; imaging being a translation, the virial is Σ F⊗R over the images.
 */
export class LinkSiteMap implements SiteMap {
  readonly molecule: Molecule;
  readonly siteCount: number;
  readonly constantCharges: boolean;
  readonly description: readonly string[];

  constructor(private readonly parts: LinkSiteMapParts) {
    this.molecule = parts.molecule;
    this.description = parts.description;
    this.siteCount = parts.sites.charge.length;
    this.constantCharges = parts.groupCutoff === undefined;
  }

  apply(geometry: Geometry): Sites {
    const { regionAtoms, caps, sites } = this.parts;
    const imaged = this.image(geometry);
    const x = imaged.positions;
    const n = regionAtoms.length;
    const nuclei = new Float64Array(3 * (n + caps.length));
    for (let k = 0; k < n; k++) nuclei.set(x.subarray(3 * regionAtoms[k]!, 3 * regionAtoms[k]! + 3), 3 * k);
    for (let k = 0; k < caps.length; k++) placeCap(caps[k]!, x, nuclei, 3 * (n + k));

    const positions = new Float64Array(3 * this.siteCount);
    for (let s = 0; s < this.siteCount; s++) {
      const a = 3 * sites.host[s]!;
      const b = 3 * sites.neighbour[s]!;
      for (let i = 0; i < 3; i++) positions[3 * s + i] = x[a + i]! + sites.t[s]! * (x[b + i]! - x[a + i]!);
    }
    return { nuclei, sites: positions, charges: this.charges(this.scales(imaged)), widths: sites.width.slice() };
  }

  pullback(geometry: Geometry, cotangent: SitesCotangent, forces: Float64Array, virial?: Float64Array): void {
    const { regionAtoms, caps, sites, groupCutoff } = this.parts;
    const imaged = this.image(geometry);
    const x = imaged.positions;
    const spread = new Float64Array(x.length);
    const n = regionAtoms.length;
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < 3; i++) spread[3 * regionAtoms[k]! + i]! += cotangent.nuclei[3 * k + i]!;
    }
    for (let k = 0; k < caps.length; k++) spreadCapForce(caps[k]!, x, cotangent.nuclei, 3 * (n + k), spread);
    for (let s = 0; s < this.siteCount; s++) {
      const a = 3 * sites.host[s]!;
      const b = 3 * sites.neighbour[s]!;
      const t = sites.t[s]!;
      for (let i = 0; i < 3; i++) {
        const f = cotangent.sites[3 * s + i]!;
        spread[a + i]! += (1 - t) * f;
        spread[b + i]! += t * f;
      }
    }
    const scales = this.scales(imaged);
    if (groupCutoff !== undefined && scales !== undefined) {
      const slopes = new Float64Array(scales.length);
      for (let s = 0; s < this.siteCount; s++) {
        const group = sites.group[s]!;
        if (group >= 0) slopes[group]! += cotangent.potential[s]! * sites.charge[s]!;
      }
      groupCutoff.spread(imaged, scales, slopes, spread);
    }
    for (let k = 0; k < spread.length; k++) forces[k]! += spread[k]!;
    if (virial !== undefined) addVirial(spread, x, virial);
  }

  residual(geometry: Geometry): { readonly charge: number; readonly dipole: readonly [number, number, number] } {
    const { reference, grouping } = this.parts;
    const imaged = this.image(geometry);
    const scales = this.scales(imaged);
    const { sites, charges } = this.apply(geometry);
    let charge = 0;
    const dipole: [number, number, number] = [0, 0, 0];
    const add = (q: number, r: Float64Array, at: number): void => {
      charge += q;
      for (let i = 0; i < 3; i++) dipole[i]! += q * r[at + i]!;
    };
    for (let s = 0; s < this.siteCount; s++) add(charges[s]!, sites, 3 * s);
    for (let atom = 0; atom < reference.length; atom++) {
      const group = grouping.groupOf[atom]!;
      const scale = scales === undefined || group < 0 ? 1 : scales[group]!;
      add(-scale * reference[atom]!, imaged.positions, 3 * atom);
    }
    return { charge, dipole };
  }

  /** Charges of the sites under the groups' scales, e. */
  private charges(scales: Float64Array | undefined): Float64Array {
    const { charge, group } = this.parts.sites;
    if (scales === undefined) return charge.slice();
    return charge.map((q, s) => (group[s]! < 0 ? q : q * scales[group[s]!]!));
  }

  private scales(imaged: Imaged): Float64Array | undefined {
    return this.parts.groupCutoff?.scales(imaged);
  }

  /** @throws QmmmError `QMMM_COUPLING_REGION_EXTENT`, `QMMM_COUPLING_CUTOFF_RANGE` when the cell has become too small */
  private image(geometry: Geometry): Imaged {
    const imaged = image(geometry, this.parts.regionAtoms, this.parts.grouping);
    const { extent, cellWidth } = imaged;
    const half = 0.5 * cellWidth;
    if (extent >= half) {
      throw new InputError(
        "QMMM_COUPLING_REGION_EXTENT",
        `The region reaches ${inAngstrom(extent)} from its centre, more than half the cell's width of ${inAngstrom(cellWidth)}`,
        {
          value: inAngstrom(extent),
          allowed: `below ${inAngstrom(half)}`,
          action: "Use a larger cell or a smaller region",
        },
      );
    }
    const { groupCutoff } = this.parts;
    if (groupCutoff !== undefined && groupCutoff.cutoff + extent > half) {
      throw new InputError(
        "QMMM_COUPLING_CUTOFF_RANGE",
        `The cutoff of ${inAngstrom(groupCutoff.cutoff)} around a region that reaches ${inAngstrom(extent)} from its centre is longer than half the cell's width of ${inAngstrom(cellWidth)}`,
        {
          value: inAngstrom(groupCutoff.cutoff),
          allowed: `up to ${inAngstrom(half - extent)}`,
          action: "Shorten the boundary's cutoff or use a larger cell",
          place: { path: "coupling.boundary.cutoff" },
        },
      );
    }
    return imaged;
  }
}

function addVirial(forces: Float64Array, x: Float64Array, virial: Float64Array): void {
  for (let k = 0; k < x.length; k += 3) {
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) virial[3 * i + j]! += forces[k + i]! * x[k + j]!;
  }
}
