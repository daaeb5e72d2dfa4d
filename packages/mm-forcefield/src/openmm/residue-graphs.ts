import { bondedNeighbours, type Topology } from "@qmmm/core";
import type { ResidueGraph } from "./template-match.js";

/** Every residue of a system as a graph. */
export function residueGraphs(topology: Topology): ResidueGraph[] {
  const neighbours = bondedNeighbours(topology);
  const atomsOf: number[][] = topology.residues.map(() => []);
  const position = new Int32Array(topology.atomCount);
  for (let atom = 0; atom < topology.atomCount; atom++) {
    const members = atomsOf[topology.residueOf[atom]!]!;
    position[atom] = members.length;
    members.push(atom);
  }
  return atomsOf.map((atoms, residue) => {
    const inside = (atom: number): boolean => topology.residueOf[atom] === residue;
    const partners = atoms.map((atom) => [...new Set(neighbours[atom]!)].sort((a, b) => a - b));
    return {
      residue,
      atoms,
      names: atoms.map((atom) => topology.names[atom]!),
      elements: atoms.map((atom) => topology.elements[atom]!),
      bonded: partners.map((others) => others.filter(inside).map((other) => position[other]!)),
      external: partners.map((others) => others.filter((other) => !inside(other)).length),
    };
  });
}
