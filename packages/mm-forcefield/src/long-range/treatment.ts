import { BOHR_IN_ANGSTROM, InputError, type System } from "@qmmm/core";
import type { z } from "zod";
import type { MmParameters } from "../parameters/mm-parameters.js";
import type { DispersionPairs } from "./dispersion-correction.js";
import type { ErfSeries } from "./erf-series.js";
import { type LennardJonesForm, lennardJonesForm } from "./lennard-jones-form.js";
import type { longRangeOptions } from "./options.js";
import { reactionFieldSeries } from "./reaction-field.js";
import { type LongRangeSettings, longRangeConventions, longRangeSettings } from "./settings.js";

/** How non-bonded interactions end at the cutoff or go on beyond it. */
export interface NonbondedTreatment {
  /** Absent: Coulomb energies by reaction field or by shifted forces. */
  readonly longRange?: LongRangeSettings | undefined;
  /** What a reaction field subtracts from 1/r; absent: none. */
  readonly reactionField?: ErfSeries | undefined;
  readonly form: LennardJonesForm;
  readonly dispersion: DispersionPairs | "none";
}

/** What `longRangeOptions` give. */
export interface TreatmentOptions {
  readonly electrostatics: z.output<typeof longRangeOptions.electrostatics>;
  readonly lennardJones: z.output<typeof longRangeOptions.lennardJones>;
}

/**
 * The parameters of a system with the treatment that the options ask for, and its conventions.
 *
 * @throws QmmmError `QMMM_MM_CELL_MISSING`, `QMMM_MM_CUTOFF_MISSING`, `QMMM_MM_FORM_UNSUPPORTED`, `QMMM_MM_SWITCH_RANGE`
 */
export function withTreatment(parameters: MmParameters, options: TreatmentOptions, system: System): MmParameters {
  const { electrostatics, lennardJones } = options;
  const { cutoff } = parameters;
  const { cell } = system.geometry;
  const dispersion = lennardJones.dispersionCorrection;
  const plain =
    electrostatics.type === "shifted-force" && lennardJones.form === "shifted-force" && dispersion === "none";
  if (plain) return parameters;
  if (electrostatics.type === "shifted-force" && lennardJones.form !== "shifted-force") {
    throw new InputError(
      "QMMM_MM_FORM_UNSUPPORTED",
      `Lennard-Jones energies of the form "${lennardJones.form}" need other electrostatics than by shifted forces`,
      {
        value: lennardJones.form,
        allowed: "shifted-force, unless electrostatics are reaction-field, ewald or pme",
        action: "Set electrostatics to { type: pme }, or lennardJones.form to shifted-force",
      },
    );
  }
  const scale = Math.sqrt(parameters.coulombScale);
  const charges = parameters.charges.map((q) => q * scale);
  const withoutImages = electrostatics.type === "shifted-force" || electrostatics.type === "reaction-field";
  const longRange = withoutImages ? undefined : longRangeSettings(electrostatics, charges, cutoff, cell);
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
  const reactionField =
    electrostatics.type === "reaction-field" ? reactionFieldSeries(electrostatics.dielectric, cutoff) : undefined;
  const form = lennardJonesForm(lennardJones.form, cutoff, switchDistance(lennardJones, cutoff));
  return {
    ...parameters,
    treatment: { longRange, reactionField, form, dispersion },
    conventions: {
      ...parameters.conventions,
      ...(longRange === undefined || cell === undefined ? {} : longRangeConventions(longRange, charges, cell)),
      ...(electrostatics.type === "reaction-field"
        ? { electrostatics: `reaction field of a dielectric constant of ${electrostatics.dielectric}` }
        : {}),
      cutoff: `${(cutoff * BOHR_IN_ANGSTROM).toFixed(4)} Å`,
      lennardJonesForm: lennardJones.form,
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
