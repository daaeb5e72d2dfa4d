import { difference } from "./nearest-image.js";
import type { BondedKernel } from "./signatures.js";

const NUMBERS = 5;

/**
 * E = sin³θ₁·sin³θ₂·Σ aₙ·cosⁿφ, n = 0 to 4, of the two angles and the torsion of four atoms: without singularity where three stand in
 * line (Bulacu et al. 2013, doi:10.1021/ct400219n). With the bonds a, b, c along the chain and m = a×b, n = b×c it is a function of
 * their dot products: S = sin θ₁·sin θ₂ = |m||n|/(|a|b²|c|) and cos φ = m·n/|m||n|.
 */
export const bendingTorsions: BondedKernel = (energies, forces, virial, positions, cell, atoms, parameters) => {
  const bonds = new Float64Array(9);
  const slopes = new Float64Array(9);
  const wantForces = forces.length > 0;
  let energy = 0;
  for (let t = 0; 4 * t < atoms.length; t++) {
    const i = 3 * atoms[4 * t]!;
    const j = 3 * atoms[4 * t + 1]!;
    const k = 3 * atoms[4 * t + 2]!;
    const l = 3 * atoms[4 * t + 3]!;
    difference(bonds, 0, positions, j, i, cell);
    difference(bonds, 3, positions, k, j, cell);
    difference(bonds, 6, positions, l, k, cell);
    const aa = dot(bonds, 0, 0);
    const bb = dot(bonds, 3, 3);
    const cc = dot(bonds, 6, 6);
    const ab = dot(bonds, 0, 3);
    const bc = dot(bonds, 3, 6);
    const ac = dot(bonds, 0, 6);
    const m2 = Math.max(0, aa * bb - ab * ab);
    const n2 = Math.max(0, bb * cc - bc * bc);
    const mn = ab * bc - bb * ac;
    const scale = 1 / (Math.sqrt(aa * cc) * bb);
    const s = Math.sqrt(m2 * n2) * scale;
    const cosine = s > 0 ? (mn * scale) / s : 0;
    let value = 0;
    let slope = 0;
    for (let n = NUMBERS - 1; n >= 0; n--) {
      slope = slope * cosine + value;
      value = value * cosine + parameters[NUMBERS * t + n]!;
    }
    const s2 = s * s;
    energy += s2 * s * value;
    if (!wantForces) continue;
    // dE = byS·dS + byX·dX with X = S·cos φ = m·n·scale, and dS = ½S·(dm²/m² + dn²/n²) + S·dscale/scale.
    const byS = s2 * (3 * value - slope * cosine);
    const byX = s2 * slope;
    const byM2 = m2 > 0 ? (0.5 * byS * s) / m2 : 0;
    const byN2 = n2 > 0 ? (0.5 * byS * s) / n2 : 0;
    const byMn = byX * scale;
    const byScale = byS * s + byX * s * cosine;
    const byAA = byM2 * bb - byScale / (2 * aa);
    const byBB = byM2 * aa + byN2 * cc - byMn * ac - byScale / bb;
    const byCC = byN2 * bb - byScale / (2 * cc);
    const byAB = byMn * bc - 2 * byM2 * ab;
    const byBC = byMn * ab - 2 * byN2 * bc;
    const byAC = -byMn * bb;
    for (let d = 0; d < 3; d++) {
      const a = bonds[d]!;
      const b = bonds[3 + d]!;
      const c = bonds[6 + d]!;
      slopes[d] = 2 * byAA * a + byAB * b + byAC * c;
      slopes[3 + d] = byAB * a + 2 * byBB * b + byBC * c;
      slopes[6 + d] = byAC * a + byBC * b + 2 * byCC * c;
      forces[i + d]! += slopes[d]!;
      forces[j + d]! += slopes[3 + d]! - slopes[d]!;
      forces[k + d]! += slopes[6 + d]! - slopes[3 + d]!;
      forces[l + d]! -= slopes[6 + d]!;
    }
    if (virial.length === 0) continue;
    for (let d = 0; d < 3; d++) {
      for (let e = 0; e < 3; e++) {
        virial[3 * d + e]! -= slopes[d]! * bonds[e]! + slopes[3 + d]! * bonds[3 + e]! + slopes[6 + d]! * bonds[6 + e]!;
      }
    }
  }
  energies[0]! += energy;
};

function dot(vectors: Float64Array, at: number, other: number): number {
  return (
    vectors[at]! * vectors[other]! + vectors[at + 1]! * vectors[other + 1]! + vectors[at + 2]! * vectors[other + 2]!
  );
}
