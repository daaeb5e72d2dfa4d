const SWEEPS = 500;
const SMALLEST_SHIFT = 1e-10;

/**
 * A minimum of l·c + ½ c·Q·c over weights c ≥ 0 with Σc = 1, by shifting weight between pairs of components to the minimum
 * along each; the best of descents from the centre and from each corner, as Q need not be positive.
 *
 * @param linear - l, length n
 * @param quadratic - Q, n×n; its symmetric part counts
 */
export function minimiseOnSimplex(linear: Float64Array, quadratic: Float64Array): Float64Array {
  const n = linear.length;
  const starts = [new Float64Array(n).fill(1 / n), ...Array.from({ length: n }, (_, k) => corner(n, k))];
  let best = starts[0];
  let lowest = Number.POSITIVE_INFINITY;
  for (const start of starts) {
    const value = descend(start, linear, quadratic);
    if (value < lowest - 1e-14 * Math.abs(lowest === Number.POSITIVE_INFINITY ? 0 : lowest)) {
      best = start;
      lowest = value;
    }
  }
  return best;
}

function corner(n: number, k: number): Float64Array {
  const out = new Float64Array(n);
  out[k] = 1;
  return out;
}

/** Moves `c` downhill to a minimum and returns the function's value there. */
function descend(c: Float64Array, linear: Float64Array, quadratic: Float64Array): number {
  const n = c.length;
  const q = (i: number, j: number): number => 0.5 * (quadratic[i * n + j] + quadratic[j * n + i]);
  const slopeOf = (i: number): number => {
    let slope = linear[i];
    for (let j = 0; j < n; j++) slope += q(i, j) * c[j];
    return slope;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        // Along e_i − e_j; from −c_i to c_j.
        const slope = slopeOf(i) - slopeOf(j);
        const curvature = q(i, i) + q(j, j) - 2 * q(i, j);
        let shift: number;
        if (curvature > 0) shift = Math.min(c[j], Math.max(-c[i], -slope / curvature));
        else {
          const value = (s: number) => s * slope + 0.5 * s * s * curvature;
          shift = value(c[j]) < value(-c[i]) ? c[j] : -c[i];
          if (value(shift) >= 0) shift = 0;
        }
        c[i] += shift;
        c[j] -= shift;
        moved = Math.max(moved, Math.abs(shift));
      }
    }
    if (moved < SMALLEST_SHIFT) break;
  }
  let value = 0;
  for (let i = 0; i < n; i++) value += 0.5 * c[i] * (linear[i] + slopeOf(i));
  return value;
}
