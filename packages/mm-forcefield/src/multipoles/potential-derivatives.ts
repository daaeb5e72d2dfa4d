import { type Cell, type KernelTable, NeighbourGrid } from "@qmmm/core";
import { volumeOf } from "../long-range/ewald-sum.js";
import { latticeOf } from "../long-range/lattice.js";
import type { LongRangeSettings } from "../long-range/settings.js";
import { componentsUpTo, type DerivativeRank } from "./components.js";
import { momentSum } from "./moment-sum.js";
import type { Moments } from "./signatures.js";

const NONE = new Float64Array(0);
const NO_LIST = new Int32Array(0);

/**
 * The potential of sources at points and its derivatives up to a rank: overwrites them (Eh/(e·a0ⁿ), 1, 4, 10 or 20 numbers per
 * point). A source exactly at a point acts there by its images alone. Symmetric: with L and M sets of moments at two places,
 * L acting on the potential of M is M acting on that of L.
 */
export type PotentialDerivatives = (
  derivatives: Float64Array,
  rank: DerivativeRank,
  points: Float64Array,
  sources: Moments,
) => void;

/** In open space, all sources at all points. */
export function openDerivatives(kernels: KernelTable): PotentialDerivatives {
  const pairs = kernels.get("mm/momentPairs");
  return (derivatives, rank, points, { positions, values, rank: momentRank }) => {
    derivatives.fill(0);
    const everywhere = Number.POSITIVE_INFINITY;
    pairs(derivatives, rank, points, positions, values, momentRank, NONE, 0, everywhere, NO_LIST, NO_LIST);
  };
}

/** Of sources and all their periodic images, by the solver that gives the energies; the mean potential of charges is zero. */
export function periodicDerivatives(
  settings: LongRangeSettings,
  kernels: KernelTable,
): (cell: Cell) => PotentialDerivatives {
  const { beta, cutoff } = settings;
  const sum = momentSum(settings, kernels);
  const pairs = kernels.get("mm/momentPairs");
  return (cell) => {
    const lattice = latticeOf(cell);
    const reduced: Cell = { vectors: lattice.slice(0, 9) };
    return (derivatives, rank, points, sources) => {
      const { positions, values, rank: momentRank } = sources;
      derivatives.fill(0);
      sum(derivatives, rank, NONE, points, sources, lattice);
      const { start, partners } = sourcesNear(points, positions, cutoff, reduced);
      pairs(derivatives, rank, points, positions, values, momentRank, lattice, beta, cutoff, start, partners);
      let total = 0;
      for (let k = 0; k < values.length; k += componentsUpTo(momentRank)) total += values[k]!;
      const background = (-Math.PI * total) / (volumeOf(lattice) * beta * beta);
      for (let k = 0; k < derivatives.length; k += componentsUpTo(rank)) derivatives[k] += background;
    };
  };
}

/** The sources within a distance of each point. */
function sourcesNear(
  points: Float64Array,
  positions: Float64Array,
  distance: number,
  cell: Cell,
): { readonly start: Int32Array; readonly partners: Int32Array } {
  const near = new NeighbourGrid(positions, distance, cell);
  const start = new Int32Array(points.length / 3 + 1);
  const partners: number[] = [];
  for (let at = 0; at < points.length; at += 3) {
    near.near(points[at]!, points[at + 1]!, points[at + 2]!, (source) => {
      partners.push(source);
      return false;
    });
    start[at / 3 + 1] = partners.length;
  }
  return { start, partners: Int32Array.from(partners) };
}
