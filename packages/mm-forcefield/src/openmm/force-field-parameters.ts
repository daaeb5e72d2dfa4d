import type { Topology } from "@qmmm/core";
import type { OpenmmForceField, XmlNode } from "@qmmm/io";
import { pairsByBonds } from "../parameters/exclusions.js";
import type { MmParameters } from "../parameters/mm-parameters.js";
import { BondedDefinitions, type Wave } from "./bonded-definitions.js";
import { type Chains, chainsOf, fiveChains } from "./chains.js";
import { unsupported } from "./errors.js";
import { type Four, ImproperOrders, type ImproperValue, matchImproper } from "./impropers.js";
import { NonbondedDefinitions } from "./nonbonded-definitions.js";
import { type AssignedAtoms, assignTemplates } from "./residue-templates.js";
import { ForceFieldScripts } from "./scripts/force-field-scripts.js";
import type { PairScale, PairScales } from "./scripts/pair-scales.js";
import { assignedSites, exclusionBonds, withoutSiteBonds } from "./template-sites.js";
import { TermCollector } from "./term-collector.js";
import { type Definition, fits } from "./type-patterns.js";
import { COULOMB_CONSTANT, COULOMB_SCALE } from "./units.js";

/** Options that force-field files do not hold. */
export interface OpenmmOptions {
  readonly cutoff?: number | undefined;
  readonly skin: number;
  /** Templates to use, by name of residue. */
  readonly templates: Readonly<Record<string, string>>;
}

/**
 * The parameters that force-field files give a system, as OpenMM's `ForceField.createSystem` without constraints and rigid
 * water assigns them.
 *
 * @throws QmmmError `QMMM_MM_TEMPLATE_…`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_…`, `QMMM_FILE_FORMAT`
 */
export function openmmParameters(
  structure: Topology,
  forceField: OpenmmForceField,
  options: OpenmmOptions,
): MmParameters {
  const topology = withoutSiteBonds(structure);
  const bonded = new BondedDefinitions(forceField);
  const nonbonded = new NonbondedDefinitions(forceField);
  const scripts = new ForceFieldScripts();
  for (const section of forceField.sections) {
    if (!bonded.add(section) && !nonbonded.add(section) && !scripts.add(section)) throw refused(section);
  }
  const assigned = assignTemplates(topology, forceField, options.templates, (template) => scripts.goesByName(template));
  const virtualSites = assignedSites(assigned);
  const terms = new TermCollector(topology.atomCount);
  const chains = chainsOf(topology);
  addBonded(terms, bonded, assigned, topology, chains);
  for (const impropers of scripts.impropers) {
    impropers.addTo(terms, topology, forceField, assigned);
  }
  const scales = ownScales(scripts.pairs, chains, assigned);
  for (const [i, j, bonds] of pairsByBonds({ ...topology, bonds: exclusionBonds(topology, virtualSites) }, 3)) {
    if (bonds < 3) terms.exclude(i, j);
    else if (nonbonded.present) {
      const { chargeProduct, sigma, epsilon } = nonbonded.pair14(
        assigned.atoms[i]!,
        assigned.atoms[j]!,
        scales.get(i * topology.atomCount + j),
      );
      terms.exception(i, j, chargeProduct, sigma, epsilon);
    }
  }
  const { atoms } = assigned;
  const none = {
    typeOf: new Int32Array(atoms.length),
    typeCount: 1,
    c12: new Float64Array(1),
    c6: new Float64Array(1),
  };
  return {
    atomCount: atoms.length,
    charges: nonbonded.charges(atoms),
    coulombScale: COULOMB_SCALE,
    ...terms.finish(),
    lennardJones: nonbonded.present ? nonbonded.table(atoms) : none,
    ...(virtualSites.length === 0 ? {} : { virtualSites }),
    cutoff: options.cutoff,
    skin: options.skin,
    conventions: {
      forceField: `OpenMM force field ${forceField.files.join(", ")}`,
      coulombConstant: `${COULOMB_CONSTANT} kJ/mol nm e^-2`,
      coulombScale: COULOMB_SCALE,
      combiningRule: "Lorentz-Berthelot, NBFixPair before it",
      scaled14: nonbonded.scaling,
      cutoff: options.cutoff === undefined ? "none" : "shifted force; scaled 1-4 pairs uncut",
      rigid: "no bonds or waters are rigid unless the run makes them so",
    },
  };
}

