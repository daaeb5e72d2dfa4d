import type { OpenmmForceField, XmlNode } from "@qmmm/io";
import type { CmapGrid } from "../parameters/mm-parameters.js";
import { invalid, unsupported } from "./errors.js";
import { type ImproperValue, ORDERINGS, type Ordering } from "./impropers.js";
import { ChainDefinitions, type Definition, TypePatterns } from "./type-patterns.js";

/** A harmonic term: equilibrium value and force constant k of ½k(x − x0)². */
export interface Harmonic {
  readonly x0: number;
  readonly k: number;
}

/** A wave k(1 + cos(nφ − δ)). */
export interface Wave {
  readonly n: number;
  readonly phase: number;
  readonly k: number;
}

/** A grid of CMAP energies as the file states it. */
export interface StatedGrid {
  readonly energies: readonly number[];
  readonly size: CmapGrid["size"];
  readonly node: XmlNode;
}

/** The bonded definitions of force-field files, in OpenMM's units. */
export class BondedDefinitions {
  readonly bonds = new ChainDefinitions<Harmonic>(false);
  readonly angles = new ChainDefinitions<Harmonic>(false);
  readonly ureyBradley = new ChainDefinitions<Harmonic>(false);
  readonly propers = new ChainDefinitions<readonly Wave[]>(true);
  readonly impropers: Definition<ImproperValue<readonly Wave[]>>[] = [];
  readonly ryckaertBellemans = new ChainDefinitions<readonly number[]>(true);
  readonly ryckaertBellemansImpropers: Definition<ImproperValue<readonly number[]>>[] = [];
  readonly harmonicPropers = new ChainDefinitions<Harmonic>(true);
  readonly harmonicImpropers: Definition<ImproperValue<Harmonic>>[] = [];
  readonly cmaps: Definition<number>[] = [];
  readonly grids: StatedGrid[] = [];
  private readonly patterns: TypePatterns;

  constructor(forceField: OpenmmForceField) {
    this.patterns = new TypePatterns(forceField.types);
  }

  /** Takes up a section; false where it is of another kind. */
  add(section: XmlNode): boolean {
    const read = Object.hasOwn(READERS, section.name) ? READERS[section.name] : undefined;
    read?.(this, section);
    return read !== undefined;
  }

  definition<T>(node: XmlNode, atoms: number, value: T): Definition<T> | undefined {
    return this.patterns.definition(node, ["1", "2", "3", "4", "5"].slice(0, atoms), value);
  }
}

type Reader = (out: BondedDefinitions, section: XmlNode) => void;

const READERS: Readonly<Record<string, Reader>> = {
  HarmonicBondForce(out, section) {
    for (const node of section.named("Bond")) {
      out.bonds.add(out.definition(node, 2, { x0: node.real("length"), k: node.real("k") }));
    }
  },
  HarmonicAngleForce(out, section) {
    for (const node of section.named("Angle")) {
      out.angles.add(out.definition(node, 3, { x0: node.real("angle"), k: node.real("k") }));
    }
  },
  // CHARMM's springs between the ends of angles, k(r − r0)².
  AmoebaUreyBradleyForce(out, section) {
    for (const node of section.named("UreyBradley")) {
      out.ureyBradley.add(out.definition(node, 3, { x0: node.real("d"), k: 2 * node.real("k") }));
    }
  },
  PeriodicTorsionForce(out, section) {
    const ordering = orderingOf(section, "default");
    for (const node of section.named("Proper")) out.propers.add(out.definition(node, 4, wavesOf(node)));
    for (const node of section.named("Improper")) {
      const definition = out.definition(node, 4, { ordering, value: wavesOf(node) });
      if (definition !== undefined) out.impropers.push(definition);
    }
  },
  RBTorsionForce(out, section) {
    const ordering = orderingOf(section, "charmm");
    for (const node of section.named("Proper")) out.ryckaertBellemans.add(out.definition(node, 4, seriesOf(node)));
    for (const node of section.named("Improper")) {
      const definition = out.definition(node, 4, { ordering, value: seriesOf(node) });
      if (definition !== undefined) out.ryckaertBellemansImpropers.push(definition);
    }
  },
  // CHARMM's harmonic impropers. OpenMM's expression does not turn angles by 360 degrees, which would matter at 180 only.
  CustomTorsionForce(out, section) {
    const energy = section.string("energy").replace(/\s/g, "");
    if (energy !== "k*(theta-theta0)^2") {
      throw unsupported(section.place, `a CustomTorsionForce with the energy "${energy}"`, {
        value: energy,
        allowed: "k*(theta-theta0)^2, with parameters k and theta0",
      });
    }
    const ordering = orderingOf(section, "charmm");
    const harmonicOf = (node: XmlNode): Harmonic => ({ x0: node.real("theta0"), k: node.real("k") });
    for (const node of section.named("Proper")) out.harmonicPropers.add(out.definition(node, 4, harmonicOf(node)));
    for (const node of section.named("Improper")) {
      const definition = out.definition(node, 4, { ordering, value: harmonicOf(node) });
      if (definition !== undefined) out.harmonicImpropers.push(definition);
    }
  },
  CMAPTorsionForce(out, section) {
    const first = out.grids.length;
    for (const node of section.named("Map")) {
      const energies = node.reals();
      out.grids.push({ energies, size: Math.round(Math.sqrt(energies.length)), node });
    }
    for (const node of section.named("Torsion")) {
      const [map] = node.indices(["map"], out.grids.length - first);
      const definition = out.definition(node, 5, first + map!);
      if (definition !== undefined) out.cmaps.push(definition);
    }
  },
};

function orderingOf(section: XmlNode, otherwise: Ordering): Ordering {
  const stated = section.optional("ordering") ?? otherwise;
  const found = ORDERINGS.find((ordering) => ordering === stated);
  if (found !== undefined) return found;
  throw invalid(section.place, `"${stated}" is not an order of improper torsions`, {
    value: stated,
    allowed: [...ORDERINGS],
  });
}

function wavesOf(node: XmlNode): Wave[] {
  const waves: Wave[] = [];
  for (let m = 1; node.optional(`phase${m}`) !== undefined; m++) {
    waves.push({ n: node.integer(`periodicity${m}`), phase: node.real(`phase${m}`), k: node.real(`k${m}`) });
  }
  return waves;
}

function seriesOf(node: XmlNode): number[] {
  return [0, 1, 2, 3, 4, 5].map((n) => node.real(`c${n}`));
}
