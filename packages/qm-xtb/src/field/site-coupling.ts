import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import { DAMPING, type MultipoleRadii, quadraticForm } from "../energy/anisotropic-electrostatics.js";
import type { HardnessMean } from "../energy/isotropic-electrostatics.js";
import type { Multipoles } from "../energy/multipoles.js";
import { BLOCK, SitesFromAtom } from "./sites-from-atom.js";

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
  /** By charges, φ, Eh/e; length sites; added to. */
  readonly charges?: Float64Array | undefined;
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
  private readonly block = new SitesFromAtom();

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
    const { block, multipolar, nuclei, sites, softness2, widths } = this;
    const { atomShells, elements } = this.shells;
    for (let start = 0; start < charges.length; start += BLOCK) {
      const ofBlock = charges.subarray(start, start + BLOCK);
      for (let a = 0; a < elements.length; a++) {
        block.set(nuclei, a, sites, widths, start);
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) {
          by.shell[s] += softCoulomb(ofBlock, block.firstSquare, softness2[s]);
        }
        if (multipolar) this.addMultipolePotential(by, a, ofBlock);
      }
    }
  }

  private addMultipolePotential(by: Multipoles, a: number, charges: Float64Array): void {
    const { fifth, r, third, x, y, z } = this.block;
    const mean = this.meanRadius(a);
    const mean3 = DAMPING * mean ** 3;
    const mean4 = mean3 * mean;
    let mx = 0;
    let my = 0;
    let mz = 0;
    let xx = 0;
    let xy = 0;
    let xz = 0;
    let yy = 0;
    let yz = 0;
    let zz = 0;
    for (let k = 0; k < charges.length; k++) {
      const charge = charges[k];
      const dx = x[k];
      const dy = y[k];
      const dz = z[k];
      const g3 = charge / (third[k] + mean3);
      mx -= g3 * dx;
      my -= g3 * dy;
      mz -= g3 * dz;
      const g5 = charge / (fifth[k] + mean4 * r[k]);
      const gx = g5 * dx;
      const gy = g5 * dy;
      xx += gx * dx;
      xy += gx * dy;
      xz += gx * dz;
      yy += gy * dy;
      yz += gy * dz;
      zz += g5 * dz * dz;
    }
    const { dipole, quadrupole } = by;
    dipole[3 * a] += mx;
    dipole[3 * a + 1] += my;
    dipole[3 * a + 2] += mz;
    quadrupole[6 * a] += xx;
    quadrupole[6 * a + 1] += 2 * xy;
    quadrupole[6 * a + 2] += 2 * xz;
    quadrupole[6 * a + 3] += yy;
    quadrupole[6 * a + 4] += 2 * yz;
    quadrupole[6 * a + 5] += zz;
  }

  /** Adds φ at the sites, Eh/e, to `out`. */
  addPotentialAtSites(out: Float64Array, multipoles: Multipoles): void {
    const { block, multipolar, nuclei, sites, softness2, widths } = this;
    const { atomShells, elements } = this.shells;
    const { dipole: mu, quadrupole: theta, shell } = multipoles;
    for (let start = 0; start < out.length; start += BLOCK) {
      const count = Math.min(BLOCK, out.length - start);
      for (let a = 0; a < elements.length; a++) {
        block.set(nuclei, a, sites, widths, start);
        const { fifth, firstSquare, r, third, x, y, z } = block;
        for (let s = atomShells[a]; s < atomShells[a + 1]; s++) {
          for (let k = 0; k < count; k++) out[start + k] += shell[s] / Math.sqrt(firstSquare[k] + softness2[s]);
        }
        if (!multipolar) continue;
        const mean = this.meanRadius(a);
        const mean3 = DAMPING * mean ** 3;
        const mean4 = mean3 * mean;
        for (let k = 0; k < count; k++) {
          const projection = mu[3 * a] * x[k] + mu[3 * a + 1] * y[k] + mu[3 * a + 2] * z[k];
          const form = quadraticForm(theta, 6 * a, x[k], y[k], z[k]);
          out[start + k] += form / (fifth[k] + mean4 * r[k]) - projection / (third[k] + mean3);
        }
      }
    }
  }

  /** Adds the derivatives of Σ charge·φ at fixed multipoles. */
  addGradient(multipoles: Multipoles, charges: Float64Array, into: SiteDerivatives): void {
    const { block, multipolar, nuclei, sites, softness2, widths } = this;
    const { atomShells, elements } = this.shells;
    const { shell } = multipoles;
    // Of one atom at the sites of a block: φ and its derivative by R.
    const slopes: PotentialSlopes = {
      potential: new Float64Array(BLOCK),
      x: new Float64Array(BLOCK),
      y: new Float64Array(BLOCK),
      z: new Float64Array(BLOCK),
    };
    for (let start = 0; start < charges.length; start += BLOCK) {
      const ofBlock = charges.subarray(start, start + BLOCK);
      for (let a = 0; a < elements.length; a++) {
        block.set(nuclei, a, sites, widths, start);
        fillSoftCoulombSlopes(slopes, block, shell, softness2, atomShells[a], atomShells[a + 1], ofBlock.length);
        if (multipolar) into.radii[a] += this.addMultipoleSlopes(slopes, multipoles, a, ofBlock);
        this.give(slopes, a, start, ofBlock, into);
      }
    }
  }

  /** Adds dipole and quadrupole of an atom; returns the derivative of the block's energy by the atom's radius. */
  private addMultipoleSlopes(
    slopes: PotentialSlopes,
    { dipole: mu, quadrupole: theta }: Multipoles,
    a: number,
    charges: Float64Array,
  ): number {
    const { fifth, fifthSlope, r, third, thirdSlope, x, y, z } = this.block;
    const mean = this.meanRadius(a);
    const mean2 = DAMPING * mean * mean;
    const mean3 = mean2 * mean;
    const mean4 = mean3 * mean;
    const mx = mu[3 * a];
    const my = mu[3 * a + 1];
    const mz = mu[3 * a + 2];
    const xx = theta[6 * a];
    const xy = theta[6 * a + 1];
    const xz = theta[6 * a + 2];
    const yy = theta[6 * a + 3];
    const yz = theta[6 * a + 4];
    const zz = theta[6 * a + 5];
    let byRadius = 0;
    for (let k = 0; k < charges.length; k++) {
      const dx = x[k];
      const dy = y[k];
      const dz = z[k];
      const g3 = 1 / (third[k] + mean3);
      const g5 = 1 / (fifth[k] + mean4 * r[k]);
      const projection = mx * dx + my * dy + mz * dz;
      const tx = xx * dx + xy * dy + xz * dz;
      const ty = xy * dx + yy * dy + yz * dz;
      const tz = xz * dx + yz * dy + zz * dz;
      const form = tx * dx + ty * dy + tz * dz;
      const dipolar = projection * g3;
      const quadrupolar = form * g5;
      const radial = dipolar * thirdSlope[k] * g3 - quadrupolar * (fifthSlope[k] + mean4 / r[k]) * g5;
      slopes.potential[k] += quadrupolar - dipolar;
      slopes.x[k] += radial * dx - g3 * mx + 2 * g5 * tx;
      slopes.y[k] += radial * dy - g3 * my + 2 * g5 * ty;
      slopes.z[k] += radial * dz - g3 * mz + 2 * g5 * tz;
      byRadius += charges[k] * (3 * mean2 * dipolar * g3 - 4 * mean3 * r[k] * quadrupolar * g5);
    }
    // The mean radius is half the atom's.
    return 0.5 * byRadius;
  }

  private give(
    { potential, x, y, z }: PotentialSlopes,
    a: number,
    start: number,
    charges: Float64Array,
    into: SiteDerivatives,
  ): void {
    const count = charges.length;
    let fx = 0;
    let fy = 0;
    let fz = 0;
    for (let k = 0; k < count; k++) {
      const charge = charges[k];
      fx += charge * x[k];
      fy += charge * y[k];
      fz += charge * z[k];
    }
    into.nuclei[3 * a] += fx;
    into.nuclei[3 * a + 1] += fy;
    into.nuclei[3 * a + 2] += fz;
    if (into.charges !== undefined) for (let k = 0; k < count; k++) into.charges[start + k] += potential[k];
    if (into.sites === undefined) return;
    for (let k = 0, at = 3 * start; k < count; k++, at += 3) {
      const charge = charges[k];
      into.sites[at] -= charge * x[k];
      into.sites[at + 1] -= charge * y[k];
      into.sites[at + 2] -= charge * z[k];
    }
  }
}

