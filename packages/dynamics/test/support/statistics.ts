/** Mean, variance and the standard error of the mean by averages over blocks (Flyvbjerg & Petersen 1989, doi:10.1063/1.457480). */
export function statistics(series: readonly number[], blocks = 16) {
  const mean = series.reduce((a, b) => a + b, 0) / series.length;
  const variance = series.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (series.length - 1);
  const size = Math.floor(series.length / blocks);
  let spread = 0;
  for (let b = 0; b < blocks; b++) {
    const block = series.slice(b * size, (b + 1) * size);
    spread += (block.reduce((a, c) => a + c, 0) / size - mean) ** 2;
  }
  return { mean, variance, error: Math.sqrt(spread / (blocks - 1) / blocks) };
}

/**
 * Slope of ln[p₂(x)/p₁(x)] between two samples of x by maximum likelihood (Shirts 2013, doi:10.1021/ct300688p): of energies at
 * two temperatures it is β₁ − β₂, of volumes at two pressures β(P₁ − P₂). The error comes from blocks of both series.
 */
export function ensembleSlope(first: readonly number[], second: readonly number[], blocks = 8) {
  const fit = (a: readonly number[], b: readonly number[]): number => {
    const centre = (a.reduce((s, x) => s + x, 0) / a.length + b.reduce((s, x) => s + x, 0) / b.length) / 2;
    const scale = Math.sqrt(statistics([...a, ...b], 2).variance);
    const offset = Math.log(b.length / a.length);
    let [p, q] = [0, 0];
    for (let step = 0; step < 60; step++) {
      // Newton's method on the logistic likelihood with p + q·x.
      let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
      for (const [sample, label] of [
        [a, 0],
        [b, 1],
      ] as const) {
        for (const value of sample) {
          const x = (value - centre) / scale;
          const f = 1 / (1 + Math.exp(-(p + q * x + offset)));
          g0 += label - f;
          g1 += (label - f) * x;
          h00 += f * (1 - f);
          h01 += f * (1 - f) * x;
          h11 += f * (1 - f) * x * x;
        }
      }
      const determinant = h00 * h11 - h01 * h01;
      p += (h11 * g0 - h01 * g1) / determinant;
      q += (h00 * g1 - h01 * g0) / determinant;
    }
    return q / scale;
  };
  const part = (series: readonly number[], k: number): readonly number[] => {
    const size = Math.floor(series.length / blocks);
    return series.slice(k * size, (k + 1) * size);
  };
  const slopes = Array.from({ length: blocks }, (_, k) => fit(part(first, k), part(second, k)));
  return { slope: fit(first, second), error: Math.sqrt(statistics(slopes, 2).variance / blocks) };
}
