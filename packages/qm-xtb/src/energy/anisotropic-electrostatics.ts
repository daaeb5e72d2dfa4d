import type { TightBindingShells } from "../basis/tight-binding-shells.js";
import type { XtbParameters } from "../parameters.js";
import type { ChargeInteraction, Multipoles } from "./multipoles.js";

/** Coefficient of the damping function 1/(1 + 6(R̄/R)^a). */
export const DAMPING = 6;

/** Radii of the damping at one geometry, a0, and their derivatives by the coordination numbers. */
export interface MultipoleRadii {
  readonly values: Float64Array;
  readonly byCoordination: Float64Array;
}

/**
 * Radii that grow with the coordination number, R⁰ + (5 − R⁰)/(1 + exp(−4(CN − N − 1.2))) (Bannwarth, Ehlert and Grimme 2019,
 * eq 29).
 */
export function multipoleRadii(
  parameters: XtbParameters,
  elements: Uint8Array,
  coordination: Float64Array,
): MultipoleRadii {
  const { kexp, rmax, shift } = parameters.multipoles ?? { kexp: 0, rmax: 0, shift: 0 };
  const values = new Float64Array(elements.length);
  const byCoordination = new Float64Array(elements.length);
  elements.forEach((z, a) => {
    const { multipoleRadius, valenceCoordination } = parameters.elements[z - 1];
    const share = 1 / (1 + Math.exp(-kexp * (coordination[a] - valenceCoordination - shift)));
    values[a] = multipoleRadius + (rmax - multipoleRadius) * share;
    byCoordination[a] = (rmax - multipoleRadius) * kexp * share * (1 - share);
  });
  return { values, byCoordination };
}

/**
 * Electrostatics of atomic charges, dipoles and quadrupoles up to R⁻³, without charges among themselves (Bannwarth, Ehlert
 * and Grimme 2019, eqs 24 to 28):
 *
 *   f₃R⁻³ (q_A μ_B·R − q_B μ_A·R) + f₅R⁻⁵ [q_A RΘ_B R + q_B RΘ_A R − 3(μ_A·R)(μ_B·R) + R² μ_A·μ_B],  R = R_A − R_B,
 *
 * with f₃R⁻³ = 1/(R³ + 6R̄³) and f₅R⁻⁵ = 1/(R⁵ + 6R̄⁴R).
 */
export class AnisotropicElectrostatics implements ChargeInteraction {
  readonly name = "anisotropic electrostatics";

  constructor(
    private readonly shells: TightBindingShells,
    private readonly nuclei: Float64Array,
    private readonly radii: MultipoleRadii,
  ) {}

  energy(multipoles: Multipoles, by: Multipoles): number {
    const { nuclei } = this;
    const radii = this.radii.values;
    const { dipole: mu, quadrupole: theta } = multipoles;
    const q = multipoles.atomCharges(this.shells);
    const byCharge = new Float64Array(q.length);
    let energy = 0;
    for (let a = 0; a < q.length; a++) {
      const a3 = 3 * a;
      const a6 = 6 * a;
      for (let b = 0; b < a; b++) {
        const b3 = 3 * b;
        const b6 = 6 * b;
        const x = nuclei[a3] - nuclei[b3];
        const y = nuclei[a3 + 1] - nuclei[b3 + 1];
        const z = nuclei[a3 + 2] - nuclei[b3 + 2];
        const r2 = x * x + y * y + z * z;
        const r = Math.sqrt(r2);
        const mean = 0.5 * (radii[a] + radii[b]);
        const mean3 = DAMPING * mean * mean * mean;
        const g3 = 1 / (r2 * r + mean3);
        const g5 = 1 / (r * (r2 * r2 + mean3 * mean));
        const muA = mu[a3] * x + mu[a3 + 1] * y + mu[a3 + 2] * z;
        const muB = mu[b3] * x + mu[b3 + 1] * y + mu[b3 + 2] * z;
        const thetaA = quadraticForm(theta, a6, x, y, z);
        const thetaB = quadraticForm(theta, b6, x, y, z);
        const atA = g3 * muB + g5 * thetaB;
        const atB = -g3 * muA + g5 * thetaA;
        const dots = mu[a3] * mu[b3] + mu[a3 + 1] * mu[b3 + 1] + mu[a3 + 2] * mu[b3 + 2];
        energy += q[a] * atA + q[b] * atB + g5 * (r2 * dots - 3 * muA * muB);
        byCharge[a] += atA;
        byCharge[b] += atB;
        const alongA = -g3 * q[b] - 3 * g5 * muB;
        const alongB = g3 * q[a] - 3 * g5 * muA;
        const across = g5 * r2;
        by.dipole[a3] += alongA * x + across * mu[b3];
        by.dipole[a3 + 1] += alongA * y + across * mu[b3 + 1];
        by.dipole[a3 + 2] += alongA * z + across * mu[b3 + 2];
        by.dipole[b3] += alongB * x + across * mu[a3];
        by.dipole[b3 + 1] += alongB * y + across * mu[a3 + 1];
        by.dipole[b3 + 2] += alongB * z + across * mu[a3 + 2];
        addSquares(by.quadrupole, a6, g5 * q[b], x, y, z);
        addSquares(by.quadrupole, b6, g5 * q[a], x, y, z);
      }
    }
    by.addByAtom(byCharge, this.shells);
    return energy;
  }

