import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import { addSquares, DAMPING, type MultipoleRadii, quadraticForm } from "../energy/anisotropic-electrostatics.js";
import type { HardnessMean } from "../energy/isotropic-electrostatics.js";
import type { Multipoles } from "../energy/multipoles.js";
import { DistancePowers } from "./distance-powers.js";

/** How charges around the molecule act on it. */
export interface Embedding {
  /** On the charges of its shells alone, or on the dipoles and quadrupoles of its atoms too. */
  readonly mode: "monopole" | "multipole";
  /** Hardness of the charges around it, Eh/e²; ∞ for bare points. */
  readonly hardness: number;
  /** Radius of the charges around it in the damping of multipoles, a0. */
  readonly radius: number;
}

/** Where derivatives go; absent arrays are not wanted. */
export interface SiteDerivatives {
  /** By nuclei, Eh/a0; length 3·atoms; added to. */
  readonly nuclei: Float64Array;
  /** By damping radii of atoms, Eh/a0; length atoms; added to. */
  readonly radii: Float64Array;
  /** By sites, Eh/a0; length 3·sites; added to. */
  readonly sites?: Float64Array | undefined;
}

/**
 * Electrostatic interaction of the molecule's multipoles with unit charges at sites, in the form of the model's own
 * electrostatics, with the site as an atom that has a charge only:
 *
 *   φ = Σ_shells q·(R² + η̄⁻²)^−½ − Σ_atoms g₃ μ·R + g₅ RΘR,   R = R_A − R_site,
 *   g₃ = 1/(R³ + 6R̄³),   g₅ = 1/(R⁵ + 6R̄⁴R)
 *
 * (Klopman–Ohno and Bannwarth, Ehlert and Grimme 2019, eq 28). Gaussian charges put their own effective powers of the distance
 * in the place of R, R³ and R⁵.
 */
export class SiteCoupling {
  /** η̄⁻² of every shell with a site, a0². */
  private readonly softness2: Float64Array;
  private readonly powers = new DistancePowers();

  constructor(
    private readonly shells: TightBindingShells,
    private readonly nuclei: Float64Array,
    private readonly radii: MultipoleRadii,
    private readonly embedding: Embedding,
    mean: HardnessMean,
    /** a0; length 3·sites. */
    readonly sites: Float64Array,
    /** a0; length sites; absent for points. */
    private readonly widths: Float64Array | undefined,
  ) {
    this.softness2 = shells.hardnesses.map((hardness) => mean(hardness, embedding.hardness) ** -2);
  }

  private get multipolar(): boolean {
    return this.embedding.mode === "multipole";
  }

  /** Mean damping radius of an atom and a site, a0. */
  private meanRadius(atom: number): number {
    return 0.5 * (this.radii.values[atom] + this.embedding.radius);
  }

  /** Adds the derivatives of Σ charge·φ by the molecule's multipoles. */
  addPotential(by: Multipoles, charges: Float64Array): void {
    const { multipolar, nuclei, powers, sites, softness2, widths } = this;
    const { atomShells, elements } = this.shells;
    const dipole = new Float64Array(3);
    const quadrupole = new Float64Array(6);
    for (let a = 0; a < elements.length; a++) {
      const mean = this.meanRadius(a);
      const mean3 = DAMPING * mean ** 3;
      const mean4 = mean3 * mean;
      const first = atomShells[a];
      const end = atomShells[a + 1];
      dipole.fill(0);
      quadrupole.fill(0);
      for (let k = 0; k < charges.length; k++) {
        const charge = charges[k];
        if (charge === 0) continue;
        const x = nuclei[3 * a] - sites[3 * k];
        const y = nuclei[3 * a + 1] - sites[3 * k + 1];
        const z = nuclei[3 * a + 2] - sites[3 * k + 2];
        const r2 = x * x + y * y + z * z;
        const width = widths === undefined ? 0 : widths[k];
        let u2 = r2;
        if (width > 0) {
          powers.set(r2, width);
          u2 = powers.first * powers.first;
        }
        for (let s = first; s < end; s++) by.shell[s] += charge / Math.sqrt(u2 + softness2[s]);
        if (!multipolar) continue;
        const r = Math.sqrt(r2);
        const third = width > 0 ? powers.third : r2 * r;
        const fifth = width > 0 ? powers.fifth : r2 * r2 * r;
        const g3 = -charge / (third + mean3);
        dipole[0] += g3 * x;
        dipole[1] += g3 * y;
        dipole[2] += g3 * z;
        addSquares(quadrupole, 0, charge / (fifth + mean4 * r), x, y, z);
      }
      if (!multipolar) continue;
      for (let i = 0; i < 3; i++) by.dipole[3 * a + i] += dipole[i];
      for (let i = 0; i < 6; i++) by.quadrupole[6 * a + i] += quadrupole[i];
    }
  }

