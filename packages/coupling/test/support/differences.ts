import type { Geometry, Potential } from "@qmmm/core";
import { strained } from "@qmmm/core";

/** dE/dx at 0 from the five-point rule (Abramowitz & Stegun 25.3.6); error h⁴E⁽⁵⁾/30. */
async function derivative(energy: (x: number) => Promise<number>, h: number): Promise<number> {
  const near = (await energy(h)) - (await energy(-h));
  const far = (await energy(2 * h)) - (await energy(-2 * h));
  return (8 * near - far) / (12 * h);
}

/** Largest difference between analytic and numerical forces on some atoms, Eh/a0. */
export async function forceError(
  potential: Potential,
  geometry: Geometry,
  atoms: readonly number[],
  h = 2e-3,
): Promise<number> {
  const { forces } = await potential.evaluate(geometry, { forces: true });
  let worst = 0;
  for (const atom of atoms) {
    for (let i = 0; i < 3; i++) {
      const slope = await derivative(async (x) => {
        const positions = geometry.positions.slice();
        positions[3 * atom + i] += x;
        return (await potential.evaluate({ ...geometry, positions }, {})).energy;
      }, h);
      worst = Math.max(worst, Math.abs(forces![3 * atom + i] + slope));
    }
  }
  return worst;
}

/** Largest difference between analytic and numerical virial, Eh. */
export async function virialError(
  potential: Potential,
  geometry: Geometry,
  components: readonly (readonly [number, number])[] = [
    [0, 0],
    [1, 1],
    [2, 2],
    [0, 1],
    [0, 2],
    [1, 2],
  ],
  h = 4e-4,
): Promise<number> {
  const { virial } = await potential.evaluate(geometry, { virial: true });
  let worst = 0;
  for (const [i, j] of components) {
    const slope = await derivative(async (x) => {
      const strain = new Float64Array(9);
      strain[3 * i + j] += x / 2;
      strain[3 * j + i] += x / 2;
      return (await potential.evaluate(strained(geometry, strain), {})).energy;
    }, h);
    worst = Math.max(worst, Math.abs(virial![3 * i + j] + slope), Math.abs(virial![3 * i + j] - virial![3 * j + i]));
  }
  return worst;
}

/** Largest component of the net force (Eh/a0) and of the net torque (Eh). */
export function imbalance(
  positions: Float64Array,
  forces: Float64Array,
): { readonly force: number; readonly torque: number } {
  const force = [0, 0, 0];
  const torque = [0, 0, 0];
  for (let k = 0; k < positions.length; k += 3) {
    for (let i = 0; i < 3; i++) {
      const [j, l] = [(i + 1) % 3, (i + 2) % 3];
      force[i] += forces[k + i];
      torque[i] += positions[k + j] * forces[k + l] - positions[k + l] * forces[k + j];
    }
  }
  return { force: Math.max(...force.map(Math.abs)), torque: Math.max(...torque.map(Math.abs)) };
}
