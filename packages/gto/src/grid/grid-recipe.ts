import { InputError } from "@qmmm/core";
import { LAST_GRID_ELEMENT, LAST_SG1_ELEMENT, sg1Radius, treutlerAhlrichsScale } from "./atomic-radii.js";
import { lebedevCount } from "./lebedev.js";
import type { CellFunction } from "./partition/cell-function.js";
import { angularCounts, type Pruning } from "./pruning.js";
import { eulerMaclaurin, type RadialGrid, treutlerAhlrichs } from "./radial.js";

/** How a molecule's quadrature is made of those of its atoms. */
export interface GridRecipe {
  /** Radial quadrature of every element. */
  readonly radial: "treutler-ahlrichs" | "euler-maclaurin";
  /** Radial and largest angular numbers of points of an element. */
  readonly counts: (element: number) => readonly [radial: number, angular: number];
  readonly pruning: Pruning;
  /** How space is divided among the atoms. */
  readonly partition: CellFunction;
  /** Shifts the borders between unlike atoms as Treutler and Ahlrichs do. */
  readonly adjustedBorders: boolean;
}

/** Radial points of levels 0 to 9 for the elements of periods 1 to 4, as in PySCF. */
const RADIAL_COUNTS = [
  [10, 15, 20, 30],
  [30, 40, 50, 60],
  [40, 60, 65, 75],
  [50, 75, 80, 90],
  [60, 90, 95, 105],
  [70, 105, 110, 120],
  [80, 120, 125, 135],
  [90, 135, 140, 150],
  [100, 150, 155, 165],
  [200, 200, 200, 200],
];

/** Degrees of the angular quadratures of the same. */
const ANGULAR_DEGREES = [
  [11, 15, 17, 17],
  [17, 23, 23, 23],
  [23, 29, 29, 29],
  [29, 29, 35, 35],
  [35, 41, 41, 41],
  [41, 47, 47, 47],
  [47, 53, 53, 53],
  [53, 59, 59, 59],
  [59, 59, 59, 59],
  [65, 65, 65, 65],
];

const period = (element: number): number => (element <= 2 ? 0 : element <= 10 ? 1 : element <= 18 ? 2 : 3);

/**
 * The quadrature that PySCF makes at a level 0 to 9: Treutler–Ahlrichs radii, NWChem's pruning, Becke's partition with
 * adjusted borders.
 */
export function gridLevel(level: number): GridRecipe {
  if (RADIAL_COUNTS[level] === undefined) {
    throw new InputError("QMMM_GRID_LEVEL", `There is no grid level ${level}`, {
      value: level,
      allowed: "0 to 9",
      action: "Choose one of these levels",
    });
  }
  return {
    radial: "treutler-ahlrichs",
    counts: (element) => [RADIAL_COUNTS[level][period(element)], lebedevCount(ANGULAR_DEGREES[level][period(element)])],
    pruning: "nwchem",
    partition: "becke",
    adjustedBorders: true,
  };
}

/** As a level, with the same numbers of points for every element. */
export function uniformGrid(radial: number, angular: number, pruning: Pruning): GridRecipe {
  return { ...gridLevel(0), counts: () => [radial, angular], pruning };
}

/** SG-1: 50 Euler–Maclaurin radii, at most 194 directions. Gill, Johnson & Pople 1993, doi:10.1016/0009-2614(93)80125-9. */
export function standardGrid1(partition: CellFunction): GridRecipe {
  return {
    radial: "euler-maclaurin",
    counts: () => [50, 194],
    pruning: "sg1",
    partition,
    adjustedBorders: false,
  };
}

/** An atom's quadrature: its radii, each with the number of its directions. */
export interface AtomicGrid {
  readonly radial: RadialGrid;
  readonly angular: readonly number[];
}

/** @throws InputError `QMMM_GRID_ELEMENT` for an element that the recipe has no radii for */
export function atomicGrid(recipe: GridRecipe, element: number): AtomicGrid {
  const isSg1 = recipe.radial === "euler-maclaurin" || recipe.pruning === "sg1";
  const last = isSg1 ? LAST_SG1_ELEMENT : LAST_GRID_ELEMENT;
  if (element < 1 || element > last) {
    throw new InputError("QMMM_GRID_ELEMENT", `The integration grid is not defined for atomic number ${element}`, {
      value: element,
      allowed: `1 to ${last}`,
      action: isSg1 ? "Choose another grid than SG-1" : "Leave this element to another level of theory",
    });
  }
  const [count, largest] = recipe.counts(element);
  const radial =
    recipe.radial === "treutler-ahlrichs"
      ? treutlerAhlrichs(count, treutlerAhlrichsScale(element))
      : eulerMaclaurin(count, sg1Radius(element));
  return { radial, angular: angularCounts(recipe.pruning, element, radial.radii, largest) };
}
