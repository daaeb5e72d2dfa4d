import { describe, expect, test } from "vitest";
import { deviation, withEngine } from "./hf-engine.js";
import { type FieldCase, moleculeOf, REFERENCES, type ReferenceCase, vacuumDeviations } from "./references.js";

/** The quick part of the table; all of it is in references.long.test.ts. */
const QUICK = new Set([
  ...["STO-3G", "3-21G", "6-31G*", "6-31+G*", "cc-pVDZ", "def2-SVP"].map((basis) => `H2O ${basis} rhf`),
  ...["H2", "LiH", "CO", "NH4+", "OH-", "HBr"].map((name) => `${name} STO-3G rhf`),
  ...["OH 6-31G* uhf", "OH 6-31G* rohf", "NH2 cc-pVDZ rohf", "O2 def2-SVP uhf", "HCl 6-31G* rhf", "HF cc-pVDZ rhf"],
]);

const label = ({ molecule, basis, reference }: ReferenceCase): string => `${molecule} ${basis} ${reference}`;

describe(`energies, forces and populations against ${REFERENCES.source}`, () => {
  const cases = REFERENCES.vacuum.filter((one) => QUICK.has(label(one)));
  test("the quick cases are in the table", () => expect(cases).toHaveLength(QUICK.size));

  test.each(cases.map((one) => [label(one), one] as const))("%s", async (_, one) => {
    const found = await vacuumDeviations(one);
    expect(found.energy).toBeLessThan(1e-9);
    expect(found.forces).toBeLessThan(1e-7);
    expect(found.dipole).toBeLessThan(1e-7);
    expect(found.mulliken).toBeLessThan(1e-7);
    expect(found.s2).toBeLessThan(1e-7);
  });
});

describe("in fields of a hundred charges", () => {
  const compare = (one: FieldCase) =>
    withEngine(moleculeOf(one), { basis: one.basis, reference: one.reference }, async (engine) => {
      const field = {
        sites: Float64Array.from(one.sites),
        charges: Float64Array.from(one.charges),
        widths: one.widths === undefined ? undefined : Float64Array.from(one.widths),
      };
      const { energy, forces, fieldForces } = await engine.solve(Float64Array.from(one.nuclei), field, {
        forces: true,
        fieldForces: true,
      });
      expect(Math.abs(energy - one.energy)).toBeLessThan(1e-8);
      expect(
        deviation(
          forces?.map((value) => -value),
          one.gradient,
        ),
      ).toBeLessThan(2e-7);
      expect(
        deviation(
          fieldForces?.map((value) => -value),
          one.fieldGradient,
        ),
      ).toBeLessThan(2e-7);
    });

  test.each(REFERENCES.pointCharges.map((one) => [label(one), one] as const))("point charges: %s", (_, one) =>
    compare(one),
  );
  test.each(REFERENCES.gaussianCharges.map((one) => [label(one), one] as const))("Gaussian charges: %s", (_, one) =>
    compare(one),
  );
});

test.each(REFERENCES.uniformField.map((one) => [label(one), one] as const))("in a uniform field: %s", (_, one) =>
  withEngine(moleculeOf(one), { basis: one.basis, reference: one.reference }, async (engine) => {
    const field = { sites: new Float64Array(0), charges: new Float64Array(0), uniform: one.uniform };
    const { energy } = await engine.solve(Float64Array.from(one.nuclei), field, {});
    expect(Math.abs(energy - one.energy)).toBeLessThan(1e-9);
  }),
);

test.each(REFERENCES.properties.map((one) => [`${one.molecule} ${one.basis} ${one.reference}`, one] as const))(
  "second moments, potential, Löwdin charges and orbital energies: %s",
  (_, one) =>
    withEngine(moleculeOf(one), { basis: one.basis, reference: one.reference }, async (engine) => {
      const { quadrupole, potentialAt, charges, orbitals } = await engine.solve(
        Float64Array.from(one.nuclei),
        { sites: new Float64Array(0), charges: new Float64Array(0) },
        { quadrupole: true, potentialAt: Float64Array.from(one.points), charges: "loewdin", orbitals: true },
      );
      expect(deviation(quadrupole, one.quadrupole)).toBeLessThan(1e-6);
      expect(deviation(potentialAt?.potential, one.potential)).toBeLessThan(1e-7);
      expect(deviation(charges, one.loewdin)).toBeLessThan(1e-6);
      expect(
        deviation(
          orbitals?.energies.flatMap((energies) => [...energies]),
          one.orbitalEnergies,
        ),
      ).toBeLessThan(1e-6);
    }),
);

describe("stability", () => {
  test.each(REFERENCES.stability.map((one) => [`${one.elements} ${one.basis} ${one.reference}`, one] as const))(
    "lowest eigenvalues of the orbital Hessian: %s",
    (_, one) =>
      withEngine(
        moleculeOf(one),
        { basis: one.basis, reference: one.reference, scf: { stability: "check" } },
        async (engine) => {
          const { energy, observed } = await engine.solve(
            Float64Array.from(one.nuclei),
            { sites: new Float64Array(0), charges: new Float64Array(0) },
            {},
          );
          expect(Math.abs(energy - one.energy)).toBeLessThan(1e-8);
          expect(Math.abs(observed!.stabilityInternal! - one.internal)).toBeLessThan(1e-6);
          if (one.external !== undefined) {
            expect(Math.abs(observed!.stabilityExternal! - one.external)).toBeLessThan(1e-6);
          }
          expect(observed!.unstable).toBe(Number(Math.min(one.internal, one.external ?? 1) < -1e-5));
        },
      ),
  );

  const stretched = REFERENCES.stability[0]!;
  test("an unrestricted singlet follows its unstable mode to separate atoms", () =>
    withEngine(
      moleculeOf(stretched),
      { basis: stretched.basis, reference: "uhf", scf: { stability: "follow" } },
      async (engine) => {
        const { energy, observed, spin } = await engine.solve(
          Float64Array.from(stretched.nuclei),
          { sites: new Float64Array(0), charges: new Float64Array(0) },
          { spin: true },
        );
        expect(observed!.stabilityFollowed).toBe(1);
        expect(observed!.unstable).toBe(0);
        expect(Math.abs(energy - stretched.stableUhf!)).toBeLessThan(1e-8);
        expect(Math.abs(spin!.populations[0]!)).toBeGreaterThan(0.9);
      },
    ));
});
