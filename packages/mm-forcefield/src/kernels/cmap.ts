import type { KernelSignatures } from "@qmmm/core";
import { applyDihedral, DIHEDRAL_SCRATCH, measureDihedral } from "./dihedral.js";
import type {} from "./signatures.js";

/**
 * CMAP corrections (MacKerell, Feig and Brooks 2004, doi:10.1002/jcc.20065): bicubic interpolation between points of a
 * periodic grid, as the product of cubic Hermite polynomials in both directions. Value and first derivatives are
 * continuous everywhere.
 */
export const cmap: KernelSignatures["mm/cmap"] = (
  energies,
  forces,
  virial,
  positions,
  cell,
  atoms,
  starts,
  sizes,
  grids,
) => {
  const phiScratch = new Float64Array(DIHEDRAL_SCRATCH);
  const psiScratch = new Float64Array(DIHEDRAL_SCRATCH);
  // Hermite polynomials and their derivatives, of φ and then of ψ: value at 0 and 1, slope at 0 and 1.
  const basis = new Float64Array(16);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let n = 0; 8 * n < atoms.length; n++) {
    const a = 8 * n;
    const phi = measureDihedral(
      phiScratch,
      positions,
      cell,
      3 * atoms[a]!,
      3 * atoms[a + 1]!,
      3 * atoms[a + 2]!,
      3 * atoms[a + 3]!,
    );
    const psi = measureDihedral(
      psiScratch,
      positions,
      cell,
      3 * atoms[a + 4]!,
      3 * atoms[a + 5]!,
      3 * atoms[a + 6]!,
      3 * atoms[a + 7]!,
    );
    const size = sizes[n]!;
    const perRadian = size / (2 * Math.PI);
    const along = (phi + Math.PI) * perRadian;
    const across = (psi + Math.PI) * perRadian;
    const row = Math.floor(along);
    const column = Math.floor(across);
    hermite(basis, 0, along - row);
    hermite(basis, 8, across - column);
    let value = 0;
    let byPhi = 0;
    let byPsi = 0;
    for (let p = 0; p < 2; p++) {
      for (let q = 0; q < 2; q++) {
        // f, f_φ, f_ψ and f_φψ at the corner, per grid step
        const corner = starts[n]! + 4 * (((row + p) % size) * size + ((column + q) % size));
        const f = grids[corner]!;
        const fPhi = grids[corner + 1]!;
        const fPsi = grids[corner + 2]!;
        const fBoth = grids[corner + 3]!;
        const atPhi = f * basis[p]! + fPhi * basis[2 + p]!;
        const atPhiSlope = fPsi * basis[p]! + fBoth * basis[2 + p]!;
        value += atPhi * basis[8 + q]! + atPhiSlope * basis[10 + q]!;
        byPhi +=
          (f * basis[4 + p]! + fPhi * basis[6 + p]!) * basis[8 + q]! +
          (fPsi * basis[4 + p]! + fBoth * basis[6 + p]!) * basis[10 + q]!;
        byPsi += atPhi * basis[12 + q]! + atPhiSlope * basis[14 + q]!;
      }
    }
    energy += value;
    if (!wantForces) continue;
    applyDihedral(
      forces,
      virial,
      -byPhi * perRadian,
      phiScratch,
      3 * atoms[a]!,
      3 * atoms[a + 1]!,
      3 * atoms[a + 2]!,
      3 * atoms[a + 3]!,
    );
    applyDihedral(
      forces,
      virial,
      -byPsi * perRadian,
      psiScratch,
      3 * atoms[a + 4]!,
      3 * atoms[a + 5]!,
      3 * atoms[a + 6]!,
      3 * atoms[a + 7]!,
    );
  }
  energies[0] += energy;
};

/** Cubic Hermite polynomials at t (four numbers) and their derivatives (four more). */
function hermite(out: Float64Array, at: number, t: number): void {
  const rest = 1 - t;
  out[at] = (1 + 2 * t) * rest * rest;
  out[at + 1] = t * t * (3 - 2 * t);
  out[at + 2] = t * rest * rest;
  out[at + 3] = -t * t * rest;
  out[at + 4] = -6 * t * rest;
  out[at + 5] = 6 * t * rest;
  out[at + 6] = rest * (1 - 3 * t);
  out[at + 7] = t * (3 * t - 2);
}
