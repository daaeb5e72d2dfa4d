/** Thresholds of a self-consistent field that belong together, Eh. */
export interface Thresholds {
  readonly energyTolerance: number;
  readonly gradientTolerance: number;
  readonly screening: number;
}

/** How accurately a field is made self-consistent: forces to about 1e-5, 1e-8 or 1e-9 Eh/a0. */
export type Accuracy = "loose" | "normal" | "tight";

/** The thresholds of each accuracy: what is left out of the repulsion stays below what convergence leaves open. */
export const THRESHOLDS: Readonly<Record<Accuracy, Thresholds>> = {
  loose: { energyTolerance: 1e-7, gradientTolerance: 1e-5, screening: 1e-10 },
  normal: { energyTolerance: 1e-9, gradientTolerance: 1e-8, screening: 1e-12 },
  tight: { energyTolerance: 1e-11, gradientTolerance: 1e-9, screening: 1e-13 },
};

/** The thresholds of an accuracy with those that are given on their own in place of its. */
export function thresholdsOf(
  accuracy: Accuracy,
  own: { readonly [K in keyof Thresholds]?: number | undefined },
): Thresholds {
  const { energyTolerance, gradientTolerance, screening } = THRESHOLDS[accuracy];
  return {
    energyTolerance: own.energyTolerance ?? energyTolerance,
    gradientTolerance: own.gradientTolerance ?? gradientTolerance,
    screening: own.screening ?? screening,
  };
}
