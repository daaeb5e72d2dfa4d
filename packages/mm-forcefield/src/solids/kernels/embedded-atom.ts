import type { KernelSignatures } from "@qmmm/core";
import { Centre, share } from "./centre.js";

/**
 * Embedded atoms, E = Σ_i F_i(Σ_j ρ_j(r_ij)) + ½ Σ_ij φ_ij(r_ij): Daw and Baskes 1984 (doi:10.1103/PhysRevB.29.6443);
 * densities by pair: Finnis and Sinclair 1984 (doi:10.1080/01418618408244210). Beyond its table an embedding function
 * goes on as a straight line, the others stay at their last value.
 */
export const embeddedAtom: KernelSignatures["mm/embeddedAtom"] = (
  energies,
  forces,
  virial,
  positions,
  neighbours,
  owned,
  parameters,
) => {
  const { typeOf, typeCount, cutoff, splines, embeddingAt, densityAt, pairAt } = parameters;
  const { densityCount, densityStep, radialCount, radialStep } = parameters;
  const { region, site } = owned;
  const wantForces = forces.length > 0;
  const centre = new Centre(neighbours, positions, typeOf);
  const { partner, type, r } = centre;
  const later = new Float64Array(typeCount).fill(cutoff);
  const earlier = new Float64Array(typeCount);
  const perStep = 1 / radialStep;
  const lastInterval = radialCount - 2;

  const density = new Float64Array(typeOf.length);
  for (let i = 0; i < typeOf.length; i++) {
    const typeI = typeOf[i]!;
    centre.gather(i, later, earlier, 0, 1);
    for (let n = 0; n < centre.count; n++) {
      const along = r[n]! * perStep;
      const interval = Math.min(Math.floor(along), lastInterval);
      const p = Math.min(along - interval, 1);
      const part = share(i, partner[n]!);
      density[i] += part * cubic(splines, densityAt[type[n]! * typeCount + typeI]! + 4 * interval, p);
      density[partner[n]!] += part * cubic(splines, densityAt[typeI * typeCount + type[n]!]! + 4 * interval, p);
    }
  }

  // ∂E/∂ρ of each atom, in place of its density.
  let embedding = 0;
  const lastDensity = (densityCount - 1) * densityStep;
  for (let i = 0; i < typeOf.length; i++) {
    const weight = site[region[i]!]!;
    const along = density[i]! / densityStep;
    const interval = Math.max(0, Math.min(Math.floor(along), densityCount - 2));
    const p = Math.min(along - interval, 1);
    const at = embeddingAt[typeOf[i]!]! + 4 * interval;
    const slope = (weight * cubicSlope(splines, at, p)) / densityStep;
    embedding += weight * cubic(splines, at, p);
    if (density[i]! > lastDensity) embedding += slope * (density[i]! - lastDensity);
    density[i] = slope;
  }
  energies[1] += embedding;

  let pairEnergy = 0;
  for (let i = 0; i < typeOf.length; i++) {
    const typeI = typeOf[i]!;
    centre.gather(i, later, earlier, 0, 1);
    for (let n = 0; n < centre.count; n++) {
      const j = partner[n]!;
      const part = share(i, j);
      const weight = part * owned.pair[region[i]! + region[j]!]!;
      const along = r[n]! * perStep;
      const interval = Math.min(Math.floor(along), lastInterval);
      const p = Math.min(along - interval, 1);
      const inverse = 1 / r[n]!;
      const at = pairAt[typeI * typeCount + type[n]!]! + 4 * interval;
      const phi = cubic(splines, at, p) * inverse;
      pairEnergy += weight * phi;
      if (!wantForces) continue;
      // Held at its last value beyond the table, a function has no slope there.
      const slopeScale = along - interval > 1 ? 0 : perStep;
      const pairSlope = (cubicSlope(splines, at, p) * slopeScale - phi) * inverse;
      const densityHere = cubicSlope(splines, densityAt[type[n]! * typeCount + typeI]! + 4 * interval, p);
      const densityThere = cubicSlope(splines, densityAt[typeI * typeCount + type[n]!]! + 4 * interval, p);
      const embeddingSlope = (density[i]! * densityHere + density[j]! * densityThere) * slopeScale;
      centre.pull(n, weight * pairSlope + part * embeddingSlope);
    }
    if (wantForces) centre.scatter(forces, virial);
  }
  energies[0] += pairEnergy;
};

function cubic(c: Float64Array, at: number, p: number): number {
  return ((c[at]! * p + c[at + 1]!) * p + c[at + 2]!) * p + c[at + 3]!;
}

/** Derivative by p. */
function cubicSlope(c: Float64Array, at: number, p: number): number {
  return (3 * c[at]! * p + 2 * c[at + 1]!) * p + c[at + 2]!;
}
