import type { Geometry } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, createRandomStream } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { fade } from "../../src/boundary/group-cutoff.js";
import { bind, linkAtoms } from "../support/bind.js";
import { largestDifference } from "../support/compare.js";
import { springForceField } from "../support/spring-force-field.js";
import { butanol, cube } from "../support/systems.js";

const CUTOFF = { cutoff: "6 Å", switchWidth: "2 Å" } as const;

function siteMap(one: ReturnType<typeof butanol>, options: Parameters<typeof linkAtoms>[0] = CUTOFF) {
  const mm = springForceField(one.system, { charges: one.charges });
  return linkAtoms(options).connect(one.system, one.region, mm, true);
}

/** Separations of all sites from the first nucleus, which do not depend on which image that one is. */
function relative({ nuclei, sites }: { nuclei: Float64Array; sites: Float64Array }): number[] {
  return [...nuclei, ...sites].map((x, k) => x - nuclei[k % 3]);
}

describe("a molecule in pieces over the faces of its cell", () => {
  test("is what it was in open space", () => {
    const whole = butanol();
    const broken = butanol(22);
    const open = siteMap(whole).apply(whole.system.geometry);
    const periodic = siteMap(broken).apply(broken.system.geometry);
    expect(largestDifference(relative(periodic), relative(open))).toBeLessThan(1e-12);
    expect(largestDifference(periodic.charges, open.charges)).toBeLessThan(1e-14);
  });

  test("does not depend on the image of any atom, in a skewed cell either", () => {
    const one = butanol();
    const a = 24 / BOHR_IN_ANGSTROM;
    const cell = { vectors: Float64Array.of(a, 0, 0, 0.3 * a, a, 0, -0.2 * a, 0.35 * a, a) };
    const system = { ...one.system, geometry: { ...one.system.geometry, cell } };
    const map = siteMap({ ...one, system });
    const expected = map.apply(system.geometry);
    const random = createRandomStream(3);
    const positions = system.geometry.positions.slice();
    for (let k = 0; k < positions.length; k += 3) {
      for (let v = 0; v < 9; v += 3) {
        const turns = Math.floor(5 * random.uniform()) - 2;
        for (let i = 0; i < 3; i++) positions[k + i] += turns * cell.vectors[v + i];
      }
    }
    const scattered = map.apply({ positions, cell });
    expect(largestDifference(relative(scattered), relative(expected))).toBeLessThan(1e-11);
    expect(largestDifference(scattered.charges, expected.charges)).toBeLessThan(1e-13);
  });
});

describe("fading", () => {
  test("s falls from 1 to 0 with two continuous derivatives", () => {
    expect(fade(3, 10, 4)).toEqual({ value: 1, slope: 0 });
    expect(fade(10, 10, 4)).toEqual({ value: 0, slope: 0 });
    expect(fade(8, 10, 4).value).toBeCloseTo(0.5, 14);
    for (const r of [6.0001, 7.3, 9.9999]) {
      const h = 1e-5;
      expect(fade(r, 10, 4).slope).toBeCloseTo((fade(r + h, 10, 4).value - fade(r - h, 10, 4).value) / (2 * h), 8);
    }
    expect(Math.abs(fade(6.001, 10, 4).slope)).toBeLessThan(1e-5);
    expect(Math.abs(fade(9.999, 10, 4).slope)).toBeLessThan(1e-5);
  });

  test("a water that crosses the cutoff and then the far side of the cell leaves no jump in energy or forces", async () => {
    const one = butanol(22);
    const mm = springForceField(one.system, { charges: one.charges, cutoff: 18 });
    const { potential } = await bind({ case: one, mm, boundary: CUTOFF, options: { embedding: "electrostatic" } });
    const { geometry } = one.system;
    const moved = (shift: number): Geometry => {
      const positions = geometry.positions.slice();
      for (const atom of [15, 16, 17]) positions[3 * atom + 1] += shift;
      return { ...geometry, positions };
    };
    const step = 0.04;
    const width = 22 / BOHR_IN_ANGSTROM;
    let last = await potential.evaluate(moved(0), { forces: true });
    for (let shift = step; shift < width; shift += step) {
      const next = await potential.evaluate(moved(shift), { forces: true });
      // Trapezoidal rule along the path: an energy that jumps, or forces that do not match it, would show.
      const along = [15, 16, 17].reduce(
        (sum, atom) => sum + last.forces![3 * atom + 1] + next.forces![3 * atom + 1],
        0,
      );
      const energy = (sum: typeof last) => sum.terms["qm:field"] + sum.terms["qm:charges"] + sum.terms["qm:bonding"];
      expect(Math.abs(energy(next) - energy(last))).toBeLessThan(2e-3);
      if (shift < 7 || shift > 14) expect(Math.abs(next.energy - last.energy + 0.5 * along * step)).toBeLessThan(2e-6);
      last = next;
    }
  });
});

describe("what a cell must hold", () => {
  const one = butanol(22);

  test("electrostatic embedding in a cell needs a cutoff, and the message says how long it may be", () => {
    expect(() => siteMap(one, {})).toThrow(
      expect.objectContaining({
        code: "QMMM_COUPLING_CUTOFF_REQUIRED",
        details: expect.objectContaining({
          allowed: expect.stringContaining("11.00 Å"),
          action: expect.stringContaining("cutoff: 10 Å"),
        }),
      }),
    );
  });

  test("mechanical embedding does not", async () => {
    const mm = springForceField(one.system, { charges: one.charges, cutoff: 18 });
    const { potential } = await bind({ case: one, mm, options: { embedding: "mechanical" } });
    expect((await potential.evaluate(one.system.geometry, {})).energy).toBeLessThan(0);
  });

  test("a cutoff longer than half the cell less the region's size is refused, at once and when the cell shrinks", async () => {
    const mm = springForceField(one.system, { charges: one.charges, cutoff: 18 });
    await expect(bind({ case: one, mm, boundary: { cutoff: "10.5 Å" } })).rejects.toMatchObject({
      code: "QMMM_COUPLING_CUTOFF_RANGE",
      details: { value: "10.500 Å", allowed: expect.stringMatching(/^up to 9\.\d+ Å$/) },
    });
    const { potential } = await bind({ case: one, mm, boundary: { cutoff: "9 Å" } });
    const shrunk = { ...one.system.geometry, cell: { vectors: cube(20) } };
    await expect(potential.evaluate(shrunk, {})).rejects.toMatchObject({ code: "QMMM_COUPLING_CUTOFF_RANGE" });
  });

  test("a region larger than half the cell is refused", async () => {
    const small = butanol(22);
    const region = { ...small.region, atoms: Int32Array.of(0, 15) };
    const wide = small.system.geometry.positions.slice();
    wide[45] = wide[0] + 40;
    const geometry = { positions: wide, cell: { vectors: Float64Array.of(83, 0, 0, 0, 30, 0, 0, 0, 30) } };
    const mm = springForceField(small.system, { charges: small.charges });
    const map = linkAtoms({ cutoff: "2 Å", allow: ["hydrogen"] }).connect(
      { ...small.system, geometry },
      region,
      mm,
      true,
    );
    expect(() => map.apply(geometry)).toThrow(expect.objectContaining({ code: "QMMM_COUPLING_REGION_EXTENT" }));
  });

  test("a switching zone as wide as the cutoff is refused when the options are read", () => {
    expect(() => linkAtoms({ cutoff: "6 Å", switchWidth: "6 Å" })).toThrow(/must be smaller than the cutoff/);
    expect(() => linkAtoms({ switchWidth: "6 Å" })).toThrow(/needs a cutoff/);
  });
});
