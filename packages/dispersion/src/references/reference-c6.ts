import { REFERENCES, type Species } from "./species.js";

/** C6 coefficients between the reference systems of the elements present. */
export interface ReferenceC6 {
  readonly species: Species;
  /** Eh·a0⁶; [(s·S + t)·49 + 7a + b] for reference a of species s and b of t. */
  readonly values: Float64Array;
}

/** How much every reference system contributes to every atom, and derivatives; rows of 7 per atom. */
export interface ReferenceWeights {
  readonly values: Float64Array;
  /** Derivative with respect to the coordination number of the atom. */
  readonly byCoordination: Float64Array;
}

/** Weights that also depend on the atom's charge. */
export interface ChargedReferenceWeights extends ReferenceWeights {
  /** Derivative with respect to the charge of the atom, e⁻¹. */
  readonly byCharge: Float64Array;
}

/**
 * C6 coefficients of pairs of atoms: bilinear in the weights of their reference systems, C6_ij = Σ_ab W_ia W_jb C6_ab. One
 * contraction per atom and species beforehand leaves seven products per pair.
 */
export class InterpolatedC6 {
  private readonly speciesCount: number;
  private readonly of: Int32Array;
  /** Σ_a W_ia C6_ab for every atom i and reference b of every species t; [(i·S + t)·7 + b]. */
  private readonly contracted: Float64Array;
  /** ∂E/∂W, Eh; rows of 7 per atom; grows with `addAdjoint`. */
  readonly adjoint: Float64Array;

  constructor(
    reference: ReferenceC6,
    private readonly weights: Float64Array,
  ) {
    const { species, values } = reference;
    const count = species.elements.length;
    this.speciesCount = count;
    this.of = species.of;
    this.adjoint = new Float64Array(weights.length);
    this.contracted = new Float64Array(species.atomCount * count * REFERENCES);
    for (let i = 0; i < species.atomCount; i++) {
      for (let t = 0; t < count; t++) {
        const block = (this.of[i]! * count + t) * REFERENCES * REFERENCES;
        const out = (i * count + t) * REFERENCES;
        for (let a = 0; a < REFERENCES; a++) {
          const weight = weights[i * REFERENCES + a]!;
          if (weight === 0) continue;
          for (let b = 0; b < REFERENCES; b++)
            this.contracted[out + b]! += weight * values[block + REFERENCES * a + b]!;
        }
      }
    }
  }

  /** C6 of atoms i and j, Eh·a0⁶. */
  between(i: number, j: number): number {
    const { contracted, weights } = this;
    const g = (i * this.speciesCount + this.of[j]!) * REFERENCES;
    const w = j * REFERENCES;
    return (
      contracted[g]! * weights[w]! +
      contracted[g + 1]! * weights[w + 1]! +
      contracted[g + 2]! * weights[w + 2]! +
      contracted[g + 3]! * weights[w + 3]! +
      contracted[g + 4]! * weights[w + 4]! +
      contracted[g + 5]! * weights[w + 5]! +
      contracted[g + 6]! * weights[w + 6]!
    );
  }

  /** C6 of all pairs, Eh·a0⁶; N × N, fresh. */
  matrix(): Float64Array {
    const n = this.of.length;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = this.between(i, j);
    return matrix;
  }

  /** Takes in ∂E/∂C6_ij (a0⁻⁶), the pair counted once. */
  addAdjoint(i: number, j: number, derivative: number): void {
    const { adjoint, contracted, of, speciesCount } = this;
    const fromI = (i * speciesCount + of[j]!) * REFERENCES;
    const fromJ = (j * speciesCount + of[i]!) * REFERENCES;
    for (let a = 0; a < REFERENCES; a++) {
      adjoint[j * REFERENCES + a]! += derivative * contracted[fromI + a]!;
      adjoint[i * REFERENCES + a]! += derivative * contracted[fromJ + a]!;
    }
  }

  /** Chain rule: Σ_a ∂E/∂W_ia · ∂W_ia/∂x_i, added to `out` (length N). */
  addDerivative(byVariable: Float64Array, out: Float64Array): void {
    for (let i = 0; i < out.length; i++) {
      let sum = 0;
      for (let a = i * REFERENCES; a < (i + 1) * REFERENCES; a++) sum += this.adjoint[a]! * byVariable[a]!;
      out[i]! += sum;
    }
  }
}
