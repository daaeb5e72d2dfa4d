import { type Cell, everyTerm, type Potential, type System, withVirtualSites } from "@qmmm/core";
import { Prmtop } from "@qmmm/io";
import { amberParameters, type MmParameters } from "../../src/index.js";
import type { TreatmentOptions } from "../../src/long-range/treatment.js";
import { droplet, moved, together } from "../composite/support.js";
import { isThere } from "../reference-table/row.js";
import { cristobalite, diamond, fcc, shaken, smallSilica, supercell, withoutCell } from "../solids/crystals.js";
import { potentialFiles } from "../solids/potentials.js";
import { ANGSTROM, amberSystem, forceField, methanolAndWater, projectFiles, references } from "../support.js";
import { renumbered, reorderedParameters } from "./reordered.js";
import { ALL_TERMS, alanineIn, CELLS, potentialOf, treated } from "./single-terms.js";

/** A potential as users open it, for a system in one of its descriptions. */
export interface WholePotential {
  readonly name: string;
  readonly system: System;
  /** The number of every atom in the order of `system` by its new one; the system comes in that order. */
  open(system: System, place?: Int32Array): Promise<Potential>;
  /** Set where a mesh belongs to points in space. */
  readonly onMesh?: true;
}

function molecular(name: string, parameters: MmParameters, system: System, options?: Partial<TreatmentOptions>) {
  return {
    name,
    system,
    ...(options?.electrostatics?.type === "pme" || options?.lennardJones?.form === "pme"
      ? { onMesh: true as const }
      : {}),
    open(described: System, place?: Int32Array) {
      const ordered = place === undefined ? parameters : reorderedParameters(parameters, place);
      return potentialOf(options === undefined ? ordered : treated(ordered, options, described));
    },
  };
}

/** A potential by the input of its force field. */
function byInput(name: string, id: string, options: Readonly<Record<string, unknown>>, system: System): WholePotential {
  const { electrostatics } = options as { electrostatics?: { type: string } };
  return {
    name,
    system,
    ...(electrostatics?.type === "pme" ? { onMesh: true as const } : {}),
    async open(described, place) {
      const made = await forceField(id, place === undefined ? options : renumbered(options, place), potentialFiles);
      const mm = await made.forceField.assign(described);
      const potential = await mm.potential(everyTerm(described.topology.atomCount), made.scope);
      return withVirtualSites(potential, mm.virtualSites);
    },
  };
}

const SWITCHED = { form: "force-switch", switchDistance: 8.5, dispersionCorrection: "all" } as const;
const TREATMENTS: readonly (readonly [string, Partial<TreatmentOptions>])[] = [
  ["shifted forces", {}],
  ["reaction field", { electrostatics: { type: "reaction-field", dielectric: 78.3 }, lennardJones: SWITCHED }],
  ["damped shifted force", { electrostatics: { type: "dsf", screening: 6 }, lennardJones: SWITCHED }],
  ["Ewald", { electrostatics: { type: "ewald", accuracy: 1e-7, screening: undefined }, lennardJones: SWITCHED }],
  ["PME", { electrostatics: { type: "pme", accuracy: 1e-5, screening: undefined, order: 5 }, lennardJones: SWITCHED }],
  [
    "Ewald, LJ-PME",
    {
      electrostatics: { type: "ewald", accuracy: 1e-7, screening: undefined },
      lennardJones: { form: "pme", dispersionCorrection: "none" },
    },
  ],
];

/** The peptide alone, with all terms of ours that bind atoms. */
export const PEPTIDE: readonly WholePotential[] = [
  molecular("peptide, all pairs", { ...ALL_TERMS, cutoff: undefined }, alanineIn(CELLS.none)),
  ...TREATMENTS.map(([name, options]) =>
    molecular(`peptide in a triclinic cell, ${name}`, ALL_TERMS, alanineIn(CELLS.triclinic), options),
  ),
];

const SOLVATED = {
  prmtop: "../shared/data/openmm-systems/alanine-dipeptide-explicit.prmtop",
  inpcrd: "../shared/data/openmm-systems/alanine-dipeptide-explicit.inpcrd",
};
/** Set where the solvated peptide is at hand. */
export const hasSolvated = isThere(SOLVATED.prmtop);

/** The peptide in water, 2,269 atoms. */
export async function solvatedPeptide(): Promise<readonly WholePotential[]> {
  const prmtop = new Prmtop(new TextDecoder().decode(await projectFiles.read(SOLVATED.prmtop)), SOLVATED.prmtop);
  const parameters = amberParameters(prmtop, { coulombConstant: "SI", cutoff: 9 * ANGSTROM, skin: 2 });
  const system = await amberSystem(SOLVATED.prmtop, SOLVATED.inpcrd);
  // Invariance does not hang on how many waves there are.
  const coarser = { type: "ewald", accuracy: 1e-4, screening: undefined } as const;
  return TREATMENTS.map(([name, options]) =>
    molecular(
      `peptide in water, 2,269 atoms, ${name}`,
      parameters,
      system,
      options.electrostatics?.type === "ewald" ? { ...options, electrostatics: coarser } : options,
    ),
  );
}

/** Å added to a cubic cell of edge a, times a stretch, that make it the primitive cell of truncated octahedra. */
function octahedral(a: number, stretch: number): number[][] {
  const s = a * stretch;
  return [
    [s - a, 0, 0],
    [-s / 3, (s * 2 * Math.SQRT2) / 3 - a, 0],
    [-s / 3, (-s * Math.SQRT2) / 3, (s * Math.SQRT2) / Math.sqrt(3) - a],
  ];
}

