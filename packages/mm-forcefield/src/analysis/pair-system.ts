import type { KernelTable } from "@qmmm/core";
import type { PairParameters } from "../kernels/signatures.js";
import type { Screening } from "../long-range/screening.js";

const NO_CELL = new Float64Array(0);
const ONE_PAIR = Int32Array.of(0, 1, 1);
const THE_OTHER = Int32Array.of(1);

/** Two atoms of a system in open space, for the kernels of pairs: what they give of one pair is what they add of it to a sum. */
export class PairSystem {
  /** Of the last pair: Lennard-Jones and Coulomb, Eh. */
  readonly energies = new Float64Array(2);
  /** Of the last pair, Eh; length 0 when not wanted. */
  readonly virial: Float64Array;
  private readonly forces: Float64Array;
  private readonly positions = new Float64Array(6);
  private readonly pair: PairParameters;

  constructor(
    private readonly pairs: PairParameters,
    private readonly kernels: KernelTable,
    wantVirial: boolean,
  ) {
    this.virial = new Float64Array(wantVirial ? 9 : 0);
    this.forces = new Float64Array(wantVirial ? 6 : 0);
    this.pair = {
      ...pairs,
      charges: new Float64Array(2),
      typeOf: new Int32Array(2),
      region: new Uint8Array(2),
      exclusionStart: new Int32Array(3),
      exclusions: new Int32Array(0),
    };
  }

  /** Turns to atoms i and j that are `difference` = r_i − r_j apart. */
  private set(i: number, j: number, difference: Float64Array): void {
    const { pair, pairs } = this;
    pair.charges[0] = pairs.charges[i]!;
    pair.charges[1] = pairs.charges[j]!;
    pair.typeOf[0] = pairs.typeOf[i]!;
    pair.typeOf[1] = pairs.typeOf[j]!;
    pair.region[0] = pairs.region[i]!;
    pair.region[1] = pairs.region[j]!;
    this.positions.set(difference);
    this.energies.fill(0);
    this.virial.fill(0);
  }

  /** A pair of an open system without cutoff. */
  bare(i: number, j: number, difference: Float64Array): void {
    this.set(i, j, difference);
    const { energies, forces, virial, positions, pair } = this;
    forces.fill(0);
    this.kernels.get("mm/allPairs")(energies, forces, positions, pair);
    for (let k = 0; k < virial.length; k++) virial[k] = forces[Math.floor(k / 3)]! * positions[k % 3]!;
  }

  /** An excluded pair; its energy is the second. */
  excluded(i: number, j: number, difference: Float64Array, screening: Screening): void {
    this.set(i, j, difference);
    const { energies, forces, virial, positions } = this;
    const pair = { ...this.pair, exclusionStart: ONE_PAIR, exclusions: THE_OTHER };
    this.kernels.get("mm/ewaldExclusions")(energies, forces, virial, positions, NO_CELL, pair, screening);
    energies[1] = energies[0]!;
    energies[0] = 0;
  }
}
