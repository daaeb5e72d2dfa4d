import { describe, expect, it } from "vitest";
import { mmKernels } from "../../src/index.js";
import { cmapSplines, cmapTables } from "../../src/parameters/cmap-splines.js";

const NONE = new Float64Array(0);

/** Energy of a grid at a pair of angles: φ about one bond and ψ about another, far from each other. */
function energyAt(size: number, energies: Float64Array, phi: number, psi: number): number {
  const torsion = (angle: number) => [1, 0, 1, 0, 0, 1, 0, 0, 0, Math.cos(angle), -Math.sin(angle), 0];
  const positions = Float64Array.of(...torsion(phi), ...torsion(psi));
  const atoms = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
  const { starts, sizes, grids } = cmapTables({ atoms, gridOf: Int32Array.of(0), grids: [{ size, energies }] });
  const out = new Float64Array(1);
  mmKernels.kernels["mm/cmap"]!(out, NONE, NONE, positions, NONE, atoms, starts, sizes, grids);
  return out[0]!;
}

describe("CMAP interpolation", () => {
  const size = 24;
  const angle = (k: number) => -Math.PI + (2 * Math.PI * k) / size;
  const surface = (phi: number, psi: number) => Math.sin(phi + 0.3) * Math.cos(2 * psi) + 0.5 * Math.cos(phi - psi);
  const energies = Float64Array.from({ length: size * size }, (_, k) =>
    surface(angle(Math.floor(k / size)), angle(k % size)),
  );

  it("passes through the points, φ slow and ψ fast", () => {
    for (const [a, b] of [
      [0, 0],
      [5, 17],
      [23, 1],
      [12, 23],
    ] as const) {
      expect(energyAt(size, energies, angle(a), angle(b))).toBeCloseTo(energies[a * size + b]!, 12);
    }
  });

  it("has the fourth order of cubic splines between the points, over the seam too", () => {
    const errorOf = (points: number): number => {
      const at = (k: number) => -Math.PI + (2 * Math.PI * k) / points;
      const grid = Float64Array.from({ length: points ** 2 }, (_, k) =>
        surface(at(Math.floor(k / points)), at(k % points)),
      );
      let largest = 0;
      for (let k = 0; k < 60; k++) {
        const [phi, psi] = [-3.14 + 0.1047 * k, 3.13 - 0.2 * (k % 31)];
        largest = Math.max(largest, Math.abs(energyAt(points, grid, phi, psi) - surface(phi, psi)));
      }
      return largest;
    };
    expect(errorOf(24)).toBeLessThan(3e-4);
    expect(errorOf(24) / errorOf(48)).toBeGreaterThan(12);
  });

  it("slopes satisfy the spline's equations", () => {
    const rough = Float64Array.from({ length: 49 }, (_, k) => Math.sin(k * k));
    const splines = cmapSplines({ size: 7, energies: rough });
    for (let a = 0; a < 7; a++) {
      for (let b = 0; b < 7; b++) {
        const slope = (d: number) => splines[4 * (7 * a + ((b + d + 7) % 7)) + 2]!;
        const value = (d: number) => rough[7 * a + ((b + d + 7) % 7)]!;
        expect(slope(-1) + 4 * slope(0) + slope(1)).toBeCloseTo(3 * (value(1) - value(-1)), 12);
      }
    }
  });
});
