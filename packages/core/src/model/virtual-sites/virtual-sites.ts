import { InputError } from "../../errors/qmmm-error.js";
import { createMinimumImage } from "../cell.js";
import type { Cell, Geometry } from "../geometry.js";
import { symmetriseVirial } from "../open-virial.js";
import { frameOf, type SiteFrame } from "./frames.js";
import { numbersOf, parentCount, type VirtualSite } from "./site-rules.js";

/** A site ready to be placed, with scratch arrays of its own. */
interface PreparedSite {
  readonly site: number;
  readonly parents: readonly number[];
  readonly frame: SiteFrame;
  /** The other parents relative to the first, and the forces on them. */
  readonly arms: Float64Array;
  readonly pulled: Float64Array;
}

/**
 * Virtual sites: atoms without a will of their own, whose positions follow from those of their parents. Geometry only, no
 * chemistry. `pullback` is the exact transpose of the Jacobian of `place`, so that placement and forces can't disagree.
 */
export class VirtualSites {
  /** The definitions, in an order in which every site comes after the sites among its parents. */
  readonly sites: readonly VirtualSite[];
  /** 1 for sites, 0 for free atoms; length N. */
  readonly isSite: Uint8Array;
  private readonly prepared: readonly PreparedSite[];

  /**
   * @param atomCount - N, sites included
   * @throws QmmmError `QMMM_VIRTUAL_SITE_INVALID` for a site that is defined twice, follows itself or atoms that do not exist
   */
  constructor(atomCount: number, sites: readonly VirtualSite[]) {
    this.isSite = new Uint8Array(atomCount);
    for (const one of sites) {
      requireSense(one, atomCount);
      if (this.isSite[one.site] === 1) throw invalid(one.site, "is defined twice");
      this.isSite[one.site] = 1;
    }
    this.sites = inOrder(sites, this.isSite);
    this.prepared = this.sites.map(({ site, parents, rule }) => ({
      site,
      parents,
      frame: frameOf(rule),
      arms: new Float64Array(3 * (parents.length - 1)),
      pulled: new Float64Array(3 * (parents.length - 1)),
    }));
  }

  /** Number of sites. */
  get count(): number {
    return this.sites.length;
  }

  /** The geometry with every site where it belongs, as an image next to its first parent; positions are fresh. */
  placed(geometry: Geometry): Geometry {
    const positions = geometry.positions.slice();
    this.place(positions, geometry.cell);
    return { ...geometry, positions };
  }

  /** Writes the positions of the sites, in place (a0; length 3N). */
  place(positions: Float64Array, cell: Cell | undefined): void {
    const image = createMinimumImage(cell);
    const offset = new Float64Array(3);
    for (const { site, parents, frame, arms } of this.prepared) {
      setArms(arms, positions, parents, image);
      frame.place(offset, arms);
      const first = 3 * parents[0]!;
      for (let i = 0; i < 3; i++) positions[3 * site + i] = positions[first + i]! + offset[i]!;
    }
  }

  /**
   * Takes the forces from the sites to the atoms that they follow, in place; the sites' become zero.
   *
   * @param geometry - with the sites placed
   * @param forces - Eh/a0; length 3N
   * @param virial - Eh; length 9; where given, −∂E/∂ε of sites that strain like free atoms becomes that of sites that
   * follow: for a rule that is not linear they differ
   */
  pullback({ positions, cell }: Geometry, forces: Float64Array, virial?: Float64Array): void {
    const image = createMinimumImage(cell);
    const offset = new Float64Array(3);
    const force = new Float64Array(3);
    for (let n = this.prepared.length - 1; n >= 0; n--) {
      const { site, parents, frame, arms, pulled } = this.prepared[n]!;
      setArms(arms, positions, parents, image);
      for (let i = 0; i < 3; i++) force[i] = forces[3 * site + i]!;
      frame.pull(pulled, arms, force);
      if (virial !== undefined) {
        frame.place(offset, arms);
        addOuter(virial, -1, force, offset, 0);
        for (let k = 0; k < pulled.length; k += 3) addOuter(virial, 1, pulled, arms, k);
      }
      const first = 3 * parents[0]!;
      for (let i = 0; i < 3; i++) {
        let rest = force[i]!;
        for (let k = 1; k < parents.length; k++) {
          const share = pulled[3 * (k - 1) + i]!;
          forces[3 * parents[k]! + i]! += share;
          rest -= share;
        }
        forces[first + i]! += rest;
        forces[3 * site + i] = 0;
      }
    }
    if (virial !== undefined) symmetriseVirial(virial);
  }
}

function setArms(
  arms: Float64Array,
  x: Float64Array,
  parents: readonly number[],
  image: ReturnType<typeof createMinimumImage>,
): void {
  const first = 3 * parents[0]!;
  for (let k = 1; k < parents.length; k++) {
    const at = 3 * (k - 1);
    for (let i = 0; i < 3; i++) arms[at + i] = x[3 * parents[k]! + i]! - x[first + i]!;
    image.apply(arms, at);
  }
}

function addOuter(out: Float64Array, sign: number, force: Float64Array, r: Float64Array, at: number): void {
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) out[3 * i + j]! += sign * force[at + i]! * r[at + j]!;
}

function invalid(site: number, what: string, value?: unknown): InputError {
  return new InputError("QMMM_VIRTUAL_SITE_INVALID", `The virtual site ${site} (atoms counted from 0) ${what}`, {
    value: value ?? site,
    allowed: "sites that follow other atoms of the system by finite numbers",
    action: "Correct the definition of the site in the force field",
  });
}

function requireSense({ site, parents, rule }: VirtualSite, atomCount: number): void {
  const exists = (atom: number): boolean => Number.isInteger(atom) && atom >= 0 && atom < atomCount;
  if (!exists(site)) throw invalid(site, "does not exist among the atoms");
  const strange = parents.find((atom, k) => !exists(atom) || atom === site || parents.indexOf(atom) !== k);
  if (strange !== undefined) throw invalid(site, `can't follow atom ${strange}`, strange);
  const needed = parentCount(rule);
  if (parents.length !== needed) {
    throw invalid(site, `follows ${parents.length} atoms, but its rule needs ${needed}`, parents.length);
  }
  const wrong = numbersOf(rule).find((number) => !Number.isFinite(number));
  if (wrong !== undefined) throw invalid(site, `has a parameter ${wrong}`, wrong);
}

/** Sites after those that they follow; otherwise in the order given. */
function inOrder(sites: readonly VirtualSite[], isSite: Uint8Array): readonly VirtualSite[] {
  const waiting = new Map(sites.map((one) => [one.site, one]));
  const ordered: VirtualSite[] = [];
  while (waiting.size > 0) {
    const before = waiting.size;
    for (const [site, one] of waiting) {
      if (one.parents.some((parent) => isSite[parent] === 1 && waiting.has(parent))) continue;
      ordered.push(one);
      waiting.delete(site);
    }
    if (waiting.size === before) throw invalid(waiting.keys().next().value!, "follows itself by way of other sites");
  }
  return ordered;
}
