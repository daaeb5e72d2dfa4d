import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import { addTimes, type MultipoleRadii, quadraticForm } from "../energy/anisotropic-electrostatics.js";
import type { HardnessMean } from "../energy/isotropic-electrostatics.js";
import type { Multipoles } from "../energy/multipoles.js";
import { DampedPowers } from "./damped-powers.js";
import type { Embedding, SiteDerivatives } from "./site-coupling.js";

/**
 * Interaction of the molecule's multipoles with point dipoles d at sites: d·∇φ with the potential φ of `SiteCoupling`, so that
 * a dipole is the limit of two opposite charges that approach each other:
 *
 *   d·∇φ = −Σ_shells q·f′(R·d) + Σ_atoms g₃ μ·d + g₃′(μ·R)(R·d) − g₅′(RΘR)(R·d) − 2g₅ dΘR,   R = R_A − R_site,
 *   f = (R² + η̄⁻²)^−½,   ′ = (d/dR)/R.
 */
export class DipoleCoupling {
  /** η̄⁻² of every shell with a site, a0². */
  private readonly softness2: Float64Array;
  private readonly radial = new DampedPowers();

  constructor(
    private readonly shells: TightBindingShells,
    private readonly nuclei: Float64Array,
    private readonly radii: MultipoleRadii,
    private readonly embedding: Embedding,
    mean: HardnessMean,
    /** a0; length 3·sites. */
    readonly sites: Float64Array,
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

  /** Adds the derivatives of Σ d·∇φ by the molecule's multipoles. */
  addPotential(by: Multipoles, dipoles: Float64Array): void {
    const { multipolar, nuclei, radial, sites, softness2 } = this;
    const { atomShells, elements } = this.shells;
    for (let a = 0; a < elements.length; a++) {
      const mean = this.meanRadius(a);
      for (let k = 0; k < dipoles.length; k += 3) {
        const [dx, dy, dz] = [dipoles[k], dipoles[k + 1], dipoles[k + 2]];
        if (dx === 0 && dy === 0 && dz === 0) continue;
        const x = nuclei[3 * a] - sites[k];
        const y = nuclei[3 * a + 1] - sites[k + 1];
        const z = nuclei[3 * a + 2] - sites[k + 2];
        const r2 = x * x + y * y + z * z;
        const along = dx * x + dy * y + dz * z;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) by.shell[s] += along * (r2 + softness2[s]) ** -1.5;
        if (!multipolar) continue;
        radial.set(r2, mean);
        const { g3, g5 } = radial;
        const through3 = radial.g3Slope * along;
        by.dipole[3 * a] += g3 * dx + through3 * x;
        by.dipole[3 * a + 1] += g3 * dy + through3 * y;
        by.dipole[3 * a + 2] += g3 * dz + through3 * z;
        const through5 = radial.g5Slope * along;
        const theta = by.quadrupole;
        theta[6 * a] -= through5 * x * x + 2 * g5 * dx * x;
        theta[6 * a + 1] -= 2 * (through5 * x * y + g5 * (dx * y + dy * x));
        theta[6 * a + 2] -= 2 * (through5 * x * z + g5 * (dx * z + dz * x));
        theta[6 * a + 3] -= through5 * y * y + 2 * g5 * dy * y;
        theta[6 * a + 4] -= 2 * (through5 * y * z + g5 * (dy * z + dz * y));
        theta[6 * a + 5] -= through5 * z * z + 2 * g5 * dz * z;
      }
    }
  }

