import { DAMPING } from "../energy/anisotropic-electrostatics.js";

/**
 * The damped inverse powers of the distance, g₃ = 1/(R³ + 6R̄³) and g₅ = 1/(R⁵ + 6R̄⁴R), with their derivatives by the
 * distance, ′ = (d/dR)/R, and by the mean radius R̄.
 */
export class DampedPowers {
  g3 = 0;
  g3Slope = 0;
  /** g₃″ */
  g3Curve = 0;
  g3ByRadius = 0;
  g3SlopeByRadius = 0;
  g5 = 0;
  g5Slope = 0;
  /** g₅″ */
  g5Curve = 0;
  g5ByRadius = 0;
  g5SlopeByRadius = 0;

  /** @param mean - R̄, a0 */
  set(r2: number, mean: number): void {
    const r = Math.sqrt(r2);
    const mean2 = DAMPING * mean * mean;
    const mean3 = mean2 * mean;
    const mean4 = mean3 * mean;
    const g3 = 1 / (r2 * r + mean3);
    const g3Square = g3 * g3;
    this.g3 = g3;
    this.g3Slope = -3 * r * g3Square;
    this.g3Curve = 3 * g3Square * (6 * r2 * g3 - 1 / r);
    this.g3ByRadius = -3 * mean2 * g3Square;
    this.g3SlopeByRadius = 18 * mean2 * r * g3Square * g3;
    const g5 = 1 / (r * (r2 * r2 + mean4));
    const g5Square = g5 * g5;
    const slope = 5 * r2 * r + mean4 / r;
    this.g5 = g5;
    this.g5Slope = -slope * g5Square;
    this.g5Curve = g5Square * (2 * slope * slope * g5 - 15 * r + mean4 / (r2 * r));
    this.g5ByRadius = -4 * mean3 * r * g5Square;
    this.g5SlopeByRadius = 4 * mean3 * g5Square * (2 * slope * r * g5 - 1 / r);
  }
}
