import type { Topology } from "@qmmm/core";
import { bondedNeighbours, InputError } from "@qmmm/core";
import { watersOf } from "../constraints/distance-constraints.js";

/**
 * Masses with hydrogens made heavier at the cost of the atoms that they are bonded to, so that a longer time step is
 * stable: hydrogen mass repartitioning (Feenstra, Hess, Berendsen 1999; Hopkins et al. 2015, doi:10.1021/ct5010406).
 * Waters, and hydrogens without exactly one heavy partner, keep theirs. The total mass of every molecule stays, and with
 * it every average over positions.
 *
 * @param hydrogenMass - mₑ
 * @returns mₑ; length N; fresh
 * @throws QmmmError `QMMM_DYNAMICS_HYDROGEN_MASS` when a heavy atom would become lighter than its hydrogens
 */
export function repartitionedMasses(topology: Topology, hydrogenMass: number): Float64Array {
  const { elements } = topology;
  const masses = topology.masses.slice();
  const neighbours = bondedNeighbours(topology);
  const inWater = new Set(watersOf(topology, neighbours).flat());
  for (let hydrogen = 0; hydrogen < masses.length; hydrogen++) {
    if (elements[hydrogen] !== 1 || inWater.has(hydrogen)) continue;
    const heavy = neighbours[hydrogen].filter((atom) => elements[atom] > 1);
    if (heavy.length !== 1) continue;
    const [partner] = heavy;
    masses[partner] -= hydrogenMass - masses[hydrogen];
    masses[hydrogen] = hydrogenMass;
    if (masses[partner] < hydrogenMass) {
      throw new InputError(
        "QMMM_DYNAMICS_HYDROGEN_MASS",
        `With hydrogens this heavy, atom ${partner} (counting from 0; ${topology.names[partner]}) would be lighter than they are`,
        { value: hydrogenMass, action: "Choose a smaller hydrogenMass", place: { path: "hydrogenMass" } },
      );
    }
  }
  return masses;
}
