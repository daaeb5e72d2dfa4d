import { scaledBoys } from "../integrals/boys.js";
import type { ChargeSites } from "../integrals/contracts.js";

/** Coulomb energy of nuclei with each other, Eh; adds its derivative to `gradient` (3n) when given. */
export function nuclearRepulsion(charges: ArrayLike<number>, nuclei: Float64Array, gradient?: Float64Array): number {
  let energy = 0;
  for (let a = 0; a < charges.length; a++) {
    for (let b = 0; b < a; b++) {
      const x = nuclei[3 * a] - nuclei[3 * b];
      const y = nuclei[3 * a + 1] - nuclei[3 * b + 1];
      const z = nuclei[3 * a + 2] - nuclei[3 * b + 2];
      const inverse = 1 / Math.sqrt(x * x + y * y + z * z);
      const pair = charges[a] * charges[b] * inverse;
      energy += pair;
      if (gradient === undefined) continue;
      const slope = -pair * inverse * inverse;
      addPair(gradient, gradient, 3 * a, 3 * b, slope * x, slope * y, slope * z);
    }
  }
  return energy;
}

/** Derivatives that the interaction of nuclei with field charges adds to; absent ones are not computed. */
export interface FieldDerivatives {
  /** ∂E/∂R of the nuclei, 3n. */
  readonly nuclei?: Float64Array | undefined;
  /** ∂E/∂R of the sites, 3m. */
  readonly sites?: Float64Array | undefined;
  /** ∂E/∂q of the sites, m. */
  readonly potential?: Float64Array | undefined;
}

/**
 * Coulomb energy of nuclei with point charges or Gaussians, Z·q·erf(r/w)/r, Eh; adds derivatives where given. Smooth down
 * to r = 0 for a Gaussian.
 */
export function nucleiInField(
  charges: ArrayLike<number>,
  nuclei: Float64Array,
  field: ChargeSites,
  derivatives: FieldDerivatives = {},
): number {
  const interaction = new ChargeInteraction();
  let energy = 0;
  for (let k = 0; k < field.charges.length; k++) {
    const width = field.widths?.[k] ?? 0;
    let potential = 0;
    for (let a = 0; a < charges.length; a++) {
      const z = charges[a];
      if (z === 0) continue;
      const dx = nuclei[3 * a] - field.positions[3 * k];
      const dy = nuclei[3 * a + 1] - field.positions[3 * k + 1];
      const dz = nuclei[3 * a + 2] - field.positions[3 * k + 2];
      interaction.at(dx * dx + dy * dy + dz * dz, width);
      potential += z * interaction.value;
      if (derivatives.nuclei === undefined && derivatives.sites === undefined) continue;
      const slope = field.charges[k] * z * interaction.slope;
      addPair(derivatives.nuclei, derivatives.sites, 3 * a, 3 * k, slope * dx, slope * dy, slope * dz);
    }
    energy += field.charges[k] * potential;
    if (derivatives.potential !== undefined) derivatives.potential[k] += potential;
  }
  return energy;
}

/** Potential of the nuclei at points, Eh/e (p), and, where not null, its field −∇φ (3p), added to the arrays. */
export function addNuclearPotential(
  potential: Float64Array,
  field: Float64Array | null,
  charges: ArrayLike<number>,
  nuclei: Float64Array,
  points: Float64Array,
): void {
  for (let k = 0; k < potential.length; k++) {
    for (let a = 0; a < charges.length; a++) {
      const dx = points[3 * k] - nuclei[3 * a];
      const dy = points[3 * k + 1] - nuclei[3 * a + 1];
      const dz = points[3 * k + 2] - nuclei[3 * a + 2];
      const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
      potential[k] += charges[a] * inverse;
      if (field === null) continue;
      const slope = charges[a] * inverse ** 3;
      field[3 * k] += slope * dx;
      field[3 * k + 1] += slope * dy;
      field[3 * k + 2] += slope * dz;
    }
  }
}

/** erf(r/w)/r and its derivative divided by r, through Boys functions: erf(r/w)/r = 2/(√π w)·F₀(r²/w²). */
class ChargeInteraction {
  value = 0;
  /** (1/r)·d/dr of the value. */
  slope = 0;
  private readonly boys = new Float64Array(2);
  private readonly argument = new Float64Array(1);
  private readonly scale = new Float64Array(1);
  private readonly factor = new Float64Array(1);

  at(squared: number, width: number): void {
    if (width > 0) {
      const inverse = 1 / (width * width);
      this.argument[0] = squared * inverse;
      this.scale[0] = 2 / (Math.sqrt(Math.PI) * width);
      this.factor[0] = -2 * inverse;
      scaledBoys(this.boys, 1, 1, this.argument, this.scale, this.factor);
      this.value = this.boys[0];
      this.slope = this.boys[1];
    } else {
      this.value = 1 / Math.sqrt(squared);
      this.slope = -this.value / squared;
    }
  }
}

/** Adds a derivative to one centre and takes it from the other. */
function addPair(
  a: Float64Array | undefined,
  b: Float64Array | undefined,
  i: number,
  j: number,
  x: number,
  y: number,
  z: number,
): void {
  if (a !== undefined) {
    a[i] += x;
    a[i + 1] += y;
    a[i + 2] += z;
  }
  if (b !== undefined) {
    b[j] -= x;
    b[j + 1] -= y;
    b[j + 2] -= z;
  }
}
