/** Twiddle factors and radices of one length, for transforms of many rows at once. */
export interface FftPlan {
  readonly length: number;
  /** Radices of the passes, in order; their product is the length. */
  readonly radices: readonly number[];
  /** exp(−2πi k/length), real and imaginary parts in turn, k = 0 … length − 1. */
  readonly twiddles: Float64Array;
}

/** True for lengths 2ᵃ3ᵇ5ᶜ. */
export function isSmooth(length: number): boolean {
  let rest = length;
  for (const radix of [2, 3, 5]) while (rest % radix === 0 && rest > 1) rest /= radix;
  return rest === 1;
}

/** The shortest length 2ᵃ3ᵇ5ᶜ that is even and at least `least`. */
export function nextSmoothEven(least: number): number {
  let length = Math.max(2, 2 * Math.ceil(least / 2));
  while (!isSmooth(length)) length += 2;
  return length;
}

/** Complex numbers of a real transform of `length`: those of non-negative frequency. */
export function spectrumLength(length: number): number {
  return Math.floor(length / 2) + 1;
}

/** Plans transforms of any length; a prime factor p above 5 costs p operations a number. */
export function fftPlan(length: number): FftPlan {
  const radices: number[] = [];
  let rest = length;
  const take = (radix: number): void => {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  };
  // Fours before twos, then what is prime of the odd numbers.
  take(4);
  take(2);
  for (let odd = 3; rest > 1; odd += 2) take(odd);
  const twiddles = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    twiddles[2 * k] = Math.cos((2 * Math.PI * k) / length);
    twiddles[2 * k + 1] = -Math.sin((2 * Math.PI * k) / length);
  }
  return { length, radices, twiddles };
}

/**
 * Forward transforms, exponent −2πi, of `batch` sequences side by side, by Stockham's self-sorting algorithm (Swarztrauber
 * 1984, doi:10.1016/S0167-8191(84)90413-7). Element k of sequence q is complex number `k·batch + q`, so that the inner loops
 * run along memory with constant factors. Swap real and imaginary parts before and after for backward transforms.
 *
 * @param first - sequences, 2 × length × batch numbers, overwritten
 * @param second - work space of the same size
 * @returns whichever of the two holds the result
 */
export function transformRows(plan: FftPlan, first: Float64Array, second: Float64Array, batch: number): Float64Array {
  let [from, to] = [first, second];
  let length = plan.length;
  let stride = batch;
  for (const radix of plan.radices) {
    const pass = PASSES.get(radix) ?? anyRadix(radix);
    // One over the length left, in steps of the plan's own twiddles.
    pass(from, to, length / radix, stride, plan.twiddles, plan.length / length);
    length /= radix;
    stride *= radix;
    [from, to] = [to, from];
  }
  return from;
}

/** One pass: `groups` butterflies with factors of their own, each for `stride` sequences. */
type Pass = (
  from: Float64Array,
  to: Float64Array,
  groups: number,
  stride: number,
  twiddles: Float64Array,
  step: number,
) => void;

const radix2: Pass = (from, to, groups, stride, twiddles, step) => {
  const along = (2 * stride) | 0;
  const apart = (along * groups) | 0;
  for (let p = 0; p < groups; p++) {
    const wr = twiddles[2 * p * step]!;
    const wi = twiddles[2 * p * step + 1]!;
    let u = (2 * along * p) | 0;
    const end = (along * p + along) | 0;
    for (let a = (along * p) | 0; a < end; a = (a + 2) | 0, u = (u + 2) | 0) {
      const b = (a + apart) | 0;
      const v = (u + along) | 0;
      const ar = from[a]!;
      const ai = from[a | 1]!;
      const br = from[b]!;
      const bi = from[b | 1]!;
      const dr = ar - br;
      const di = ai - bi;
      to[u] = ar + br;
      to[u | 1] = ai + bi;
      to[v] = wr * dr - wi * di;
      to[v | 1] = wr * di + wi * dr;
    }
  }
};

