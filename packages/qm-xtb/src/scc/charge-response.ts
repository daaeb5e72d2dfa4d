import { LuFactors } from "@qmmm/gto";
import type { TightBindingShells } from "../basis/tight-binding-shells.js";

/** Response per squared overlap, e²/Eh: from 4 to 10 molecules need as many iterations. */
const RESPONSE_PER_OVERLAP = 6;
/** Pairs of shells that respond less are left out, e²/Eh. */
const NEGLIGIBLE = 1e-3;

/**
 * An estimate of how the charges of shells that a potential brings about answer to those that make the potential, and with it
 * the step that would make both the same.
 *
 * A potential v on the shells moves charge −K·v. With one mean excitation energy (Unsöld 1927, doi:10.1007/BF01397633) K is a
 * Laplacian, K_ss = −Σ_t K_st, whose elements are bond orders of shells (Wiberg 1968, doi:10.1016/0040-4020(68)88057-3) over that
 * energy; these are taken as proportional to squared overlaps, so that no density is needed. As v = Γq, a residual F asks for
 * the step (1 + KΓ)⁻¹F.
 */
export class ChargeResponse {
  private readonly factors: LuFactors;
  private readonly count: number;

  /**
   * @param overlap - of functions, n×n
   * @param hardness - Γ of pairs of shells, Eh/e²
   */
  constructor({ basis, functionShell }: TightBindingShells, overlap: Float64Array, hardness: Float64Array) {
    const { functionCount: n, shellCount: count } = basis;
    this.count = count;
    const response = new Float64Array(count * count);
    for (let mu = 0; mu < n; mu++) {
      const row = functionShell[mu] * count;
      for (let nu = 0; nu < n; nu++) {
        const s = overlap[mu * n + nu];
        response[row + functionShell[nu]] -= RESPONSE_PER_OVERLAP * s * s;
      }
    }
    const dielectric = new Float64Array(count * count);
    for (let s = 0; s < count; s++) {
      const row = s * count;
      dielectric[row + s] = 1;
      for (let t = 0; t < count; t++) {
        const k = response[row + t];
        if (t === s || k > -NEGLIGIBLE) continue;
        for (let u = 0; u < count; u++) dielectric[row + u] += k * (hardness[t * count + u] - hardness[row + u]);
      }
    }
    this.factors = new LuFactors(dielectric, count);
  }

  /** A share of the step that a residual of shell charges and multipoles asks for: of multipoles, the residual itself; fresh. */
  step(residual: Float64Array, share: number): Float64Array {
    const out = residual.slice();
    out.set(this.factors.solve(residual.subarray(0, this.count)));
    for (let k = 0; k < out.length; k++) out[k] *= share;
    return out;
  }
}
