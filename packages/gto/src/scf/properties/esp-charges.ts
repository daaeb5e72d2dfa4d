import { BOHR_IN_ANGSTROM } from "@qmmm/core";
import { solveLinear } from "../linear-algebra/solve-linear.js";
import { FALLBACK_RADIUS_ANGSTROM, FIT_RADII_ANGSTROM } from "./radii.js";

/** Shells at these multiples of the van der Waals radii. */
const SHELLS = [1.4, 1.6, 1.8, 2.0];
/** Points per area, a0⁻²: one per Å². */
const DENSITY = BOHR_IN_ANGSTROM * BOHR_IN_ANGSTROM;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * Points of the Merz–Kollman scheme: four shells around every atom, one point per Å², without points inside another atom's
 * shell. Besler, Merz & Kollman 1990, doi:10.1002/jcc.540110404. Each sphere is covered evenly along a Fibonacci spiral.
 *
 * @returns points, a0; length 3p
 */
export function merzKollmanPoints(elements: Uint8Array, nuclei: Float64Array): Float64Array {
  const radii = Array.from(elements, (z) => (FIT_RADII_ANGSTROM[z] ?? FALLBACK_RADIUS_ANGSTROM) / BOHR_IN_ANGSTROM);
  const points: number[] = [];
  for (const multiple of SHELLS) {
    for (let a = 0; a < elements.length; a++) {
      if (elements[a] === 0) continue;
      const radius = multiple * radii[a];
      const count = Math.ceil(4 * Math.PI * radius * radius * DENSITY);
      for (let k = 0; k < count; k++) {
        const cosine = 1 - (2 * k + 1) / count;
        const sine = Math.sqrt(1 - cosine * cosine);
        const x = nuclei[3 * a] + radius * sine * Math.cos(k * GOLDEN_ANGLE);
        const y = nuclei[3 * a + 1] + radius * sine * Math.sin(k * GOLDEN_ANGLE);
        const z = nuclei[3 * a + 2] + radius * cosine;
        const buried = radii.some(
          (other, b) =>
            b !== a &&
            elements[b] !== 0 &&
            (x - nuclei[3 * b]) ** 2 + (y - nuclei[3 * b + 1]) ** 2 + (z - nuclei[3 * b + 2]) ** 2 <
              (multiple * other) ** 2,
        );
        if (!buried) points.push(x, y, z);
      }
    }
  }
  return Float64Array.from(points);
}

/**
 * Atomic charges that reproduce a potential best (least squares) and sum to the total charge (Lagrange multiplier).
 *
 * @param points - a0; length 3p
 * @param potential - at the points, Eh/e; length p
 * @returns charges, e; length n; 0 on sites without a nucleus
 */
export function fitCharges(
  elements: Uint8Array,
  nuclei: Float64Array,
  points: Float64Array,
  potential: Float64Array,
  totalCharge: number,
): Float64Array {
  const atoms = Array.from(elements.keys()).filter((a) => elements[a] !== 0);
  const size = atoms.length + 1;
  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  const row = new Float64Array(atoms.length);
  for (let k = 0; k < potential.length; k++) {
    atoms.forEach((atom, i) => {
      row[i] =
        1 /
        Math.hypot(
          points[3 * k] - nuclei[3 * atom],
          points[3 * k + 1] - nuclei[3 * atom + 1],
          points[3 * k + 2] - nuclei[3 * atom + 2],
        );
    });
    for (let i = 0; i < atoms.length; i++) {
      b[i] += row[i] * potential[k];
      for (let j = 0; j < atoms.length; j++) a[i * size + j] += row[i] * row[j];
    }
  }
  for (let i = 0; i < atoms.length; i++) a[i * size + atoms.length] = a[atoms.length * size + i] = 1;
  b[atoms.length] = totalCharge;
  const charges = new Float64Array(elements.length);
  const solution = solveLinear(a, b, size);
  if (solution === undefined) throw new Error("The potential fit is singular: two nuclei coincide");
  atoms.forEach((atom, i) => {
    charges[atom] = solution[i];
  });
  return charges;
}