const radix3: Pass = (from, to, groups, stride, twiddles, step) => {
  const along = (2 * stride) | 0;
  const apart = (along * groups) | 0;
  for (let p = 0; p < groups; p++) {
    const t = 2 * p * step;
    const w1r = twiddles[t]!;
    const w1i = twiddles[t + 1]!;
    const w2r = twiddles[2 * t]!;
    const w2i = twiddles[2 * t + 1]!;
    let u = (3 * along * p) | 0;
    const end = (along * p + along) | 0;
    for (let a = (along * p) | 0; a < end; a = (a + 2) | 0, u = (u + 2) | 0) {
      const b = (a + apart) | 0;
      const c = (b + apart) | 0;
      const v = (u + along) | 0;
      const w = (v + along) | 0;
      const ar = from[a]!;
      const ai = from[a | 1]!;
      const br = from[b]!;
      const bi = from[b | 1]!;
      const cr = from[c]!;
      const ci = from[c | 1]!;
      const sumR = br + cr;
      const sumI = bi + ci;
      const sineR = 0.8660254037844386 * (br - cr);
      const sineI = 0.8660254037844386 * (bi - ci);
      const cosineR = ar - 0.5 * sumR;
      const cosineI = ai - 0.5 * sumI;
      to[u] = ar + sumR;
      to[u | 1] = ai + sumI;
      const r1 = cosineR + sineI;
      const i1 = cosineI - sineR;
      to[v] = w1r * r1 - w1i * i1;
      to[v | 1] = w1r * i1 + w1i * r1;
      const r2 = cosineR - sineI;
      const i2 = cosineI + sineR;
      to[w] = w2r * r2 - w2i * i2;
      to[w | 1] = w2r * i2 + w2i * r2;
    }
  }
};

const radix4: Pass = (from, to, groups, stride, twiddles, step) => {
  const along = (2 * stride) | 0;
  const apart = (along * groups) | 0;
  for (let p = 0; p < groups; p++) {
    const t = 2 * p * step;
    const w1r = twiddles[t]!;
    const w1i = twiddles[t + 1]!;
    const w2r = twiddles[2 * t]!;
    const w2i = twiddles[2 * t + 1]!;
    const w3r = twiddles[3 * t]!;
    const w3i = twiddles[3 * t + 1]!;
    let u = (4 * along * p) | 0;
    const end = (along * p + along) | 0;
    for (let a = (along * p) | 0; a < end; a = (a + 2) | 0, u = (u + 2) | 0) {
      const b = (a + apart) | 0;
      const c = (b + apart) | 0;
      const d = (c + apart) | 0;
      const v = (u + along) | 0;
      const w = (v + along) | 0;
      const x = (w + along) | 0;
      const ar = from[a]!;
      const ai = from[a | 1]!;
      const br = from[b]!;
      const bi = from[b | 1]!;
      const cr = from[c]!;
      const ci = from[c | 1]!;
      const dr = from[d]!;
      const di = from[d | 1]!;
      const acr = ar + cr;
      const aci = ai + ci;
      const amr = ar - cr;
      const ami = ai - ci;
      const bdr = br + dr;
      const bdi = bi + di;
      const bmr = br - dr;
      const bmi = bi - di;
      to[u] = acr + bdr;
      to[u | 1] = aci + bdi;
      const r1 = amr + bmi;
      const i1 = ami - bmr;
      to[v] = w1r * r1 - w1i * i1;
      to[v | 1] = w1r * i1 + w1i * r1;
      const r2 = acr - bdr;
      const i2 = aci - bdi;
      to[w] = w2r * r2 - w2i * i2;
      to[w | 1] = w2r * i2 + w2i * r2;
      const r3 = amr - bmi;
      const i3 = ami + bmr;
      to[x] = w3r * r3 - w3i * i3;
      to[x | 1] = w3r * i3 + w3i * r3;
    }
  }
};

