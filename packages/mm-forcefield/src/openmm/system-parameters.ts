import type { FixedDistances } from "@qmmm/core";
import type { OpenmmSystem, XmlNode } from "@qmmm/io";
import { lennardJonesTable } from "../parameters/lennard-jones.js";
import type { LennardJonesTable, MmParameters } from "../parameters/mm-parameters.js";
import { customLennardJones, customPairs } from "./custom-lennard-jones.js";
import { invalid, unsupported } from "./errors.js";
import { SigmaEpsilonTypes } from "./sigma-epsilon-types.js";
import { TermCollector } from "./term-collector.js";
import { COULOMB_CONSTANT, COULOMB_SCALE, NM } from "./units.js";
import { systemSite } from "./virtual-sites.js";

/** Forces that add no energy. */
const WITHOUT_ENERGY = new Set([
  "CMMotionRemover",
  "AndersenThermostat",
  "MonteCarloBarostat",
  "MonteCarloAnisotropicBarostat",
  "MonteCarloMembraneBarostat",
]);

/** Reads the forces of one kind into the collector. */
type Reader = (force: XmlNode, terms: TermCollector, atomCount: number) => void;

const within = (force: XmlNode, list: string, entry: string): XmlNode[] => force.child(list)?.named(entry) ?? [];
const TORSION = ["p1", "p2", "p3", "p4"];

const BONDED: Readonly<Record<string, Reader>> = {
  HarmonicBondForce(force, terms, atomCount) {
    for (const bond of within(force, "Bonds", "Bond")) {
      terms.bond(bond.indices(["p1", "p2"], atomCount), bond.real("d"), bond.real("k"));
    }
  },
  HarmonicAngleForce(force, terms, atomCount) {
    for (const angle of within(force, "Angles", "Angle")) {
      terms.angle(angle.indices(["p1", "p2", "p3"], atomCount), angle.real("a"), angle.real("k"));
    }
  },
  PeriodicTorsionForce(force, terms, atomCount) {
    for (const torsion of within(force, "Torsions", "Torsion")) {
      const atoms = torsion.indices(TORSION, atomCount);
      terms.torsion("torsions", atoms, torsion.integer("periodicity"), torsion.real("phase"), torsion.real("k"));
    }
  },
  RBTorsionForce(force, terms, atomCount) {
    for (const torsion of within(force, "Torsions", "Torsion")) {
      const constants = [0, 1, 2, 3, 4, 5].map((n) => torsion.real(`c${n}`));
      terms.ryckaertBellemans("torsions", torsion.indices(TORSION, atomCount), constants);
    }
  },
  CMAPTorsionForce(force, terms, atomCount) {
    const grids = within(force, "Maps", "Map").map((map) =>
      terms.grid(
        map.named("Energy").map((energy) => energy.real("e")),
        map.integer("size"),
        map.place,
      ),
    );
    for (const torsion of within(force, "Torsions", "Torsion")) {
      const [grid] = torsion.indices(["map"], grids.length);
      const phi = torsion.indices(["a1", "a2", "a3", "a4"], atomCount);
      terms.cmap(grids[grid!]!, phi, torsion.indices(["b1", "b2", "b3", "b4"], atomCount));
    }
  },
};

/** Parameters of a system, and the force that says how its pairs are cut off (none: there are no pairs). */
export interface SystemParameters {
  readonly parameters: MmParameters;
  readonly nonbonded: XmlNode | undefined;
}

/**
 * The parameters in a serialised System.
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`, `QMMM_FILE_FORMAT`
 */
