import { BOHR_IN_ANGSTROM } from "@qmmm/core";
import { ATOMIC_RADII } from "../data/atomic-radii.js";
import type { XtbParameters } from "../parameters.js";
import type { StaticTerm } from "./static-terms.js";

const HALOGENS: readonly number[] = [17, 35, 53, 85];
const BASES: readonly number[] = [7, 8, 15, 16];
/** Halogens and bases further apart form no bond, a0. */
const CUTOFF = 20;

/**
 * Correction of halogen bonds X···B of a halogen whose nearest neighbour is Y: a damped Lennard-Jones potential of R_XB times
 * (½ − ½cos∠BXY)⁶ (Grimme, Bannwarth and Shushkov 2017, eq 14).
 */
export class HalogenBond implements StaticTerm {
  readonly name = "halogen bond";
  private readonly halogens: readonly number[];
  private readonly bases: readonly number[];

  constructor(
    private readonly parameters: XtbParameters,
    private readonly elements: Uint8Array,
    private readonly options: NonNullable<XtbParameters["halogen"]>,
  ) {
    const atoms = Array.from(elements, (_, a) => a);
    this.halogens = atoms.filter((a) => HALOGENS.includes(elements[a]));
    this.bases = atoms.filter((a) => BASES.includes(elements[a]));
  }

  evaluate(nuclei: Float64Array, gradient?: Float64Array): number {
    let energy = 0;
    for (const x of this.halogens) {
      const y = this.nearest(nuclei, x);
      if (y < 0) continue;
      for (const b of this.bases) if (b !== y) energy += this.bond(nuclei, x, b, y, gradient);
    }
    return energy;
  }

  private nearest(nuclei: Float64Array, x: number): number {
    let found = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.elements.length; k++) {
      const r = k === x ? Number.POSITIVE_INFINITY : Math.hypot(...between(nuclei, k, x));
      if (r >= least) continue;
      least = r;
      found = k;
    }
    return found;
  }

  private bond(nuclei: Float64Array, x: number, b: number, y: number, gradient: Float64Array | undefined): number {
    const { damping, rscale } = this.options;
    const strength = this.parameters.elements[this.elements[x] - 1].halogenBond;
    const toB = between(nuclei, b, x);
    const toY = between(nuclei, y, x);
    const rB = Math.hypot(...toB);
    const rY = Math.hypot(...toY);
    if (rB > CUTOFF || strength === 0) return 0;
    const r0 = (rscale * (ATOMIC_RADII[this.elements[x]] + ATOMIC_RADII[this.elements[b]])) / BOHR_IN_ANGSTROM;
    const s6 = (r0 / rB) ** 6;
    const radial = (s6 * s6 - damping * s6) / (1 + s6 * s6);
    const cosine = (toB[0] * toY[0] + toB[1] * toY[1] + toB[2] * toY[2]) / (rB * rY);
    const half = 0.5 - 0.5 * cosine;
    const angular = half ** 6;
    if (gradient !== undefined) {
      // dE/ds6 · ds6/dR_XB, and dE/dcos.
      const bySix = (2 * s6 - damping - radial * 2 * s6) / (1 + s6 * s6);
      const byRadius = strength * angular * bySix * ((-6 * s6) / rB);
      const byCosine = -3 * strength * radial * half ** 5;
      for (let i = 0; i < 3; i++) {
        const forB = (byRadius * toB[i]) / rB + (byCosine * (toY[i] / rY - (cosine * toB[i]) / rB)) / rB;
        const forY = (byCosine * (toB[i] / rB - (cosine * toY[i]) / rY)) / rY;
        gradient[3 * b + i] += forB;
        gradient[3 * y + i] += forY;
        gradient[3 * x + i] -= forB + forY;
      }
    }
    return strength * radial * angular;
  }
}

function between(nuclei: Float64Array, to: number, from: number): readonly [number, number, number] {
  return [
    nuclei[3 * to] - nuclei[3 * from],
    nuclei[3 * to + 1] - nuclei[3 * from + 1],
    nuclei[3 * to + 2] - nuclei[3 * from + 2],
  ];
}
