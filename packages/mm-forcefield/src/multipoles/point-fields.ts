import type { PotentialDerivatives } from "./potential-derivatives.js";
import type { Moments } from "./signatures.js";

/** What charges make at points. */
export interface PointFields {
  /** Eh/e; length p. */
  readonly potential: Float64Array;
  /** Minus the gradient of the potential, Eh/(e·a0); length 3p. */
  readonly field: Float64Array;
  /** ∂F_a/∂x_b at [9·point + 3a + b], Eh/(e·a0²); length 9p. */
  readonly gradient: Float64Array;
}

/** Derivatives of an energy by what charges do to it: by the positions of points and charges, and by the charges. */
export interface PointFieldForces {
  /** Eh/a0; length 3p. */
  readonly onPoints: Float64Array;
  /** Eh/a0; length 3n. */
  readonly onCharges: Float64Array;
  /** ∂E/∂q, Eh/e for charges in e; times the square root of the Coulomb constant as these are; length n. */
  readonly potentialAtCharges: Float64Array;
}

/** Where second derivatives xx, xy, xz, yy, yz, zz stand among nine, row-major. */
const SECOND = [0, 1, 2, 4, 5, 8] as const;
/** The components 3·rank-2 place + direction of third derivatives, from xxx on. */
const THIRD = [
  [0, 1, 2],
  [1, 3, 4],
  [2, 4, 5],
  [3, 6, 7],
  [4, 7, 8],
  [5, 8, 9],
] as const;

/** Potential, field and field gradient of charges at points. Fresh arrays. */
export function fieldsAt(
  derivativesOf: PotentialDerivatives,
  points: Float64Array,
  positions: Float64Array,
  charges: Float64Array,
): PointFields {
  const count = points.length / 3;
  const derivatives = new Float64Array(10 * count);
  derivativesOf(derivatives, 2, points, { positions, values: charges, rank: 0 });
  const fields = {
    potential: new Float64Array(count),
    field: new Float64Array(3 * count),
    gradient: new Float64Array(9 * count),
  };
  for (let p = 0; p < count; p++) {
    const own = derivatives.subarray(10 * p, 10 * p + 10);
    fields.potential[p] = own[0]!;
    for (let d = 0; d < 3; d++) fields.field[3 * p + d] = -own[1 + d]!;
    SECOND.forEach((place, k) => {
      const transposed = 3 * (place % 3) + Math.floor(place / 3);
      fields.gradient[9 * p + place] = fields.gradient[9 * p + transposed] = -own[4 + k]!;
    });
  }
  return fields;
}

/**
 * The transpose of `fieldsAt`: forces and potentials that belong to an energy with the derivatives `cotangent` by potential,
 * field and field gradient at the points (for the energy of charges q, dipoles μ and traceless quadrupoles Θ there: q, −μ,
 * −Θ/3). Exact for every solver, grids included. Fresh arrays.
 */
export function fieldForces(
  derivativesOf: PotentialDerivatives,
  points: Float64Array,
  cotangent: PointFields,
  positions: Float64Array,
  charges: Float64Array,
): PointFieldForces {
  const count = points.length / 3;
  const moments = momentsOf(points, cotangent);
  const atPoints = new Float64Array(20 * count);
  derivativesOf(atPoints, 3, points, { positions, values: charges, rank: 0 });
  const atCharges = new Float64Array(4 * charges.length);
  derivativesOf(atCharges, 1, positions, moments);
  const onPoints = new Float64Array(3 * count);
  for (let p = 0; p < count; p++) {
    const own = atPoints.subarray(20 * p, 20 * p + 20);
    for (let d = 0; d < 3; d++) {
      let slope = moments.values[10 * p]! * own[1 + d]!;
      for (let a = 0; a < 3; a++) {
        const second = SECOND.indexOf((3 * Math.min(a, d) + Math.max(a, d)) as (typeof SECOND)[number]);
        slope += moments.values[10 * p + 1 + a]! * own[4 + second]!;
      }
      for (let k = 0; k < 6; k++) slope += moments.values[10 * p + 4 + k]! * own[10 + THIRD[k]![d]!]!;
      onPoints[3 * p + d] = -slope;
    }
  }
  return {
    onPoints,
    onCharges: Float64Array.from({ length: 3 * charges.length }, (_, k) => {
      const charge = Math.floor(k / 3);
      return -charges[charge]! * atCharges[4 * charge + 1 + (k % 3)]!;
    }),
    potentialAtCharges: charges.map((_, charge) => atCharges[4 * charge]!),
  };
}

/** The functional of the potential that a cotangent is. */
function momentsOf(positions: Float64Array, { potential, field, gradient }: PointFields): Moments {
  const values = new Float64Array(10 * potential.length);
  for (let p = 0; p < potential.length; p++) {
    values[10 * p] = potential[p]!;
    for (let d = 0; d < 3; d++) values[10 * p + 1 + d] = -field[3 * p + d]!;
    SECOND.forEach((place, k) => {
      const [a, b] = [Math.floor(place / 3), place % 3];
      values[10 * p + 4 + k] = -gradient[9 * p + place]! - (a === b ? 0 : gradient[9 * p + 3 * b + a]!);
    });
  }
  return { positions, values, rank: 2 };
}