const radix5: Pass = (from, to, groups, stride, twiddles, step) => {
  const along = (2 * stride) | 0;
  const apart = (along * groups) | 0;
  for (let p = 0; p < groups; p++) {
    const t = 2 * p * step;
    const w1r = twiddles[t]!;
    const w1i = twiddles[t + 1]!;
    const w2r = twiddles[2 * t]!;
    const w2i = twiddles[2 * t + 1]!;
    const w3r = twiddles[3 * t]!;
    const w3i = twiddles[3 * t + 1]!;
    const w4r = twiddles[4 * t]!;
    const w4i = twiddles[4 * t + 1]!;
    let u = (5 * along * p) | 0;
    const end = (along * p + along) | 0;
    for (let a = (along * p) | 0; a < end; a = (a + 2) | 0, u = (u + 2) | 0) {
      const b = (a + apart) | 0;
      const c = (b + apart) | 0;
      const d = (c + apart) | 0;
      const e = (d + apart) | 0;
      const v = (u + along) | 0;
      const w = (v + along) | 0;
      const x = (w + along) | 0;
      const y = (x + along) | 0;
      const ar = from[a]!;
      const ai = from[a | 1]!;
      const br = from[b]!;
      const bi = from[b | 1]!;
      const cr = from[c]!;
      const ci = from[c | 1]!;
      const dr = from[d]!;
      const di = from[d | 1]!;
      const er = from[e]!;
      const ei = from[e | 1]!;
      const sum1R = br + er;
      const sum1I = bi + ei;
      const sum2R = cr + dr;
      const sum2I = ci + di;
      const odd1R = br - er;
      const odd1I = bi - ei;
      const odd2R = cr - dr;
      const odd2I = ci - di;
      to[u] = ar + sum1R + sum2R;
      to[u | 1] = ai + sum1I + sum2I;
      const even1R = ar + 0.30901699437494745 * sum1R - 0.8090169943749475 * sum2R;
      const even1I = ai + 0.30901699437494745 * sum1I - 0.8090169943749475 * sum2I;
      const sine1R = 0.9510565162951535 * odd1R + 0.5877852522924731 * odd2R;
      const sine1I = 0.9510565162951535 * odd1I + 0.5877852522924731 * odd2I;
      const r1 = even1R + sine1I;
      const i1 = even1I - sine1R;
      to[v] = w1r * r1 - w1i * i1;
      to[v | 1] = w1r * i1 + w1i * r1;
      const r4 = even1R - sine1I;
      const i4 = even1I + sine1R;
      to[y] = w4r * r4 - w4i * i4;
      to[y | 1] = w4r * i4 + w4i * r4;
      const even2R = ar - 0.8090169943749475 * sum1R + 0.30901699437494745 * sum2R;
      const even2I = ai - 0.8090169943749475 * sum1I + 0.30901699437494745 * sum2I;
      const sine2R = 0.5877852522924731 * odd1R - 0.9510565162951535 * odd2R;
      const sine2I = 0.5877852522924731 * odd1I - 0.9510565162951535 * odd2I;
      const r2 = even2R + sine2I;
      const i2 = even2I - sine2R;
      to[w] = w2r * r2 - w2i * i2;
      to[w | 1] = w2r * i2 + w2i * r2;
      const r3 = even2R - sine2I;
      const i3 = even2I + sine2R;
      to[x] = w3r * r3 - w3i * i3;
      to[x | 1] = w3r * i3 + w3i * r3;
    }
  }
};

const PASSES: ReadonlyMap<number, Pass> = new Map([
  [2, radix2],
  [3, radix3],
  [4, radix4],
  [5, radix5],
]);

/** The butterfly of any odd radix by its definition, elements j and radix − j taken together. */
function anyRadix(radix: number): Pass {
  const half = (radix - 1) / 2;
  const sums = new Float64Array(2 * half);
  const differences = new Float64Array(2 * half);
  return (from, to, groups, stride, twiddles, step) => {
    const apart = 2 * stride * groups;
    const along = 2 * stride;
    // One over the radix, in steps of the twiddles.
    const unit = twiddles.length / 2 / radix;
    for (let p = 0; p < groups; p++) {
      let a = along * p;
      let u = radix * along * p;
      for (const end = a + along; a < end; a += 2, u += 2) {
        const firstR = from[a]!;
        const firstI = from[a + 1]!;
        let totalR = firstR;
        let totalI = firstI;
        for (let j = 0; j < half; j++) {
          const b = a + (j + 1) * apart;
          const e = a + (radix - 1 - j) * apart;
          sums[2 * j] = from[b]! + from[e]!;
          sums[2 * j + 1] = from[b + 1]! + from[e + 1]!;
          differences[2 * j] = from[b]! - from[e]!;
          differences[2 * j + 1] = from[b + 1]! - from[e + 1]!;
          totalR += sums[2 * j]!;
          totalI += sums[2 * j + 1]!;
        }
        to[u] = totalR;
        to[u + 1] = totalI;
        for (let m = 1; m <= half; m++) {
          let evenR = firstR;
          let evenI = firstI;
          let sineR = 0;
          let sineI = 0;
          for (let j = 0; j < half; j++) {
            const t = 2 * unit * (((j + 1) * m) % radix);
            evenR += twiddles[t]! * sums[2 * j]!;
            evenI += twiddles[t]! * sums[2 * j + 1]!;
            sineR -= twiddles[t + 1]! * differences[2 * j]!;
            sineI -= twiddles[t + 1]! * differences[2 * j + 1]!;
          }
          store(to, u + m * along, evenR + sineI, evenI - sineR, twiddles, 2 * m * p * step);
          store(to, u + (radix - m) * along, evenR - sineI, evenI + sineR, twiddles, 2 * (radix - m) * p * step);
        }
      }
    }
  };
}

/** Stores a complex number times a twiddle factor. */
function store(to: Float64Array, at: number, re: number, im: number, twiddles: Float64Array, t: number): void {
  const wr = twiddles[t]!;
  const wi = twiddles[t + 1]!;
  to[at] = wr * re - wi * im;
  to[at + 1] = wr * im + wi * re;
}
