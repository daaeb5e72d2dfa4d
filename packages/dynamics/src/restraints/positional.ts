import type { Place, Restraint, RestraintOutput } from "./restraint.js";
import { addVirial } from "./restraint.js";

/** Parameters of {@link PositionalRestraint}. */
export interface PositionalRestraintOptions {
  readonly name: string;
  /** Indices from 0. */
  readonly atoms: Int32Array;
  /** Positions at which the energy is zero, a0; length 3 × atoms. They stay where they are when the cell is strained. */
  readonly references: Float64Array;
  /** k, Eh/a0². */
  readonly forceConstant: number;
}

/** ½k|r − r₀|² for each of some atoms, from the nearest image in a cell. */
export class PositionalRestraint implements Restraint {
  readonly name: string;
  readonly invariant = { translation: false, rotation: false };

  constructor(private readonly options: PositionalRestraintOptions) {
    this.name = options.name;
  }

  add({ geometry: { positions }, image }: Place, { forces, virial }: RestraintOutput): number {
    const { atoms, references, forceConstant } = this.options;
    const away = new Float64Array(3);
    const force = new Float64Array(3);
    const arm = new Float64Array(3);
    let sum = 0;
    for (let i = 0; i < atoms.length; i++) {
      const at = 3 * atoms[i]!;
      for (let c = 0; c < 3; c++) away[c] = positions[at + c]! - references[3 * i + c]!;
      sum += image.apply(away);
      for (let c = 0; c < 3; c++) {
        force[c] = -forceConstant * away[c]!;
        arm[c] = references[3 * i + c]! + away[c]!;
      }
      if (forces !== undefined) for (let c = 0; c < 3; c++) forces[at + c]! += force[c]!;
      if (virial !== undefined) addVirial(virial, force, arm);
    }
    return 0.5 * forceConstant * sum;
  }
}
