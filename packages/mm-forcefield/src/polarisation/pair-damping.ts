import type { PolarisableSites } from "./sites.js";
import { DAMPING, type DampingFactors, dampingReach } from "./thole.js";

/** Over what part of the distance to its end damping fades out, where it has an end. */
const FADING = 0.1;

/** λ3, λ5 and λ7 of pairs of sites. */
export class PairDamping {
  /** λ3, λ5, λ7 of the last pair. */
  readonly factors = new Float64Array(3).fill(1);
  private readonly damp: DampingFactors;
  /** α^(1/6) of each site. */
  private readonly root: Float64Array;
  private readonly screening: Float64Array;
  private readonly reach: Float64Array;

  /** @param end - distance at which pairs are damped no more, a0: before it, damping fades out smoothly */
  constructor(
    { polarisabilities, damping: { model, factor } }: PolarisableSites,
    private readonly end = Number.POSITIVE_INFINITY,
  ) {
    this.damp = DAMPING[model];
    this.root = polarisabilities.map((alpha) => alpha ** (1 / 6));
    this.screening = typeof factor === "number" ? new Float64Array(polarisabilities.length).fill(factor) : factor;
    this.reach = this.screening.map((a) => dampingReach(model, a));
  }

  /** Sets `factors` for sites i, j at distance r; all 1 when one of them is not polarisable. */
  at(i: number, j: number, r: number): void {
    const s = this.root[i] * this.root[j];
    if (r >= Math.min(this.end, s * Math.max(this.reach[i], this.reach[j]))) {
      this.factors[0] = 1;
      this.factors[1] = 1;
      this.factors[2] = 1;
    } else {
      this.damp(this.factors, Math.min(this.screening[i], this.screening[j]), r / s);
      if (r > (1 - FADING) * this.end) this.fade(r);
    }
  }

  /**
   * Multiplies λ3 − 1 by the switch f = 1 − x³(10 − 15x + 6x²); λ5 = λ3 − (r/3)·dλ3/dr and λ7 = λ5 − (r/5)·dλ5/dr follow, with
   * dλ3/dr = 3(λ3 − λ5)/r and dλ5/dr = 5(λ5 − λ7)/r of the factors without it.
   */
  private fade(r: number): void {
    const { factors, end } = this;
    const [l3, l5, l7] = [factors[0], factors[1], factors[2]];
    const width = FADING * end;
    const x = (r - end + width) / width;
    const f = 1 - x ** 3 * (10 - x * (15 - 6 * x));
    const slope = (-30 * r * x ** 2 * (1 - x) ** 2) / width;
    const curvature = (-60 * r * r * x * (1 - x) * (1 - 2 * x)) / width ** 2;
    const third = 1 + (l3 - 1) * f;
    const fifth = 1 + (l5 - 1) * f - ((l3 - 1) * slope) / 3;
    const change =
      5 * (l5 - l7) * f + (l5 - 1) * slope - (l3 - l5) * slope - ((l3 - 1) * slope) / 3 - ((l3 - 1) * curvature) / 3;
    factors[0] = third;
    factors[1] = fifth;
    factors[2] = fifth - change / 5;
  }
}
