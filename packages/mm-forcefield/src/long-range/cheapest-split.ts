import type { Influence } from "./b-spline.js";
import { type ChargeStatistics, gridError, splittingFor } from "./error-estimate.js";
import { nextSmoothEven } from "./fft-radix.js";
import { AT_ONCE } from "./pme-grid.js";

/** How a particle-mesh sum is split between pairs and grid. */
export interface PmeSplit {
  /** Where the sum over pairs ends, a0. */
  readonly cutoff: number;
  /** Order of the B-splines. */
  readonly order: number;
}

/** Time that the parts of a step take on one core, in units of a pair of charges: what counts is their ratios. */
const COST = {
  chargePair: 1,
  /** A pair with Lennard-Jones interaction, charges included. */
  lennardJonesPair: 3,
  /** A grid point, both Fourier transforms and convolution. */
  gridPoint: 3.5,
  /** A charge and a grid point that its splines touch, spread and interpolated; points of a row are taken several at once. */
  splinePoint: 0.45,
} as const;

/** Lists reach beyond the cutoff by about so much, a0. */
const SKIN = 2;
export const DEFAULT_ORDER = 5;
const ORDERS = [4, 5, 6] as const;
/**
 * The shortest cutoff of charges tried, by that of Lennard-Jones energies and in a0: errors are estimated for charges that know
 * nothing of each other, which those of one molecule do not. Of cutoffs in between, a number are tried.
 */
const [SHORTEST, SHORTEST_LENGTH] = [0.6, 9.5];
const TRIALS = 41;

/**
 * The split of a particle-mesh sum that costs least for a given error: as the sum over pairs of charges need not end where
 * Lennard-Jones energies do, a shorter one with a finer grid pays where most atoms, such as hydrogens of water, have a charge alone.
 *
 * @param lengths - of the cell's vectors, a0
 * @param cutoff - of Lennard-Jones energies, a0; the longest of charges
 * @param withLennardJones - atoms with Lennard-Jones interaction
 * @param error - wanted of the forces in real space and in reciprocal space each, Eh/a0
 * @param order - of the splines, if given
 */
export function cheapestSplit(
  system: ChargeStatistics,
  lengths: readonly number[],
  cutoff: number,
  withLennardJones: number,
  error: number,
  influence: Influence,
  order: number | undefined,
): PmeSplit {
  const { atomCount, volume } = system;
  const both = (withLennardJones / atomCount) ** 2;
  const pairsWithin = (reach: number): number => ((2 * Math.PI) / 3) * (atomCount / volume) * atomCount * reach ** 3;
  let best: PmeSplit = { cutoff, order: order ?? DEFAULT_ORDER };
  let least = Number.POSITIVE_INFINITY;
  for (const tried of order === undefined ? ORDERS : [order]) {
    const steps = stepsOfError(system, tried, influence);
    const shortest = Math.min(cutoff, Math.max(SHORTEST * cutoff, SHORTEST_LENGTH));
    for (let trial = 0; trial < TRIALS; trial++) {
      const short = cutoff + ((shortest - cutoff) * trial) / (TRIALS - 1);
      const spacing = steps(splittingFor(system, short, error), error / Math.sqrt(3));
      const points = lengths.reduce((product, length) => product * nextSmoothEven(length / spacing), 1);
      const cost =
        (1 - both) * COST.chargePair * pairsWithin(short + SKIN) +
        both * COST.lennardJonesPair * pairsWithin(cutoff + SKIN) +
        COST.gridPoint * points +
        COST.splinePoint * atomCount * tried ** 2 * AT_ONCE * Math.ceil(tried / AT_ONCE);
      if (cost >= least) continue;
      least = cost;
      best = { cutoff: short, order: tried };
    }
  }
  return best;
}

/** Points at which the error of a grid is computed, and the shortest and longest distance of grid points, both times β. */
const [SAMPLES, FINEST, COARSEST] = [25, 0.02, 2];

/**
 * The distance of grid points (a0) for a β and an error, by interpolation. The error over √β depends on distance times β alone.
 */
function stepsOfError(
  system: ChargeStatistics,
  order: number,
  influence: Influence,
): (beta: number, error: number) => number {
  const ratio = (COARSEST / FINEST) ** (1 / (SAMPLES - 1));
  const steps = Array.from({ length: SAMPLES }, (_, k) => FINEST * ratio ** k);
  const errors = steps.map((step) => Math.log(gridError(system, 1, order, influence, step)));
  return (beta, error) => {
    const wanted = Math.log(error / Math.sqrt(beta));
    const above = errors.findIndex((value) => value > wanted);
    if (above < 1) return steps[above === 0 ? 0 : SAMPLES - 1]! / beta;
    const part = (wanted - errors[above - 1]!) / (errors[above]! - errors[above - 1]!);
    return (steps[above - 1]! * ratio ** part) / beta;
  };
}
