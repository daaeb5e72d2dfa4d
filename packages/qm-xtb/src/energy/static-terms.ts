/** An energy that depends on the nuclei only. */
export interface StaticTerm {
  /** Name of the term in the ledger. */
  readonly name: string;
  /** Energy, Eh; its derivatives by the nuclei (Eh/a0) are added to `gradient` where given. */
  evaluate(nuclei: Float64Array, gradient?: Float64Array): number;
}
