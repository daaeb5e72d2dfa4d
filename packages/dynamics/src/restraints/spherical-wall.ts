import type { Centre } from "./centre.js";
import type { Place, Restraint, RestraintOutput } from "./restraint.js";
import { addVirial } from "./restraint.js";

/** Parameters of {@link SphericalWall}. */
export interface SphericalWallOptions {
  readonly name: string;
  /** Indices from 0 of the atoms that are kept inside. */
  readonly atoms: Int32Array;
  /** A centre of atoms, with which the wall moves, or a fixed point, a0. */
  readonly centre: Centre | readonly [number, number, number];
  /** Radius inside which nothing is felt, a0. */
  readonly radius: number;
  /** k, Eh/a0². */
  readonly forceConstant: number;
}

/**
 * Half-harmonic spherical wall, ½k(r − R)² for each atom at a distance r > R from the centre: keeps a droplet together.
 * A centre of atoms takes the opposite of the forces, so that momentum is conserved.
 */
export class SphericalWall implements Restraint {
  readonly name: string;
  readonly invariant: { readonly translation: boolean; readonly rotation: boolean };

  constructor(private readonly options: SphericalWallOptions) {
    const moves = isMoving(options.centre);
    this.name = options.name;
    this.invariant = { translation: moves, rotation: moves };
  }

  add(place: Place, { forces, virial }: RestraintOutput): number {
    const { atoms, centre, radius, forceConstant } = this.options;
    const { positions } = place.geometry;
    const middle = new Float64Array(3);
    if (isMoving(centre)) centre.locate(place, middle);
    else middle.set(centre);
    const arm = new Float64Array(3);
    const force = new Float64Array(3);
    const reaction = new Float64Array(3);
    let sum = 0;
    for (const atom of atoms) {
      for (let c = 0; c < 3; c++) arm[c] = positions[3 * atom + c]! - middle[c]!;
      const squared = place.image.apply(arm);
      if (!(squared > radius * radius)) continue;
      const distance = Math.sqrt(squared);
      const beyond = distance - radius;
      sum += beyond * beyond;
      for (let c = 0; c < 3; c++) {
        force[c] = (-forceConstant * beyond * arm[c]!) / distance;
        reaction[c]! -= force[c]!;
        // A fixed centre stays while everything else is strained.
        if (!isMoving(centre)) arm[c]! += middle[c]!;
      }
      if (forces !== undefined) for (let c = 0; c < 3; c++) forces[3 * atom + c]! += force[c]!;
      if (virial !== undefined) addVirial(virial, force, arm);
    }
    if (forces !== undefined && isMoving(centre)) centre.spread(reaction, 1, forces);
    return 0.5 * forceConstant * sum;
  }
}

function isMoving(centre: SphericalWallOptions["centre"]): centre is Centre {
  return "locate" in centre;
}
