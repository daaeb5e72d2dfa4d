import type { KernelSignatures } from "@qmmm/core";
import { TableReader } from "../../nonbonded/radial-table.js";
import { Centre, share } from "./centre.js";
import { BUCKINGHAM_PAIR as PAIR } from "./signatures.js";

/**
 * Buckingham pairs by shifted force, with a core that repels, and erfc(βr)/r between charges (the short-range part of
 * Ewald's sum). Below the guard the pair is value + slope·(r − guard) + wall·(guard/r − 1)³: it joins with two continuous
 * derivatives where Buckingham's curvature vanishes, and outweighs any Coulomb attraction as r goes to zero.
 */
export const ionPairs: KernelSignatures["mm/ionPairs"] = (energies, forces, virial, positions, neighbours, ions) => {
  const { typeOf, typeCount, pairs, charges, cutoff, region, buckinghamKept, coulombKept } = ions;
  const table = new TableReader(ions.table);
  const wantForces = forces.length > 0;
  const centre = new Centre(neighbours, positions, typeOf);
  const { partner, type, r } = centre;
  const later = new Float64Array(typeCount).fill(cutoff);
  const earlier = new Float64Array(typeCount);
  let buckingham = 0;
  let coulomb = 0;
  for (let i = 0; i < typeOf.length; i++) {
    centre.gather(i, later, earlier, 0, 1);
    for (let n = 0; n < centre.count; n++) {
      const j = partner[n]!;
      const kind = region[i]! + region[j]!;
      const part = share(i, j);
      const distance = r[n]!;
      const inverse = 1 / distance;

      const qq = part * coulombKept[kind]! * charges[i]! * charges[j]!;
      table.at(distance * distance);
      coulomb += qq * table.value;
      let pull = 2 * qq * distance * table.bySquare;

      const pair = (typeOf[i]! * typeCount + type[n]!) * PAIR.size;
      const weight = part * buckinghamKept[kind]!;
      const guard = pairs[pair + PAIR.guard]!;
      const slopeAtCutoff = pairs[pair + PAIR.slopeAtCutoff]!;
      let energy = 0;
      let byDistance = 0;
      if (distance < guard) {
        const inward = guard * inverse - 1;
        const wall = pairs[pair + PAIR.wall]! * inward * inward;
        const slopeAtGuard = pairs[pair + PAIR.slopeAtGuard]!;
        energy = pairs[pair + PAIR.valueAtGuard]! + slopeAtGuard * (distance - guard) + wall * inward;
        byDistance = slopeAtGuard - 3 * wall * guard * inverse * inverse;
      } else {
        const repulsion = pairs[pair + PAIR.A]! * Math.exp(-pairs[pair + PAIR.b]! * distance);
        const dispersion = pairs[pair + PAIR.c]! * inverse ** 6;
        energy = repulsion - dispersion;
        byDistance = 6 * dispersion * inverse - pairs[pair + PAIR.b]! * repulsion;
      }
      buckingham += weight * (energy - pairs[pair + PAIR.valueAtCutoff]! - (distance - cutoff) * slopeAtCutoff);
      pull += weight * (byDistance - slopeAtCutoff);
      if (wantForces) centre.pull(n, pull);
    }
    if (wantForces) centre.scatter(forces, virial);
  }
  energies[0] += buckingham;
  energies[1] += coulomb;
};
