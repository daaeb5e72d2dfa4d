/**
 * How the interaction of two point dipoles fades as they come close: each acts as if one of them were a cloud of charge.
 * With s = (α_i·α_j)^(1/6) and u = r/s:
 *
 * - `thole-linear`: density linear in r, zero beyond a·s. Forces between dipoles jump where a pair crosses r = a·s.
 * - `thole-exponential`: density ∝ exp(−a·u); smooth everywhere.
 * - `amoeba`: density ∝ exp(−a·u³), as the AMOEBA force field has it; smooth everywhere.
 * - `none`: point dipoles, which polarise each other without limit where r³ < 2·√(α_i·α_j).
 *
 * Thole 1981, doi:10.1016/0301-0104(81)85176-2; van Duijnen and Swart 1998, doi:10.1021/jp980221f; Ren and Ponder 2003,
 * doi:10.1021/jp027815+.
 */
export type TholeModel = "thole-linear" | "thole-exponential" | "amoeba" | "none";

/**
 * Published screening lengths: 1.7278 and 1.9088 of van Duijnen and Swart 1998 (fitted to mean polarisabilities), 0.39 of
 * Ren and Ponder 2003.
 */
export const THOLE_FACTORS: Readonly<Record<TholeModel, number>> = {
  "thole-linear": 1.7278,
  "thole-exponential": 1.9088,
  amoeba: 0.39,
  none: 0,
};

/** Factors of the field of a charge (λ3), of a dipole (λ3, λ5), and of the gradient of the latter (λ5, λ7). */
export type DampingFactors = (out: Float64Array, a: number, u: number) => void;

/**
 * Writes λ3, λ5, λ7 into `out`. They belong to one potential: λ5 = λ3 − (r/3)·dλ3/dr, λ7 = λ5 − (r/5)·dλ5/dr, which is what
 * makes forces the exact derivative of the energy.
 */
export const DAMPING: Readonly<Record<TholeModel, DampingFactors>> = {
  "thole-linear"(out, a, u) {
    const v = Math.min(u / a, 1);
    const v3 = v * v * v;
    out[0] = (4 - 3 * v) * v3;
    out[1] = v3 * v;
    out[2] = v < 1 ? 0.2 * out[1] : 1;
  },
  "thole-exponential"(out, a, u) {
    const v = a * u;
    const e = Math.exp(-v);
    const v3 = v * v * v;
    out[0] = 1 - e * (1 + v + 0.5 * v * v);
    out[1] = out[0] - (e * v3) / 6;
    out[2] = out[1] - (e * v3 * v) / 30;
  },
  amoeba(out, a, u) {
    const w = a * u * u * u;
    const e = Math.exp(-w);
    out[0] = 1 - e;
    out[1] = 1 - (1 + w) * e;
    out[2] = 1 - (1 + w + 0.6 * w * w) * e;
  },
  none(out) {
    out.fill(1);
  },
};

/** The u from which a model's factors are 1 to the last bit: e⁻⁶⁰ times what the exponentials multiply is below 2⁻⁵⁴. */
export function dampingReach(model: TholeModel, a: number): number {
  if (model === "none") return 0;
  if (model === "thole-linear") return a;
  return model === "amoeba" ? Math.cbrt(60 / a) : 60 / a;
}
