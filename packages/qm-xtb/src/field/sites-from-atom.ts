import { DistancePowers } from "./distance-powers.js";

/** Sites at a time: what belongs to them stays in the processor's first cache. */
export const BLOCK = 256;
/** Least distance, a0: keeps what is divided by it finite where a site lies on the nucleus. */
const LEAST = 1e-30;

/** A block of sites as an atom sees them: vectors R from site to atom, and effective powers of their lengths. */
export class SitesFromAtom {
  readonly x = new Float64Array(BLOCK);
  readonly y = new Float64Array(BLOCK);
  readonly z = new Float64Array(BLOCK);
  readonly r = new Float64Array(BLOCK);
  /** Effective R, R³ and R⁵ (see `DistancePowers`), the first squared. */
  readonly firstSquare = new Float64Array(BLOCK);
  readonly third = new Float64Array(BLOCK);
  readonly fifth = new Float64Array(BLOCK);
  /** (d/dR)/R of each; half of it for the square. */
  readonly firstSlope = new Float64Array(BLOCK);
  readonly thirdSlope = new Float64Array(BLOCK);
  readonly fifthSlope = new Float64Array(BLOCK);
  private readonly powers = new DistancePowers();

  /**
   * Takes up the sites from `start` on, BLOCK at most.
   *
   * @param widths - of Gaussian charges, a0; absent for points
   */
  set(nuclei: Float64Array, atom: number, sites: Float64Array, widths: Float64Array | undefined, start: number): void {
    const { fifth, fifthSlope, firstSlope, firstSquare, r, third, thirdSlope, x, y, z } = this;
    const x0 = nuclei[3 * atom];
    const y0 = nuclei[3 * atom + 1];
    const z0 = nuclei[3 * atom + 2];
    const count = Math.min(BLOCK, sites.length / 3 - start);
    for (let k = 0, at = 3 * start; k < count; k++, at += 3) {
      const dx = x0 - sites[at];
      const dy = y0 - sites[at + 1];
      const dz = z0 - sites[at + 2];
      const square = dx * dx + dy * dy + dz * dz;
      const distance = Math.max(LEAST, Math.sqrt(square));
      const cube = distance * square;
      x[k] = dx;
      y[k] = dy;
      z[k] = dz;
      r[k] = distance;
      firstSquare[k] = square;
      third[k] = cube;
      fifth[k] = cube * square;
      firstSlope[k] = 1;
      thirdSlope[k] = 3 * distance;
      fifthSlope[k] = 5 * cube;
    }
    if (widths !== undefined) this.widen(widths, start, count);
  }

  private widen(widths: Float64Array, start: number, count: number): void {
    const { powers } = this;
    for (let k = 0; k < count; k++) {
      const width = widths[start + k];
      if (width === 0) continue;
      powers.set(this.r[k] * this.r[k], width);
      this.firstSquare[k] = powers.first * powers.first;
      this.third[k] = powers.third;
      this.fifth[k] = powers.fifth;
      this.firstSlope[k] = powers.first * powers.firstSlope;
      this.thirdSlope[k] = powers.thirdSlope;
      this.fifthSlope[k] = powers.fifthSlope;
    }
  }
}
