/**
 * Index of Hermite Gaussians Λ_tuv, ordered by degree N = t+u+v, then by falling t, then by falling u. All indices up to a
 * degree form one run that starts at 0, so an array of higher degree can be read as one of lower degree.
 */

/** Number of Hermite Gaussians up to degree `degree`. */
export function hermiteCount(degree: number): number {
  return ((degree + 1) * (degree + 2) * (degree + 3)) / 6;
}

/** Place of Λ_tuv. */
export function hermiteIndex(t: number, u: number, v: number): number {
  const n = t + u + v;
  return (n * (n + 1) * (n + 2)) / 6 + ((n - t) * (n - t + 1)) / 2 + v;
}

/** Powers t, u, v of all Hermite Gaussians up to `degree`, three per Gaussian. */
export function hermitePowers(degree: number): Int32Array {
  const out = new Int32Array(3 * hermiteCount(degree));
  let i = 0;
  for (let n = 0; n <= degree; n++) {
    for (let t = n; t >= 0; t--) {
      for (let u = n - t; u >= 0; u--) {
        out[i++] = t;
        out[i++] = u;
        out[i++] = n - t - u;
      }
    }
  }
  return out;
}

/** Index of Λ_(tuv)+(t'u'v') at `h·hermiteCount(second) + h'`, for h up to degree `first` and h' up to degree `second`. */
export function hermiteSums(first: number, second: number): Int32Array {
  const a = hermitePowers(first);
  const b = hermitePowers(second);
  const out = new Int32Array((a.length / 3) * (b.length / 3));
  let i = 0;
  for (let h = 0; h < a.length; h += 3) {
    for (let g = 0; g < b.length; g += 3) {
      out[i++] = hermiteIndex(a[h] + b[g], a[h + 1] + b[g + 1], a[h + 2] + b[g + 2]);
    }
  }
  return out;
}

/** Index of the derivative ∂Λ_tuv along x, y, z (one more in t, u or v) at `3·h + axis`. */
export function hermiteDerivatives(degree: number): Int32Array {
  const powers = hermitePowers(degree);
  const out = new Int32Array(powers.length);
  for (let i = 0; i < powers.length; i += 3) {
    out[i] = hermiteIndex(powers[i] + 1, powers[i + 1], powers[i + 2]);
    out[i + 1] = hermiteIndex(powers[i], powers[i + 1] + 1, powers[i + 2]);
    out[i + 2] = hermiteIndex(powers[i], powers[i + 1], powers[i + 2] + 1);
  }
  return out;
}

/** (−1)^(t+u+v). */
export function hermiteSigns(degree: number): Float64Array {
  const powers = hermitePowers(degree);
  return Float64Array.from({ length: powers.length / 3 }, (_, h) =>
    (powers[3 * h] + powers[3 * h + 1] + powers[3 * h + 2]) % 2 === 0 ? 1 : -1,
  );
}
