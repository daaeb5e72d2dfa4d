import { HermiteCoulomb } from "./hermite-coulomb.js";
import { hermiteCount } from "./hermite-index.js";

/** Sites per batch: their Hermite integrals stay in the processor's cache. */
const BATCH = 64;

/**
 * Potentials of many charges in the Hermite Gaussians of one primitive pair, a batch of charges at a time.
 *
 * A charge smeared as exp(−r²/w²) acts like a point charge with p replaced by pζ/(p+ζ), ζ = 1/w², and a factor √(that/p).
 */
export class ChargeBatch {
  /** R_tuv of site k of the batch at `k·hermiteCount(degree)`, times charge and 2π/p. */
  readonly integrals: Float64Array;
  private readonly vectors = new Float64Array(3 * BATCH);
  private readonly arguments = new Float64Array(BATCH);
  private readonly scales = new Float64Array(BATCH);
  private readonly factors = new Float64Array(BATCH);
  private readonly recursions: readonly HermiteCoulomb[];
  readonly siteCount: number;

  /** @param charges Charges, or null for unit charges. */
  constructor(
    private readonly positions: Float64Array,
    private readonly charges: Float64Array | null,
    private readonly widths: Float64Array | null,
    maxDegree: number,
  ) {
    this.siteCount = positions.length / 3;
    this.integrals = new Float64Array(BATCH * hermiteCount(maxDegree));
    this.recursions = Array.from({ length: maxDegree + 1 }, (_, l) => new HermiteCoulomb(l));
  }

  /** Computes the integrals from site `first` on, up to `degree`; returns how many sites were taken. */
  compute(first: number, degree: number, exponent: number, centre: Float64Array, centreOffset: number): number {
    const { positions, charges, widths, vectors, arguments: t, scales, factors } = this;
    const count = Math.min(BATCH, this.siteCount - first);
    const px = centre[centreOffset];
    const py = centre[centreOffset + 1];
    const pz = centre[centreOffset + 2];
    const prefactor = (2 * Math.PI) / exponent;
    for (let k = 0; k < count; k++) {
      const s = first + k;
      const x = px - positions[3 * s];
      const y = py - positions[3 * s + 1];
      const z = pz - positions[3 * s + 2];
      vectors[3 * k] = x;
      vectors[3 * k + 1] = y;
      vectors[3 * k + 2] = z;
      const r2 = x * x + y * y + z * z;
      let alpha = exponent;
      let scale = charges === null ? prefactor : prefactor * charges[s];
      if (widths !== null && widths[s] > 0) {
        const shrink = 1 / (1 + exponent * widths[s] * widths[s]);
        alpha *= shrink;
        scale *= Math.sqrt(shrink);
      }
      t[k] = alpha * r2;
      scales[k] = scale;
      factors[k] = -2 * alpha;
    }
    this.recursions[degree].compute(this.integrals, count, vectors, t, scales, factors);
    return count;
  }
}
