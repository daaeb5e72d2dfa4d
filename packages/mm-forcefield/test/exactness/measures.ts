import { type Cell, decodeSnapshot, encodeSnapshot, type Geometry, type Potential } from "@qmmm/core";
import { centralDifference, strainDerivative } from "@qmmm/core/testing";

export const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

/** Largest differences of forces and virial from central differences, relative to the largest component. */
export interface Deviations {
  readonly forces: number;
  readonly virial: number;
}

const relative = (analytic: ArrayLike<number>, numerical: ArrayLike<number>, scale: number): number =>
  largest(Array.from(analytic, (x, k) => x - numerical[k]!)) / scale;

/**
 * Five-point differences in steps so short that no pair crosses a cutoff where an energy jumps; rounding is about 1e-11 of the
 * largest force.
 *
 * @param coordinates - which of the 3N to move; all when absent
 */
export async function deviations(
  potential: Potential,
  geometry: Geometry,
  coordinates: readonly number[] = [...geometry.positions.keys()],
): Promise<Deviations> {
  const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
  const found = coordinates.map((k) => forces![k]!);
  return {
    forces: relative(found, await centralDifference(potential, geometry, 5e-4, coordinates), largest(forces!)),
    virial: relative(virial!, await strainDerivative(potential, geometry, 2e-5), largest(virial!)),
  };
}

/** Rows of three numbers times a matrix whose columns are orthonormal: a rotation about no axis in particular. */
export function rotated(rows: Float64Array): Float64Array {
  const q = [0.62, -0.31, 0.55, 0.46];
  const norm = Math.hypot(...q);
  const [w, x, y, z] = q.map((c) => c / norm) as [number, number, number, number];
  const turn = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
  return rows.map((_, k) => turn[k % 3]!.reduce((sum, c, d) => sum + c * rows[k - (k % 3) + d]!, 0));
}

const cellOf = (vectors: Float64Array): Cell => ({ vectors });

/** Geometries that describe the same thing: what no energy may tell apart. */
export const SAME: Readonly<Record<string, (geometry: Geometry) => Geometry | undefined>> = {
  translation: (geometry) => ({
    ...geometry,
    positions: geometry.positions.map((x, k) => x + [3.7, -1.1, 2.3][k % 3]!),
  }),
  rotation: ({ positions, cell }) => ({
    positions: rotated(positions),
    ...(cell === undefined ? {} : { cell: cellOf(rotated(cell.vectors)) }),
  }),
  images: ({ positions, cell }) =>
    cell && {
      cell,
      positions: positions.map((x, k) => {
        const atom = Math.floor(k / 3);
        return x + (atom % 4) * cell.vectors[k % 3]! - ((atom * 7) % 5) * cell.vectors[6 + (k % 3)]!;
      }),
    },
  "cell vectors": ({ positions, cell }) => {
    if (cell === undefined) return undefined;
    const [a, b, c] = [0, 3, 6].map((k) => cell.vectors.subarray(k, k + 3)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const other = [...a, ...b.map((x, k) => x + a[k]!), ...c.map((x, k) => x - 2 * b[k]! + 3 * a[k]!)];
    return { positions, cell: cellOf(Float64Array.from(other)) };
  },
};

/** What a step of motion leaves. */
interface Moving {
  readonly geometry: Geometry;
  readonly velocities: Float64Array;
}

/** Velocity Verlet with the mass of oxygen for every atom, 1 fs. */
async function moved(potential: Potential, start: Moving, steps: number): Promise<Moving> {
  const [mass, step] = [16 * 1836, 41.3];
  let { geometry } = start;
  const velocities = start.velocities.slice();
  let { forces } = await potential.evaluate(geometry, { forces: true });
  const kick = (): void =>
    forces!.forEach((force, k) => {
      velocities[k]! += (0.5 * step * force) / mass;
    });
  for (let n = 0; n < steps; n++) {
    kick();
    geometry = { ...geometry, positions: geometry.positions.map((x, k) => x + step * velocities[k]!) };
    ({ forces } = await potential.evaluate(geometry, { forces: true }));
    kick();
  }
  return { geometry, velocities };
}

/**
 * Whether motion with a potential that took over in the middle, from the bytes of a snapshot of the first, ends in the same bits
 * as motion without a break. Atoms are fast enough for lists of pairs to be made anew within some ten steps.
 *
 * @param open - makes the potential; called three times
 * @param steps - before the snapshot, and after it
 */
export async function restartsExactly(
  open: () => Promise<Potential>,
  geometry: Geometry,
  steps: number,
): Promise<boolean> {
  const velocities = geometry.positions.map((_, k) => 1.5e-3 * Math.sin(7.3 * k));
  const start = { geometry, velocities };
  await using whole = await open();
  await using first = await open();
  await using second = await open();
  const end = await moved(whole, start, 2 * steps);
  const middle = await moved(first, start, steps);
  second.restore(decodeSnapshot(encodeSnapshot(first.snapshot())));
  const resumed = await moved(second, middle, steps);
  const same = (a: Float64Array, b: Float64Array): boolean => a.every((x, k) => Object.is(x, b[k]));
  return same(end.velocities, resumed.velocities) && same(end.geometry.positions, resumed.geometry.positions);
}
