import type { Boundary, Geometry, MmModel, Region, SiteMap, Sites, SitesCotangent, System } from "@qmmm/core";

/** Ways in which the boundary below can be wrong. */
export type Flaw =
  | "forceOnHostOnly"
  | "noSiteForces"
  | "overwrites"
  | "noVirial"
  | "lyingResidual"
  | "fixedCap"
  | "wrongElement"
  | "modifiesInput"
  | "lendsArrays";

const RATIO = 0.72;

/** Hydrogen caps at a fixed ratio along every cut bond; the charge of M1 goes to zero (Z1). Open space. */
export class LinkBoundary implements Boundary {
  constructor(private readonly flaw?: Flaw) {}

  connect(system: System, region: Region, mm: MmModel, embedded: boolean): SiteMap {
    return new LinkMap(system, region, mm, embedded, this.flaw);
  }
}

class LinkMap implements SiteMap {
  readonly molecule;
  readonly siteCount: number;
  readonly description: readonly string[];
  private readonly links: (readonly [number, number])[] = [];
  private readonly outside: readonly number[];
  private readonly charges: Float64Array;
  private readonly lent: Float64Array;

  constructor(
    { topology }: System,
    private readonly region: Region,
    private readonly mm: MmModel,
    embedded: boolean,
    private readonly flaw: Flaw | undefined,
  ) {
    const inside = new Set(region.atoms);
    for (let k = 0; k < topology.bonds.length; k += 2) {
      const [i, j] = [topology.bonds[k]!, topology.bonds[k + 1]!];
      if (inside.has(i) !== inside.has(j)) this.links.push(inside.has(i) ? [i, j] : [j, i]);
    }
    this.outside = Array.from({ length: topology.atomCount }, (_, k) => k).filter(
      (atom) => embedded && !inside.has(atom),
    );
    const hosts = new Set(this.links.map(([, m]) => m));
    this.charges = Float64Array.from(this.outside, (atom) => (hosts.has(atom) ? 0 : mm.charges[atom]!));
    const elements = [...region.atoms].map((atom) => topology.elements[atom]!);
    if (flaw === "wrongElement") elements.reverse();
    this.molecule = {
      elements: Uint8Array.from([...elements, ...this.links.map(() => 1)]),
      charge: region.charge,
      multiplicity: region.multiplicity,
    };
    this.siteCount = this.outside.length;
    this.lent = new Float64Array(3 * this.molecule.elements.length);
    this.description = this.links.map(([q, m]) => `hydrogen between ${q} and ${m}`);
  }

  residual({ positions }: Geometry) {
    let charge = 0;
    const dipole: [number, number, number] = [0, 0, 0];
    this.outside.forEach((atom, k) => {
      const change = this.charges[k]! - this.mm.charges[atom]!;
      charge += change;
      for (let i = 0; i < 3; i++) dipole[i]! += change * positions[3 * atom + i]!;
    });
    return { charge: this.flaw === "lyingResidual" ? 0 : charge, dipole };
  }

  apply({ positions }: Geometry): Sites {
    const nuclei = this.flaw === "lendsArrays" ? this.lent : new Float64Array(3 * this.molecule.elements.length);
    const at = (atom: number): Float64Array => positions.subarray(3 * atom, 3 * atom + 3);
    this.region.atoms.forEach((atom, k) => {
      nuclei.set(at(atom), 3 * k);
    });
    this.links.forEach(([q, m], k) => {
      const cap = at(q).map((x, i) => (1 - RATIO) * x + RATIO * at(m)[i]!);
      nuclei.set(this.flaw === "fixedCap" ? [9, 9, 9] : cap, 3 * (this.region.atoms.length + k));
    });
    const sites = Float64Array.from(this.outside.flatMap((atom) => [...at(atom)]));
    if (this.flaw === "modifiesInput") positions[0]! += 1e-9;
    return { nuclei, sites, charges: this.charges.slice(), widths: new Float64Array(this.siteCount) };
  }

  pullback({ positions }: Geometry, cotangent: SitesCotangent, forces: Float64Array, virial?: Float64Array): void {
    if (this.flaw === "overwrites") forces.fill(0);
    const add = (atom: number, force: Float64Array, factor: number): void => {
      for (let i = 0; i < 3; i++) {
        forces[3 * atom + i]! += factor * force[i]!;
        if (virial === undefined || this.flaw === "noVirial") continue;
        for (let j = 0; j < 3; j++) virial[3 * i + j]! += factor * force[i]! * positions[3 * atom + j]!;
      }
    };
    this.region.atoms.forEach((atom, k) => {
      add(atom, cotangent.nuclei.subarray(3 * k, 3 * k + 3), 1);
    });
    this.links.forEach(([q, m], k) => {
      const n = this.region.atoms.length + k;
      const force = cotangent.nuclei.subarray(3 * n, 3 * n + 3);
      if (this.flaw === "fixedCap") return;
      add(q, force, this.flaw === "forceOnHostOnly" ? 1 : 1 - RATIO);
      if (this.flaw !== "forceOnHostOnly") add(m, force, RATIO);
    });
    if (this.flaw === "noSiteForces") return;
    this.outside.forEach((atom, k) => {
      add(atom, cotangent.sites.subarray(3 * k, 3 * k + 3), 1);
    });
  }
}
