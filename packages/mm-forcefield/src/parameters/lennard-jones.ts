import type { LennardJonesTable } from "./mm-parameters.js";

/** How σ and ε of unlike types follow from those of like ones. */
export type CombiningRule = "lorentz-berthelot" | "geometric";

/** σ (a0) and ε (Eh) of a type or a pair. */
export interface SigmaEpsilon {
  readonly sigma: number;
  readonly epsilon: number;
}

/** C12 = 4εσ¹² and C6 = 4εσ⁶. */
export function constantsOf({ sigma, epsilon }: SigmaEpsilon): { readonly c12: number; readonly c6: number } {
  const sixth = sigma ** 6;
  return { c12: 4 * epsilon * sixth * sixth, c6: 4 * epsilon * sixth };
}

/** σ and ε of a C12 and C6; both zero where there is no minimum. */
export function sigmaEpsilonOf(c12: number, c6: number): SigmaEpsilon {
  if (!(c12 > 0 && c6 > 0)) return { sigma: 0, epsilon: 0 };
  return { sigma: (c12 / c6) ** (1 / 6), epsilon: (c6 * c6) / (4 * c12) };
}

/**
 * σ and ε of an unlike pair: arithmetic and geometric means (Lorentz 1881, doi:10.1002/andp.18812480110; Berthelot 1898)
 * or two geometric means.
 */
export function combine(rule: CombiningRule, a: SigmaEpsilon, b: SigmaEpsilon): SigmaEpsilon {
  const epsilon = Math.sqrt(a.epsilon * b.epsilon);
  return { epsilon, sigma: rule === "geometric" ? Math.sqrt(a.sigma * b.sigma) : (a.sigma + b.sigma) / 2 };
}

/** The constants of all pairs of types; an override replaces what the combining rule gives. */
export function lennardJonesTable(
  typeOf: ArrayLike<number>,
  types: readonly SigmaEpsilon[],
  rule: CombiningRule,
  override: (a: number, b: number) => SigmaEpsilon | undefined = () => undefined,
): LennardJonesTable {
  const typeCount = types.length;
  const c12 = new Float64Array(typeCount * typeCount);
  const c6 = new Float64Array(typeCount * typeCount);
  for (let a = 0; a < typeCount; a++) {
    for (let b = 0; b <= a; b++) {
      const pair = override(a, b) ?? combine(rule, types[a]!, types[b]!);
      const constants = constantsOf(pair);
      c12[a * typeCount + b] = c12[b * typeCount + a] = constants.c12;
      c6[a * typeCount + b] = c6[b * typeCount + a] = constants.c6;
    }
  }
  return { typeOf: Int32Array.from(typeOf), typeCount, c12, c6 };
}

/** σ (a0) and ε (Eh) of each atom with itself. */
export function selfLennardJones(table: LennardJonesTable): { sigma: Float64Array; epsilon: Float64Array } {
  const self = Array.from({ length: table.typeCount }, (_, type) =>
    sigmaEpsilonOf(table.c12[type * table.typeCount + type]!, table.c6[type * table.typeCount + type]!),
  );
  return {
    sigma: Float64Array.from(table.typeOf, (type) => self[type]!.sigma),
    epsilon: Float64Array.from(table.typeOf, (type) => self[type]!.epsilon),
  };
}
