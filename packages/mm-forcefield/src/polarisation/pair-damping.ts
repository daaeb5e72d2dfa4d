import type { PolarisableSites } from "./sites.js";
import { DAMPING, type DampingFactors, dampingReach } from "./thole.js";

/** λ3, λ5 and λ7 of pairs of sites. */
export class PairDamping {
  /** λ3, λ5, λ7 of the last pair. */
  readonly factors = new Float64Array(3).fill(1);
  private readonly damp: DampingFactors;
  /** α^(1/6) of each site. */
  private readonly root: Float64Array;
  private readonly screening: Float64Array;
  private readonly reach: Float64Array;

  constructor({ polarisabilities, damping: { model, factor } }: PolarisableSites) {
    this.damp = DAMPING[model];
    this.root = polarisabilities.map((alpha) => alpha ** (1 / 6));
    this.screening = typeof factor === "number" ? new Float64Array(polarisabilities.length).fill(factor) : factor;
    this.reach = this.screening.map((a) => dampingReach(model, a));
  }

  /** Sets `factors` for sites i, j at distance r; all 1 when one of them is not polarisable. */
  at(i: number, j: number, r: number): void {
    const s = this.root[i] * this.root[j];
    if (r >= s * Math.max(this.reach[i], this.reach[j])) {
      this.factors[0] = 1;
      this.factors[1] = 1;
      this.factors[2] = 1;
    } else {
      this.damp(this.factors, Math.min(this.screening[i], this.screening[j]), r / s);
    }
  }
}
