import { bondedNeighbours, type SiteRule, type Topology, UnsupportedError, type VirtualSite } from "@qmmm/core";
import type { Prmtop } from "@qmmm/io";
import type { BondedTerms } from "../parameters/mm-parameters.js";

/** Half the angle between two lone pairs as Amber has it: that of a tetrahedron, to five digits. */
const HALF_TETRAHEDRAL = (54.735 * Math.PI) / 180;

/**
 * The extra points of a topology. The file does not say how they follow: Amber derives frames from the bonds (sander,
 * `extra_pts`). For an atom with two equal neighbours, one point lies on the bisector between them (TIP4P, OPC), two points
 * lie like lone pairs behind it, across the plane (TIP5P), at the equilibrium length of their bonds.
 *
 * @param topology - as the file has it, with the bonds of the points
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED` for points of other atoms
 */
export function extraPoints(prmtop: Prmtop, topology: Topology, bonds: BondedTerms): VirtualSite[] {
  const { elements, masses, names } = topology;
  const isPoint = (atom: number): boolean => elements[atom] === 0 && masses[atom] === 0;
  const neighbours = bondedNeighbours(topology);
  const lengths = bondLengths(bonds);
  const sites: VirtualSite[] = [];
  for (let host = 0; host < topology.atomCount; host++) {
    if (isPoint(host)) continue;
    const points = neighbours[host]!.filter(isPoint);
    if (points.length === 0) continue;
    const partners = neighbours[host]!.filter((atom) => !isPoint(atom));
    const distance = lengths(host, points[0]!);
    const arms = partners.map((partner) => lengths(host, partner));
    const equal = partners.length === 2 && elements[partners[0]!] === elements[partners[1]!] && arms[0] === arms[1];
    if (!equal || points.length > 2 || distance === undefined) {
      throw unsupportedPoint(
        prmtop,
        `${points.length} on ${names[host]} (atom ${host}) with ${partners.length} partners`,
      );
    }
    points.forEach((site, k) => {
      sites.push({ site, parents: [host, ...partners], rule: ruleOf(points.length, k, distance) });
    });
  }
  const known = new Set(sites.map(({ site }) => site));
  for (let atom = 0; atom < topology.atomCount; atom++) {
    if (!isPoint(atom) || known.has(atom)) continue;
    throw unsupportedPoint(prmtop, `${names[atom]} (atom ${atom}), bonded to no atom`);
  }
  return sites;
}

function ruleOf(points: number, which: number, distance: number): SiteRule {
  if (points === 1) return { kind: "along", direction: [0.5, 0.5], distance };
  const across = (which === 0 ? 1 : -1) * distance * Math.sin(HALF_TETRAHEDRAL);
  return {
    kind: "local",
    origin: [0, 0],
    x: [0.5, 0.5],
    y: [-1, 1],
    position: [-distance * Math.cos(HALF_TETRAHEDRAL), 0, across],
  };
}

function bondLengths({ atoms, parameters }: BondedTerms): (i: number, j: number) => number | undefined {
  const lengths = new Map<string, number>();
  for (let n = 0; 2 * n < atoms.length; n++) {
    const [i, j] = [atoms[2 * n]!, atoms[2 * n + 1]!];
    lengths.set(`${Math.min(i, j)} ${Math.max(i, j)}`, parameters[2 * n + 1]!);
  }
  return (i, j) => lengths.get(`${Math.min(i, j)} ${Math.max(i, j)}`);
}

/** Bonds without those of extra points, whose lengths never change. */
export function bondsWithoutPoints({ atoms, parameters }: BondedTerms, sites: readonly VirtualSite[]): BondedTerms {
  const isSite = new Set(sites.map(({ site }) => site));
  const kept = Array.from(Array(atoms.length / 2).keys()).filter(
    (n) => !isSite.has(atoms[2 * n]!) && !isSite.has(atoms[2 * n + 1]!),
  );
  return {
    atoms: Int32Array.from(kept.flatMap((n) => [atoms[2 * n]!, atoms[2 * n + 1]!])),
    parameters: Float64Array.from(kept.flatMap((n) => [parameters[2 * n]!, parameters[2 * n + 1]!])),
  };
}

function unsupportedPoint({ file }: Prmtop, what: string): UnsupportedError {
  return new UnsupportedError(
    "QMMM_MM_TERM_UNSUPPORTED",
    `${file} holds extra points of another kind than water's: ${what}`,
    {
      value: what,
      allowed: "one or two points on an atom with two equal partners (TIP4P, OPC, TIP5P)",
      action: "Use a topology without them",
      place: { file },
    },
  );
}
