import type { Potential } from "../contracts/potential.js";
import { type Geometry, strained } from "../model/geometry.js";
import { createRandomStream, type RandomStream } from "../model/random.js";

/**
 * Derivative of a function of one number at 0 from four values: (8(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h, in error by
 * h⁴f⁽⁵⁾/30 (Abramowitz and Stegun 1964, 25.3.6).
 */
export async function derivativeAtZero(f: (x: number) => number | Promise<number>, step: number): Promise<number> {
  const near = (await f(step)) - (await f(-step));
  const far = (await f(2 * step)) - (await f(-2 * step));
  return (8 * near - far) / (12 * step);
}

/** A copy of an array with one entry changed by an amount. */
export function displaced(array: Float64Array, index: number, amount: number): Float64Array {
  const copy = array.slice();
  copy[index]! += amount;
  return copy;
}

/**
 * Forces by central differences of the energy, Eh/a0.
 *
 * @param step - a0
 * @param coordinates - which of the 3N coordinates to differentiate; all when absent
 * @returns one force per coordinate asked for, in the same order
 */
export async function centralDifference(
  potential: Potential,
  geometry: Geometry,
  step = 5e-3,
  coordinates: readonly number[] = Array.from(geometry.positions.keys()),
): Promise<Float64Array> {
  const forces = new Float64Array(coordinates.length);
  for (const [k, coordinate] of coordinates.entries()) {
    const energy = async (x: number): Promise<number> =>
      (await potential.evaluate({ ...geometry, positions: displaced(geometry.positions, coordinate, x) }, {})).energy;
    forces[k] = -(await derivativeAtZero(energy, step));
  }
  return forces;
}

/** Change of the energy along a direction (3N, any length), by central differences: direction·∂E/∂R, Eh/a0. */
export function directionalDerivative(
  potential: Potential,
  geometry: Geometry,
  direction: ArrayLike<number>,
  step = 5e-3,
): Promise<number> {
  return derivativeAtZero(async (x) => {
    const positions = geometry.positions.map((at, k) => at + x * direction[k]!);
    return (await potential.evaluate({ ...geometry, positions }, {})).energy;
  }, step);
}

/** −∂E/∂ε, Eh, length 9, by central differences over symmetric strains of positions and cell. */
export async function strainDerivative(potential: Potential, geometry: Geometry, step = 1e-3): Promise<Float64Array> {
  const virial = new Float64Array(9);
  for (let i = 0; i < 3; i++) {
    for (let j = i; j < 3; j++) {
      const energy = async (x: number): Promise<number> => {
        const strain = new Float64Array(9);
        strain[3 * i + j]! += x / 2;
        strain[3 * j + i]! += x / 2;
        return (await potential.evaluate(strained(geometry, strain), {})).energy;
      };
      virial[3 * i + j] = virial[3 * j + i] = -(await derivativeAtZero(energy, step));
    }
  }
  return virial;
}

/** Sum of forces (Eh/a0) and of torques R × F about the origin (Eh) of some points. */
export function netForceAndTorque(
  positions: ArrayLike<number>,
  forces: ArrayLike<number>,
): { readonly force: readonly [number, number, number]; readonly torque: readonly [number, number, number] } {
  const force: [number, number, number] = [0, 0, 0];
  const torque: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < positions.length; k += 3) {
    for (let i = 0; i < 3; i++) {
      const [j, l] = [(i + 1) % 3, (i + 2) % 3];
      force[i]! += forces[k + i]!;
      torque[i]! += positions[k + j]! * forces[k + l]! - positions[k + l]! * forces[k + j]!;
    }
  }
  return { force, torque };
}

/** The random numbers of a suite: the same in every run. */
export function suiteRandom(name: string): RandomStream {
  return createRandomStream("conformance").split(name);
}

/** A rotation matrix, row-major, that mixes all axes (uniformly random; Shoemake 1992, doi:10.1016/B978-0-08-050755-2.50036-1). */
export function randomRotation(random: RandomStream): Float64Array {
  const q = new Float64Array(4);
  random.fillNormal(q);
  const norm = Math.hypot(...q);
  const [w, x, y, z] = q.map((value) => value / norm) as unknown as [number, number, number, number];
  return Float64Array.of(
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  );
}

/** Vectors (xyz, flat) multiplied by a 3 × 3 matrix and moved. Fresh. */
export function transformed(
  vectors: Float64Array,
  matrix: ArrayLike<number>,
  shift: ArrayLike<number> = [0, 0, 0],
): Float64Array {
  const out = new Float64Array(vectors.length);
  for (let k = 0; k < vectors.length; k += 3) {
    for (let i = 0; i < 3; i++) {
      out[k + i] =
        matrix[3 * i]! * vectors[k]! +
        matrix[3 * i + 1]! * vectors[k + 1]! +
        matrix[3 * i + 2]! * vectors[k + 2]! +
        shift[i]!;
    }
  }
  return out;
}

/** At most `most` of the numbers 0 … count − 1, evenly spread, in a random order's stead: the same in every run. */
export function sampled(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.floor(((k + 0.5) * count) / most));
}

/** A copy of positions with every coordinate moved by up to `amount`, a0: off symmetric points, where errors hide. */
export function jostled(positions: Float64Array, amount: number, random: RandomStream): Float64Array {
  return positions.map((value) => value + amount * (2 * random.uniform() - 1));
}
