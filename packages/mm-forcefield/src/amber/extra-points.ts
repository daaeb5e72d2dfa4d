import { type SiteRule, type Topology, UnsupportedError, type VirtualSite } from "@qmmm/core";
import type { Prmtop } from "@qmmm/io";
import type { BondedTerms } from "../parameters/mm-parameters.js";

/** Half the angle between two lone pairs as Amber has it: that of a tetrahedron, to five digits. */
const HALF_TETRAHEDRAL = (54.735 * Math.PI) / 180;
/** Half the angle between the lone pairs of a carbonyl group. */
const HALF_TRIGONAL = Math.PI / 3;

/** Types of sulfur, whose two points lie straight across the plane of its bonds. */
const SULFUR = new Set(["S", "SH"]);

/** What an atom is bonded to, in the order of the file, by its sections of bonds with and without hydrogen. */
interface Neighbours {
  readonly heavy: number[];
  readonly hydrogens: number[];
  readonly points: { readonly site: number; readonly distance: number }[];
}

/** The two directions of a frame, by the parents of the site that follow its atom. */
interface Frame {
  readonly parents: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Where points lie, at a distance of 1: along −x of the rule, along y, and along −z (Amber's z, x and y). */
  readonly places: readonly (readonly [out: number, along: number, across: number])[];
}

/**
 * The extra points of a topology. The file does not say how they follow their atoms: as sander does (`define_frames` of its
 * `extra_pts`), frames derive from bonds, distances from the lengths of bonds.
 *
 * - Atoms with two bonds: on the line that halves their angle, inwards for an atom with two hydrogens (TIP4P, OPC), outwards for
 *   others; two points are the lone pairs of a tetrahedron (TIP5P), of sulfur straight across the plane.
 * - Atoms with one bond, to an atom with two more, none of them hydrogen (carbonyl oxygen, aryl halides): outwards, or two lone
 *   pairs at 60° in the plane.
 *
 * A point takes part in every exclusion and every 1–4 pair of its atom, by the same factors, and in no bonded term.
 */
export class ExtraPoints {
  readonly sites: readonly VirtualSite[];
  private readonly pointsOf = new Map<number, readonly number[]>();
  private readonly owned = new Set<number>();

  /**
   * @param topology - as the file has it, with the bonds of the points
   * @param bonds - those of the file, those with hydrogen first
   * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED` for points of other atoms, and for frames that the file states
   */
  constructor(
    private readonly prmtop: Prmtop,
    private readonly topology: Topology,
    bonds: BondedTerms,
  ) {
    if (prmtop.has("VIRTUAL_SITE_FRAMES")) throw this.unsupported("frames of its own (VIRTUAL_SITE_FRAMES)");
    const { atomCount, elements, masses, names } = topology;
    const isPoint = (atom: number): boolean => elements[atom] === 0 && masses[atom] === 0;
    const sites: VirtualSite[] = [];
    const neighbours = neighboursIn(prmtop, atomCount, bonds, isPoint);
    const types = prmtop.has("AMBER_ATOM_TYPE") ? prmtop.words("AMBER_ATOM_TYPE", atomCount) : [];
    neighbours.forEach(({ points }, host) => {
      if (points.length === 0) return;
      const frame = this.frameOf(host, neighbours, SULFUR.has(types[host] ?? ""));
      const { a, b } = frame;
      points.forEach(({ site, distance }, k) => {
        const [out, along, across] = frame.places[k]!;
        const rule: SiteRule = {
          kind: "bisector",
          a,
          b,
          position: [-out * distance, along * distance, -across * distance],
        };
        sites.push({ site, parents: [host, ...frame.parents], rule });
        this.owned.add(site);
      });
      this.pointsOf.set(
        host,
        points.map(({ site }) => site),
      );
    });
    for (let atom = 0; atom < atomCount; atom++) {
      if (!isPoint(atom) || this.owned.has(atom)) continue;
      throw this.unsupported(`an extra point that is bonded to no atom: ${names[atom]} (atom ${atom})`);
    }
    this.sites = sites;
  }

  /** An atom and its points; nothing for a point. */
  family(atom: number): readonly number[] {
    return this.owned.has(atom) ? [] : [atom, ...(this.pointsOf.get(atom) ?? [])];
  }

