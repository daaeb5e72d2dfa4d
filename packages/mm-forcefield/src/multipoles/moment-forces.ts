import { difference } from "../kernels/nearest-image.js";
import { COMPONENT_COUNT, componentsUpTo, PRODUCTS } from "./components.js";
import type { MomentSum } from "./moment-sum.js";
import { PairDerivatives } from "./pair-derivatives.js";
import type { Moments } from "./signatures.js";

/** Pairs of sources with their nearest images: partners j > i of each, and a cell of 18 numbers. */
export interface SourcePairs {
  readonly start: Int32Array;
  readonly partners: Int32Array;
  readonly cell: Float64Array;
}

/**
 * Adds `factor` times the forces and the virial (9, or 0 when not wanted) of charges and dipoles in a cell, of the energy ½Σ L φ
 * by Ewald's sum without its background; the dipoles keep their components when the cell is strained.
 */
export function addMomentForces(
  forces: Float64Array,
  virial: Float64Array,
  factor: number,
  sources: Moments & { readonly rank: 1 },
  pairs: SourcePairs,
  { beta, cutoff }: { readonly beta: number; readonly cutoff: number },
  sum: MomentSum,
): void {
  const { positions, values } = sources;
  const { cell } = pairs;
  const wantVirial = virial.length > 0;
  const own = new Float64Array(virial.length);
  addPairs();
  const derivatives = new Float64Array((10 * positions.length) / 3);
  sum(derivatives, 2, own, positions, sources, cell);
  for (let at = 0, row = 0, m = 0; at < positions.length; at += 3, row += 10, m += 4) {
    for (let d = 0; d < 3; d++) {
      let slope = 0;
      for (let k = 0; k < 4; k++)
        slope += values[m + k]! * derivatives[row + PRODUCTS[COMPONENT_COUNT * (d + 1) + k]!]!;
      forces[at + d] -= factor * slope;
      // Waves turn against the strain: a dipole's product with them changes too.
      for (let k = 0; wantVirial && k < 3; k++) own[3 * d + k] += derivatives[row + 1 + d]! * values[m + 1 + k]!;
    }
  }
  for (let k = 0; k < virial.length; k++) virial[k] += factor * own[k]!;

  function addPairs(): void {
    const pair = new PairDerivatives(3, beta);
    const width = componentsUpTo(1);
    const signs = [1, -1, -1, -1];
    const v = new Float64Array(3);
    for (let i = 0; 3 * i < positions.length; i++) {
      for (let n = pairs.start[i]!; n < pairs.start[i + 1]!; n++) {
        const j = pairs.partners[n]!;
        difference(v, 0, positions, 3 * i, 3 * j, cell);
        if (v[0]! ** 2 + v[1]! ** 2 + v[2]! ** 2 >= cutoff * cutoff) continue;
        pair.set(v[0]!, v[1]!, v[2]!);
        for (let d = 0; d < 3; d++) {
          let slope = 0;
          for (let a = 0; a < width; a++) {
            const moment = values[width * i + a]!;
            if (moment === 0) continue;
            const row = COMPONENT_COUNT * PRODUCTS[COMPONENT_COUNT * (d + 1) + a]!;
            for (let b = 0; b < width; b++) {
              slope += moment * signs[b]! * values[width * j + b]! * pair.values[PRODUCTS[row + b]!]!;
            }
          }
          const f = -slope;
          forces[3 * i + d] += factor * f;
          forces[3 * j + d] -= factor * f;
          for (let k = 0; wantVirial && k < 3; k++) own[3 * d + k] += f * v[k]!;
        }
      }
    }
  }
}