  /** Adds the field −∇φ at the sites, Eh/(e·a0), to `out`; length 3·sites. */
  addFieldAtSites(out: Float64Array, multipoles: Multipoles): void {
    const { multipolar, nuclei, radial, sites, softness2 } = this;
    const { atomShells, elements } = this.shells;
    const { dipole: mu, quadrupole: theta, shell } = multipoles;
    const v = new Float64Array(3);
    for (let a = 0; a < elements.length; a++) {
      const mean = this.meanRadius(a);
      for (let k = 0; k < out.length; k += 3) {
        const x = nuclei[3 * a] - sites[k];
        const y = nuclei[3 * a + 1] - sites[k + 1];
        const z = nuclei[3 * a + 2] - sites[k + 2];
        const r2 = x * x + y * y + z * z;
        let along = 0;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) along -= shell[s] * (r2 + softness2[s]) ** -1.5;
        if (multipolar) {
          radial.set(r2, mean);
          const { g3, g5, g3Slope, g5Slope } = radial;
          addTimes(v, theta, 6 * a, 1, x, y, z, true);
          const muR = mu[3 * a] * x + mu[3 * a + 1] * y + mu[3 * a + 2] * z;
          along += g5Slope * (v[0] * x + v[1] * y + v[2] * z) - g3Slope * muR;
          for (let i = 0; i < 3; i++) out[k + i] += 2 * g5 * v[i] - g3 * mu[3 * a + i];
        }
        out[k] += along * x;
        out[k + 1] += along * y;
        out[k + 2] += along * z;
      }
    }
  }

  /** Adds the derivatives of Σ d·∇φ at fixed multipoles and dipoles. */
  addGradient(multipoles: Multipoles, dipoles: Float64Array, into: SiteDerivatives): void {
    const { multipolar, nuclei, radial, sites, softness2 } = this;
    const { atomShells, elements } = this.shells;
    const { dipole: mu, quadrupole: theta, shell } = multipoles;
    const g = new Float64Array(3);
    const thetaR = new Float64Array(3);
    const thetaD = new Float64Array(3);
    for (let a = 0; a < elements.length; a++) {
      const mean = this.meanRadius(a);
      let byRadius = 0;
      for (let k = 0; k < dipoles.length; k += 3) {
        const [dx, dy, dz] = [dipoles[k], dipoles[k + 1], dipoles[k + 2]];
        if (dx === 0 && dy === 0 && dz === 0) continue;
        const x = nuclei[3 * a] - sites[k];
        const y = nuclei[3 * a + 1] - sites[k + 1];
        const z = nuclei[3 * a + 2] - sites[k + 2];
        const r2 = x * x + y * y + z * z;
        const along = dx * x + dy * y + dz * z;
        // Coefficients of d and of R in the derivative by R.
        let onDipole = 0;
        let onDistance = 0;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) {
          const inverse = 1 / (r2 + softness2[s]);
          const cube = shell[s] * inverse * Math.sqrt(inverse);
          onDipole += cube;
          onDistance -= 3 * cube * inverse * along;
        }
        g.fill(0);
        if (multipolar) {
          radial.set(r2, mean);
          const { g5, g3Slope, g5Slope, g3Curve, g5Curve } = radial;
          addTimes(thetaR, theta, 6 * a, 1, x, y, z, true);
          addTimes(thetaD, theta, 6 * a, 1, dx, dy, dz, true);
          const muR = mu[3 * a] * x + mu[3 * a + 1] * y + mu[3 * a + 2] * z;
          const muD = mu[3 * a] * dx + mu[3 * a + 1] * dy + mu[3 * a + 2] * dz;
          const form = quadraticForm(theta, 6 * a, x, y, z);
          const mixed = thetaD[0] * x + thetaD[1] * y + thetaD[2] * z;
          onDipole += g3Slope * muR - g5Slope * form;
          onDistance += g3Slope * muD + g3Curve * muR * along - g5Curve * form * along - 2 * g5Slope * mixed;
          for (let i = 0; i < 3; i++) {
            g[i] = g3Slope * along * mu[3 * a + i] - 2 * g5Slope * along * thetaR[i] - 2 * g5 * thetaD[i];
          }
          byRadius += radial.g3ByRadius * muD + radial.g3SlopeByRadius * muR * along;
          byRadius -= radial.g5SlopeByRadius * form * along + 2 * radial.g5ByRadius * mixed;
        }
        g[0] += onDipole * dx + onDistance * x;
        g[1] += onDipole * dy + onDistance * y;
        g[2] += onDipole * dz + onDistance * z;
        for (let i = 0; i < 3; i++) {
          into.nuclei[3 * a + i] += g[i];
          if (into.sites !== undefined) into.sites[k + i] -= g[i];
        }
      }
      // The mean radius is half the atom's.
      into.radii[a] += 0.5 * byRadius;
    }
  }
}
