import type { GridKernels, MolecularGrid } from "./contracts.js";
import { type AtomicGrid, atomicGrid, type GridRecipe } from "./grid-recipe.js";
import { type AngularGrid, lebedevGrid } from "./lebedev.js";
import { partitionOf } from "./partition/atomic-cells.js";
import { bisect } from "./spatial-blocks.js";

/** Points that are worked on together: their matrices stay in the processor's cache. */
const BLOCK = 128;
/** Points of smaller share of space contribute nothing. */
const SMALLEST_SHARE = 1e-16;

/**
 * The quadrature of a molecule: atomic ones, weighted by the share of their atom in the space around each point.
 *
 * The axes of the atomic quadratures are those of space, not of the molecule: principal axes jump or swap when a geometry
 * passes through a symmetric one, and energies with them; axes at rest never do. Forces that include the derivatives of the
 * weights are then exact derivatives of a smooth energy. The price is that energies depend on orientation, as much as they
 * are converged with the grid.
 *
 * @param nuclei - positions, a0; length 3·atoms
 */
export function molecularGrid(
  shares: GridKernels["gto/partitionShares"],
  recipe: GridRecipe,
  elements: Uint8Array,
  nuclei: Float64Array,
): MolecularGrid {
  const partition = partitionOf(elements, recipe.partition, recipe.adjustedBorders);
  const atomic = new Map<number, AtomicGrid>();
  for (const element of elements) if (!atomic.has(element)) atomic.set(element, atomicGrid(recipe, element));
  let total = 0;
  for (const element of elements) for (const count of atomic.get(element)!.angular) total += count;

  const points = new Float64Array(3 * total);
  const atomicWeights = new Float64Array(total);
  const parents = new Int32Array(total);
  const spheres = new Map<number, AngularGrid>();
  let p = 0;
  elements.forEach((element, atom) => {
    const { radial, angular } = atomic.get(element)!;
    angular.forEach((count, i) => {
      let sphere = spheres.get(count);
      if (sphere === undefined) spheres.set(count, (sphere = lebedevGrid(count)));
      const { directions, weights } = sphere;
      const r = radial.radii[i];
      const weight = 4 * Math.PI * radial.weights[i];
      for (let k = 0; k < count; k++, p++) {
        points[3 * p] = nuclei[3 * atom] + r * directions[3 * k];
        points[3 * p + 1] = nuclei[3 * atom + 1] + r * directions[3 * k + 1];
        points[3 * p + 2] = nuclei[3 * atom + 2] + r * directions[3 * k + 2];
        atomicWeights[p] = weight * weights[k];
        parents[p] = atom;
      }
    });
  });
  const share = new Float64Array(total);
  shares(share, partition, nuclei, points, parents);
  const kept = new Int32Array(total);
  let count = 0;
  for (let i = 0; i < total; i++) if (share[i] > SMALLEST_SHARE) kept[count++] = i;
  const order = kept.subarray(0, count);
  const blockOffset = bisect(order, points, BLOCK);
  const grid = {
    count,
    points: new Float64Array(3 * count),
    weights: new Float64Array(count),
    atomicWeights: new Float64Array(count),
    parents: new Int32Array(count),
    blockOffset,
    partition,
  };
  order.forEach((from, to) => {
    for (let k = 0; k < 3; k++) grid.points[3 * to + k] = points[3 * from + k];
    grid.atomicWeights[to] = atomicWeights[from];
    grid.weights[to] = atomicWeights[from] * share[from];
    grid.parents[to] = parents[from];
  });
  return grid;
}
