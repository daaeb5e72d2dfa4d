import type { SpinMatrices } from "./fock-contribution.js";
import { addScaled, type MatrixAlgebra } from "./linear-algebra/matrices.js";

/**
 * Effective Fock matrix of the restricted open shell, in an orthonormal basis of M vectors.
 *
 * With closed (c), open (o) and virtual (v) spaces and F̄ = ½(Fα + Fβ):
 *
 * |   | c  | o  | v  |
 * |---|----|----|----|
 * | c | F̄  | Fβ | F̄  |
 * | o | Fβ | F̄  | Fα |
 * | v | F̄  | Fα | F̄  |
 *
 * Off-diagonal blocks are the orbital gradient; the diagonal blocks (coupling coefficients ½, ½ throughout) fix orbital
 * energies only. Roothaan, Rev. Mod. Phys. 32, 179 (1960), doi:10.1103/RevModPhys.32.179; Guest & Saunders, Mol. Phys.
 * 28, 819 (1974), doi:10.1080/00268977400102171. As F̄ + P_o Δ (P_v − P_c) + transpose, with Δ = ½(Fα − Fβ).
 */
export function rohfEffectiveFock(
  algebra: MatrixAlgebra,
  fock: SpinMatrices,
  projectors: SpinMatrices,
  size: number,
): Float64Array {
  const count = size * size;
  const effective = new Float64Array(count);
  const halfDifference = new Float64Array(count);
  const open = new Float64Array(count);
  const virtualMinusClosed = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    effective[i] = 0.5 * (fock.alpha[i] + fock.beta[i]);
    halfDifference[i] = 0.5 * (fock.alpha[i] - fock.beta[i]);
    open[i] = projectors.alpha[i] - projectors.beta[i];
    virtualMinusClosed[i] = -projectors.alpha[i] - projectors.beta[i];
  }
  for (let i = 0; i < size; i++) virtualMinusClosed[i * size + i] += 1;
  const coupling = algebra.product(
    algebra.product(open, halfDifference, size, size, size),
    virtualMinusClosed,
    size,
    size,
    size,
  );
  addScaled(effective, coupling, 1);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) effective[i * size + j] += coupling[j * size + i];
  }
  return effective;
}
