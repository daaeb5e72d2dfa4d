import type { KernelSignatures } from "@qmmm/core";
import { Centre } from "./centre.js";
import { TERSOFF_PAIR as PAIR, TERSOFF_TRIPLET as TRIPLET } from "./signatures.js";

/**
 * Tersoff 1988 (doi:10.1103/PhysRevB.37.6991), with elements as in Tersoff 1989 (doi:10.1103/PhysRevB.39.5566):
 *
 *   E = ½ Σ_i Σ_j fC(r_ij) [A exp(−λ1 r_ij) − b_ij B exp(−λ2 r_ij)],  b = (1 + βⁿζⁿ)^(−1/2n)
 *   ζ_ij = Σ_k fC(r_ik) g(θ_jik) exp(λ3^m (r_ij − r_ik)^m),  g = γ[1 + c²/d² − c²/(d² + (cos θ − cos θ0)²)]
 *   fC = 1 below R − D, ½ − ½ sin(π(r − R)/2D) up to R + D
 */
export const tersoff: KernelSignatures["mm/tersoff"] = (
  energies,
  forces,
  virial,
  positions,
  neighbours,
  owned,
  parameters,
) => {
  const { typeOf, typeCount, pairs, triplets } = parameters;
  const { region } = owned;
  const wantForces = forces.length > 0;
  const centre = new Centre(neighbours, positions, typeOf);
  const { partner, type, x, y, z, r, fx, fy, fz } = centre;
  const capacity = r.length;
  // fC of each neighbour in triplets with a first neighbour of each type, and its derivative.
  const fade = new Float64Array(capacity * typeCount);
  const fadeSlope = new Float64Array(capacity * typeCount);
  // Of each third atom's part of ζ: derivatives by r_ik, r_ij and cos θ, and cos θ.
  const byThird = new Float64Array(capacity);
  const bySecond = new Float64Array(capacity);
  const byCosine = new Float64Array(capacity);
  const cosines = new Float64Array(capacity);
  let repulsion = 0;
  let bondOrder = 0;
  for (let i = 0; i < typeOf.length; i++) {
    const row = typeOf[i]! * typeCount;
    centre.gather(i, pairs, pairs, row * PAIR.size, PAIR.size);
    const { count } = centre;
    for (let n = 0; n < count; n++) {
      for (let first = 0; first < typeCount; first++) {
        const at = ((row + first) * typeCount + type[n]!) * TRIPLET.size;
        const middle = triplets[at + TRIPLET.R]!;
        const half = triplets[at + TRIPLET.D]!;
        const past = r[n]! - middle;
        const to = n * typeCount + first;
        if (past <= -half) {
          fade[to] = 1;
          fadeSlope[to] = 0;
        } else if (past >= half) {
          fade[to] = 0;
          fadeSlope[to] = 0;
        } else {
          const quarter = Math.PI / (2 * half);
          fade[to] = 0.5 - 0.5 * Math.sin(quarter * past);
          fadeSlope[to] = -0.5 * quarter * Math.cos(quarter * past);
        }
      }
    }
    for (let j = 0; j < count; j++) {
      const typeJ = type[j]!;
      const bond = fade[j * typeCount + typeJ]!;
      const weight = 0.5 * owned.pair[region[i]! + region[partner[j]!]!]!;
      if (bond === 0 || weight === 0) continue;
      const bondSlope = fadeSlope[j * typeCount + typeJ]!;
      const at = (row + typeJ) * PAIR.size;
      const rj = r[j]!;
      const inverseJ = 1 / rj;
      const lambda1 = pairs[at + PAIR.lambda1]!;
      const lambda2 = pairs[at + PAIR.lambda2]!;
      const repulsive = weight * pairs[at + PAIR.A]! * Math.exp(-lambda1 * rj);
      const attractive = -weight * pairs[at + PAIR.B]! * Math.exp(-lambda2 * rj);
      repulsion += bond * repulsive;

      const rowJ = (row + typeJ) * typeCount * TRIPLET.size;
      let zeta = 0;
      for (let k = 0; k < count; k++) {
        const fadeK = fade[k * typeCount + typeJ]!;
        if (k === j || fadeK === 0) continue;
        const angle = rowJ + type[k]! * TRIPLET.size;
        const gamma = triplets[angle + TRIPLET.gamma]!;
        const lambda3 = triplets[angle + TRIPLET.lambda3]!;
        const c2 = triplets[angle + TRIPLET.c2]!;
        const d2 = triplets[angle + TRIPLET.d2]!;
        const rk = r[k]!;
        const cosine = ((x[j]! * x[k]! + y[j]! * y[k]! + z[j]! * z[k]!) * inverseJ) / rk;
        const delta = cosine - triplets[angle + TRIPLET.cosTheta0]!;
        const denominator = 1 / (d2 + delta * delta);
        const g = gamma * (1 + c2 / d2 - c2 * denominator);
        let growth = 1;
        let growthSlope = 0;
        if (lambda3 !== 0) {
          const stretch = lambda3 * (rj - rk);
          const cubic = triplets[angle]! === 3;
          growth = Math.exp(cubic ? stretch * stretch * stretch : stretch);
          growthSlope = (cubic ? 3 * lambda3 * stretch * stretch : lambda3) * growth;
        }
        zeta += fadeK * g * growth;
        if (!wantForces) continue;
        cosines[k] = cosine;
        bySecond[k] = fadeK * g * growthSlope;
        byThird[k] = fadeSlope[k * typeCount + typeJ]! * g * growth - bySecond[k]!;
        byCosine[k] = fadeK * growth * gamma * 2 * c2 * delta * denominator * denominator;
      }

      const n = pairs[at + PAIR.n]!;
      const scaled = pairs[at + PAIR.beta]! * zeta;
      const powered = scaled === 0 ? 0 : scaled ** n;
      const saturated = powered === Number.POSITIVE_INFINITY;
      // Its limit (βζ)^(−1/2) where the power overflows.
      const order = saturated ? 1 / Math.sqrt(scaled) : Math.exp((-0.5 / n) * Math.log1p(powered));
      bondOrder += bond * attractive * order;
      if (!wantForces) continue;
      centre.pull(j, repulsive * (bondSlope - lambda1 * bond) + attractive * order * (bondSlope - lambda2 * bond));
      if (scaled === 0) continue;
      // ζ·db/dζ = −½ b (βζ)ⁿ/(1 + (βζ)ⁿ)
      const byZeta = (-0.5 * bond * attractive * order * (saturated ? 1 : powered / (1 + powered))) / zeta;
      let along = 0;
      let [forceX, forceY, forceZ] = [0, 0, 0];
      for (let k = 0; k < count; k++) {
        if (k === j || fade[k * typeCount + typeJ]! === 0) continue;
        const inverseK = 1 / r[k]!;
        const cosine = cosines[k]!;
        const turn = byZeta * byCosine[k]!;
        const cross = turn * inverseJ * inverseK;
        const alongK = (byZeta * byThird[k]! - turn * cosine * inverseK) * inverseK;
        along += byZeta * bySecond[k]! - turn * cosine * inverseJ;
        forceX += cross * x[k]!;
        forceY += cross * y[k]!;
        forceZ += cross * z[k]!;
        fx[k] -= alongK * x[k]! + cross * x[j]!;
        fy[k] -= alongK * y[k]! + cross * y[j]!;
        fz[k] -= alongK * z[k]! + cross * z[j]!;
      }
      fx[j] -= forceX + along * inverseJ * x[j]!;
      fy[j] -= forceY + along * inverseJ * y[j]!;
      fz[j] -= forceZ + along * inverseJ * z[j]!;
    }
    if (wantForces) centre.scatter(forces, virial);
  }
  energies[0] += repulsion;
  energies[1] += bondOrder;
};
