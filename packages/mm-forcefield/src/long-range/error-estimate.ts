import type { Influence } from "./b-spline.js";

/** What error estimates need to know of a system. */
export interface ChargeStatistics {
  readonly atomCount: number;
  /** Σq², charges times the square root of the Coulomb constant, Eh·a0. */
  readonly squaredCharges: number;
  /** a0³ */
  readonly volume: number;
}

/** RMS error of forces (Eh/a0) by cutting off erfc(βr)/r: Kolafa and Perram 1992, doi:10.1080/08927029208049126, eq. 18. */
export function realSpaceError(system: ChargeStatistics, cutoff: number, beta: number): number {
  const { atomCount, squaredCharges, volume } = system;
  return ((2 * squaredCharges) / Math.sqrt(atomCount * cutoff * volume)) * Math.exp(-((beta * cutoff) ** 2));
}

/** β (a0⁻¹) at which the error of the real-space part is as wanted. */
export function splittingFor(system: ChargeStatistics, cutoff: number, error: number): number {
  const ratio = realSpaceError(system, cutoff, 0) / error;
  // Below e, nothing is gained by a wider screening charge.
  return Math.sqrt(Math.log(Math.max(ratio, Math.E))) / cutoff;
}

/**
 * RMS error of forces (Eh/a0) by leaving out reciprocal vectors longer than `longest` (without 2π, a0⁻¹): the mean square of
 * the terms left out for charges at random, with the integral's bound erfc(x) < exp(−x²)/(x√π).
 */
export function reciprocalError(system: ChargeStatistics, beta: number, longest: number): number {
  const x = (Math.SQRT2 * Math.PI * longest) / beta;
  const integral = ((beta / (2 * Math.sqrt(2 * Math.PI))) * Math.exp(-x * x)) / (x * Math.sqrt(Math.PI));
  return randomForce(system, integral);
}

/** Length of the longest reciprocal vector (without 2π, a0⁻¹) for an error of the reciprocal part. */
export function longestWaveFor(system: ChargeStatistics, beta: number, error: number): number {
  return bisect((longest) => reciprocalError(system, beta, longest) > error, 0.01 * beta, 10 * beta);
}

/** RMS force of terms whose squared weights (m²f)²·(relative error)² integrate to this over lengths m. */
function randomForce({ atomCount, squaredCharges, volume }: ChargeStatistics, integral: number): number {
  return squaredCharges * Math.sqrt((16 * Math.PI * integral) / (volume * atomCount));
}

/** Steps of the integrals over length and direction of the reciprocal vectors. */
const LENGTHS = 60;
const DIRECTIONS = 20;

/**
 * RMS error of forces (Eh/a0) of smooth particle-mesh Ewald by grid points `spacing` apart along one direction. A wave that
 * advances by x cycles from point to point is mixed with its aliases x ± 1, whose amplitudes B-splines of order p damp to
 * (x/(1−x))ᵖ: in spreading and interpolating, of which the optimal influence function leaves less, and, damped one order less, in
 * the gradient (Essmann et al. 1995, doi:10.1063/1.470117; Ballenegger, Cerdà and Holm 2012, doi:10.1021/ct2001792).
 */
export function gridError(
  system: ChargeStatistics,
  beta: number,
  order: number,
  influence: Influence,
  spacing: number,
): number {
  const spreading = influence === "optimal" ? 1 : 4;
  const top = 1.5 * beta;
  let integral = 0;
  for (let a = 0; a < LENGTHS; a++) {
    const m = ((a + 0.5) * top) / LENGTHS;
    const weight = Math.exp(-2 * (Math.PI * (m / beta)) ** 2);
    let relative = 0;
    for (let b = 0; b < DIRECTIONS; b++) {
      const cosine = (b + 0.5) / DIRECTIONS;
      const x = Math.min(0.5, m * cosine * spacing);
      const alias = (x / (1 - x)) ** order;
      relative += spreading * alias ** 2 + (cosine * alias * ((1 - x) / x)) ** 2;
    }
    integral += (weight * relative * top) / (LENGTHS * DIRECTIONS);
  }
  return randomForce(system, integral);
}

/** Distance of grid points (a0) for an error along each direction. */
export function spacingFor(
  system: ChargeStatistics,
  beta: number,
  order: number,
  influence: Influence,
  error: number,
): number {
  return (
    bisect((inverse) => gridError(system, beta, order, influence, 1 / inverse) > error, 0.01 * beta, 1000 * beta) ** -1
  );
}

/** Where a falling condition ceases to hold, by bisection of the logarithm. */
function bisect(stillTrue: (x: number) => boolean, low: number, high: number): number {
  let [a, b] = [Math.log(low), Math.log(high)];
  for (let step = 0; step < 40; step++) {
    const middle = (a + b) / 2;
    if (stillTrue(Math.exp(middle))) a = middle;
    else b = middle;
  }
  return Math.exp(b);
}
