/** cosⁿφ as a sum of cos mφ: row n holds the coefficients of m = 0, 1, … */
const POWERS: readonly (readonly number[])[] = [
  [1],
  [0, 1],
  [1 / 2, 0, 1 / 2],
  [0, 3 / 4, 0, 1 / 4],
  [3 / 8, 0, 1 / 2, 0, 1 / 8],
  [0, 5 / 8, 0, 5 / 16, 0, 1 / 16],
];

/**
 * The Ryckaert–Bellemans series Σ Cₙ cosⁿψ with ψ = φ − π (Ryckaert and Bellemans 1975, doi:10.1016/0009-2614(75)85513-8)
 * as periodic terms k(1 + cos mφ), the same function of φ: with m = 0 for what is constant.
 *
 * @param constants - C₀ to C₅
 * @returns pairs k, m; those with k = 0 left out
 */
export function periodicTermsOf(constants: readonly number[]): [k: number, m: number][] {
  const amplitudes = new Float64Array(POWERS.length);
  constants.forEach((constant, n) => {
    const sign = n % 2 === 0 ? 1 : -1; // cos ψ = −cos φ
    POWERS[n]!.forEach((coefficient, m) => {
      amplitudes[m]! += sign * constant * coefficient;
    });
  });
  const [constant, ...waves] = amplitudes;
  const terms = waves.map((k, index): [number, number] => [k, index + 1]);
  const rest = waves.reduce((sum, k) => sum - k, constant!);
  return [[rest / 2, 0] as [number, number], ...terms].filter(([k]) => k !== 0);
}

/** C₀ to C₅ of the OPLS series ½[F₁(1 + cos φ) + F₂(1 − cos 2φ) + F₃(1 + cos 3φ) + F₄(1 − cos 4φ)] (GROMACS manual). */
export function rbConstantsOfFourier([f1, f2, f3, f4]: readonly [number, number, number, number]): number[] {
  return [f2 + (f1 + f3) / 2, (-f1 + 3 * f3) / 2, -f2 + 4 * f4, -2 * f3, -4 * f4, 0];
}
