import type { Geometry } from "./geometry.js";
import type { Topology } from "./topology.js";

/** A topology and a geometry of it: what a file describes and a simulation starts from. */
export interface System {
  readonly topology: Topology;
  readonly geometry: Geometry;
  /** Velocities, a0·Eh/ħ; length 3N. Present when the source had them. */
  readonly velocities?: Float64Array | undefined;
  readonly title?: string | undefined;
}

/** A set of atoms that one level of theory describes, as a molecule of its own. */
export interface Region {
  readonly name: string;
  /** Atom indices from 0, ascending, without repeats. */
  readonly atoms: Int32Array;
  /** Net charge, e. */
  readonly charge: number;
  /** Spin multiplicity 2S + 1. */
  readonly multiplicity: number;
}

/** Which atoms belong to which region; atoms in no region are molecular mechanics only. */
export interface Partition {
  readonly regions: readonly Region[];
}
