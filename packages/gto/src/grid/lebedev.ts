import { InputError } from "@qmmm/core";
import { LEBEDEV_ORBITS } from "./data/lebedev-orbits.js";

/** A quadrature of the unit sphere. */
export interface AngularGrid {
  /** Unit vectors, length 3·count. */
  readonly directions: Float64Array;
  /** Weights, which sum to 1; length count. */
  readonly weights: Float64Array;
}

/** Numbers of points of the quadratures here, ascending. */
export const LEBEDEV_COUNTS: readonly number[] = LEBEDEV_ORBITS.map(([, count]) => count);

/** Number of points of the quadrature that is exact to a degree. */
export function lebedevCount(degree: number): number {
  const found = LEBEDEV_ORBITS.find(([own]) => own === degree);
  if (found === undefined) throw unknownGrid("degree", degree, 0);
  return found[1];
}

/**
 * The Lebedev quadrature of a number of points, with its axes along x, y and z. Lebedev & Laikov, Doklady Mathematics 59,
 * 477 (1999).
 *
 * @throws InputError `QMMM_GRID_ANGULAR` when there is none of that size
 */
export function lebedevGrid(count: number): AngularGrid {
  const found = LEBEDEV_ORBITS.find(([, own]) => own === count);
  if (found === undefined) throw unknownGrid("number of points", count, 1);
  const orbits = found[2];
  const directions: number[] = [];
  const weights: number[] = [];
  for (let o = 0; o < orbits.length; o += 4) {
    for (const [x, y, z] of orderings(orbits[o + 1], orbits[o + 2], orbits[o + 3])) {
      for (const sx of signs(x)) {
        for (const sy of signs(y)) {
          for (const sz of signs(z)) {
            directions.push(sx * x, sy * y, sz * z);
            weights.push(orbits[o]);
          }
        }
      }
    }
  }
  return { directions: Float64Array.from(directions), weights: Float64Array.from(weights) };
}

/** Distinct orderings of x ≤ y ≤ z. */
function orderings(x: number, y: number, z: number): readonly (readonly [number, number, number])[] {
  const cyclic = [
    [x, y, z],
    [y, z, x],
    [z, x, y],
  ] as const;
  if (x === y && y === z) return cyclic.slice(0, 1);
  if (x === y || y === z) return cyclic;
  return [...cyclic, [x, z, y], [z, y, x], [y, x, z]];
}

function signs(value: number): readonly number[] {
  return value === 0 ? [1] : [1, -1];
}

function unknownGrid(what: string, value: number, column: 0 | 1): InputError {
  return new InputError("QMMM_GRID_ANGULAR", `There is no Lebedev quadrature with ${what} ${value}`, {
    value,
    allowed: LEBEDEV_ORBITS.map((grid) => String(grid[column])),
    action: "Choose one of these",
  });
}