export function openmmSystemParameters(system: OpenmmSystem, options: { readonly skin: number }): SystemParameters {
  const atomCount = system.masses.length;
  const virtualSites = system.virtualSites.map(({ site, node }) => ({ site, ...systemSite(node, atomCount) }));
  const terms = new TermCollector(atomCount);
  const single = new Map<string, XmlNode>();
  for (const force of system.forces) {
    const type = force.string("type");
    const read = Object.hasOwn(BONDED, type) ? BONDED[type] : undefined;
    if (read !== undefined) read(force, terms, atomCount);
    else if (type === "NonbondedForce" || type === "CustomNonbondedForce") {
      if (single.has(type)) throw unsupported(force.place, `a second ${type}`, { value: type });
      single.set(type, force);
    } else if (type === "CustomBondForce") {
      for (const { atoms, sigma, epsilon } of customPairs(force, atomCount)) {
        terms.exception(atoms[0], atoms[1], 0, sigma, epsilon);
      }
    } else if (!WITHOUT_ENERGY.has(type)) {
      throw unsupported(force.place, `a ${type}`, {
        value: type,
        allowed: [...Object.keys(BONDED), "NonbondedForce", "CustomNonbondedForce", "CustomBondForce"],
      });
    }
  }
  const nonbonded = single.get("NonbondedForce");
  const custom = single.get("CustomNonbondedForce");
  const { charges, lennardJones } = nonbondedOf(nonbonded, custom, terms, atomCount);
  const parameters: MmParameters = {
    atomCount,
    charges,
    coulombScale: COULOMB_SCALE,
    ...terms.finish(),
    lennardJones,
    ...(virtualSites.length === 0 ? {} : { virtualSites }),
    ...(system.constraints.length === 0 ? {} : { constraints: fixedDistances(system) }),
    skin: options.skin,
    conventions: {
      forceField: `OpenMM System ${system.file}`,
      coulombConstant: `${COULOMB_CONSTANT} kJ/mol nm e^-2`,
      coulombScale: COULOMB_SCALE,
      combiningRule: custom === undefined ? "Lorentz-Berthelot" : "table of pairs of types",
      impropers: "counted among the torsions: the file does not tell them apart",
      cutoff: "none",
      ...(system.constraints.length === 0
        ? {}
        : { constraints: `${system.constraints.length} distances, held in dynamics` }),
    },
  };
  return { parameters, nonbonded: nonbonded ?? custom };
}

function fixedDistances({ constraints }: OpenmmSystem): FixedDistances {
  return {
    pairs: Int32Array.from(constraints.flatMap(({ atoms }) => atoms)),
    lengths: Float64Array.from(constraints, ({ distance }) => distance * NM),
  };
}

function nonbondedOf(
  nonbonded: XmlNode | undefined,
  custom: XmlNode | undefined,
  terms: TermCollector,
  atomCount: number,
): { readonly charges: Float64Array; readonly lennardJones: LennardJonesTable } {
  const types = new SigmaEpsilonTypes();
  const charges = new Float64Array(atomCount);
  const excluded = new Set<number>();
  const keyOf = (i: number, j: number): number => Math.min(i, j) * atomCount + Math.max(i, j);
  if (nonbonded === undefined) for (let atom = 0; atom < atomCount; atom++) types.add(0, 0);
  else {
    for (const list of ["ParticleOffsets", "ExceptionOffsets"]) {
      const [offset] = nonbonded.child(list)?.children ?? [];
      if (offset !== undefined) throw unsupported(offset.place, "a charge that depends on a global parameter");
    }
    const particles = within(nonbonded, "Particles", "Particle");
    if (particles.length !== atomCount) {
      throw invalid(nonbonded.place, `the NonbondedForce has ${particles.length} particles`, {
        value: particles.length,
        allowed: String(atomCount),
      });
    }
    particles.forEach((particle, atom) => {
      charges[atom] = particle.real("q");
      types.add(particle.real("sig"), particle.real("eps"));
    });
    for (const exception of within(nonbonded, "Exceptions", "Exception")) {
      const [i, j] = exception.indices(["p1", "p2"], atomCount) as [number, number];
      excluded.add(keyOf(i, j));
      terms.exception(i, j, exception.real("q"), exception.real("sig"), exception.real("eps"));
    }
  }
  if (custom === undefined) {
    return { charges, lennardJones: lennardJonesTable(types.typeOf, types.types, "lorentz-berthelot") };
  }
  if (types.types.some(({ epsilon }) => epsilon !== 0)) {
    throw unsupported(custom.place, "a table of Lennard-Jones pairs beside Lennard-Jones parameters of atoms");
  }
  if (nonbonded !== undefined) requireSameExclusions(custom, excluded, keyOf, atomCount);
  else for (const [i, j] of exclusionsOf(custom, atomCount)) terms.exclude(i, j);
  return { charges, lennardJones: customLennardJones(custom, atomCount) };
}

function exclusionsOf(custom: XmlNode, atomCount: number): [number, number][] {
  return within(custom, "Exclusions", "Exclusion").map(
    (exclusion) => exclusion.indices(["p1", "p2"], atomCount) as [number, number],
  );
}

function requireSameExclusions(
  custom: XmlNode,
  excluded: ReadonlySet<number>,
  keyOf: (i: number, j: number) => number,
  atomCount: number,
): void {
  const pairs = new Set(exclusionsOf(custom, atomCount).map(([i, j]) => keyOf(i, j)));
  if (pairs.size === excluded.size && [...pairs].every((pair) => excluded.has(pair))) return;
  throw unsupported(custom.place, "a table of Lennard-Jones pairs that excludes other pairs than the Coulomb energy", {
    value: pairs.size,
    allowed: `the ${excluded.size} pairs of the NonbondedForce`,
  });
}
