import type { Geometry } from "../model/geometry.js";
import type { Region, System } from "../model/system.js";
import type { MmModel } from "./mechanics.js";
import type { Molecule } from "./quantum.js";

/** What a QM method is given: nuclei of the (capped) molecule and the charges around it. Fresh arrays. */
export interface Sites {
  /**
   * Nuclei of the molecule: region atoms in order, then caps; a0; length 3n. Virtual sites of the region are among them, of
   * element 0: a coupling leaves them out of what it gives the QM method.
   */
  readonly nuclei: Float64Array;
  /** Charge sites, a0; length 3m. */
  readonly sites: Float64Array;
  /** Site charges, e; length m. */
  readonly charges: Float64Array;
  /** Gaussian widths of the charges, a0, 0 for a point; length m. */
  readonly widths: Float64Array;
}

/** Derivatives with respect to what `Sites` holds. */
export interface SitesCotangent {
  /** Forces on the nuclei, Eh/a0; length 3n. */
  readonly nuclei: Float64Array;
  /** Forces on the charge sites, Eh/a0; length 3m. */
  readonly sites: Float64Array;
  /** ∂E/∂q of each site, Eh/e; length m. */
  readonly potential: Float64Array;
}

/**
 * A differentiable map from the real atoms to what a QM method sees (link atoms, shifted charges, images). `pullback` is
 * the exact transpose of the Jacobian of `apply`, so placement and force projection can't disagree.
 */
export interface SiteMap {
  /** The capped molecule; element 0 for the region's virtual sites. */
  readonly molecule: Molecule;
  /** Number of charge sites m. */
  readonly siteCount: number;
  /** True when no charge depends on positions, so that `pullback` does without the potential; absent means it may. */
  readonly constantCharges?: boolean;
  /**
   * Charge (e) and dipole about the origin (e·a0) by which the sites differ from the force field's own charges outside the
   * region, faded alike where a cutoff fades them.
   */
  residual(geometry: Geometry): { readonly charge: number; readonly dipole: readonly [number, number, number] };
  apply(geometry: Geometry): Sites;
  /**
   * Adds Jᵀ·cotangent to `forces` (3N, Eh/a0), with −Σq̄·∂q/∂R for charges that depend on positions, and, where given,
   * the matching −∂E/∂ε to `virial` (9, Eh), images included.
   */
  pullback(geometry: Geometry, cotangent: SitesCotangent, forces: Float64Array, virial?: Float64Array): void;
  /** What was decided (links, their lengths or ratios, which charges moved), for logs and results. */
  readonly description: readonly string[];
}

/** Makes the map for a region whose edge may cut bonds. */
export interface Boundary {
  /**
   * @param embedded - whether the surroundings' charges act on the molecule (electrostatic embedding)
   * @throws QmmmError `QMMM_BOUNDARY_…` for a cut that it can't treat (a multiple bond, an aromatic ring)
   */
  connect(system: System, region: Region, mm: MmModel, embedded: boolean): SiteMap;
}
