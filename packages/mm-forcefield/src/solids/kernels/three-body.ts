import type { Centre } from "./centre.js";
import { ANGLE_TRIPLET, type Ownership } from "./signatures.js";

/** The neighbours of a centre that take part in three-body terms, with their radial factors. */
export class ThreeBodyPartners {
  count = 0;
  /** Which of the centre's neighbours. */
  readonly index: Int32Array;
  /** exp(decay/(r − pole)) and its derivative by r. */
  readonly factor: Float64Array;
  readonly slope: Float64Array;

  constructor(capacity: number) {
    this.index = new Int32Array(capacity);
    this.factor = new Float64Array(capacity);
    this.slope = new Float64Array(capacity);
  }

  /** Takes part with the factor exp(decay/(r − pole)), for r below the pole. */
  add(n: number, r: number, decay: number, pole: number): void {
    const inverse = 1 / (r - pole);
    const factor = Math.exp(decay * inverse);
    this.index[this.count] = n;
    this.factor[this.count] = factor;
    this.slope[this.count] = -decay * inverse * inverse * factor;
    this.count++;
  }
}

/**
 * Three-body terms of a centre, E = K f_j f_k δ²/(1 + C δ²) with δ = cos θ − cos θ0: Stillinger and Weber 1985
 * (doi:10.1103/PhysRevB.31.5262) with C = 0; Vashishta, Kalia, Rino and Ebbsjö 1990 (doi:10.1103/PhysRevB.41.12197).
 *
 * @param row - where in `triplets` the type of the centre begins
 * @returns the energy, Eh; the forces on the neighbours are added to the centre's
 */
export function threeBody(
  centre: Centre,
  taking: ThreeBodyPartners,
  triplets: Float64Array,
  row: number,
  typeCount: number,
  owned: Ownership,
  wantForces: boolean,
): number {
  const { count, index, factor, slope } = taking;
  const { x, y, z, r, fx, fy, fz, type, partner } = centre;
  const { region, triple } = owned;
  const inside = region[centre.atom]!;
  let energy = 0;
  for (let a = 0; a + 1 < count; a++) {
    const j = index[a]!;
    const xj = x[j]!;
    const yj = y[j]!;
    const zj = z[j]!;
    const inverseJ = 1 / r[j]!;
    const insideJ = inside + region[partner[j]!]!;
    const rowJ = row + type[j]! * typeCount * ANGLE_TRIPLET.size;
    let [forceX, forceY, forceZ] = [0, 0, 0];
    for (let b = a + 1; b < count; b++) {
      const k = index[b]!;
      const at = rowJ + type[k]! * ANGLE_TRIPLET.size;
      const strength = triplets[at]! * triple[insideJ + region[partner[k]!]!]!;
      if (strength === 0) continue;
      const xk = x[k]!;
      const yk = y[k]!;
      const zk = z[k]!;
      const inverseK = 1 / r[k]!;
      const inverseJK = inverseJ * inverseK;
      const cosine = (xj * xk + yj * yk + zj * zk) * inverseJK;
      const delta = cosine - triplets[at + ANGLE_TRIPLET.cosTheta0]!;
      const denominator = 1 / (1 + triplets[at + ANGLE_TRIPLET.C]! * delta * delta);
      const angular = strength * delta * delta * denominator;
      energy += angular * factor[a]! * factor[b]!;
      if (!wantForces) continue;
      // ∂cos θ/∂r_j = r_k/(r_j r_k) − cos θ·r_j/r_j²
      const byCosine = 2 * strength * delta * denominator * denominator * factor[a]! * factor[b]!;
      const cross = byCosine * inverseJK;
      const alongJ = angular * slope[a]! * factor[b]! * inverseJ - byCosine * cosine * inverseJ * inverseJ;
      const alongK = angular * slope[b]! * factor[a]! * inverseK - byCosine * cosine * inverseK * inverseK;
      forceX -= alongJ * xj + cross * xk;
      forceY -= alongJ * yj + cross * yk;
      forceZ -= alongJ * zj + cross * zk;
      fx[k] -= alongK * xk + cross * xj;
      fy[k] -= alongK * yk + cross * yj;
      fz[k] -= alongK * zk + cross * zj;
    }
    fx[j] += forceX;
    fy[j] += forceY;
    fz[j] += forceZ;
  }
  return energy;
}
