import type { TightBindingShells } from "./basis/tight-binding-shells.js";
import { Multipoles } from "./energy/multipoles.js";
import type { MomentStride, XtbKernels } from "./integrals/contracts.js";

/** Index of xx, xy, xz, yy, yz, zz in a symmetric 3×3 matrix: component of (i, j). */
const COMPONENT = [0, 1, 2, 1, 3, 4, 2, 4, 5] as const;

/** The integral kernels of one simulation. */
export interface IntegralKernels {
  readonly overlapMoments: XtbKernels["xtb/overlapMoments"];
  readonly overlapMomentsGradient: XtbKernels["xtb/overlapMomentsGradient"];
}

/**
 * The tight-binding Hamiltonian at one geometry.
 *
 *   H⁰ = h on the diagonal,  H⁰_μν = ½(h_l + h_l′)·K·Π(R)·S_μν,  h = ε − k·CN,
 *   Π = (1 + p_l x)(1 + p_l′ x),  x = √(R/(R_A + R_B))
 *
 * (Bannwarth, Ehlert and Grimme 2019, eqs 12 to 19), and −½S(v + v′) with the like for moments in the potential of charges.
 * Matrices are N×N and row-major, with both triangles.
 */
export class Hamiltonian {
  /** Overlap. */
  readonly overlap: Float64Array;
  private readonly integrals: Float64Array;
  /** ½(h_l + h_l′)KΠ of pairs of shells, Eh. */
  private readonly factors: Float64Array;
  private readonly size: number;

  constructor(
    private readonly kernels: IntegralKernels,
    private readonly shells: TightBindingShells,
    private readonly nuclei: Float64Array,
    private readonly coordination: Float64Array,
    /** 10 with multipoles, 1 without. */
    private readonly stride: MomentStride,
  ) {
    const n = shells.basis.functionCount;
    this.size = n;
    this.integrals = new Float64Array(((n * (n + 1)) / 2) * stride);
    kernels.overlapMoments(this.integrals, shells.basis, nuclei, stride);
    this.overlap = new Float64Array(n * n);
    for (let mu = 0, place = 0; mu < n; mu++) {
      for (let nu = 0; nu <= mu; nu++, place += stride) {
        this.overlap[mu * n + nu] = this.overlap[nu * n + mu] = this.integrals[place];
      }
    }
    this.factors = this.shellFactors();
  }

  /** Level of a shell, Eh. */
  private level(shell: number): number {
    const { basis, coordinationShifts, levels } = this.shells;
    return levels[shell] - coordinationShifts[shell] * this.coordination[basis.shellAtom[shell]];
  }

  /** KΠ of two shells on different atoms. */
  private bonding(s: number, t: number): number {
    const { kindCount, kinds, polynomials, scales } = this.shells;
    const x = this.relativeDistance(s, t);
    return scales[kinds[s] * kindCount + kinds[t]] * (1 + polynomials[s] * x) * (1 + polynomials[t] * x);
  }

  /** √(R/(R_A + R_B)). */
  private relativeDistance(s: number, t: number): number {
    const { nuclei } = this;
    const { basis, radii } = this.shells;
    const a = basis.shellAtom[s];
    const b = basis.shellAtom[t];
    const x = nuclei[3 * a] - nuclei[3 * b];
    const y = nuclei[3 * a + 1] - nuclei[3 * b + 1];
    const z = nuclei[3 * a + 2] - nuclei[3 * b + 2];
    return Math.sqrt(Math.sqrt(x * x + y * y + z * z) / (radii[a] + radii[b]));
  }

  private shellFactors(): Float64Array {
    const { shellAtom, shellCount } = this.shells.basis;
    const factors = new Float64Array(shellCount * shellCount);
    for (let s = 0; s < shellCount; s++) {
      for (let t = 0; t < s; t++) {
        if (shellAtom[s] === shellAtom[t]) break;
        const factor = 0.5 * (this.level(s) + this.level(t)) * this.bonding(s, t);
        factors[s * shellCount + t] = factors[t * shellCount + s] = factor;
      }
    }
    return factors;
  }

