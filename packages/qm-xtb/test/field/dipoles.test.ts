import type { ExternalField } from "@qmmm/core";
import { expect, test } from "vitest";
import { deviation, withEngine } from "../xtb-engine.js";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const NUCLEI = Float64Array.of(0, 0, 0, 0, 1.43, 1.11, 0, -1.43, 1.11);
const SITE = [0.7, 1.9, 3.8];
const DIPOLE = [0.3, -0.2, 0.4];

/** The dipole as two charges, `separation` apart. */
function pair(separation: number): ExternalField {
  const length = Math.hypot(...DIPOLE);
  const ends = [0.5, -0.5].flatMap((half) => SITE.map((x, i) => x + (half * separation * DIPOLE[i]!) / length));
  return { sites: Float64Array.from(ends), charges: Float64Array.of(length / separation, -length / separation) };
}

test.each([
  ["gfn2", "multipole"],
  ["gfn2", "monopole"],
  ["gfn1", "multipole"],
  ["gfn1", "monopole"],
] as const)("a dipole is the limit of two charges: %s, %s", async (model, embedding) => {
  const options = { embedding, siteHardness: "0.5 Eh", siteRadius: "1.5 bohr", scf: { tolerance: 1e-11 } };
  await withEngine(
    model,
    WATER,
    async (engine) => {
      const solve = (field: ExternalField) => engine.solve(NUCLEI, field, { forces: true });
      const point = await solve({
        sites: Float64Array.from(SITE),
        charges: new Float64Array(1),
        dipoles: Float64Array.from(DIPOLE),
      });
      // The error of a pair is of second order in its length.
      const [coarse, fine] = [await solve(pair(0.04)), await solve(pair(0.02))];
      expect(Math.abs(point.energy - (4 * fine.energy - coarse.energy) / 3)).toBeLessThan(1e-9);
      const forces = fine.forces!.map((force, k) => (4 * force - coarse.forces![k]!) / 3);
      expect(deviation(point.forces, forces)).toBeLessThan(1e-8);
      expect(Math.abs(point.energy - fine.energy)).toBeGreaterThan(1e-9);
    },
    options,
  );
});

test("dipoles need three finite components each, and room", async () => {
  await withEngine("gfn2", WATER, async (engine) => {
    const at = (sites: readonly number[], ...dipoles: number[]) =>
      engine.solve(
        NUCLEI,
        { sites: Float64Array.from(sites), charges: Float64Array.of(0), dipoles: Float64Array.from(dipoles) },
        {},
      );
    await expect(at(SITE, 0.1, 0.2)).rejects.toMatchObject({ code: "QMMM_QM_FIELD" });
    await expect(at(SITE, 0.1, 0.2, Number.NaN)).rejects.toMatchObject({ code: "QMMM_QM_FIELD" });
    await expect(at([0, 0, 1e-4], 0.1, 0, 0)).rejects.toMatchObject({ code: "QMMM_QM_SITE_TOO_CLOSE" });
  });
});
