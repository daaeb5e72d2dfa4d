/**
 * Takes an interaction smoothly to zero at a cutoff: S = 1 − 10x³ + 15x⁴ − 6x⁵ with x from 0 to 1 over the last `width`
 * before it (twice differentiable). A width of 0 cuts abruptly.
 */
export class Switching {
  /** Square of the distance below which S is 1, a0². */
  readonly start2: number;
  private readonly start: number;

  /** @param cutoff - a0; @param width - a0, at most the cutoff */
  constructor(
    readonly cutoff: number,
    readonly width: number,
  ) {
    this.start = cutoff - width;
    this.start2 = width > 0 ? this.start ** 2 : Number.POSITIVE_INFINITY;
  }

  /** S at a distance between start and cutoff. */
  value(r: number): number {
    const x = Math.min(1, (r - this.start) / this.width);
    return 1 - x * x * x * (10 - x * (15 - 6 * x));
  }

  /** (dS/dr)/r at a distance between start and cutoff, a0⁻². */
  slope(r: number): number {
    const x = Math.min(1, (r - this.start) / this.width);
    return (-30 * x * x * (1 - x) * (1 - x)) / (this.width * r);
  }
}