  /** Fills `out` with the Hamiltonian in the potential of charges and multipoles (∂E/∂q and so on). */
  fill(out: Float64Array, potential: Multipoles): void {
    const { integrals, shells, size: n, stride } = this;
    const { atomFunctions, basis, functionShell } = shells;
    const { shellCount } = basis;
    const pair = new PairPotential(this.nuclei);
    for (let a = 0; a < basis.atomCount; a++) {
      for (let b = 0; b <= a; b++) {
        pair.set(potential, a, b);
        const { dipole: d, overlap, second: q } = pair;
        for (let mu = atomFunctions[a]; mu < atomFunctions[a + 1]; mu++) {
          const s = functionShell[mu];
          const end = Math.min(mu + 1, atomFunctions[b + 1]);
          for (let nu = atomFunctions[b]; nu < end; nu++) {
            const t = functionShell[nu];
            const i = ((mu * (mu + 1)) / 2 + nu) * stride;
            let shift = integrals[i] * (potential.shell[s] + potential.shell[t] + overlap);
            if (stride === 10) {
              shift +=
                integrals[i + 1] * d[0] +
                integrals[i + 2] * d[1] +
                integrals[i + 3] * d[2] +
                integrals[i + 4] * q[0] +
                integrals[i + 5] * q[1] +
                integrals[i + 6] * q[2] +
                integrals[i + 7] * q[3] +
                integrals[i + 8] * q[4] +
                integrals[i + 9] * q[5];
            }
            const bare = mu === nu ? this.level(s) : this.factors[s * shellCount + t] * integrals[i];
            out[mu * n + nu] = out[nu * n + mu] = bare - 0.5 * shift;
          }
        }
      }
    }
  }

  /** Tr PH⁰, Eh. */
  bandEnergy(density: Float64Array): number {
    const { integrals, shells, size: n, stride } = this;
    const { basis, functionShell } = shells;
    let energy = 0;
    for (let mu = 0, place = 0; mu < n; mu++) {
      const s = functionShell[mu];
      const row = s * basis.shellCount;
      for (let nu = 0; nu < mu; nu++, place += stride) {
        energy += 2 * density[mu * n + nu] * this.factors[row + functionShell[nu]] * integrals[place];
      }
      energy += density[mu * n + mu] * this.level(s);
      place += stride;
    }
    return energy;
  }

  /** Net charges, dipoles and quadrupoles of a density, by Mulliken's partition. */
  multipoles(density: Float64Array): Multipoles {
    return this.moments(density).multipoles;
  }

  /** Second moments of the net charge of every atom about itself, not traceless, e·a0²; length 6·atoms, fresh. */
  secondMoments(density: Float64Array): Float64Array {
    return this.moments(density).second;
  }

  private moments(density: Float64Array): { readonly multipoles: Multipoles; readonly second: Float64Array } {
    const { integrals, nuclei, shells, size: n, stride } = this;
    const { atomFunctions, basis, functionShell, occupations } = shells;
    const { atomCount, shellCount } = basis;
    const out = new Multipoles(shellCount, stride === 10 ? atomCount : 0);
    out.shell.set(occupations);
    const second = new Float64Array(stride === 10 ? 6 * atomCount : 0);
    const sum = new Float64Array(10);
    for (let a = 0; a < atomCount; a++) {
      for (let b = 0; b <= a; b++) {
        sum.fill(0);
        for (let mu = atomFunctions[a]; mu < atomFunctions[a + 1]; mu++) {
          const s = functionShell[mu];
          const end = Math.min(mu + 1, atomFunctions[b + 1]);
          for (let nu = atomFunctions[b]; nu < end; nu++) {
            const i = ((mu * (mu + 1)) / 2 + nu) * stride;
            // A pair on one atom stands for two elements of the density that both belong to it.
            const p = density[mu * n + nu] * (a === b && mu !== nu ? 2 : 1);
            const overlap = p * integrals[i];
            out.shell[s] -= a === b ? 0.5 * overlap : overlap;
            out.shell[functionShell[nu]] -= a === b ? 0.5 * overlap : overlap;
            if (stride === 1) continue;
            sum[0] += overlap;
            for (let k = 1; k < 10; k++) sum[k] += p * integrals[i + k];
          }
        }
        if (stride === 1) continue;
        addMoments(out.dipole, second, a, sum);
        if (a === b) continue;
        shiftMoments(
          sum,
          nuclei[3 * a] - nuclei[3 * b],
          nuclei[3 * a + 1] - nuclei[3 * b + 1],
          nuclei[3 * a + 2] - nuclei[3 * b + 2],
        );
        addMoments(out.dipole, second, b, sum);
      }
    }
    for (let at = 0; at < second.length; at += 6) {
      const trace = second[at] + second[at + 3] + second[at + 5];
      for (let k = 0; k < 6; k++) {
        out.quadrupole[at + k] = 1.5 * second[at + k] - (k === 0 || k === 3 || k === 5 ? 0.5 * trace : 0);
      }
    }
    return { multipoles: out, second };
  }

