import type { GaussianBasis } from "./gaussian-basis.js";

/** The functions of one atom of a molecule, as a basis of their own; fresh. */
export function basisOfAtom(basis: GaussianBasis, atom: number): GaussianBasis {
  const first = basis.shellAtom.indexOf(atom);
  const end = first < 0 ? first : basis.shellAtom.lastIndexOf(atom) + 1;
  const from = Math.max(first, 0);
  const to = Math.max(end, 0);
  const firstPrimitive = basis.primitiveOffset[from];
  const firstFunction = basis.functionOffset[from];
  return {
    atomCount: 1,
    shellCount: to - from,
    functionCount: basis.functionOffset[to] - firstFunction,
    shellAtom: new Int32Array(to - from),
    shellMomentum: basis.shellMomentum.slice(from, to),
    shellSpherical: basis.shellSpherical.slice(from, to),
    primitiveOffset: basis.primitiveOffset.slice(from, to + 1).map((offset) => offset - firstPrimitive),
    functionOffset: basis.functionOffset.slice(from, to + 1).map((offset) => offset - firstFunction),
    exponents: basis.exponents.slice(firstPrimitive, basis.primitiveOffset[to]),
    coefficients: basis.coefficients.slice(firstPrimitive, basis.primitiveOffset[to]),
  };
}
