import type { InternalCoordinate } from "./coordinate.js";
import { cross, inner } from "./vectors.js";

/**
 * Dihedral p₀–p₁–p₂–p₃, rad, from −π to π: 0 for cis, positive for a right-handed turn (IUPAC 1974). Value by atan2 and
 * gradient without division by its sine (Blondel & Karplus 1996,
 * doi:10.1002/(SICI)1096-987X(19960715)17:9<1132::AID-JCC5>3.0.CO;2-T), so that planar arrangements are nothing special.
 * Undefined where three neighbours lie on a line.
 */
export const DIHEDRAL: InternalCoordinate = {
  name: "dihedral",
  points: 4,
  period: 2 * Math.PI,
  evaluate(d, gradient) {
    const left = cross(d, 0, d, 3);
    const right = cross(d, 3, d, 6);
    const axis = Math.sqrt(inner(d, 3, d, 3));
    const leftSquared = inner(left, 0, left, 0);
    const rightSquared = inner(right, 0, right, 0);
    const before = inner(d, 0, d, 3) / (leftSquared * axis);
    const after = inner(d, 6, d, 3) / (rightSquared * axis);
    for (let c = 0; c < 3; c++) {
      gradient[c] = (axis / leftSquared) * left[c]!;
      gradient[3 + c] = -before * left[c]! - after * right[c]!;
      gradient[6 + c] = (axis / rightSquared) * right[c]!;
    }
    return Math.atan2(axis * inner(d, 0, right, 0), inner(left, 0, right, 0));
  },
};