/** φ of one atom at the sites of a block, Eh/e, and its derivative by R, Eh/(e·a0). */
interface PotentialSlopes {
  readonly potential: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** Σ charge·(R² + softness)^−½. */
function softCoulomb(charges: Float64Array, squares: Float64Array, softness: number): number {
  let sum = 0;
  for (let k = 0; k < charges.length; k++) sum += charges[k] / Math.sqrt(squares[k] + softness);
  return sum;
}

/** Fills `slopes` with those of Σ q·(R² + η̄⁻²)^−½ over the shells of an atom. */
function fillSoftCoulombSlopes(
  slopes: PotentialSlopes,
  { firstSlope, firstSquare, x, y, z }: SitesFromAtom,
  shell: Float64Array,
  softness2: Float64Array,
  first: number,
  end: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const square = firstSquare[k];
    let potential = 0;
    let along = 0;
    for (let s = first; s < end; s++) {
      const inverse = 1 / (square + softness2[s]);
      const term = shell[s] * Math.sqrt(inverse);
      potential += term;
      along -= term * inverse;
    }
    along *= firstSlope[k];
    slopes.potential[k] = potential;
    slopes.x[k] = along * x[k];
    slopes.y[k] = along * y[k];
    slopes.z[k] = along * z[k];
  }
}
