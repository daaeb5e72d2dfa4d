import type { Evaluation, Measured, System, Task, TaskContext, TaskResult } from "@qmmm/core";
import {
  AVOGADRO,
  BOLTZMANN,
  DALTON,
  HARTREE_IN_JOULE,
  InputError,
  inject,
  injectable,
  OPTIONS,
  quantity,
  selectNonEmpty,
} from "@qmmm/core";
import { z } from "zod";
import { drive } from "../driver/drive.js";
import { type RigidMotions, rigidMotions } from "../kinetics/rigid-motion.js";
import { RestraintOptions } from "../restraints/options.js";
import { type GasState, harmonicGas } from "../vibrations/harmonic-gas.js";
import { type Hessian, HessianProcess } from "../vibrations/hessian.js";
import { infraredIntensities } from "../vibrations/infrared.js";
import { type ModeTable, modesCsv, moldenModes } from "../vibrations/mode-files.js";
import { cartesian, normalModes } from "../vibrations/normal-modes.js";
import { openStage } from "./stage.js";

/** Options of the task `frequencies`. */
export const FrequenciesOptions = z.strictObject({
  atoms: z
    .string()
    .min(1)
    .optional()
    .describe("selection of atoms that vibrate, the others held fixed (a partial Hessian); default: all"),
  step: quantity("length", { above: 0 }).prefault("0.005 a0").describe("displacement of the central differences"),
  stencil: z
    .union([z.literal(2), z.literal(4)])
    .default(2)
    .describe("evaluations per coordinate: errors fall with the second or the fourth power of the step"),
  project: z
    .enum(["auto", "none", "translations", "rigid"])
    .default("auto")
    .describe(
      "motions of the whole that are no vibrations and are projected out; auto: rigid (translations and rotations) for all " +
        "atoms in open space, translations in a cell, none for part of the atoms or with restraints",
    ),
  isotopes: z
    .array(
      z.strictObject({
        select: z.string().min(1).describe("atoms that get this mass"),
        mass: quantity("mass", { above: 0 }).describe("mass, such as 2.01410178 u"),
      }),
    )
    .default([])
    .describe("other masses than standard atomic weights; later entries win"),
  intensities: z
    .union([z.literal("auto"), z.boolean()])
    .default("auto")
    .describe("infrared intensities from derivatives of the dipole moment; auto: where a level of theory reports it"),
  temperature: quantity("temperature", { above: 0 })
    .prefault("298.15 K")
    .describe("temperature of the thermochemistry"),
  pressure: quantity("pressure", { above: 0 }).prefault("1 atm").describe("pressure of the ideal gas"),
  symmetryNumber: z.int().positive().default(1).describe("rotations that bring the molecule onto itself"),
  degeneracy: z.int().positive().default(1).describe("electronic degeneracy, mostly the spin multiplicity"),
  slowModes: z
    .enum(["harmonic", "quasi-rrho"])
    .default("harmonic")
    .describe("entropy of slow modes: harmonic, or turning into that of a rotor below 100 cm⁻¹ (Grimme 2012)"),
  restraints: z
    .array(RestraintOptions)
    .default([])
    .describe("harmonic restraints and walls, each an energy term of its own"),
});

type Options = z.output<typeof FrequenciesOptions>;

/** Largest force component (Eh/a0) of what passes as a stationary point. */
const STATIONARY = 5e-4;

/** Harmonic frequencies, infrared intensities and thermochemistry from a Hessian by central differences. */
@injectable()
export class FrequenciesTask implements Task {
  constructor(@inject(OPTIONS) private readonly options: unknown) {}

  /** @throws QmmmError `QMMM_VIBRATIONS_MASS`, `QMMM_VIBRATIONS_DIPOLE`, `QMMM_QUANTITY_UNSUPPORTED`, `QMMM_SELECTION_…` and those of the potential */
  async run(context: TaskContext): Promise<TaskResult> {
    const options = this.options as Options;
    const { system, potential, mechanics, label, drive: surroundings } = openStage(context, options);
    const { atomCount } = system.topology;
    // Virtual sites follow: they have no motion of their own.
    const free = Int32Array.from({ length: atomCount }, (_, k) => k).filter(
      (atom) => mechanics.virtualSites?.isSite[atom] !== 1,
    );
    const chosen = options.atoms === undefined ? free : selectNonEmpty(options.atoms, system);
    const atoms = chosen.filter((atom) => mechanics.virtualSites?.isSite[atom] !== 1);
    const masses = massesOf(system, atoms, options);
    const whole = atoms.length === free.length;
    const motions = motionsOf(options, whole, system);
    const process = new HessianProcess(potential, system.geometry, {
      atoms,
      step: options.step,
      stencil: options.stencil,
      dipole: options.intensities,
      label,
      finish: (hessian, reference) => this.analysed(system, hessian, reference, masses, motions),
    });
    return drive(process, surroundings);
  }

