import { BOHR_IN_ANGSTROM, InputError, type System, UnsupportedError } from "@qmmm/core";
import type { z } from "zod";
import { LENNARD_JONES } from "../kernels/signatures.js";
import { interactionsOf } from "../nonbonded/pair-list.js";
import type { RadialTable } from "../nonbonded/radial-table.js";
import type { MmParameters } from "../parameters/mm-parameters.js";
import { dampedScreening } from "./damped-coulomb.js";
import type { DispersionPairs } from "./dispersion-correction.js";
import {
  type DispersionMeshSettings,
  dispersionMeshConventions,
  dispersionMeshSettings,
} from "./dispersion-settings.js";
import { LENNARD_JONES_FORMS, type LennardJonesForm, lennardJonesForm } from "./lennard-jones-form.js";
import { dispersionMeshOptions, type longRangeOptions } from "./options.js";
import { reactionFieldTable } from "./reaction-field.js";
import { type Screening, screenedTable } from "./screening.js";
import { type LongRangeSettings, longRangeConventions, longRangeSettings } from "./settings.js";

/** How non-bonded interactions end at the cutoff or go on beyond it. */
export interface NonbondedTreatment {
  /** Absent: Coulomb energies of pairs within the cutoff alone. */
  readonly longRange?: LongRangeSettings | undefined;
  /** Damped pairs that end at the cutoff; absent: others. */
  readonly damped?: Screening | undefined;
  /** Pairs with a reaction field or shifted forces; absent: others. */
  readonly cutOff?: RadialTable | undefined;
  readonly form: LennardJonesForm;
  readonly dispersion: DispersionPairs | "none";
  /** Dispersion beyond the cutoff on a mesh; absent: none. */
  readonly mesh?: DispersionMeshSettings | undefined;
}

/** The default: Lennard-Jones and Coulomb energies and forces shifted to zero at the cutoff. */
export function shiftedForces(cutoff: number): NonbondedTreatment {
  const cutOff = screenedTable(dampedScreening("dsf", 0, cutoff), cutoff);
  return { cutOff, form: lennardJonesForm("shifted-force", cutoff, cutoff), dispersion: "none" };
}

/** What `longRangeOptions` give. */
export interface TreatmentOptions {
  readonly electrostatics: z.output<typeof longRangeOptions.electrostatics>;
  readonly lennardJones: z.output<typeof longRangeOptions.lennardJones>;
}

/**
 * The parameters of a system with the treatment that the options ask for, and its conventions.
 *
 * @throws QmmmError `QMMM_MM_CELL_MISSING`, `QMMM_MM_CUTOFF_MISSING`, `QMMM_MM_SWITCH_RANGE`
 */
export function withTreatment(parameters: MmParameters, options: TreatmentOptions, system: System): MmParameters {
  const { electrostatics, lennardJones } = options;
  const { cutoff } = parameters;
  const { cell } = system.geometry;
  const dispersion = lennardJones.dispersionCorrection;
  const plain =
    electrostatics.type === "shifted-force" && lennardJones.form === "shifted-force" && dispersion === "none";
  if (plain) return parameters;
  const scale = Math.sqrt(parameters.coulombScale);
  const charges = parameters.charges.map((q) => q * scale);
  const withImages = electrostatics.type === "ewald" || electrostatics.type === "pme";
  const longRange = withImages
    ? longRangeSettings(electrostatics, charges, cutoff, cell, countLennardJones(parameters))
    : undefined;
  if (cutoff === undefined) {
    throw new InputError("QMMM_MM_CUTOFF_MISSING", `The electrostatics "${electrostatics.type}" need a cutoff`, {
      value: electrostatics.type,
      allowed: "a length, such as 9 angstrom",
      action: "Set the force field's option cutoff",
    });
  }
  if (cell === undefined && dispersion !== "none") {
    throw new InputError("QMMM_MM_CELL_MISSING", "A dispersion correction needs a periodic cell and a cutoff", {
      value: dispersion,
      allowed: "periodic systems with a cutoff",
      action: "Set dispersionCorrection to none",
    });
  }
  if (lennardJones.form === "pme" && dispersion !== "none") {
    throw new InputError("QMMM_MM_DISPERSION_TWICE", "A dispersion correction stands for what the form pme sums", {
      value: dispersion,
      allowed: "none",
      action: "Set dispersionCorrection to none",
    });
  }
  const ending = lennardJones.form === "pme" ? "shift" : lennardJones.form;
  const form = lennardJonesForm(ending, cutoff, switchDistance(lennardJones, cutoff));
  const mesh =
    lennardJones.form === "pme"
      ? dispersionMeshSettings(lennardJones.mesh ?? dispersionMeshOptions.parse({}), cutoff, cell)
      : undefined;
  return {
    ...parameters,
    treatment: { longRange, ...pairsWithin(electrostatics, cutoff), form, dispersion, mesh },
    conventions: {
      ...parameters.conventions,
      ...(longRange === undefined || cell === undefined ? {} : longRangeConventions(longRange, charges, cell)),
      ...pairConventions(electrostatics),
      cutoff: `${(cutoff * BOHR_IN_ANGSTROM).toFixed(4)} Å`,
      lennardJonesForm: lennardJones.form,
      ...(mesh === undefined ? {} : dispersionMeshConventions(mesh)),
      ...(form.start > 0 && form.start < cutoff
        ? { lennardJonesSwitch: `from ${(form.start * BOHR_IN_ANGSTROM).toFixed(4)} Å` }
        : {}),
      dispersionCorrection:
        dispersion === "none"
          ? "none"
          : `${dispersion === "gromacs" ? "r^-6" : "r^-6 and r^-12"}, pairs counted: ${dispersion}`,
    },
  };
}