  /**
   * Adds the derivatives of the band energy and of the multipoles' energy (through its potential) at a fixed density, with
   * those of orthonormality.
   *
   * @param weighted - energy-weighted density, Σ nεCCᵀ
   * @param gradient - by nuclei, Eh/a0; length 3·atoms
   * @param byCoordination - by coordination numbers, Eh; length atoms
   */
  addGradient(
    density: Float64Array,
    weighted: Float64Array,
    potential: Multipoles,
    gradient: Float64Array,
    byCoordination: Float64Array,
  ): void {
    const { integrals, nuclei, shells, size: n, stride } = this;
    const { atomFunctions, basis, coordinationShifts, functionShell, polynomials } = shells;
    const { atomCount, shellAtom, shellCount } = basis;
    const byIntegral = new Float64Array(integrals.length);
    const pair = new PairPotential(nuclei);
    /** Σ PS of pairs of shells on different atoms. */
    const bondOrders = new Float64Array(shellCount * shellCount);
    const sum = new Float64Array(4);
    for (let a = 0; a < atomCount; a++) {
      for (let mu = atomFunctions[a]; mu < atomFunctions[a + 1]; mu++) {
        byCoordination[a] -= density[mu * n + mu] * coordinationShifts[functionShell[mu]];
      }
      for (let b = 0; b < a; b++) {
        pair.set(potential, a, b);
        const { dipole: d, overlap, second: q } = pair;
        sum.fill(0);
        for (let mu = atomFunctions[a]; mu < atomFunctions[a + 1]; mu++) {
          const s = functionShell[mu];
          for (let nu = atomFunctions[b]; nu < atomFunctions[b + 1]; nu++) {
            const t = functionShell[nu];
            const i = ((mu * (mu + 1)) / 2 + nu) * stride;
            const p = density[mu * n + nu];
            const shift = potential.shell[s] + potential.shell[t] + overlap;
            byIntegral[i] = p * (2 * this.factors[s * shellCount + t] - shift) - 2 * weighted[mu * n + nu];
            bondOrders[s * shellCount + t] += p * integrals[i];
            if (stride === 1) continue;
            for (let k = 0; k < 3; k++) byIntegral[i + 1 + k] = -p * d[k];
            for (let k = 0; k < 6; k++) byIntegral[i + 4 + k] = -p * q[k];
            for (let k = 0; k < 4; k++) sum[k] += p * integrals[i + k];
          }
        }
        if (stride === 10) pair.addGradient(gradient, sum);
      }
    }
    this.kernels.overlapMomentsGradient(gradient, byIntegral, basis, nuclei, stride);
    for (let s = 0; s < shellCount; s++) {
      for (let t = 0; t < s; t++) {
        const order = bondOrders[s * shellCount + t];
        if (order === 0) continue;
        const a = shellAtom[s];
        const b = shellAtom[t];
        const bonding = this.bonding(s, t);
        byCoordination[a] -= order * bonding * coordinationShifts[s];
        byCoordination[b] -= order * bonding * coordinationShifts[t];
        // Π = (1 + p x)(1 + p′x) with dx/dR = x/(2R).
        const x = this.relativeDistance(s, t);
        const relative =
          (polynomials[s] * x) / (1 + polynomials[s] * x) + (polynomials[t] * x) / (1 + polynomials[t] * x);
        let r2 = 0;
        for (let i = 0; i < 3; i++) r2 += (nuclei[3 * a + i] - nuclei[3 * b + i]) ** 2;
        const slope = (order * this.factors[s * shellCount + t] * relative) / r2;
        for (let i = 0; i < 3; i++) {
          const pull = slope * (nuclei[3 * a + i] - nuclei[3 * b + i]);
          gradient[3 * a + i] += pull;
          gradient[3 * b + i] -= pull;
        }
      }
    }
  }
}

