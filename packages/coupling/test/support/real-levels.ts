import { readFileSync } from "node:fs";
import type { ComponentOptions, Simulation, System } from "@qmmm/core";
import { createSimulation } from "@qmmm/core";
import { centralDifference, netForceAndTorque, strainDerivative } from "@qmmm/core/testing";
import coupling from "@qmmm/coupling";
import { inpcrdFormat, prmtopFormat } from "@qmmm/io";
import { mmForcefield } from "@qmmm/mm-forcefield";
import { hartreeFock } from "@qmmm/qm-hf";
import { largest, largestDifference } from "./compare.js";
import { butanol } from "./systems.js";

/** A system with a real force field and a cut bond. */
export interface RealCase {
  readonly system: System;
  readonly region: readonly number[];
  readonly forcefield: ComponentOptions;
  /** Atoms at which forces are compared. */
  readonly probes: Readonly<Record<"Q" | "Q1" | "M1" | "M2" | "far", number>>;
  /** Options of the boundary that the surroundings need. */
  readonly fading: Readonly<Record<string, string>>;
}

const lennardJones = (sigma: number, epsilon: number) => ({ sigma: `${sigma} Å`, epsilon: `${epsilon} kcal/mol` });

/** Butan-1-ol and two waters with parameters stated one by one; the region is the methyl group, the cut bond C3–C4. */
export function butanolWithParameters(surroundings: "open" | "fading" | "periodic"): RealCase {
  const { system } = butanol(surroundings === "periodic" ? 22 : undefined);
  return {
    system,
    region: [11, 12, 13, 14],
    probes: { Q: 13, Q1: 11, M1: 8, M2: 5, far: 16 },
    fading: surroundings === "open" ? {} : { cutoff: "7.5 Å", switchWidth: "6 Å" },
    forcefield: {
      type: "parameters",
      ...(surroundings === "periodic" ? { cutoff: "9 Å" } : {}),
      scaled14: { lennardJones: 0.5, coulomb: 0.8333333333 },
      atoms: [
        { select: "index0 0", type: "oh", charge: -0.68, ...lennardJones(3.07, 0.17) },
        { select: "index0 1", type: "ho", charge: 0.42, ...lennardJones(0.5, 0.01) },
        { select: "index0 2", type: "c", charge: 0.15, ...lennardJones(3.4, 0.11) },
        { select: "index0 3 4 6 7 9 10", type: "h", charge: 0.03, ...lennardJones(2.6, 0.016) },
        { select: "index0 5", type: "c", charge: 0.11, ...lennardJones(3.4, 0.11) },
        { select: "index0 8", type: "c", charge: -0.12, ...lennardJones(3.4, 0.11) },
        { select: "index0 11", type: "c", charge: -0.24, ...lennardJones(3.4, 0.11) },
        { select: "index0 12 13 14", type: "h", charge: 0.061, ...lennardJones(2.6, 0.016) },
        { select: "index0 15 18", type: "ow", charge: -0.834, ...lennardJones(3.15, 0.152) },
        { select: "index0 16 17 19 20", type: "hw", charge: 0.417, ...lennardJones(0.4, 0.03) },
      ],
      bonds: [
        { types: ["c", "c"], k: "310 kcal/mol/Å^2", r0: "1.526 Å" },
        { types: ["c", "h"], k: "340 kcal/mol/Å^2", r0: "1.09 Å" },
        { types: ["*", "*"], k: "450 kcal/mol/Å^2", r0: "1.0 Å" },
      ],
      angles: [{ types: ["*", "*", "*"], k: "45 kcal/mol/rad^2", theta0: "108 deg" }],
      torsions: [{ types: ["*", "*", "*", "*"], k: "0.16 kcal/mol", periodicity: 3, phase: "0 deg" }],
    },
  };
}

const EXAMPLE = new URL("../../../../examples/alanine-dipeptide/", import.meta.url);

