import { braggSlaterRadius, sg1Radius } from "./atomic-radii.js";
import { LEBEDEV_COUNTS } from "./lebedev.js";

/** How the sphere is sampled more coarsely near the nucleus and far from it. */
export type Pruning = "none" | "nwchem" | "treutler" | "sg1";

/** Bounds of five regions in units of an atom's radius, for H and He, Li to Ne, and beyond. */
const REGIONS: readonly (readonly number[])[] = [
  [0.25, 0.5, 1.0, 4.5],
  [0.1667, 0.5, 0.9, 3.5],
  [0.1, 0.4, 0.8, 2.5],
];

const SG1_COUNTS = [6, 38, 86, 194, 86];

/** Sizes from which NWChem's pruning chooses. */
const NWCHEM_COUNTS = LEBEDEV_COUNTS.filter((count) => count >= 38);

/**
 * Numbers of angular points at every radius.
 *
 * `nwchem`: five regions as in SG-1, bounded by Bragg–Slater radii, with sizes relative to the largest, as in NWChem and
 * PySCF. `treutler`: 14, 50, then all (Treutler & Ahlrichs 1995, doi:10.1063/1.469408). `sg1`: Gill, Johnson & Pople 1993,
 * doi:10.1016/0009-2614(93)80125-9.
 *
 * @param radii - ascending, a0
 * @param largest - number of points where the sphere is sampled best
 */
export function angularCounts(pruning: Pruning, element: number, radii: Float64Array, largest: number): number[] {
  switch (pruning) {
    case "none":
      return Array.from(radii, () => largest);
    case "treutler":
      return Array.from(radii, (_, i) =>
        i < Math.floor(radii.length / 3) ? 14 : i < Math.floor(radii.length / 2) ? 50 : largest,
      );
    case "sg1":
      // A sphere on a bound belongs outside: the 17th of hydrogen does, which has 3752 points so.
      return Array.from(radii, (r) => SG1_COUNTS[region(element, r / sg1Radius(element), "outside")]);
    case "nwchem": {
      if (largest < 50) return Array.from(radii, () => largest);
      const top = NWCHEM_COUNTS.indexOf(largest);
      const places = largest === 50 ? [1, 2, 2, 2, 1] : [1, 3, top - 1, top, top - 1];
      // The smallest sizes are 38, 50 and 74; the grid of 50 points is pruned between 50 and 74.
      const counts = places.map((place) => NWCHEM_COUNTS[place]);
      const radius = braggSlaterRadius(element);
      return Array.from(radii, (r) => counts[region(element, r / radius, "inside")]);
    }
  }
}

/** Number of the region that a radius, in units of the atom's, lies in; a radius on a bound counts as inside or outside of it. */
function region(element: number, scaled: number, bound: "inside" | "outside"): number {
  const bounds = REGIONS[element <= 2 ? 0 : element <= 10 ? 1 : 2];
  return bounds.filter((limit) => scaled > limit || (bound === "outside" && scaled === limit)).length;
}
