import type { System } from "../system.js";
import type { Topology } from "../topology.js";
import type { VirtualSites } from "./virtual-sites.js";

/**
 * The system with its virtual sites where they belong. A site that has no bond is bonded to the atom that it belongs to,
 * so that molecules hold together; sites have no velocities of their own.
 */
export function attachSites(system: System, virtual: VirtualSites): System {
  const { topology, geometry, velocities } = system;
  const bonded = new Uint8Array(topology.atomCount);
  for (const atom of topology.bonds) bonded[atom] = 1;
  const missing = virtual.sites.flatMap(({ site, parents }) => (bonded[site] === 1 ? [] : [parents[0]!, site]));
  return {
    ...system,
    topology: { ...topology, bonds: Int32Array.of(...topology.bonds, ...missing) },
    geometry: virtual.placed(geometry),
    ...(velocities === undefined
      ? {}
      : { velocities: velocities.map((v, k) => (virtual.isSite[Math.floor(k / 3)] === 1 ? 0 : v)) }),
  };
}

/**
 * A set of atoms in which sites without a nucleus are where the atoms are that they belong to: with them, or not at all.
 *
 * @param atoms - indices from 0
 * @returns ascending; fresh
 */
export function withTheirSites(
  atoms: Int32Array,
  { elements }: Pick<Topology, "elements">,
  { sites }: VirtualSites,
): Int32Array {
  const members = new Set(atoms);
  for (const { site, parents } of sites) {
    if (elements[site] !== 0) continue;
    if (members.has(parents[0]!)) members.add(site);
    else members.delete(site);
  }
  return Int32Array.from(members).sort();
}
