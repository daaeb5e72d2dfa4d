import { InputError } from "@qmmm/core";
import type { Centre } from "./centre.js";
import type { InternalCoordinate } from "./coordinates/coordinate.js";
import { shortestDifference } from "./coordinates/coordinate.js";
import type { Place, Restraint, RestraintOutput } from "./restraint.js";
import { addVirial } from "./restraint.js";

/** Value of a coordinate of some centres, with the differences between neighbours and its gradient with respect to them. */
function measure(coordinate: InternalCoordinate, centres: readonly Centre[], place: Place) {
  const points = new Float64Array(3 * coordinate.points);
  const differences = new Float64Array(points.length - 3);
  const gradient = new Float64Array(points.length - 3);
  centres.forEach((centre, k) => {
    centre.locate(place, points, 3 * k);
  });
  for (let k = 0; k < differences.length; k++) differences[k] = points[k + 3]! - points[k]!;
  for (let k = 0; k < differences.length; k += 3) place.image.apply(differences, k);
  return { value: coordinate.evaluate(differences, gradient), differences, gradient };
}

/** Value of a coordinate of some centres of atoms, a0 or rad. */
export function coordinateValue(coordinate: InternalCoordinate, centres: readonly Centre[], place: Place): number {
  return measure(coordinate, centres, place).value;
}

/** Parameters of {@link HarmonicRestraint}. */
export interface HarmonicRestraintOptions {
  readonly name: string;
  readonly coordinate: InternalCoordinate;
  /** One per point of the coordinate. */
  readonly centres: readonly Centre[];
  /** Value at which the energy is zero, a0 or rad. */
  readonly reference: number;
  /** k, Eh/a0² or Eh/rad². */
  readonly forceConstant: number;
}

/** ½k(q − q₀)² on an internal coordinate q of centres of atoms; the shortest way round for a dihedral. */
export class HarmonicRestraint implements Restraint {
  readonly name: string;
  readonly invariant = { translation: true, rotation: true };

  constructor(private readonly options: HarmonicRestraintOptions) {
    this.name = options.name;
  }

  /** @throws QmmmError `QMMM_RESTRAINT_UNDEFINED` where the coordinate has no gradient but the restraint would pull */
  add(place: Place, out: RestraintOutput): number {
    const { coordinate, centres, reference, forceConstant } = this.options;
    const { value, differences, gradient } = measure(coordinate, centres, place);
    const away = shortestDifference(coordinate, value, reference);
    const pull = -forceConstant * away;
    if (pull !== 0) {
      if (!gradient.every(Number.isFinite)) throw this.undefinedHere(value);
      for (let k = 0; k < differences.length; k += 3) {
        if (out.forces !== undefined) {
          centres[k / 3]!.spread(gradient, -pull, out.forces, k);
          centres[k / 3 + 1]!.spread(gradient, pull, out.forces, k);
        }
        if (out.virial !== undefined) {
          const force = gradient.subarray(k, k + 3).map((g) => pull * g);
          addVirial(out.virial, force, differences.subarray(k, k + 3));
        }
      }
    }
    return 0.5 * forceConstant * away * away;
  }

  private undefinedHere(value: number): InputError {
    const { name, coordinate } = this.options;
    return new InputError(
      "QMMM_RESTRAINT_UNDEFINED",
      `The ${coordinate.name} of the restraint "${name}" has no direction where its atoms now are (on a point or a straight line)`,
      { value, action: "Choose other atoms, or start from a structure where it is defined" },
    );
  }
}
