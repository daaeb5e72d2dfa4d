import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { ChargeInteraction, Multipoles } from "./multipoles.js";

/** Mean of two hardnesses, Eh/e². */
export type HardnessMean = (a: number, b: number) => number;

/** The means that the models use. */
export const HARDNESS_MEANS: Readonly<Record<"harmonic" | "arithmetic", HardnessMean>> = {
  harmonic: (a, b) => 2 / (1 / a + 1 / b),
  arithmetic: (a, b) => 0.5 * (a + b),
};

/**
 * Coulomb energy of shell charges, ½Σ qq′γ with γ = (R² + η⁻²)^−½ (Klopman 1964, doi:10.1021/ja01075a008; Ohno 1964,
 * doi:10.1007/BF00528281).
 */
export class IsotropicElectrostatics implements ChargeInteraction {
  readonly name = "electrostatics";
  /** γ of pairs of shells, Eh/e². */
  readonly gamma: Float64Array;

  constructor(
    private readonly shells: TightBindingShells,
    private readonly nuclei: Float64Array,
    mean: HardnessMean,
  ) {
    const { shellCount: count, shellAtom } = shells.basis;
    const { hardnesses } = shells;
    this.gamma = new Float64Array(count * count);
    for (let s = 0; s < count; s++) {
      for (let t = 0; t <= s; t++) {
        const softness = 1 / mean(hardnesses[s], hardnesses[t]);
        const r2 = squaredDistance(nuclei, shellAtom[s], shellAtom[t]);
        this.gamma[s * count + t] = this.gamma[t * count + s] = 1 / Math.sqrt(r2 + softness * softness);
      }
    }
  }

  energy({ shell }: Multipoles, by: Multipoles): number {
    const count = shell.length;
    const { gamma } = this;
    let energy = 0;
    for (let s = 0; s < count; s++) {
      let potential = 0;
      for (let t = 0; t < count; t++) potential += gamma[s * count + t] * shell[t];
      by.shell[s] += potential;
      energy += 0.5 * shell[s] * potential;
    }
    return energy;
  }

  addGradient({ shell }: Multipoles, gradient: Float64Array): void {
    const { gamma, nuclei } = this;
    const { atomShells, elements } = this.shells;
    const count = shell.length;
    for (let a = 0; a < elements.length; a++) {
      for (let b = 0; b < a; b++) {
        // dγ/dR = −γ³·R.
        let slope = 0;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) {
          for (let t = atomShells[b]; t < atomShells[b + 1]; t++) {
            slope -= shell[s] * shell[t] * gamma[s * count + t] ** 3;
          }
        }
        for (let i = 0; i < 3; i++) {
          const pull = slope * (nuclei[3 * a + i] - nuclei[3 * b + i]);
          gradient[3 * a + i] += pull;
          gradient[3 * b + i] -= pull;
        }
      }
    }
  }
}

function squaredDistance(nuclei: Float64Array, a: number, b: number): number {
  const x = nuclei[3 * a] - nuclei[3 * b];
  const y = nuclei[3 * a + 1] - nuclei[3 * b + 1];
  const z = nuclei[3 * a + 2] - nuclei[3 * b + 2];
  return x * x + y * y + z * z;
}
