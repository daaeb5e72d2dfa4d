import { InputError } from "@qmmm/core";
import type { LinearAlgebraKernels } from "@qmmm/gto";

/** The linear algebra kernels of one simulation. */
export interface AlgebraKernels {
  readonly symmetricEigen: LinearAlgebraKernels["gto/symmetricEigen"];
  readonly multiply: LinearAlgebraKernels["gto/multiply"];
}

/** Orbital energies and orbitals; row k of `orbitals` belongs to `energies[k]`. */
export interface EigenOrbitals {
  readonly energies: Float64Array;
  readonly orbitals: Float64Array;
}

/** H·C = S·C·ε for many H with one S, by Cholesky's factors S = LLᵀ. */
export class GeneralisedEigenproblem {
  /** L⁻¹, row-major, lower triangle. */
  private readonly inverse: Float64Array;
  private readonly first: Float64Array;
  private readonly second: Float64Array;

  /**
   * @param overlap - n×n; not modified
   * @throws InputError `QMMM_XTB_OVERLAP` when it is not positive definite
   */
  constructor(
    private readonly kernels: AlgebraKernels,
    overlap: Float64Array,
    private readonly n: number,
  ) {
    this.inverse = inverseOfLower(cholesky(overlap, n), n);
    this.first = new Float64Array(n * n);
    this.second = new Float64Array(n * n);
  }

  /** @param hamiltonian - n×n, symmetric; not modified */
  solve(hamiltonian: Float64Array): EigenOrbitals {
    const { first, inverse, kernels, n, second } = this;
    kernels.multiply(first, inverse, hamiltonian, n, n, n, false, false);
    kernels.multiply(second, first, inverse, n, n, n, false, true);
    const energies = new Float64Array(n);
    kernels.symmetricEigen(energies, first, second, n);
    const orbitals = new Float64Array(n * n);
    kernels.multiply(orbitals, first, inverse, n, n, n, false, false);
    return { energies, orbitals };
  }
}

/** Lower factor of a symmetric positive definite matrix; fresh. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (j < i) {
        l[i * n + j] = sum / l[j * n + j];
        continue;
      }
      if (!(sum > 0)) {
        throw new InputError("QMMM_XTB_OVERLAP", "The basis functions of the QM region are linearly dependent", {
          value: sum,
          action: "Check the geometry: atoms may lie too close together",
        });
      }
      l[i * n + i] = Math.sqrt(sum);
    }
  }
  return l;
}

/** Inverse of a lower triangle; fresh. */
function inverseOfLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let k = 0; k < i; k++) {
      const factor = l[row + k];
      if (factor === 0) continue;
      for (let j = 0; j <= k; j++) inverse[row + j] -= factor * inverse[k * n + j];
    }
    const scale = 1 / l[row + i];
    for (let j = 0; j < i; j++) inverse[row + j] *= scale;
    inverse[row + i] = scale;
  }
  return inverse;
}