/** The example's alanine dipeptide in Amber's force field; the region is the methyl group of the side chain. */
export function alanineDipeptide(): RealCase {
  const read = (name: string) => readFileSync(new URL(name, EXAMPLE));
  const topology = prmtopFormat.read(read("alanine-dipeptide.prmtop"), { file: "alanine-dipeptide.prmtop" });
  const system = inpcrdFormat.read(read("alanine-dipeptide.inpcrd"), { file: "alanine-dipeptide.inpcrd", topology });
  const { names, residues, residueOf } = system.topology;
  const atom = (name: string, residue: string) =>
    names.findIndex((one, k) => one === name && residues[residueOf[k]].name === residue);
  return {
    system,
    region: ["CB", "HB1", "HB2", "HB3"].map((name) => atom(name, "ALA")).sort((a, b) => a - b),
    probes: {
      Q: atom("HB1", "ALA"),
      Q1: atom("CB", "ALA"),
      M1: atom("CA", "ALA"),
      M2: atom("N", "ALA"),
      far: atom("CH3", "NME") < 0 ? system.topology.atomCount - 1 : atom("CH3", "NME"),
    },
    fading: {},
    forcefield: { type: "amber", prmtop: "alanine-dipeptide.prmtop" },
  };
}

/** One entry of the matrix: a coupling and its boundary, as a user writes them. */
export interface MatrixEntry {
  readonly scheme: "additive" | "subtractive";
  readonly embedding: "electrostatic" | "mechanical";
  readonly boundary: Readonly<Record<string, string>>;
}

const SCHEMES = ["additive", "subtractive"] as const;
const LINKS = ["ratio", "distance"] as const;
const CHARGES = ["none", "z1", "z2", "z3", "rc", "rcd", "cs"] as const;

/** Every scheme × link rule × (boundary charges under electrostatic embedding, smeared ones, mechanical embedding). */
export const MATRIX: readonly MatrixEntry[] = SCHEMES.flatMap((scheme) =>
  LINKS.flatMap((link): MatrixEntry[] => [
    ...CHARGES.map((charges) => ({ scheme, embedding: "electrostatic" as const, boundary: { link, charges } })),
    { scheme, embedding: "electrostatic", boundary: { link, charges: "rcd", smearing: "0.6 Å" } },
    { scheme, embedding: "mechanical", boundary: { link } },
  ]),
);

/** A simulation of a case with Hartree–Fock, tightly converged. */
export function simulate(
  one: RealCase,
  { scheme, embedding, boundary }: MatrixEntry,
  state: { readonly charge?: number; readonly multiplicity?: number } = {},
  scf = { energyTolerance: "1e-12 Eh", gradientTolerance: "1e-10 Eh" },
): Promise<Simulation> {
  return createSimulation({
    plugins: [coupling, hartreeFock, mmForcefield],
    system: one.system,
    regions: { qm: { atoms: one.region, ...state } },
    levels: {
      hf: { method: "hf", basis: "STO-3G", scf },
    },
    forcefield: one.forcefield,
    coupling: {
      type: scheme,
      embedding,
      boundary: { type: "link-atom", ...boundary, ...(embedding === "mechanical" ? {} : one.fading) },
    },
    resources: { read: async (name) => readFileSync(new URL(name, EXAMPLE)) },
  });
}

/** Largest errors of one entry, in atomic units. */
export interface MatrixErrors {
  readonly force: number;
  readonly virial: number;
  readonly netForce: number;
  /** Only where the system is open. */
  readonly netTorque: number;
}

/** Forces on the probes and the virial against central differences; net force and torque. */
export async function errorsOf(one: RealCase, entry: MatrixEntry): Promise<MatrixErrors> {
  await using simulation = await simulate(one, entry);
  const { potential } = simulation;
  const { geometry } = one.system;
  const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
  const coordinates = Object.values(one.probes).flatMap((atom) => [3 * atom, 3 * atom + 1, 3 * atom + 2]);
  const numerical = await centralDifference(potential, geometry, 4e-3, coordinates);
  const analytic = coordinates.map((k) => forces![k]);
  const { force, torque } = netForceAndTorque(geometry.positions, forces!);
  return {
    force: largestDifference(analytic, numerical),
    virial: largestDifference(virial!, await strainDerivative(potential, geometry, 4e-4)),
    netForce: largest(force),
    netTorque: geometry.cell === undefined ? largest(torque) : 0,
  };
}
