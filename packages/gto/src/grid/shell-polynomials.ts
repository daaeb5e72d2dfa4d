import { angularFunctions } from "../integrals/solid-harmonics.js";

/** A sum of monomials in x, y and z: factors, and places in the list of `monomials`. */
export interface IndexedPolynomial {
  readonly factors: readonly number[];
  readonly places: readonly number[];
}

/** Angular part of one function with its derivatives: value; x, y, z; xx, xy, xz, yy, yz, zz. */
export type AngularDerivatives = readonly IndexedPolynomial[];

/** Pairs of axes of the second derivatives, in the order of the components 4 to 9. */
export const SECOND_AXES: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
];

type Powers = readonly [number, number, number];
type Term = readonly [factor: number, powers: Powers];

/** A monomial as that of one degree less times a coordinate. */
export interface Monomial {
  /** Place of the factor; 0 is the monomial 1. */
  readonly factor: number;
  readonly axis: number;
}

/** How the monomials of degrees 1 to `degree` follow from those before; the first belongs to place 1. */
export function monomials(degree: number): Monomial[] {
  const out: Monomial[] = [];
  for (let d = 1; d <= degree; d++) {
    for (let i = d; i >= 0; i--) {
      for (let k = 0; k <= d - i; k++) {
        const j = d - i - k;
        if (i > 0) out.push({ factor: place([i - 1, j, k]), axis: 0 });
        else if (j > 0) out.push({ factor: place([i, j - 1, k]), axis: 1 });
        else out.push({ factor: place([i, j, k - 1]), axis: 2 });
      }
    }
  }
  return out;
}

/** Number of monomials up to a degree. */
export function monomialCount(degree: number): number {
  return ((degree + 1) * (degree + 2) * (degree + 3)) / 6;
}

/** Degrees ascend; within one the power of x descends, then that of y. */
function place([i, j, k]: Powers): number {
  const d = i + j + k;
  return monomialCount(d - 1) + ((d - i) * (d - i + 1)) / 2 + k;
}

/** Angular parts of a shell's functions, in the order of GaussianBasis. */
export function angularDerivatives(momentum: number, spherical: boolean): AngularDerivatives[] {
  return angularFunctions(momentum, spherical).map(({ powers, factors }) => {
    const value = powers.map((power, t): Term => [factors[t], power]);
    const first = [0, 1, 2].map((axis) => derivative(value, axis));
    const second = SECOND_AXES.map(([a, b]) => derivative(first[a], b));
    return [value, ...first, ...second].map((terms) => ({
      factors: terms.map(([factor]) => factor),
      places: terms.map(([, power]) => place(power)),
    }));
  });
}

function derivative(terms: readonly Term[], axis: number): Term[] {
  return terms.flatMap(([factor, powers]): Term[] => {
    if (powers[axis] === 0) return [];
    const lowered: [number, number, number] = [...powers];
    lowered[axis]--;
    return [[factor * powers[axis], lowered]];
  });
}
