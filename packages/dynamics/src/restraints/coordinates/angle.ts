import type { InternalCoordinate } from "./coordinate.js";
import { cross, inner } from "./vectors.js";

/**
 * Angle p₀–p₁–p₂, rad, from 0 to π. Its gradient has length 1/r in the plane of the three and is undefined for a straight
 * arrangement, where the angle has a cusp.
 */
export const ANGLE: InternalCoordinate = {
  name: "angle",
  points: 3,
  evaluate(d, gradient) {
    const normal = cross(d, 0, d, 3);
    const area = Math.sqrt(inner(normal, 0, normal, 0));
    // Turning either difference about the normal changes the angle: by −1/r² (d × n̂) for the first, +1/r² for the second.
    for (let side = 0; side < 2; side++) {
      const turn = cross(d, 3 * side, normal, 0);
      const scale = (side === 0 ? -1 : 1) / (inner(d, 3 * side, d, 3 * side) * area);
      for (let c = 0; c < 3; c++) gradient[3 * side + c] = scale * turn[c]!;
    }
    return Math.atan2(area, -inner(d, 0, d, 3));
  },
};