/** How many atoms have Lennard-Jones interaction. */
function countLennardJones({ charges, lennardJones }: MmParameters): number {
  return interactionsOf({ charges, ...lennardJones }).filter((kinds) => (kinds & LENNARD_JONES) !== 0).length;
}

/** @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED` where dispersion is wanted on a mesh, which knows Lennard-Jones pairs only */
export function refuseMesh({ lennardJones }: Pick<TreatmentOptions, "lennardJones">, what: string): void {
  if (lennardJones.form !== "pme") return;
  throw new UnsupportedError("QMMM_MM_TERM_UNSUPPORTED", `Dispersion on a mesh can't be had with ${what}`, {
    value: "pme",
    allowed: LENNARD_JONES_FORMS,
    action: "Choose another form under lennardJones, with a dispersion correction where one is wanted",
  });
}

/** Coulomb energies of pairs within the cutoff alone. */
function pairsWithin(
  electrostatics: TreatmentOptions["electrostatics"],
  cutoff: number,
): Pick<NonbondedTreatment, "damped" | "cutOff"> {
  switch (electrostatics.type) {
    case "reaction-field":
      return { cutOff: reactionFieldTable(electrostatics.dielectric, cutoff) };
    case "shifted-force":
      return { cutOff: screenedTable(dampedScreening("dsf", 0, cutoff), cutoff) };
    case "wolf":
    case "dsf":
      return { damped: dampedScreening(electrostatics.type, 1 / electrostatics.screening, cutoff) };
    default:
      return {};
  }
}

function pairConventions(electrostatics: TreatmentOptions["electrostatics"]): Readonly<Record<string, string>> {
  switch (electrostatics.type) {
    case "reaction-field":
      return { electrostatics: `reaction field of a dielectric constant of ${electrostatics.dielectric}` };
    case "wolf":
    case "dsf":
      return {
        electrostatics: electrostatics.type === "wolf" ? "damped, shifted energy (Wolf)" : "damped, shifted force",
        damping: `${(1 / (electrostatics.screening * BOHR_IN_ANGSTROM)).toPrecision(8)} 1/Å`,
      };
    default:
      return {};
  }
}

function switchDistance(options: TreatmentOptions["lennardJones"], cutoff: number): number {
  const start = options.switchDistance ?? cutoff - 1 / BOHR_IN_ANGSTROM;
  if (start > 0 && start < cutoff) return start;
  const inAngstrom = (x: number): string => `${(x * BOHR_IN_ANGSTROM).toFixed(4)} Å`;
  throw new InputError("QMMM_MM_SWITCH_RANGE", `Switching from ${inAngstrom(start)} on is not possible`, {
    value: inAngstrom(start),
    allowed: `above 0, below the cutoff of ${inAngstrom(cutoff)}`,
    action: "Set lennardJones.switchDistance to a length below the cutoff",
  });
}
