import type { ErrorCode, System } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, COVALENT_RADII_ANGSTROM, ELEMENT_SYMBOLS, InputError } from "@qmmm/core";
import type { CutBond } from "./cut-bonds.js";
import { atomLabel, inAngstrom } from "./labels.js";
import type { CutObjection } from "./options.js";

/**
 * Lengths, Å, below which a bond between unsaturated atoms has double-bond character. They lie between the means of
 * conjugated or partial double bonds and of single bonds in the tables of Allen et al. 1987
 * (doi:10.1039/P298700000S1): C(ar)–C(ar) 1.38 and C(sp2)–C(sp2) single 1.46; amide C–N 1.33–1.35 and C(sp3)–N 1.47;
 * ester C–O 1.34 and C(sp3)–O 1.43; C=S 1.67, thiophene 1.71 and C(sp2)–S 1.75–1.77; N=N 1.24 and N–N 1.40; N=O 1.22
 * and N–O 1.40; P=O 1.48 and P–O 1.59; S=O 1.43–1.50 and S–O 1.58.
 */
const PARTIAL_DOUBLE_BELOW: Readonly<Record<string, number>> = {
  "C-C": 1.43,
  "C-N": 1.4,
  "C-O": 1.38,
  "C-S": 1.73,
  "N-N": 1.33,
  "N-O": 1.32,
  "O-P": 1.54,
  "O-S": 1.53,
};

/** Other pairs: below this share of the summed single-bond radii. Double bonds are shorter by 0.86 to 0.9. */
const PARTIAL_DOUBLE_SHARE = 0.9;

/** Neighbours with which an atom has used all its valences in single bonds; hypervalent P and S have no such number. */
const SATURATED_AT: Readonly<Record<string, number>> = {
  H: 1,
  B: 4,
  C: 4,
  N: 4,
  O: 3,
  F: 1,
  Si: 4,
  Cl: 1,
  Ge: 4,
  Br: 1,
  Sn: 4,
  I: 1,
};

/** Largest ring whose cutting is refused: two caps would face each other inside it. */
const LARGEST_RING = 8;

interface Objection {
  readonly reason: CutObjection;
  readonly message: string;
  readonly action: string;
}

/** Finds what is wrong with cutting bonds: knows the elements, the bonds and a length for each. */
export class CutInspector {
  /**
   * @param neighbours - of every atom, along the bonds
   * @param lengthOf - length of a bond, a0: the force field's equilibrium value where there is one
   */
  constructor(
    private readonly system: System,
    private readonly neighbours: readonly (readonly number[])[],
    private readonly lengthOf: (i: number, j: number) => number,
  ) {}

  /** @throws QmmmError `QMMM_BOUNDARY_…` for the first objection that is not allowed */
  inspect(cuts: readonly CutBond[], allowed: readonly CutObjection[], region: string): void {
    for (const cut of cuts) {
      for (const objection of this.objections(cut, cuts)) {
        if (allowed.includes(objection.reason)) continue;
        const { topology } = this.system;
        throw new InputError(codeOf(objection.reason), objection.message, {
          value: `${atomLabel(topology, cut.q1)} – ${atomLabel(topology, cut.m1)}`,
          allowed: "single bonds between heavy atoms outside small rings",
          action: `${objection.action}, or accept the cut with "allow: [${objection.reason}]" in the boundary's options`,
          place: { path: `regions.${region}` },
        });
      }
    }
  }

  private *objections(cut: CutBond, all: readonly CutBond[]): Generator<Objection> {
    const { topology } = this.system;
    const { elements } = topology;
    const bond = `${atomLabel(topology, cut.q1)} and ${atomLabel(topology, cut.m1)}`;
    const include = `Move the edge of the region: include or leave out both ${bond}`;
    if (elements[cut.q1] === 1 || elements[cut.m1] === 1) {
      yield {
        reason: "hydrogen",
        message: `The region cuts the bond to a hydrogen, between ${bond}`,
        action: include,
      };
    }
    const ring = this.smallestRing(cut.q1, cut.m1);
    if (ring !== undefined) {
      const aromatic = ring.length <= 7 && ring.every((atom) => this.unsaturated(atom));
      const members = ring.map((atom) => topology.names[atom]).join(", ");
      yield {
        reason: aromatic ? "aromatic" : "ring",
        message: `The region cuts ${aromatic ? "an aromatic or conjugated" : "a"} ring of ${ring.length} atoms (${members}) between ${bond}`,
        action: "Take the whole ring into the region, or leave it out",
      };
    }
    if (this.multiple(cut.q1, cut.m1)) {
      const length = inAngstrom(this.lengthOf(cut.q1, cut.m1));
      yield {
        reason: "multiple-bond",
        message: `The region cuts a multiple or partial double bond of ${length} between ${bond}`,
        action: include,
      };
    }
    if (all.some((other) => other !== cut && other.m1 === cut.m1)) {
      yield {
        reason: "shared-host",
        message: `The region is bonded more than once to ${atomLabel(topology, cut.m1)}: its caps would come close to each other`,
        action: `Take ${atomLabel(topology, cut.m1)} into the region`,
      };
    }
    const adjacent = all.find((other) => cut.m2.includes(other.m1));
    if (adjacent !== undefined) {
      yield {
        reason: "adjacent-hosts",
        message: `The region cuts bonds to two atoms that are bonded to each other, ${atomLabel(topology, cut.m1)} and ${atomLabel(topology, adjacent.m1)}`,
        action: "Take both atoms into the region",
      };
    }
  }

  private unsaturated(atom: number): boolean {
    const full = SATURATED_AT[ELEMENT_SYMBOLS[this.system.topology.elements[atom]!]!];
    return full === undefined || this.neighbours[atom]!.length < full;
  }

  private multiple(i: number, j: number): boolean {
    if (!this.unsaturated(i) || !this.unsaturated(j)) return false;
    const { elements } = this.system.topology;
    const pair = [ELEMENT_SYMBOLS[elements[i]!]!, ELEMENT_SYMBOLS[elements[j]!]!].sort().join("-");
    const radii = COVALENT_RADII_ANGSTROM[elements[i]!]! + COVALENT_RADII_ANGSTROM[elements[j]!]!;
    const limit = PARTIAL_DOUBLE_BELOW[pair] ?? PARTIAL_DOUBLE_SHARE * radii;
    return this.lengthOf(i, j) * BOHR_IN_ANGSTROM < limit;
  }

  /** Atoms of the smallest ring through the bond i–j with at most `LARGEST_RING` members, by breadth-first search. */
  private smallestRing(i: number, j: number): number[] | undefined {
    const cameFrom = new Map<number, number>([[i, -1]]);
    let front = [i];
    for (let depth = 1; depth < LARGEST_RING && front.length > 0; depth++) {
      const next: number[] = [];
      for (const atom of front) {
        for (const other of this.neighbours[atom]!) {
          if (cameFrom.has(other) || (atom === i && other === j)) continue;
          cameFrom.set(other, atom);
          next.push(other);
        }
      }
      if (cameFrom.has(j)) {
        const ring: number[] = [];
        for (let atom: number = j; atom !== -1; atom = cameFrom.get(atom)!) ring.push(atom);
        return ring.reverse();
      }
      front = next;
    }
    return undefined;
  }
}

function codeOf(reason: CutObjection): ErrorCode {
  return `QMMM_BOUNDARY_${reason.toUpperCase().replace("-", "_")}`;
}
