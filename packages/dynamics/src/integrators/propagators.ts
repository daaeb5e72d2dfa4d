import type { Geometry } from "@qmmm/core";
import type { Constraints } from "../constraints/constraints.js";

/**
 * Kick: velocities after the time `dt` under constant forces, v + dt·F/m. Frozen atoms (1/m = 0) keep theirs.
 *
 * @param out - a0·Eh/ħ; length 3N; may be `velocities`
 */
export function kick(
  out: Float64Array,
  velocities: Float64Array,
  forces: Float64Array,
  inverseMasses: Float64Array,
  dt: number,
): void {
  for (let atom = 0; atom < inverseMasses.length; atom++) {
    const factor = dt * inverseMasses[atom]!;
    const k = 3 * atom;
    if (factor === 0) {
      if (out === velocities) continue;
      out[k] = velocities[k]!;
      out[k + 1] = velocities[k + 1]!;
      out[k + 2] = velocities[k + 2]!;
    } else {
      out[k] = velocities[k]! + factor * forces[k]!;
      out[k + 1] = velocities[k + 1]! + factor * forces[k + 1]!;
      out[k + 2] = velocities[k + 2]! + factor * forces[k + 2]!;
    }
  }
}

/**
 * Drift: positions after the time `dt` at constant velocity, r + dt·v. Frozen atoms (1/m = 0) keep theirs to the bit.
 *
 * @param out - a0; length 3N; may be `positions`
 */
export function drift(
  out: Float64Array,
  positions: Float64Array,
  velocities: Float64Array,
  inverseMasses: Float64Array,
  dt: number,
): void {
  for (let atom = 0; atom < inverseMasses.length; atom++) {
    const k = 3 * atom;
    const moves = inverseMasses[atom] !== 0;
    for (let c = k; c < k + 3; c++) out[c] = moves ? positions[c]! + dt * velocities[c]! : positions[c]!;
  }
}

/**
 * Drift under constraints: moves along the surface on which the distances are right, and gives velocities what the forces
 * of constraint gave the positions. Without constraints the plain drift; velocities then stay as they are.
 *
 * @param velocities - changed in place where there are constraints
 * @returns the geometry after the time `dt`, with fresh positions
 */
export function constrainedDrift(
  geometry: Geometry,
  velocities: Float64Array,
  inverseMasses: Float64Array,
  dt: number,
  constraints: Constraints | undefined,
): Geometry {
  const positions = new Float64Array(geometry.positions.length);
  drift(positions, geometry.positions, velocities, inverseMasses, dt);
  if (constraints !== undefined) {
    const free = positions.slice();
    constraints.holdPositions(positions, geometry);
    for (let k = 0; k < free.length; k++) velocities[k] += (positions[k] - free[k]) / dt;
  }
  return { ...geometry, positions };
}
