import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";

/** Energy at positions; writes the gradient. */
export type Surface = (x: Float64Array, gradient: Float64Array) => number;

/** A potential from a formula, which counts its evaluations. */
export class AnalyticPotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces"]);
  evaluations = 0;

  constructor(private readonly surface: Surface) {}

  async evaluate(geometry: Geometry, _want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    this.evaluations++;
    const gradient = new Float64Array(geometry.positions.length);
    const energy = this.surface(geometry.positions, gradient);
    return { energy, terms: { analytic: energy }, forces: gradient.map((g) => -g) };
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Lennard-Jones clusters in reduced units. */
export const lennardJones: Surface = (x, gradient) => {
  let energy = 0;
  for (let i = 0; i < x.length; i += 3) {
    for (let j = 0; j < i; j += 3) {
      const d = [x[i]! - x[j]!, x[i + 1]! - x[j + 1]!, x[i + 2]! - x[j + 2]!] as const;
      const inverse = 1 / (d[0] ** 2 + d[1] ** 2 + d[2] ** 2);
      const six = inverse ** 3;
      energy += 4 * six * (six - 1);
      const slope = -24 * six * (2 * six - 1) * inverse;
      for (let c = 0; c < 3; c++) {
        gradient[i + c]! += slope * d[c]!;
        gradient[j + c]! -= slope * d[c]!;
      }
    }
  }
  return energy;
};

/** Independent oscillators ½kx². */
export const harmonic =
  (k: number): Surface =>
  (x, gradient) => {
    let energy = 0;
    for (let i = 0; i < x.length; i++) {
      gradient[i] = k * x[i]!;
      energy += 0.5 * k * x[i]! ** 2;
    }
    return energy;
  };

/** Independent quartic oscillators ¼kx⁴. */
export const quartic =
  (k: number): Surface =>
  (x, gradient) => {
    let energy = 0;
    for (let i = 0; i < x.length; i++) {
      gradient[i] = k * x[i]! ** 3;
      energy += 0.25 * k * x[i]! ** 4;
    }
    return energy;
  };

/** A chain of atoms along bonds ½k(r − r₀)² with a cubic anharmonicity. */
export const anharmonicChain =
  (k: number, length: number, cubic: number): Surface =>
  (x, gradient) => {
    let energy = 0;
    for (let i = 3; i < x.length; i += 3) {
      const d = [x[i]! - x[i - 3]!, x[i + 1]! - x[i - 2]!, x[i + 2]! - x[i - 1]!] as const;
      const r = Math.sqrt(d[0] ** 2 + d[1] ** 2 + d[2] ** 2);
      const q = r - length;
      energy += 0.5 * k * q * q + cubic * q ** 3;
      const slope = (k * q + 3 * cubic * q * q) / r;
      for (let c = 0; c < 3; c++) {
        gradient[i + c]! += slope * d[c]!;
        gradient[i - 3 + c]! -= slope * d[c]!;
      }
    }
    return energy;
  };

/** Positions of a random blob in which no two atoms are closer than `apart`. */
export function scattered(count: number, size: number, apart: number, uniform: () => number): Float64Array {
  const positions: number[] = [];
  while (positions.length < 3 * count) {
    const p = [0, 0, 0].map(() => size * (uniform() - 0.5));
    let free = true;
    for (let k = 0; k < positions.length; k += 3) {
      if (Math.hypot(p[0]! - positions[k]!, p[1]! - positions[k + 1]!, p[2]! - positions[k + 2]!) < apart) free = false;
    }
    if (free) positions.push(...p);
  }
  return Float64Array.from(positions);
}
