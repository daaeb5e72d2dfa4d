import type { Geometry, MinimumImage } from "@qmmm/core";
import type { RigidMotions } from "../kinetics/rigid-motion.js";

/** Where the atoms are, and how differences of positions find their nearest images. */
export interface Place {
  readonly geometry: Geometry;
  readonly image: MinimumImage;
}

/** What a restraint adds to, where wanted. */
export interface RestraintOutput {
  /** Forces, Eh/a0; length 3N. */
  readonly forces?: Float64Array | undefined;
  /** −∂E/∂ε, Eh; length 9, row-major. */
  readonly virial?: Float64Array | undefined;
}

/** A term added to the energy that keeps atoms where they should be. */
export interface Restraint {
  /** Its term in the ledger is `restraint:<name>`. */
  readonly name: string;
  /** Motions of the whole system that leave its energy alone; only these conserve the matching momentum. */
  readonly invariant: RigidMotions;
  /** Adds forces and virial to what is given; returns the energy, Eh. */
  add(place: Place, out: RestraintOutput): number;
}

/** Adds the symmetric part of force ⊗ arm to a virial: −∂E/∂ε of a force that acts at the end of an arm. */
export function addVirial(virial: Float64Array, force: ArrayLike<number>, arm: ArrayLike<number>): void {
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) virial[3 * i + j]! += 0.5 * (force[i]! * arm[j]! + force[j]! * arm[i]!);
  }
}
