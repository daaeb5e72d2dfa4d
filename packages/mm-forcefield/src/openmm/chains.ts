import { bondedNeighbours, type Topology } from "@qmmm/core";

/** Chains of bonded atoms, each once, and the atoms with at least three partners. */
export interface Chains {
  readonly bonds: readonly (readonly [number, number])[];
  readonly angles: readonly (readonly [number, number, number])[];
  readonly torsions: readonly (readonly [number, number, number, number])[];
  /** Centre first, then three of its partners, ascending. */
  readonly impropers: readonly (readonly [number, number, number, number])[];
}

export function chainsOf(topology: Topology): Chains {
  const neighbours = bondedNeighbours(topology).map((others) => [...new Set(others)].sort((a, b) => a - b));
  const bonds: [number, number][] = [];
  const angles: [number, number, number][] = [];
  const torsions: [number, number, number, number][] = [];
  const impropers: [number, number, number, number][] = [];
  neighbours.forEach((others, atom) => {
    others.forEach((a, m) => {
      if (a > atom) bonds.push([atom, a]);
      for (let n = m + 1; n < others.length; n++) {
        angles.push([a, atom, others[n]!]);
        for (let p = n + 1; p < others.length; p++) impropers.push([atom, a, others[n]!, others[p]!]);
      }
    });
  });
  for (const [b, c] of bonds) {
    for (const a of neighbours[b]!) {
      for (const d of neighbours[c]!) {
        if (a !== c && d !== b && a !== d) torsions.push(a < d ? [a, b, c, d] : [d, c, b, a]);
      }
    }
  }
  return { bonds, angles, torsions, impropers };
}

/** Chains of five atoms, each once. */
export function* fiveChains(
  topology: Topology,
  torsions: Chains["torsions"],
): Generator<readonly [number, number, number, number, number]> {
  const neighbours = bondedNeighbours(topology);
  const seen = new Set<string>();
  for (const [a, b, c, d] of torsions) {
    for (const [end, before, chain] of [
      [d, c, [a, b, c, d]],
      [a, b, [d, c, b, a]],
    ] as const) {
      for (const e of neighbours[end]!) {
        if (e === before || chain.includes(e)) continue;
        const five = [...chain, e] as [number, number, number, number, number];
        const key = five[0] < e ? five.join() : [...five].reverse().join();
        if (seen.has(key)) continue;
        seen.add(key);
        yield five;
      }
    }
  }
}
