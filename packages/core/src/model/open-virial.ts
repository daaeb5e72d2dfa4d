/**
 * −∂E/∂ε of atoms without periodic images, Eh: Σ F⊗(r − r0) with r0 the first atom, symmetric for forces without net torque; made
 * exactly symmetric.
 *
 * @param forces - Eh/a0; length 3N
 * @param positions - a0; length 3N
 * @returns 9 numbers, the caller's to keep
 */
export function openVirial(forces: Float64Array, positions: Float64Array): Float64Array {
  const virial = new Float64Array(9);
  for (let k = 0; k < positions.length; k += 3) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) virial[3 * i + j] += forces[k + i]! * (positions[k + j]! - positions[j]!);
    }
  }
  return symmetriseVirial(virial);
}

/** The symmetric part of a virial (9), in place: rounding aside, it has no other. */
export function symmetriseVirial(virial: Float64Array): Float64Array {
  for (const [a, b] of [
    [1, 3],
    [2, 6],
    [5, 7],
  ] as const) {
    virial[a] = virial[b] = (virial[a]! + virial[b]!) / 2;
  }
  return virial;
}
