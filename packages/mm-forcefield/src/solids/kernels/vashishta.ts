import type { KernelSignatures } from "@qmmm/core";
import { Centre, share } from "./centre.js";
import { ANGLE_TRIPLET, VASHISHTA_PAIR as PAIR } from "./signatures.js";
import { ThreeBodyPartners, threeBody } from "./three-body.js";

/**
 * Vashishta, Kalia, Rino and Ebbsjö 1990 (doi:10.1103/PhysRevB.41.12197): pairs
 * H/r^η + ZZ exp(−r/λ1)/r − D exp(−r/λ4)/r⁴ − W/r⁶, shifted so that energy and force end at the cutoff, and three-body
 * terms.
 */
export const vashishta: KernelSignatures["mm/vashishta"] = (
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
  const { partner, type, r } = centre;
  const taking = new ThreeBodyPartners(r.length);
  // Pairs are counted from the list of their first atom; the second needs near neighbours only.
  const near = new Float64Array(typeCount * typeCount);
  const far = new Float64Array(typeCount * typeCount);
  for (let pair = 0; pair < near.length; pair++) {
    near[pair] = pairs[pair * PAIR.size + PAIR.pole]!;
    far[pair] = Math.max(near[pair]!, pairs[pair * PAIR.size + PAIR.cutoff]!);
  }
  let pairEnergy = 0;
  let tripleEnergy = 0;
  for (let i = 0; i < typeOf.length; i++) {
    const row = typeOf[i]! * typeCount;
    centre.gather(i, far, near, row, 1);
    taking.count = 0;
    for (let n = 0; n < centre.count; n++) {
      const at = (row + type[n]!) * PAIR.size;
      const distance = r[n]!;
      if (distance < pairs[at + PAIR.pole]!) {
        taking.add(n, distance, pairs[at + PAIR.decay]!, pairs[at + PAIR.pole]!);
      }
      const weight = share(i, partner[n]!) * owned.pair[region[i]! + region[partner[n]!]!]!;
      const beyond = distance - pairs[at + PAIR.cutoff]!;
      if (weight === 0 || beyond >= 0) continue;
      const inverse = 1 / distance;
      const inverse2 = inverse * inverse;
      const inverse4 = inverse2 * inverse2;
      const eta = pairs[at + PAIR.eta]!;
      const screening = pairs[at + PAIR.screening]!;
      const dipoleScreening = pairs[at + PAIR.dipoleScreening]!;
      const slopeAtCutoff = pairs[at + PAIR.slopeAtCutoff]!;
      const steric = pairs[at + PAIR.H]! * inverse ** eta;
      const coulomb = pairs[at + PAIR.charges]! * inverse * Math.exp(-distance * screening);
      const dipole = pairs[at + PAIR.D]! * inverse4 * Math.exp(-distance * dipoleScreening);
      const dispersion = pairs[at + PAIR.W]! * inverse4 * inverse2;
      const value = steric + coulomb - dipole - dispersion;
      pairEnergy += weight * (value - pairs[at + PAIR.valueAtCutoff]! - beyond * slopeAtCutoff);
      if (!wantForces) continue;
      const slope =
        (4 * dipole + 6 * dispersion - eta * steric - coulomb) * inverse +
        dipole * dipoleScreening -
        coulomb * screening;
      centre.pull(n, weight * (slope - slopeAtCutoff));
    }
    const triplet = row * typeCount * ANGLE_TRIPLET.size;
    tripleEnergy += threeBody(centre, taking, triplets, triplet, typeCount, owned, wantForces);
    if (wantForces) centre.scatter(forces, virial);
  }
  energies[0] += pairEnergy;
  energies[1] += tripleEnergy;
};