const BENT = [[], [0.6, 0], [-0.5, 0.4, 0]];
const alloyed = (system: System, every: number, element: number): System => ({
  ...system,
  topology: { ...system.topology, elements: system.topology.elements.map((z, k) => (k % every === 0 ? element : z)) },
});

interface Solid {
  readonly name: string;
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly system: System;
}

function solids(kind: string): readonly Solid[] {
  const tilt = (a: number): readonly (readonly number[])[] =>
    kind === "octahedral" ? octahedral(a, 1.15) : kind === "triclinic" ? BENT : [];
  const whole = (make: (tilted: readonly (readonly number[])[]) => System, a: number, element?: number): System => {
    const system = shaken(make(tilt(a)), 0.12);
    const mixed = element === undefined ? system : alloyed(system, 3, element);
    return kind === "none" ? withoutCell(mixed) : mixed;
  };
  const one = [1, 1, 1] as const;
  const silica = whole((tilted) => supercell(cristobalite(7.1), one, tilted), 7.1);
  return [
    {
      name: "Stillinger–Weber, SiGe",
      id: "stillinger-weber",
      options: { file: "SiGe.sw" },
      system: whole((tilted) => supercell(diamond(5.5), one, tilted), 5.5, 32),
    },
    {
      name: "Tersoff, SiC",
      id: "tersoff",
      options: { file: "SiC.tersoff" },
      system: whole((tilted) => supercell(diamond(4.9), one, tilted), 4.9, 6),
    },
    { name: "Vashishta, SiO₂", id: "vashishta", options: { file: "full.vashishta" }, system: silica },
    {
      name: "EAM, CuNi",
      id: "eam",
      options: { file: "CuNi.eam.fs" },
      system: whole((tilted) => supercell(fcc(3.7, "Cu"), one, tilted), 3.7, 28),
    },
    ...(kind === "none"
      ? []
      : [
          { name: "BKS (Buckingham and Ewald), SiO₂", id: "bks", options: { accuracy: 1e-9 }, system: silica },
          {
            name: "Tangney–Scandolo, SiO₂",
            id: "tangney-scandolo",
            options: { accuracy: 1e-10, tolerance: 1e-13 },
            system: silica,
          },
        ]),
  ];
}

const fixed = references.methanolAndWater.options;
const POLARISATION = {
  model: "thole-exponential",
  excludedBonds: 2,
  tolerance: 1e-13,
  atoms: [
    { select: "element O", polarisability: "0.84 Å^3" },
    { select: "element C", polarisability: "1.3 Å^3" },
    { select: "element H and resname HOH", polarisability: "0.4 Å^3" },
  ],
};
const inCell = (system: System, cell: Cell | undefined): System => ({
  ...system,
  geometry: { positions: system.geometry.positions, ...(cell === undefined ? {} : { cell }) },
});

const crystal = shaken(supercell(diamond(5.431), [1, 1, 1]), 0.05);
const silicon: System = {
  ...crystal,
  topology: { ...crystal.topology, names: crystal.topology.names.map((_, k) => (k < 5 ? "SIA" : "SIB")) },
};
const across = [
  { select: "name SIA", charge: 0.6, sigma: "3.4 angstrom", epsilon: "0.3 kcal/mol" },
  { select: "name SIB", charge: -0.9, sigma: "3.1 angstrom", epsilon: "0.2 kcal/mol" },
];
const PARTS = [
  { name: "silicon", select: "element Si", forcefield: { type: "stillinger-weber", file: "Si.sw" }, across },
  { name: "water", forcefield: { type: "tip3p" } },
];

/** Molecules with the M sites of TIP4P-Ew. */
async function withSites(system: System): Promise<System> {
  const { forceField: water } = await forceField("water", { model: "tip4p-ew" });
  return (await water.complete?.(system)) ?? system;
}

/** Force fields by their input in one kind of cell. */
export async function inputsIn(kind: string): Promise<readonly WholePotential[]> {
  const cell = CELLS[kind];
  const cut = { cutoff: "5.9 angstrom", lennardJones: { form: "force-switch" } };
  const ewald = { ...cut, electrostatics: { type: "ewald", accuracy: 1e-9 } };
  const pme = { ...cut, electrostatics: { type: "pme", accuracy: 1e-7 } };
  const dipoles = { ...fixed, polarisation: POLARISATION };
  const liquid = inCell(methanolAndWater(), cell);
  const fourSites = inCell(await withSites(droplet(4)), cell);
  const both = inCell(together([moved(withoutCell(silicon), [0, 0, 0]), moved(droplet(3), [9, 2.5, 2.5])]), cell);
  const ways =
    cell === undefined
      ? ([["", {}]] as const)
      : ([
          [", Ewald", ewald],
          [", PME", pme],
        ] as const);
  return [
    ...solids(kind).map(({ name, id, options, system }) => byInput(name, id, options, system)),
    ...ways.map(([name, options]) =>
      byInput(`induced dipoles, methanol and water${name}`, "parameters", { ...dipoles, ...options }, liquid),
    ),
    ...ways.map(([name, options]) =>
      byInput(`TIP4P-Ew, M sites${name}`, "water", { model: "tip4p-ew", ...options }, fourSites),
    ),
    ...ways.map(([name, options]) =>
      byInput(`silicon and water in one system${name}`, "composite", { parts: PARTS, ...options }, both),
    ),
  ];
}

/** Two formula units of silica in a cell much smaller than the cutoff. */
export const SMALL_CRYSTAL = byInput("BKS, a cell smaller than the cutoff", "bks", { accuracy: 1e-9 }, smallSilica());
