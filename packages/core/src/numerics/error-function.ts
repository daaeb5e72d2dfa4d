/*
 * Rational approximations of W. J. Cody, Math. Comp. 23, 631 (1969), doi:10.1090/S0025-5718-1969-0247736-4, with the
 * coefficients of SPECFUN's CALERF; relative error below 2e-16 times a few.
 */
const A = [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315];
const B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769, 1712.0476126340707,
  2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
];
const D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597, 4362.619090143247,
  3439.3676741437216, 1230.3393548037495,
];
const P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
  0.016315387137302097,
];
const Q = [2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918];

/** Beyond this argument erf is 1 in double precision. */
export const ERF_IS_ONE = 6;

/** exp(−x²) without the loss of digits that squaring a large x brings. */
function gaussian(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

/** 1 − erf(x) for x ≥ 0.46875, with all its digits. */
function complement(x: number): number {
  if (x <= 4) {
    let top = C[8]! * x;
    let bottom = x;
    for (let k = 0; k < 7; k++) {
      top = (top + C[k]!) * x;
      bottom = (bottom + D[k]!) * x;
    }
    return (gaussian(x) * (top + C[7]!)) / (bottom + D[7]!);
  }
  const y = 1 / (x * x);
  let top = P[5]! * y;
  let bottom = y;
  for (let k = 0; k < 4; k++) {
    top = (top + P[k]!) * y;
    bottom = (bottom + Q[k]!) * y;
  }
  const tail = (y * (top + P[4]!)) / (bottom + Q[4]!);
  return (gaussian(x) * (1 / Math.sqrt(Math.PI) - tail)) / x;
}

/** The error function, 2/√π ∫₀ˣ exp(−t²) dt. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > ERF_IS_ONE) return Math.sign(x);
  if (size > 0.46875) return Math.sign(x) * (1 - complement(size));
  const y = x * x;
  let top = A[4]! * y;
  let bottom = y;
  for (let k = 0; k < 3; k++) {
    top = (top + A[k]!) * y;
    bottom = (bottom + B[k]!) * y;
  }
  return (x * (top + A[3]!)) / (bottom + B[3]!);
}

/** The complementary error function 1 − erf(x), relatively accurate also where it is tiny. */
export function erfc(x: number): number {
  return x > 0.46875 ? complement(x) : 1 - erf(x);
}
