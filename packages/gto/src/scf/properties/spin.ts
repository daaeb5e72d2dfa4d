import type { SpinDensities } from "../../integrals/contracts.js";
import type { ElectronCounts } from "../electron-counts.js";
import { dot, type MatrixAlgebra } from "../linear-algebra/matrices.js";

/**
 * ⟨S²⟩ of a determinant: S_z(S_z + 1) + N_β − Tr(Pα S Pβ S). Szabo & Ostlund, Modern Quantum Chemistry (1989), equation
 * 2.271.
 */
export function spinSquared(
  algebra: MatrixAlgebra,
  densities: SpinDensities,
  overlap: Float64Array,
  counts: ElectronCounts,
  functionCount: number,
): number {
  const n = functionCount;
  const sz = (counts.alpha - counts.beta) / 2;
  const left = algebra.product(overlap, densities.alpha, n, n, n);
  const shared = dot(algebra.product(left, overlap, n, n, n), densities.beta);
  return sz * (sz + 1) + counts.beta - shared;
}