/** What sections that are not computed belong to. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^Amoeba/, "AMOEBA's polarisable multipoles and bonded terms"],
  [/^DrudeForce$/, "Drude oscillators"],
  [/^GBSAOBCForce$/, "implicit solvent"],
];

function refused({ name, place }: XmlNode): Error {
  const family = FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
  return unsupported(place, `the force field holds <${name}>${family === undefined ? "" : ` (${family})`}`, {
    value: name,
    action: "Use a force field without it, or let OpenMM apply it and use openmm-system",
  });
}

function addBonded(
  terms: TermCollector,
  definitions: BondedDefinitions,
  { atoms, templateIndex }: AssignedAtoms,
  topology: Topology,
  chains: Chains,
): void {
  const typeOf = atoms.map((atom) => atom.type);
  const typesOf = (members: readonly number[]): string[] => members.map((atom) => typeOf[atom]!);
  for (const members of chains.bonds) {
    const found = definitions.bonds.find(typesOf(members));
    if (found !== undefined && found.k !== 0) terms.bond(members, found.x0, found.k);
  }
  for (const members of chains.angles) {
    const found = definitions.angles.find(typesOf(members));
    if (found !== undefined && found.k !== 0) terms.angle(members, found.x0, found.k);
    const spring = definitions.ureyBradley.find(typesOf(members));
    if (spring !== undefined && spring.k !== 0) terms.ureyBradley([members[0], members[2]], spring.x0, spring.k);
  }
  const addWaves = (kind: "torsions" | "impropers", members: readonly number[], waves: readonly Wave[]): void => {
    for (const { n, phase, k } of waves) if (k !== 0) terms.torsion(kind, members, n, phase, k);
  };
  for (const members of chains.torsions) {
    const types = typesOf(members);
    addWaves("torsions", members, definitions.propers.find(types) ?? []);
    const harmonic = definitions.harmonicPropers.find(types);
    if (harmonic !== undefined && harmonic.k !== 0) terms.harmonicImproper(members, harmonic.x0, harmonic.k);
    const series = definitions.ryckaertBellemans.find(types);
    if (series !== undefined) terms.ryckaertBellemans("torsions", members, series);
  }
  const found = <T>(members: Four, among: readonly Definition<ImproperValue<T>>[]) =>
    matchImproper(members, among, typeOf, topology, templateIndex);
  const waves = new ImproperOrders((members) => found(members, definitions.impropers), typeOf);
  for (const members of chains.impropers) {
    const periodic = waves.find(members);
    for (const ordered of periodic?.atoms ?? []) addWaves("impropers", ordered, periodic!.value);
    const series = found(members, definitions.ryckaertBellemansImpropers);
    for (const ordered of series?.atoms ?? []) terms.ryckaertBellemans("impropers", ordered, series!.value);
    const harmonic = found(members, definitions.harmonicImpropers);
    if (harmonic === undefined || harmonic.value.k === 0) continue;
    for (const ordered of harmonic.atoms) terms.harmonicImproper(ordered, harmonic.value.x0, harmonic.value.k);
  }
  addCmaps(terms, definitions, typesOf, topology, chains.torsions);
}

/** Scales of 1–4 pairs that scripts set, by i·N + j, i < j. */
function ownScales(
  pairs: readonly PairScales[],
  { torsions }: Chains,
  { atoms }: AssignedAtoms,
): ReadonlyMap<number, PairScale> {
  const scales = new Map<number, PairScale>();
  if (pairs.length === 0) return scales;
  for (const members of torsions) {
    const types = members.map((atom) => atoms[atom]!.type);
    const scale = pairs.map((table) => table.of(types)).findLast((found) => found !== undefined);
    if (scale !== undefined) scales.set(members[0] * atoms.length + members[3], scale);
  }
  return scales;
}

/** Chains of five atoms with a correction, in the direction in which its types stand. */
function addCmaps(
  terms: TermCollector,
  { cmaps, grids }: BondedDefinitions,
  typesOf: (members: readonly number[]) => string[],
  topology: Topology,
  torsions: Chains["torsions"],
): void {
  if (cmaps.length === 0) return;
  const numberOf = new Map<number, number>();
  const gridOf = (map: number): number => {
    let number = numberOf.get(map);
    if (number === undefined) {
      const { energies, size, node } = grids[map]!;
      numberOf.set(map, (number = terms.grid(energies, size, node.place)));
    }
    return number;
  };
  for (const chain of fiveChains(topology, torsions)) {
    const directions = [chain, [...chain].reverse()];
    for (const wild of [false, true]) {
      const found = cmaps
        .filter((definition) => definition.wild === wild)
        .flatMap((definition) => {
          const members = directions.find((direction) => fits(definition, typesOf(direction)));
          return members === undefined ? [] : [{ members, map: definition.value }];
        })[0];
      if (found === undefined) continue;
      terms.cmap(gridOf(found.map), found.members.slice(0, 4), found.members.slice(1));
      break;
    }
  }
}
