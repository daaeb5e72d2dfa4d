import { atomicGrid, type GridRecipe, gridLevel, lebedevGrid, standardGrid1, uniformGrid } from "@qmmm/gto";
import type { DftOptions } from "./options.js";

/** The recipe of a level's grid, tried on the elements of a molecule. @throws InputError `QMMM_GRID_ANGULAR`, `QMMM_GRID_ELEMENT` */
export function gridRecipe(grid: DftOptions["grid"], elements: Uint8Array): GridRecipe {
  const recipe = recipeOf(grid);
  for (const element of new Set(elements)) for (const count of atomicGrid(recipe, element).angular) lebedevGrid(count);
  return recipe;
}

/**
 * A grid with few points beside this one, for the beginning of iterations.
 *
 * @param worth - level from which on it is worth its while; undefined is returned below
 */
export function roughRecipe(grid: DftOptions["grid"], worth: number): GridRecipe | undefined {
  return typeof grid === "number" && grid < worth ? undefined : gridLevel(0);
}

function recipeOf(grid: DftOptions["grid"]): GridRecipe {
  if (typeof grid === "number") return gridLevel(grid);
  if (grid === "SG-1") return standardGrid1("becke");
  if (grid === "SG-1/SSF") return standardGrid1("stratmann");
  lebedevGrid(grid.angular);
  return uniformGrid(grid.radial, grid.angular, grid.pruning);
}
