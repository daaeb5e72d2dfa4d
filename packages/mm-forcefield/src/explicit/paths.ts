import { bondedNeighbours, type Topology } from "@qmmm/core";

/** Angles i–j–k along the bonds, i < k, in the order of their apex j. */
export function anglesOf(topology: Topology): [number, number, number][] {
  const found: [number, number, number][] = [];
  bondedNeighbours(topology).forEach((bonded, apex) => {
    bonded.forEach((i, n) => {
      for (const k of bonded.slice(n + 1)) found.push([i, apex, k]);
    });
  });
  return found;
}

/** Torsions i–j–k–l along the bonds, each once. */
export function torsionsOf(topology: Topology): [number, number, number, number][] {
  const neighbours = bondedNeighbours(topology);
  const found: [number, number, number, number][] = [];
  for (let n = 0; n < topology.bonds.length; n += 2) {
    const [j, k] = [topology.bonds[n]!, topology.bonds[n + 1]!];
    for (const i of neighbours[j]!) {
      for (const l of neighbours[k]!) if (i !== k && l !== j && i !== l) found.push([i, j, k, l]);
    }
  }
  return found;
}

/** Atoms with exactly three bonded neighbours: centre, then the neighbours ascending. */
export function trigonalCentres(topology: Topology): [number, number, number, number][] {
  return bondedNeighbours(topology).flatMap((bonded, centre) =>
    bonded.length === 3 ? [[centre, bonded[0]!, bonded[1]!, bonded[2]!] as [number, number, number, number]] : [],
  );
}
