import type { KernelSignatures } from "@qmmm/core";
import { Centre, share } from "./centre.js";
import { ANGLE_TRIPLET, STILLINGER_WEBER_PAIR as PAIR } from "./signatures.js";
import { ThreeBodyPartners, threeBody } from "./three-body.js";

/** x^n, fast for the exponents 4 and 0 of silicon. */
function power(x: number, n: number): number {
  if (n === 4) return x * x * (x * x);
  return n === 0 ? 1 : x ** n;
}

/**
 * Stillinger and Weber 1985 (doi:10.1103/PhysRevB.31.5262): pairs Aε[B(σ/r)^p − (σ/r)^q] exp(σ/(r − aσ)) and three-body
 * terms λε (cos θ − cos θ0)² exp(γσ/(r_ij − aσ)) exp(γσ/(r_ik − aσ)).
 */
export const stillingerWeber: KernelSignatures["mm/stillingerWeber"] = (
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
  let pairEnergy = 0;
  let tripleEnergy = 0;
  for (let i = 0; i < typeOf.length; i++) {
    const row = typeOf[i]! * typeCount;
    centre.gather(i, pairs, pairs, row * PAIR.size, PAIR.size);
    taking.count = 0;
    for (let n = 0; n < centre.count; n++) {
      const at = (row + type[n]!) * PAIR.size;
      const distance = r[n]!;
      const pole = pairs[at + PAIR.pole]!;
      taking.add(n, distance, pairs[at + PAIR.decay]!, pole);
      const weight = share(i, partner[n]!) * owned.pair[region[i]! + region[partner[n]!]!]!;
      if (weight === 0) continue;
      const sigma = pairs[at + PAIR.sigma]!;
      const p = pairs[at + PAIR.p]!;
      const q = pairs[at + PAIR.q]!;
      const inverse = 1 / distance;
      const repulsive = pairs[at + PAIR.B]! * power(sigma * inverse, p);
      const attractive = power(sigma * inverse, q);
      const beyond = 1 / (distance - pole);
      const fading = weight * pairs[at + PAIR.A]! * Math.exp(sigma * beyond);
      pairEnergy += fading * (repulsive - attractive);
      if (!wantForces) continue;
      const bracket = (q * attractive - p * repulsive) * inverse - (repulsive - attractive) * sigma * beyond * beyond;
      centre.pull(n, fading * bracket);
    }
    const triplet = row * typeCount * ANGLE_TRIPLET.size;
    tripleEnergy += threeBody(centre, taking, triplets, triplet, typeCount, owned, wantForces);
    if (wantForces) centre.scatter(forces, virial);
  }
  energies[0] += pairEnergy;
  energies[1] += tripleEnergy;
};
