/** Parts of a dispersion energy with their common forces. */
export interface DispersionEnergy {
  /** Energy of pairs, Eh. */
  readonly twoBody: number;
  /** Energy of triples, Eh. */
  readonly threeBody: number;
  /** −∂E/∂R, Eh/a0; length 3N; fresh. */
  readonly forces?: Float64Array;
  /** −∂E/∂ε, Eh; length 9, row-major, symmetric; fresh. */
  readonly virial?: Float64Array;
}