/**
 * The potential of the multipoles of two atoms as factors of the integrals of the pair, whose moments are about the first:
 * for B's own moments, r − R_B = (r − R_A) + d with d = R_A − R_B.
 */
class PairPotential {
  overlap = 0;
  readonly dipole = new Float64Array(3);
  readonly second = new Float64Array(6);
  private a = 0;
  private b = 0;
  private readonly d = new Float64Array(3);
  private readonly ofA = new Float64Array(6);
  private readonly ofB = new Float64Array(6);
  private readonly dipoleB = new Float64Array(3);

  constructor(private readonly nuclei: Float64Array) {}

  set(potential: Multipoles, a: number, b: number): void {
    if (potential.dipole.length === 0) return;
    const { d, dipole, dipoleB, nuclei, ofA, ofB, second } = this;
    this.a = a;
    this.b = b;
    bySecondMoments(ofA, potential.quadrupole, 6 * a);
    bySecondMoments(ofB, potential.quadrupole, 6 * b);
    for (let k = 0; k < 6; k++) second[k] = ofA[k] + ofB[k];
    for (let i = 0; i < 3; i++) {
      d[i] = nuclei[3 * a + i] - nuclei[3 * b + i];
      dipoleB[i] = potential.dipole[3 * b + i];
    }
    this.overlap = 0;
    for (let i = 0; i < 3; i++) {
      const turned = this.times(i, d);
      this.overlap += d[i] * (dipoleB[i] + turned);
      dipole[i] = potential.dipole[3 * a + i] + dipoleB[i] + 2 * turned;
    }
  }

  /** Derivative through d; `sum` is Σ P·(S, x, y, z) over the pair's functions. */
  addGradient(gradient: Float64Array, sum: Float64Array): void {
    const { a, b, d, dipoleB } = this;
    const moments = sum.subarray(1);
    for (let i = 0; i < 3; i++) {
      const pull = -sum[0] * (dipoleB[i] + 2 * this.times(i, d)) - 2 * this.times(i, moments);
      gradient[3 * a + i] += pull;
      gradient[3 * b + i] -= pull;
    }
  }

  /** Row i of B's potential, as a symmetric matrix, times a vector. */
  private times(i: number, v: Float64Array): number {
    const { ofB } = this;
    let sum = 0;
    for (let j = 0; j < 3; j++) sum += (i === j ? 1 : 0.5) * ofB[COMPONENT[3 * i + j]] * v[j];
    return sum;
  }
}

/** Derivatives by the second moments, from those by the traceless quadrupole Θ = (3rr − r²)/2. */
function bySecondMoments(out: Float64Array, byQuadrupole: Float64Array, at: number): void {
  const trace = byQuadrupole[at] + byQuadrupole[at + 3] + byQuadrupole[at + 5];
  for (let k = 0; k < 6; k++) {
    out[k] = 1.5 * byQuadrupole[at + k] - (k === 0 || k === 3 || k === 5 ? 0.5 * trace : 0);
  }
}

/** Takes the moments of Σ P·(S, x, y, z, xx, …) from an atom's dipole and second moments. */
function addMoments(dipole: Float64Array, second: Float64Array, atom: number, sum: Float64Array): void {
  for (let k = 0; k < 3; k++) dipole[3 * atom + k] -= sum[1 + k];
  for (let k = 0; k < 6; k++) second[6 * atom + k] -= sum[4 + k];
}

/** Moments about a point that lies at −d from the first. */
function shiftMoments(sum: Float64Array, x: number, y: number, z: number): void {
  const [s, mx, my, mz] = sum;
  sum[4] += 2 * x * mx + x * x * s;
  sum[5] += x * my + y * mx + x * y * s;
  sum[6] += x * mz + z * mx + x * z * s;
  sum[7] += 2 * y * my + y * y * s;
  sum[8] += y * mz + z * my + y * z * s;
  sum[9] += 2 * z * mz + z * z * s;
  sum[1] += x * s;
  sum[2] += y * s;
  sum[3] += z * s;
}