  private analysed(
    system: System,
    hessian: Hessian,
    reference: Evaluation,
    masses: Float64Array,
    motions: RigidMotions,
  ): Omit<TaskResult, "task" | "steps" | "geometry"> {
    const options = this.options as Options;
    const { atoms, matrix, dipoleDerivatives } = hessian;
    const { positions, cell } = system.geometry;
    const own = Float64Array.from(
      { length: 3 * atoms.length },
      (_, k) => positions[3 * atoms[Math.floor(k / 3)]! + (k % 3)]!,
    );
    const modes = normalModes(matrix, masses, rigidMotions(own, masses, motions));
    const { wavenumbers, directions, reducedMasses } = modes;
    const intensities = dipoleDerivatives && infraredIntensities(directions, dipoleDerivatives, masses);
    const displacements = directions.map((direction) => cartesian(direction, masses));
    const table: ModeTable = {
      ...{
        elements: system.topology.elements,
        positions,
        atoms,
        wavenumbers,
        displacements,
        intensities,
        reducedMasses,
      },
    };
    const free = atoms.length === system.topology.atomCount && cell === undefined && motions.rotation;
    const gas: GasState | undefined = free ? { positions: own, masses, ...options } : undefined;
    const thermal = harmonicGas(wavenumbers, reference.energy, options, gas);
    const largest = maxForce(reference, atoms);
    const imaginary = wavenumbers.filter((value) => value < 0).length;
    return {
      converged: true,
      message: summaryOf(wavenumbers, imaginary, largest),
      evaluation: {
        ...reference,
        observed: {
          ...reference.observed,
          wavenumbers,
          reducedMasses: reducedMasses.map((mass) => mass / DALTON),
          ...(intensities === undefined ? {} : { infraredIntensities: intensities }),
        },
        documents: {
          ...reference.documents,
          "modes.molden": moldenModes(table),
          "modes.csv": modesCsv(table),
          "hessian.json": hessianJson(hessian, masses),
        },
      },
      summary: {
        ...thermalSummary(thermal),
        imaginaryModes: count(imaginary),
        projectedMotions: count(3 * atoms.length - wavenumbers.length),
        maxForce: { value: largest, unit: "Eh/a0" },
        hessianAsymmetry: { value: hessian.asymmetry, unit: "Eh/a0^2" },
      },
    };
  }
}

/** Masses of the atoms that vibrate, mₑ. */
function massesOf(system: System, atoms: Int32Array, { isotopes }: Options): Float64Array {
  const masses = system.topology.masses.slice();
  for (const { select, mass } of isotopes) for (const atom of selectNonEmpty(select, system)) masses[atom] = mass;
  const without = atoms.find((atom) => !(masses[atom]! > 0));
  if (without === undefined) return Float64Array.from(atoms, (atom) => masses[atom]!);
  throw new InputError("QMMM_VIBRATIONS_MASS", `Atom ${without} (from 0) has no mass: it can't vibrate`, {
    value: masses[without],
    allowed: "atoms with a mass",
    action: "Leave sites without mass out of atoms",
    place: { path: "task.atoms" },
  });
}

function motionsOf({ project, restraints }: Options, whole: boolean, { geometry }: System): RigidMotions {
  if (project !== "auto") return { translation: project !== "none", rotation: project === "rigid" };
  const free = whole && restraints.length === 0;
  return { translation: free, rotation: free && geometry.cell === undefined };
}

function maxForce({ forces }: Evaluation, atoms: Int32Array): number {
  let most = 0;
  for (const atom of atoms) for (let d = 0; d < 3; d++) most = Math.max(most, Math.abs(forces![3 * atom + d]!));
  return most;
}

const MOST_NAMED = 6;

function summaryOf(wavenumbers: Float64Array, imaginary: number, largest: number): string {
  const text = (value: number): string => (value < 0 ? `${(-value).toFixed(1)}i` : value.toFixed(1));
  const shown = Array.from(wavenumbers.subarray(0, MOST_NAMED), text).join(", ");
  const more = wavenumbers.length > MOST_NAMED ? ` … ${text(wavenumbers.at(-1)!)}` : "";
  return (
    `${wavenumbers.length} modes: ${shown}${more} cm⁻¹` +
    (imaginary === 0 ? "" : `; ${imaginary} imaginary`) +
    (largest > STATIONARY
      ? `. The largest force is ${largest.toExponential(1)} Eh/a0: harmonic frequencies hold for stationary points, so optimise first`
      : "")
  );
}

function hessianJson({ atoms, matrix, dipoleDerivatives }: Hessian, masses: Float64Array): string {
  return `${JSON.stringify({
    units: { hessian: "hartree/bohr^2", masses: "u", dipole_derivatives: "e" },
    atoms: [...atoms],
    masses: Array.from(masses, (mass) => mass / DALTON),
    hessian: [...matrix],
    dipole_derivatives: dipoleDerivatives === undefined ? null : [...dipoleDerivatives],
  })}\n`;
}

const count = (value: number): Measured => ({ value, unit: "1" });

function thermalSummary(thermal: ReturnType<typeof harmonicGas>): Record<string, Measured> {
  const joule = (entropy: number): Measured => ({ value: entropy * HARTREE_IN_JOULE * AVOGADRO, unit: "J/mol/K" });
  const energy = (value: number): Measured => ({ value, unit: "Eh" });
  return {
    zeroPointEnergy: energy(thermal.zeroPoint),
    temperature: { value: thermal.temperature / BOLTZMANN, unit: "K" },
    vibrationalEnergy: energy(thermal.vibration.energy),
    vibrationalEntropy: joule(thermal.vibration.entropy),
    ...(thermal.gas === undefined
      ? {}
      : {
          internalEnergy: energy(thermal.gas.internalEnergy),
          enthalpy: energy(thermal.gas.enthalpy),
          entropy: joule(thermal.gas.entropy),
          gibbsEnergy: energy(thermal.gas.gibbsEnergy),
        }),
  };
}
