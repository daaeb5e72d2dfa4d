import type { Cell, System } from "@qmmm/core";
import { createMinimumImage, createRandomStream, createSystem, wrapped } from "@qmmm/core";
import type { DistanceConstraints } from "@qmmm/dynamics";
import type { Surface } from "./analytic-potential.js";

/** O–H and H–H of TIP3P, a0. */
export const ARM = 0.9572 / 0.529177210544;
export const BASE = 2 * ARM * Math.sin((104.52 * Math.PI) / 360);

/** A cubic cell, a0. */
export function cube(side: number): Cell {
  return { vectors: Float64Array.of(side, 0, 0, 0, side, 0, 0, 0, side) };
}

/** A rotation from three random numbers, as rows. */
function turn(uniform: () => number): number[] {
  const [a, b, c] = [2 * Math.PI * uniform(), 2 * Math.PI * uniform(), Math.sqrt(uniform())];
  const s = Math.sqrt(1 - c * c);
  const [w, x, y, z] = [s * Math.sin(a), s * Math.cos(a), c * Math.sin(b), c * Math.cos(b)];
  // biome-ignore format: a matrix
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
  ];
}

/** Copies of a molecule, turned at random, on a cubic grid of the given spacing about the origin. */
function copies(molecule: readonly (readonly number[])[], count: number, spacing: number): number[] {
  const random = createRandomStream(`grid ${count}`);
  const edge = Math.ceil(Math.cbrt(count));
  const positions: number[] = [];
  for (let n = 0; n < count; n++) {
    const place = [n % edge, Math.floor(n / edge) % edge, Math.floor(n / edge ** 2)];
    const m = turn(() => random.uniform());
    for (const r of molecule) {
      for (let c = 0; c < 3; c++) {
        positions.push(spacing * place[c]! + m[3 * c]! * r[0]! + m[3 * c + 1]! * r[1]! + m[3 * c + 2]! * r[2]!);
      }
    }
  }
  return positions;
}

/** Water molecules of TIP3P's shape; in a cell, atoms are wrapped one by one, so that molecules reach through it. */
export function waters(count: number, cellSide?: number, spacing = 5.87) {
  const half = 0.5 * BASE;
  const height = Math.sqrt(ARM * ARM - half * half);
  const open = createSystem({
    elements: Array.from({ length: 3 * count }, (_, k) => (k % 3 === 0 ? 8 : 1)),
    positions: copies(
      [
        [0, 0, 0],
        [half, height, 0],
        [-half, height, 0],
      ],
      count,
      spacing,
    ),
    bonds: Array.from({ length: count }, (_, n) => [3 * n, 3 * n + 1, 3 * n, 3 * n + 2]).flat(),
  });
  const cell = cellSide === undefined ? undefined : cube(cellSide);
  const system: System = { ...open, geometry: wrapped({ ...open.geometry, cell }) };
  const sides = Array.from({ length: count }, (_, n): [number, number][] => [
    [3 * n, 3 * n + 1],
    [3 * n, 3 * n + 2],
    [3 * n + 1, 3 * n + 2],
  ]).flat();
  return { system, sides };
}

/** Methane molecules and their bonds. */
export function methanes(count: number, spacing = 8) {
  const a = 2.06 / Math.sqrt(3);
  const positions = copies(
    [
      [0, 0, 0],
      [a, a, a],
      [a, -a, -a],
      [-a, a, -a],
      [-a, -a, a],
    ],
    count,
    spacing,
  );
  const bonds = Array.from({ length: count }, (_, n) => [1, 2, 3, 4].map((h): [number, number] => [5 * n, 5 * n + h]));
  const system = createSystem({
    elements: Array.from({ length: 5 * count }, (_, k) => (k % 5 === 0 ? 6 : 1)),
    positions,
    bonds: bonds.flat(2),
  });
  return { system, bonds: bonds.flat() };
}

/** A bounded rugged landscape under every atom. */
export const springs =
  (height: number): Surface =>
  (x, gradient) => {
    let energy = 0;
    for (let k = 0; k < x.length; k++) {
      energy += height * Math.cos(0.7 * x[k]! + k);
      gradient[k] = -0.7 * height * Math.sin(0.7 * x[k]! + k);
    }
    return energy;
  };

/** Largest relative deviation of constrained distances. */
export function largestDeviation(positions: Float64Array, list: DistanceConstraints, cell: Cell | undefined): number {
  const image = createMinimumImage(cell);
  let worst = 0;
  for (let k = 0; k < list.lengths.length; k++) {
    const [i, j] = [3 * list.pairs[2 * k]!, 3 * list.pairs[2 * k + 1]!];
    const d = Float64Array.from([0, 1, 2], (c) => positions[i + c]! - positions[j + c]!);
    worst = Math.max(worst, Math.abs(Math.sqrt(image.apply(d)) / list.lengths[k]! - 1));
  }
  return worst;
}
