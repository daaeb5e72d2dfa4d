import type { SpinDensities } from "../integrals/contracts.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { dot } from "./linear-algebra/matrices.js";
import { minimiseOnSimplex } from "./linear-algebra/minimise-on-simplex.js";

/** What one iteration leaves behind. */
interface Entry {
  /** Fock matrices of the orbital sets in a row, over the orthonormal vectors. */
  readonly focks: Float64Array;
  readonly densities: SpinDensities;
  readonly fock: SpinMatrices;
}

/**
 * Augmented-energy DIIS: the convex combination of earlier densities whose energy, to second order about the latest, is
 * lowest, E_n + Σσ ⟨ΔP(c)σ|F_nσ⟩ + ½Σσ ⟨ΔP(c)σ|ΔF(c)σ⟩. It goes downhill where Pulay's DIIS, far from a solution, may go anywhere. Hu & Yang, J.
 * Chem. Phys. 132, 054109 (2010), doi:10.1063/1.3304922; for Hartree–Fock it is the energy DIIS of Kudin, Scuseria & Cancès
 * (2002), doi:10.1063/1.1470195.
 */
export class Adiis {
  private readonly entries: Entry[] = [];

  constructor(private readonly capacity: number) {}

  /** Adds an iteration (kept, not copied) and gives the combination of Fock matrices `focks`, fresh. */
  extrapolate(focks: Float64Array, densities: SpinDensities, fock: SpinMatrices): Float64Array {
    if (this.entries.length === this.capacity) this.entries.shift();
    this.entries.push({ focks, densities, fock });
    const weights = this.weights();
    const out = new Float64Array(focks.length);
    this.entries.forEach((entry, k) => {
      for (let i = 0; i < out.length; i++) out[i] += weights[k] * entry.focks[i];
    });
    return out;
  }

  private weights(): Float64Array {
    const { entries } = this;
    const count = entries.length;
    // ⟨P_i|F_j⟩, both spins.
    const products = entries.map(({ densities }) =>
      entries.map(({ fock }) => dot(densities.alpha, fock.alpha) + dot(densities.beta, fock.beta)),
    );
    const n = count - 1;
    const linear = Float64Array.from(entries, (_, i) => products[i][n] - products[n][n]);
    const quadratic = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        quadratic[i * count + j] = products[i][j] - products[i][n] - products[n][j] + products[n][n];
      }
    }
    return minimiseOnSimplex(linear, quadratic);
  }
}
