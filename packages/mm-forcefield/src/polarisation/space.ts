import { chargeFields } from "./charge-field.js";
import { DipoleCouplings } from "./dipole-couplings.js";
import { dipoleForces } from "./dipole-forces.js";
import type { PairDamping } from "./pair-damping.js";
import type { PolarisableSites } from "./sites.js";
import type { Couplings } from "./solvers.js";

/** Polarisable sites at one geometry, in open space or in a cell. */
export interface SitesInSpace {
  /** The charges' fields with direct and with energy factors, as `chargeFields`. */
  chargeFields(direct: Float64Array, energy: Float64Array): void;
  couplings(): Couplings;
  /** Adds the forces and the virial of the dipoles of both sets, as `dipoleForces`. */
  forces(forces: Float64Array, virial: Float64Array, direct: Float64Array, energy: Float64Array): void;
}

/** The sites in open space. */
export function openSpace(sites: PolarisableSites, damping: PairDamping, positions: Float64Array): SitesInSpace {
  return {
    chargeFields: (direct, energy) => chargeFields(direct, energy, sites, damping, positions),
    couplings: () => new DipoleCouplings(sites, damping, positions),
    forces: (forces, virial, direct, energy) => dipoleForces(forces, virial, sites, damping, positions, direct, energy),
  };
}
