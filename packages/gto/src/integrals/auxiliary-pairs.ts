import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { REPULSION } from "./hermite-expansion.js";
import { hermiteCount, hermiteIndex } from "./hermite-index.js";
import type { ShellGroup } from "./shell-groups.js";
import { HermiteCoefficients, type ShellPairs } from "./shell-pairs.js";
import { angularFunctions } from "./solid-harmonics.js";

/**
 * The shells of an auxiliary basis as shell pairs with the constant function 1, so that what is written for (ab|P) also gives
 * (P|Q). Pair s is shell s.
 */
export function auxiliaryPairs(basis: GaussianBasis, nuclei: Float64Array): ShellPairs {
  const { shellCount: count, shellMomentum, shellAtom, primitiveOffset, functionOffset } = basis;
  const coefficients = new HermiteCoefficients(count);
  const primitives = primitiveOffset[count];
  const centre = new Float64Array(3 * primitives);
  const magnitude = new Float64Array(primitives);
  const groups: ShellGroup[] = [];
  for (let s = 0; s < count; s++) {
    const l = shellMomentum[s];
    const size = functionOffset[s + 1] - functionOffset[s];
    const first = primitiveOffset[s];
    const own = primitiveOffset[s + 1] - first;
    const width = hermiteCount(l);
    const dense = new Float64Array(own * size * width);
    const angular = angularFunctions(l, true);
    for (let k = 0; k < own; k++) {
      const p = basis.exponents[first + k];
      const c = basis.coefficients[first + k] / (2 * p) ** l;
      let largest = 0;
      angular.forEach(({ powers, factors }, m) => {
        let sum = 0;
        powers.forEach(([t, u, v], i) => {
          dense[(k * size + m) * width + hermiteIndex(t, u, v)] = c * factors[i];
          sum += Math.abs(c * factors[i]);
        });
        largest = Math.max(largest, sum);
      });
      magnitude[first + k] = largest * (2 * p) ** (l / 2) * Math.sqrt(REPULSION / (p * p * Math.sqrt(2 * p)));
      for (let x = 0; x < 3; x++) centre[3 * (first + k) + x] = nuclei[3 * shellAtom[s] + x];
    }
    coefficients.append(dense, own, size, width);
    groups.push({
      atom: shellAtom[s],
      maxMomentum: l,
      exponents: basis.exponents.slice(first, first + own),
      functions: Int32Array.from({ length: size }, (_, m) => functionOffset[s] + m),
      angular,
      coefficients: new Float64Array(0),
    });
  }
  const each = Int32Array.from({ length: count }, (_, s) => s);
  return {
    groups,
    count,
    groupA: each,
    groupB: each,
    degree: shellMomentum,
    size: each.map((s) => functionOffset[s + 1] - functionOffset[s]),
    separation: new Float64Array(3 * count),
    primitiveStart: primitiveOffset,
    exponent: basis.exponents,
    centre,
    weightA: new Float64Array(primitives).fill(1),
    reduced: new Float64Array(primitives),
    magnitude,
    coefficients,
    relative: null,
  };
}
