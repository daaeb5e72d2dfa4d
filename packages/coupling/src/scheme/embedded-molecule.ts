import type {
  Evaluation,
  ExternalField,
  Geometry,
  Potential,
  QmEngine,
  Quantity,
  SimulationHooks,
  SiteMap,
  Sites,
  Snapshot,
  Want,
} from "@qmmm/core";
import { PluginError, reportedProperties, symmetriseVirial } from "@qmmm/core";
import type { ActingSites } from "./acting-sites.js";
import { actingSites, requireDistance } from "./acting-sites.js";

/**
 * A capped molecule in the field of its surroundings, as a function of the real atoms: geometry → site map → engine, and
 * back through the map's transpose. Its energy contains the interaction with the charges but not that among them.
 */
export class EmbeddedMolecule implements Potential {
  readonly supports: ReadonlySet<Quantity>;
  /** Of the map's nuclei those that are ones: virtual sites of the region are not. */
  private readonly present: Int32Array;

  constructor(
    private readonly engine: QmEngine,
    private readonly map: SiteMap,
    private readonly hooks: SimulationHooks,
  ) {
    this.present = Int32Array.from(map.molecule.elements.keys()).filter((k) => map.molecule.elements[k] !== 0);
    const given = engine.supports;
    const differentiable = given.has("forces") && (map.siteCount === 0 || given.has("fieldForces"));
    this.supports = new Set(differentiable ? (["forces", "virial"] as const) : []);
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    const sites = this.map.apply(geometry);
    const acting = actingSites(sites);
    const nuclei = this.nucleiOf(sites);
    requireDistance(nuclei, acting);
    const field = await this.field(acting);
    const slopes = want.forces === true || want.virial === true;
    const solution = await this.engine.solve(
      nuclei,
      field,
      { ...want.properties, ...(slopes ? { forces: true, fieldForces: acting.index.length > 0 } : {}) },
      signal,
    );
    const { energy, terms } = solution;
    const result = { energy, terms, ...reportedProperties(solution) };
    if (!slopes) return result;

    const forces = new Float64Array(geometry.positions.length);
    const virial = want.virial === true ? new Float64Array(9) : undefined;
    const onNuclei = this.amongSites(solution.forces!, sites);
    const cotangent = spreadOut(sites, acting, onNuclei, solution.fieldForces, solution.fieldPotential);
    this.map.pullback(geometry, cotangent, forces, virial);
    if (virial !== undefined) symmetriseVirial(virial);
    return {
      ...result,
      ...(want.forces === true ? { forces } : {}),
      ...(virial === undefined ? {} : { virial }),
    };
  }

  private nucleiOf({ nuclei }: Sites): Float64Array {
    if (3 * this.present.length === nuclei.length) return nuclei;
    const out = new Float64Array(3 * this.present.length);
    this.present.forEach((k, at) => {
      out.set(nuclei.subarray(3 * k, 3 * k + 3), 3 * at);
    });
    return out;
  }

  /** Forces on the nuclei with zeros on the region's virtual sites between them. */
  private amongSites(forces: Float64Array, { nuclei }: Sites): Float64Array {
    if (forces.length === nuclei.length) return forces;
    const out = new Float64Array(nuclei.length);
    this.present.forEach((k, at) => {
      out.set(forces.subarray(3 * at, 3 * at + 3), 3 * k);
    });
    return out;
  }

  /** The field that the engine sees, after the hook. */
  private async field({ sites, charges, widths }: ActingSites): Promise<ExternalField> {
    const smeared = widths.some((width) => width > 0);
    const field: ExternalField = { sites, charges, ...(smeared ? { widths } : {}) };
    if (!this.hooks.isUsed("transformField")) return field;
    const changed = await this.hooks.transform("transformField", field);
    const kept = changed.sites.length === sites.length && changed.sites.every((x, k) => x === sites[k]);
    if (kept && changed.charges.length === charges.length) return changed;
    throw new PluginError("QMMM_COUPLING_FIELD_CHANGED", "A plugin moved, added or removed charge sites of the field", {
      value: changed.charges.length,
      allowed: `the ${charges.length} sites as they were, with other charges, dipoles or a uniform field`,
      action: "Remove the plugin that taps transformField, or report this to its authors",
    });
  }

  snapshot(): Snapshot {
    return this.engine.snapshot();
  }

  restore(state: Snapshot): void {
    this.engine.restore(state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }
}

/** Puts derivatives for the acting sites back among all sites of the map. */
export function spreadOut(
  all: Sites,
  { index }: ActingSites,
  nuclei: Float64Array,
  siteForces: Float64Array | undefined,
  potential: Float64Array | undefined,
): { nuclei: Float64Array; sites: Float64Array; potential: Float64Array } {
  const out = { nuclei, sites: new Float64Array(all.sites.length), potential: new Float64Array(all.charges.length) };
  for (let k = 0; k < index.length; k++) {
    const s = index[k]!;
    for (let i = 0; i < 3; i++) out.sites[3 * s + i] = siteForces?.[3 * k + i] ?? 0;
    out.potential[s] = potential?.[k] ?? 0;
  }
  return out;
}