  addGradient(multipoles: Multipoles, gradient: Float64Array, byCoordination: Float64Array): void {
    const { nuclei } = this;
    const radii = this.radii.values;
    const { dipole: mu, quadrupole: theta } = multipoles;
    const q = multipoles.atomCharges(this.shells);
    const byRadius = new Float64Array(q.length);
    const v = new Float64Array(3);
    for (let a = 0; a < q.length; a++) {
      const a3 = 3 * a;
      const a6 = 6 * a;
      for (let b = 0; b < a; b++) {
        const b3 = 3 * b;
        const b6 = 6 * b;
        const x = nuclei[a3] - nuclei[b3];
        const y = nuclei[a3 + 1] - nuclei[b3 + 1];
        const z = nuclei[a3 + 2] - nuclei[b3 + 2];
        const r2 = x * x + y * y + z * z;
        const r = Math.sqrt(r2);
        const mean = 0.5 * (radii[a] + radii[b]);
        const mean2 = DAMPING * mean * mean;
        const g3 = 1 / (r2 * r + mean2 * mean);
        const g5 = 1 / (r * (r2 * r2 + mean2 * mean * mean));
        const muA = mu[a3] * x + mu[a3 + 1] * y + mu[a3 + 2] * z;
        const muB = mu[b3] * x + mu[b3 + 1] * y + mu[b3 + 2] * z;
        const dots = mu[a3] * mu[b3] + mu[a3 + 1] * mu[b3 + 1] + mu[a3 + 2] * mu[b3 + 2];
        const third = q[a] * muB - q[b] * muA;
        const fifth =
          q[a] * quadraticForm(theta, b6, x, y, z) +
          q[b] * quadraticForm(theta, a6, x, y, z) -
          3 * muA * muB +
          r2 * dots;
        // Through the damped powers of the distance, (dg/dR)/R, and through the mean radius.
        const radial = -3 * r * g3 * g3 * third - (5 * r2 * r2 + mean2 * mean * mean) * g5 * g5 * (fifth / r);
        const byMean = -3 * mean2 * g3 * g3 * third - 4 * mean2 * mean * r * g5 * g5 * fifth;
        byRadius[a] += 0.5 * byMean;
        byRadius[b] += 0.5 * byMean;
        addTimes(v, theta, b6, 2 * g5 * q[a], x, y, z, true);
        addTimes(v, theta, a6, 2 * g5 * q[b], x, y, z, false);
        const ofA = -g3 * q[b] - 3 * g5 * muB;
        const ofB = g3 * q[a] - 3 * g5 * muA;
        const along = radial + 2 * g5 * dots;
        const gx = v[0] + along * x + ofA * mu[a3] + ofB * mu[b3];
        const gy = v[1] + along * y + ofA * mu[a3 + 1] + ofB * mu[b3 + 1];
        const gz = v[2] + along * z + ofA * mu[a3 + 2] + ofB * mu[b3 + 2];
        gradient[a3] += gx;
        gradient[a3 + 1] += gy;
        gradient[a3 + 2] += gz;
        gradient[b3] -= gx;
        gradient[b3 + 1] -= gy;
        gradient[b3 + 2] -= gz;
      }
    }
    for (let a = 0; a < q.length; a++) byCoordination[a] += byRadius[a] * this.radii.byCoordination[a];
  }
}

/** rᵀΘr of six components at `at`. */
export function quadraticForm(theta: Float64Array, at: number, x: number, y: number, z: number): number {
  return (
    x * (theta[at] * x + 2 * (theta[at + 1] * y + theta[at + 2] * z)) +
    y * (theta[at + 3] * y + 2 * theta[at + 4] * z) +
    theta[at + 5] * z * z
  );
}

/** Adds the derivatives of factor·rᵀΘr by the six components. */
export function addSquares(by: Float64Array, at: number, factor: number, x: number, y: number, z: number): void {
  by[at] += factor * x * x;
  by[at + 1] += 2 * factor * x * y;
  by[at + 2] += 2 * factor * x * z;
  by[at + 3] += factor * y * y;
  by[at + 4] += 2 * factor * y * z;
  by[at + 5] += factor * z * z;
}

/** v = or += factor·Θr. */
export function addTimes(
  v: Float64Array,
  theta: Float64Array,
  at: number,
  factor: number,
  x: number,
  y: number,
  z: number,
  fresh: boolean,
): void {
  if (fresh) v.fill(0);
  v[0] += factor * (theta[at] * x + theta[at + 1] * y + theta[at + 2] * z);
  v[1] += factor * (theta[at + 1] * x + theta[at + 3] * y + theta[at + 4] * z);
  v[2] += factor * (theta[at + 2] * x + theta[at + 4] * y + theta[at + 5] * z);
}
