import {
  ELEMENT_SYMBOLS,
  InputError,
  type MmModel,
  type Potential,
  quantity,
  type Scope,
  type System,
  type TermMask,
} from "@qmmm/core";
import { z } from "zod";
import { type LongRangeSettings, longRangeConventions, longRangeSettings } from "../long-range/settings.js";
import { solidOptions } from "./options.js";

/**
 * Options of silica made of ions with Ewald's sum.
 *
 * @param cutoff - at first
 * @param pairs - what ends at the cutoff beside the short-range part of the sum
 */
export function silicaOptions(cutoff: string, pairs: string) {
  return {
    cutoff: quantity("length", { above: 0 })
      .prefault(cutoff)
      .describe(`Where ${pairs} (by shifted force) and the short-range part of Ewald's sum end`),
    accuracy: z
      .number()
      .min(1e-14)
      .max(0.1)
      .default(1e-7)
      .describe(
        "Wanted RMS error of the charges' forces, relative to the force between two charges e that are 1 Å apart",
      ),
    skin: solidOptions.skin,
  };
}

/** The ions of a silica: oxygen is type 0, silicon type 1. */
export interface SilicaIons {
  /** e; length N. */
  readonly charges: Float64Array;
  readonly typeOf: Int32Array;
  readonly settings: LongRangeSettings;
  readonly conventions: Readonly<Record<string, string | number>>;
}

/**
 * Charges by element and how their images are summed.
 *
 * @param name - of the force field, for errors
 * @param potential - what the record calls it
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` for another element, `QMMM_MM_CELL_MISSING`
 */
export function silicaIons(
  name: string,
  potential: string,
  chargeOf: ReadonlyMap<number, number>,
  { topology, geometry }: System,
  { cutoff, accuracy }: { readonly cutoff: number; readonly accuracy: number },
): SilicaIons {
  const charges = Float64Array.from(topology.elements, (element, atom) => {
    const charge = chargeOf.get(element);
    if (charge !== undefined) return charge;
    throw new InputError("QMMM_MM_PARAMETERS_MISSING", `${name} has no parameters for atom ${atom} (from 0)`, {
      value: ELEMENT_SYMBOLS[element],
      allowed: ["Si", "O"],
      action: "Use a force field that has this element",
    });
  });
  const settings = longRangeSettings({ type: "ewald", accuracy }, charges, cutoff, geometry.cell);
  return {
    charges,
    typeOf: Int32Array.from(topology.elements, (element) => (element === 14 ? 1 : 0)),
    settings,
    conventions: { potential, ...longRangeConventions(settings, charges, geometry.cell!) },
  };
}

/** A model of ions without bonds. Their pairs are no Lennard-Jones ones: a QM region would have to bring its own. */
export abstract class SilicaModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale = 1;
  readonly conventions: Readonly<Record<string, string | number>>;

  /** @param cutoff - a0 */
  constructor(
    { charges, conventions }: SilicaIons,
    readonly cutoff: number,
  ) {
    this.charges = charges;
    this.conventions = conventions;
    this.lennardJones = { sigma: new Float64Array(charges.length), epsilon: new Float64Array(charges.length) };
  }

  equilibriumBond(): undefined {
    return undefined;
  }

  abstract potential(mask: TermMask, scope: Scope): Promise<Potential>;
}

/** The error for geometries without a cell. */
export function cellMissing(name: string): InputError {
  return new InputError("QMMM_MM_CELL_MISSING", `${name} needs a periodic cell`, {
    allowed: "geometries with a cell",
    action: "Give the system a cell",
  });
}