  /** Terms of so many atoms each without those of points, whose places are no degrees of freedom. */
  without({ atoms, parameters }: BondedTerms, width: number): BondedTerms {
    if (this.owned.size === 0) return { atoms, parameters };
    const count = atoms.length / width;
    const numbers = parameters.length / count;
    const kept = Array.from({ length: count }, (_, n) => n).filter(
      (n) => !atoms.subarray(width * n, width * (n + 1)).some((atom) => this.owned.has(atom)),
    );
    return {
      atoms: Int32Array.from(kept.flatMap((n) => [...atoms.subarray(width * n, width * (n + 1))])),
      parameters: Float64Array.from(kept.flatMap((n) => [...parameters.subarray(numbers * n, numbers * (n + 1))])),
    };
  }

  /** Excluded pairs of atoms, with those of their points. */
  *excluded(pairs: readonly (readonly [number, number])[]): Generator<[number, number]> {
    for (const [i, j] of pairs) {
      for (const one of this.family(i)) for (const other of this.family(j)) yield [one, other];
    }
    for (const host of this.pointsOf.keys()) {
      const members = this.family(host);
      for (const [k, one] of members.entries()) for (const other of members.slice(k + 1)) yield [one, other];
    }
  }

  private frameOf(host: number, neighbours: readonly Neighbours[], isSulfur: boolean): Frame {
    const { heavy, hydrogens, points } = neighbours[host]!;
    const two = points.length === 2;
    const partners = [...heavy, ...hydrogens];
    if (points.length <= 2 && partners.length === 2) {
      const [out, across] = [Math.cos(HALF_TETRAHEDRAL), Math.sin(HALF_TETRAHEDRAL)];
      const ofTwo = isSulfur
        ? ([
            [0, 0, 1],
            [0, 0, -1],
          ] as const)
        : ([
            [out, 0, across],
            [out, 0, -across],
          ] as const);
      const ofOne = [[hydrogens.length === 2 ? -1 : 1, 0, 0]] as const;
      return { parents: partners, a: [1, 0], b: [0, 1], places: two ? ofTwo : ofOne };
    }
    const [middle] = heavy;
    if (points.length <= 2 && partners.length === 1 && middle !== undefined) {
      const others = neighbours[middle]!.heavy.filter((atom) => atom !== host);
      if (others.length === 2 && neighbours[middle]!.hydrogens.length === 0) {
        const [out, along] = [Math.cos(HALF_TRIGONAL), Math.sin(HALF_TRIGONAL)];
        const places = two
          ? ([
              [out, along, 0],
              [out, -along, 0],
            ] as const)
          : ([[1, 0, 0]] as const);
        // Towards the middles of the two other bonds of that atom.
        return { parents: [middle, ...others], a: [0.5, 0.5, 0], b: [0.5, 0, 0.5], places };
      }
    }
    const name = this.topology.names[host];
    throw this.unsupported(
      `${points.length} extra points on ${name} (atom ${host}), an atom with ${partners.length} bonds of a kind that sander has no frame for`,
    );
  }

  private unsupported(what: string): UnsupportedError {
    const { file } = this.prmtop;
    return new UnsupportedError("QMMM_MM_TERM_UNSUPPORTED", `${file} holds ${what}`, {
      value: what,
      allowed:
        "one or two points on an atom with two bonds, or with one bond to an atom with two more (sander's extra points)",
      action: "Use a topology without them",
      place: { file },
    });
  }
}

function neighboursIn(
  prmtop: Prmtop,
  atomCount: number,
  { atoms, parameters }: BondedTerms,
  isPoint: (atom: number) => boolean,
): Neighbours[] {
  const neighbours = Array.from({ length: atomCount }, (): Neighbours => ({ heavy: [], hydrogens: [], points: [] }));
  const withHydrogen = prmtop.pointer("NBONH");
  for (let n = 0; 2 * n < atoms.length; n++) {
    const [i, j] = [atoms[2 * n]!, atoms[2 * n + 1]!];
    const distance = parameters[2 * n + 1]!;
    if (isPoint(i)) neighbours[j]!.points.push({ site: i, distance });
    else if (isPoint(j)) neighbours[i]!.points.push({ site: j, distance });
    else {
      const kind = n < withHydrogen ? "hydrogens" : "heavy";
      neighbours[i]![kind].push(j);
      neighbours[j]![kind].push(i);
    }
  }
  return neighbours;
}
