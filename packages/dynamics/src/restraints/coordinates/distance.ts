import type { InternalCoordinate } from "./coordinate.js";

/** Distance between two points, a0. */
export const DISTANCE: InternalCoordinate = {
  name: "distance",
  points: 2,
  evaluate(differences, gradient) {
    const [x, y, z] = differences as unknown as readonly [number, number, number];
    const length = Math.sqrt(x * x + y * y + z * z);
    for (let c = 0; c < 3; c++) gradient[c] = differences[c]! / length;
    return length;
  },
};
