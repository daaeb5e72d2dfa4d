import { BOHR_IN_ANGSTROM, type Cell, InputError } from "@qmmm/core";
import type { Influence } from "./b-spline.js";
import { cheapestSplit, DEFAULT_ORDER } from "./cheapest-split.js";
import {
  type ChargeStatistics,
  gridError,
  longestWaveFor,
  realSpaceError,
  reciprocalError,
  spacingFor,
  splittingFor,
} from "./error-estimate.js";
import { backgroundEnergy } from "./ewald-coulomb.js";
import { volumeOf } from "./ewald-sum.js";
import { halfSpaceWaves } from "./ewald-waves.js";
import { nextSmoothEven } from "./fft-radix.js";
import { latticeOf } from "./lattice.js";
import type { LongRangeOptions, PmeOptions } from "./options.js";

interface CommonSettings {
  /** Ewald's splitting parameter, a0⁻¹. */
  readonly beta: number;
  /** Where erfc(βr)/r is cut off, a0; Lennard-Jones energies may reach farther. */
  readonly cutoff: number;
  /** Estimated RMS errors of the forces, Eh/a0. */
  readonly estimate: { readonly realSpace: number; readonly reciprocal: number };
}

/** Settings of Ewald's sum. */
export interface EwaldSettings extends CommonSettings {
  readonly method: "ewald";
  /** Indices of half of the reciprocal vectors, three each. */
  readonly waves: Int32Array;
}

/** Settings of particle-mesh Ewald. */
export interface PmeSettings extends CommonSettings {
  readonly method: "pme";
  /** Order of the B-splines. */
  readonly order: number;
  readonly grid: readonly [number, number, number];
  readonly influence: Influence;
}

/** Everything that a long-range sum needs. Fixed once for a system, so that energies stay smooth when its cell changes. */
export type LongRangeSettings = EwaldSettings | PmeSettings;

/** Force between two elementary charges 1 Å apart, Eh/a0: what `accuracy` is relative to. */
const UNIT_FORCE = BOHR_IN_ANGSTROM ** 2;

/**
 * Settings for a system from the accuracy asked for, half of the squared error each in real and reciprocal space.
 *
 * @param charges - e times the square root of the Coulomb constant; length N
 * @param cutoff - of all pairs, a0; that of charges in real space may be shorter
 * @param withLennardJones - atoms with Lennard-Jones interaction: particle-mesh Ewald is split between pairs and grid as costs least
 *   then; by default charges end at the cutoff
 * @throws QmmmError `QMMM_MM_CELL_MISSING` for an open system, `QMMM_MM_CUTOFF_MISSING`, `QMMM_MM_CUTOFF_CHARGES`
 */
export function longRangeSettings(
  options: LongRangeOptions,
  charges: Float64Array,
  cutoff: number | undefined,
  cell: Cell | undefined,
  withLennardJones?: number,
): LongRangeSettings {
  if (cell === undefined) {
    throw new InputError("QMMM_MM_CELL_MISSING", `The electrostatics "${options.type}" need a periodic cell`, {
      value: options.type,
      allowed: "systems with a cell",
      action: "Give the system a cell, or leave the force field's option electrostatics out",
    });
  }
  if (cutoff === undefined) {
    throw new InputError("QMMM_MM_CUTOFF_MISSING", `The electrostatics "${options.type}" need a cutoff`, {
      value: options.type,
      allowed: "a length, such as 9 angstrom",
      action: "Set the force field's option cutoff",
    });
  }
  const lattice = latticeOf(cell);
  const system: ChargeStatistics = {
    atomCount: Math.max(1, charges.length),
    // A system without charges needs some scale all the same.
    squaredCharges: charges.reduce((sum, q) => sum + q * q, 0) || 1,
    volume: volumeOf(lattice),
  };
  return options.type === "ewald"
    ? ewaldSettings(options, system, cutoff, lattice)
    : pmeSettings(options, system, cutoff, lattice, withLennardJones);
}

/** What each half of the sum may contribute to the error, Eh/a0. */
const errorOfHalf = ({ accuracy }: LongRangeOptions): number => (accuracy * UNIT_FORCE) / Math.SQRT2;