  /** Adds φ at the sites, Eh/e, to `out`. */
  addPotentialAtSites(out: Float64Array, multipoles: Multipoles): void {
    const { multipolar, nuclei, powers, sites, softness2, widths } = this;
    const { atomShells, elements } = this.shells;
    const { dipole: mu, quadrupole: theta, shell } = multipoles;
    for (let a = 0; a < elements.length; a++) {
      const mean = this.meanRadius(a);
      const mean3 = DAMPING * mean ** 3;
      const mean4 = mean3 * mean;
      for (let k = 0; k < out.length; k++) {
        const x = nuclei[3 * a] - sites[3 * k];
        const y = nuclei[3 * a + 1] - sites[3 * k + 1];
        const z = nuclei[3 * a + 2] - sites[3 * k + 2];
        powers.set(x * x + y * y + z * z, widths === undefined ? 0 : widths[k]);
        const u2 = powers.first * powers.first;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) out[k] += shell[s] / Math.sqrt(u2 + softness2[s]);
        if (!multipolar) continue;
        const r = Math.sqrt(x * x + y * y + z * z);
        out[k] -= (mu[3 * a] * x + mu[3 * a + 1] * y + mu[3 * a + 2] * z) / (powers.third + mean3);
        out[k] += quadraticForm(theta, 6 * a, x, y, z) / (powers.fifth + mean4 * r);
      }
    }
  }

  /** Adds the derivatives of Σ charge·φ at fixed multipoles. */
  addGradient(multipoles: Multipoles, charges: Float64Array, into: SiteDerivatives): void {
    const { multipolar, nuclei, powers, sites, softness2, widths } = this;
    const { atomShells, elements } = this.shells;
    const { dipole: mu, quadrupole: theta, shell } = multipoles;
    for (let a = 0; a < elements.length; a++) {
      const mean = this.meanRadius(a);
      const mean2 = DAMPING * mean * mean;
      const mean3 = mean2 * mean;
      const mean4 = mean3 * mean;
      const a6 = 6 * a;
      const [mx, my, mz] = multipolar ? mu.subarray(3 * a, 3 * a + 3) : [0, 0, 0];
      let fx = 0;
      let fy = 0;
      let fz = 0;
      let byRadius = 0;
      for (let k = 0; k < charges.length; k++) {
        const charge = charges[k];
        if (charge === 0) continue;
        const x = nuclei[3 * a] - sites[3 * k];
        const y = nuclei[3 * a + 1] - sites[3 * k + 1];
        const z = nuclei[3 * a + 2] - sites[3 * k + 2];
        const r2 = x * x + y * y + z * z;
        powers.set(r2, widths === undefined ? 0 : widths[k]);
        const u = powers.first;
        let along = 0;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) {
          const square = u * u + softness2[s];
          along -= shell[s] / (square * Math.sqrt(square));
        }
        along *= u * powers.firstSlope;
        let gx = along * x;
        let gy = along * y;
        let gz = along * z;
        if (multipolar) {
          const r = Math.sqrt(r2);
          const g3 = 1 / (powers.third + mean3);
          const g5 = 1 / (powers.fifth + mean4 * r);
          const projection = mx * x + my * y + mz * z;
          const tx = theta[a6] * x + theta[a6 + 1] * y + theta[a6 + 2] * z;
          const ty = theta[a6 + 1] * x + theta[a6 + 3] * y + theta[a6 + 4] * z;
          const tz = theta[a6 + 2] * x + theta[a6 + 4] * y + theta[a6 + 5] * z;
          const form = tx * x + ty * y + tz * z;
          const radial = projection * powers.thirdSlope * g3 * g3 - form * (powers.fifthSlope + mean4 / r) * g5 * g5;
          gx += radial * x - g3 * mx + 2 * g5 * tx;
          gy += radial * y - g3 * my + 2 * g5 * ty;
          gz += radial * z - g3 * mz + 2 * g5 * tz;
          byRadius += charge * (3 * mean2 * projection * g3 * g3 - 4 * mean3 * r * form * g5 * g5);
        }
        gx *= charge;
        gy *= charge;
        gz *= charge;
        fx += gx;
        fy += gy;
        fz += gz;
        if (into.sites === undefined) continue;
        into.sites[3 * k] -= gx;
        into.sites[3 * k + 1] -= gy;
        into.sites[3 * k + 2] -= gz;
      }
      into.nuclei[3 * a] += fx;
      into.nuclei[3 * a + 1] += fy;
      into.nuclei[3 * a + 2] += fz;
      // The mean radius is half the atom's.
      into.radii[a] += 0.5 * byRadius;
    }
  }
}
