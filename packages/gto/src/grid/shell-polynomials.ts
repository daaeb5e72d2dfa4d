import { angularFunctions } from "../integrals/solid-harmonics.js";

/** A sum of monomials, flat: factors, and three powers per term. */
export interface FlatPolynomial {
  readonly factors: Float64Array;
  readonly powers: Uint8Array;
}

/** Angular part of one function with its derivatives: value; x, y, z; xx, xy, xz, yy, yz, zz. */
export type AngularDerivatives = readonly FlatPolynomial[];

/** Pairs of axes of the second derivatives, in the order of the components 4 to 9. */
export const SECOND_AXES: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
];

type Term = readonly [factor: number, powers: readonly [number, number, number]];

/** Angular parts of a shell's functions, in the order of GaussianBasis. */
export function angularDerivatives(momentum: number, spherical: boolean): AngularDerivatives[] {
  return angularFunctions(momentum, spherical).map(({ powers, factors }) => {
    const value = powers.map((power, t): Term => [factors[t], power]);
    const first = [0, 1, 2].map((axis) => derivative(value, axis));
    const second = SECOND_AXES.map(([a, b]) => derivative(first[a], b));
    return [value, ...first, ...second].map(flat);
  });
}

function derivative(terms: readonly Term[], axis: number): Term[] {
  return terms.flatMap(([factor, powers]): Term[] => {
    if (powers[axis] === 0) return [];
    const lowered = [powers[0], powers[1], powers[2]] as [number, number, number];
    lowered[axis]--;
    return [[factor * powers[axis], lowered]];
  });
}

function flat(terms: readonly Term[]): FlatPolynomial {
  return {
    factors: Float64Array.from(terms, ([factor]) => factor),
    powers: Uint8Array.from(terms.flatMap(([, powers]) => powers)),
  };
}