/** β of the options, or that by which the real-space part has the wanted error. */
function splitting(options: LongRangeOptions, system: ChargeStatistics, cutoff: number): number {
  return options.screening === undefined ? splittingFor(system, cutoff, errorOfHalf(options)) : 1 / options.screening;
}

function ewaldSettings(
  options: LongRangeOptions,
  system: ChargeStatistics,
  cutoff: number,
  lattice: Float64Array,
): EwaldSettings {
  const beta = splitting(options, system, cutoff);
  const longest = longestWaveFor(system, beta, errorOfHalf(options));
  const waves = halfSpaceWaves(lattice, longest);
  const realSpace = realSpaceError(system, cutoff, beta);
  return {
    method: "ewald",
    beta,
    cutoff,
    waves,
    estimate: { realSpace, reciprocal: reciprocalError(system, beta, longest) },
  };
}

function pmeSettings(
  options: PmeOptions,
  system: ChargeStatistics,
  longest: number,
  lattice: Float64Array,
  withLennardJones: number | undefined,
): PmeSettings {
  const error = errorOfHalf(options);
  const lengths = [0, 3, 6].map((k) => Math.hypot(lattice[k]!, lattice[k + 1]!, lattice[k + 2]!));
  const influence = options.influence ?? (options.grid === undefined ? "optimal" : "essmann");
  const given = options.cutoff ?? options.screening ?? options.grid;
  const { cutoff, order } =
    given === undefined && withLennardJones !== undefined
      ? cheapestSplit(system, lengths, longest, withLennardJones, error, influence, options.order)
      : { cutoff: chargeCutoff(options, longest), order: options.order ?? DEFAULT_ORDER };
  const beta = splitting(options, system, cutoff);
  const spacing = spacingFor(system, beta, order, influence, error / Math.sqrt(3));
  const automatic = lengths.map((length) => nextSmoothEven(length / spacing)) as [number, number, number];
  const grid = options.grid ?? automatic;
  const realSpace = realSpaceError(system, cutoff, beta);
  const errors = lengths.map((length, d) => gridError(system, beta, order, influence, length / grid[d]!));
  return {
    method: "pme",
    beta,
    cutoff,
    order,
    grid,
    influence,
    estimate: { realSpace, reciprocal: Math.hypot(...errors) },
  };
}

/** The cutoff of charges that the options give. Much shorter ones than half of all pairs' are mistakes. */
function chargeCutoff(options: PmeOptions, longest: number): number {
  const { cutoff = longest } = options;
  if (2 * cutoff >= longest && cutoff <= longest) return cutoff;
  const inAngstrom = (x: number): string => `${(x * BOHR_IN_ANGSTROM).toFixed(4)} Å`;
  throw new InputError("QMMM_MM_CUTOFF_CHARGES", `Charges cannot end at ${inAngstrom(cutoff)}`, {
    value: inAngstrom(cutoff),
    allowed: `from ${inAngstrom(longest / 2)} to the cutoff of ${inAngstrom(longest)}`,
    action: "Change electrostatics.cutoff, or leave it out",
  });
}

/** What the settings are, for the record of results. */
export function longRangeConventions(
  settings: LongRangeSettings,
  charges: Float64Array,
  cell: Cell,
): Readonly<Record<string, string | number>> {
  const { beta, estimate } = settings;
  return {
    electrostatics: settings.method === "pme" ? "smooth particle-mesh Ewald" : "Ewald sum",
    ewaldCutoff: `${(settings.cutoff * BOHR_IN_ANGSTROM).toFixed(4)} Å`,
    ewaldSplitting: `${(beta / BOHR_IN_ANGSTROM).toPrecision(8)} 1/Å`,
    ...(settings.method === "pme"
      ? { pmeGrid: settings.grid.join(" × "), pmeOrder: settings.order, pmeInfluence: settings.influence }
      : { ewaldWaves: (2 * settings.waves.length) / 3 }),
    ewaldForceError:
      `${(Math.hypot(estimate.realSpace, estimate.reciprocal) / UNIT_FORCE).toExponential(1)} of the force between two ` +
      "charges e 1 Å apart, root mean square, estimated",
    boundary: "conducting (tin foil)",
    background: "uniform, neutralises a charged cell",
    backgroundEnergy: backgroundEnergy(charges, volumeOf(latticeOf(cell)), beta),
  };
}
