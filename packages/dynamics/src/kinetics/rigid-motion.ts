/** Which motions of the system as a whole are meant. */
export interface RigidMotions {
  readonly translation: boolean;
  readonly rotation: boolean;
}

/** Directions shorter than this, relative to the longest, count as absent: the axis of a linear molecule, a single atom. */
const ABSENT = 1e-6;

/** Centre of mass, a0. */
export function centreOfMass(positions: Float64Array, masses: Float64Array): [number, number, number] {
  let [x, y, z, total] = [0, 0, 0, 0];
  for (let atom = 0; atom < masses.length; atom++) {
    const mass = masses[atom]!;
    x += mass * positions[3 * atom]!;
    y += mass * positions[3 * atom + 1]!;
    z += mass * positions[3 * atom + 2]!;
    total += mass;
  }
  return [x / total, y / total, z / total];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Subtracts from `vector` its part along the unit vector `direction`. */
function reject(vector: Float64Array, direction: Float64Array): void {
  const along = dot(vector, direction);
  for (let k = 0; k < vector.length; k++) vector[k] = vector[k]! - along * direction[k]!;
}

/**
 * Orthonormal directions, in mass-weighted coordinates √m·r, of translation and of infinitesimal rotation about the
 * centre of mass (Wilson, Decius, Cross, Molecular Vibrations, 1955, ch. 2). Three of each; two rotations for a linear
 * arrangement, none for one atom.
 *
 * @returns fresh vectors of length 3N
 */
export function rigidMotions(positions: Float64Array, masses: Float64Array, which: RigidMotions): Float64Array[] {
  const centre = centreOfMass(positions, masses);
  const candidates: Float64Array[] = [];
  for (let axis = 0; axis < 3; axis++) {
    const [next, last] = [(axis + 1) % 3, (axis + 2) % 3];
    const shift = new Float64Array(positions.length);
    const turn = new Float64Array(positions.length);
    for (let atom = 0; atom < masses.length; atom++) {
      const k = 3 * atom;
      const root = Math.sqrt(masses[atom]!);
      shift[k + axis] = root;
      turn[k + next] = -root * (positions[k + last]! - centre[last]!);
      turn[k + last] = root * (positions[k + next]! - centre[next]!);
    }
    if (which.translation) candidates.push(shift);
    if (which.rotation) candidates.push(turn);
  }
  const longest = Math.sqrt(Math.max(0, ...candidates.map((vector) => dot(vector, vector))));
  const basis: Float64Array[] = [];
  for (const vector of candidates) {
    // Twice: the second pass removes what rounding left in the first.
    for (const direction of [...basis, ...basis]) reject(vector, direction);
    const length = Math.sqrt(dot(vector, vector));
    if (!(length > ABSENT * longest)) continue;
    basis.push(vector.map((component) => component / length));
  }
  return basis;
}

/**
 * Velocities without the chosen motions of the whole: momentum and, where asked, angular momentum about the centre of
 * mass become zero.
 *
 * @param velocities - a0·Eh/ħ; length 3N; not modified
 * @returns the new velocities (fresh) and the number of degrees of freedom that went
 */
export function removeRigidMotion(
  positions: Float64Array,
  velocities: Float64Array,
  masses: Float64Array,
  which: RigidMotions,
): { readonly velocities: Float64Array; readonly removed: number } {
  const basis = rigidMotions(positions, masses, which);
  if (basis.length === 0) return { velocities: velocities.slice(), removed: 0 };
  const weighted = velocities.map((v, k) => v * Math.sqrt(masses[Math.floor(k / 3)]!));
  for (const direction of basis) reject(weighted, direction);
  return {
    velocities: weighted.map((v, k) => {
      const mass = masses[Math.floor(k / 3)]!;
      return mass > 0 ? v / Math.sqrt(mass) : 0;
    }),
    removed: basis.length,
  };
}

/** Velocities without the motion of the centre of mass; fresh, length 3N. */
export function removeCentreOfMassMotion(velocities: Float64Array, masses: Float64Array): Float64Array {
  const [x, y, z] = centreOfMass(velocities, masses);
  const drift = [x, y, z];
  return velocities.map((v, k) => v - drift[k % 3]!);
}
