import type { GaussianBasis } from "../../basis/gaussian-basis.js";

/** How repulsion is approximated: with the density, or products of orbitals too, expanded in auxiliary functions. */
export interface DensityFitting {
  /** `rij` fits J and leaves K exact, `rijk` fits both. */
  readonly kind: "rij" | "rijk";
  /** Auxiliary functions on the same atoms. */
  readonly auxiliary: GaussianBasis;
}
