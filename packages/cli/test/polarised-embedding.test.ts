import type { ExternalField } from "@qmmm/core";
import { derivativeAtZero, qmMethodUnderTest } from "@qmmm/core/testing";
import { dipoleResponse, InducedDipoles, pairScalings } from "@qmmm/mm-forcefield";
import xtb from "@qmmm/qm-xtb";
import { expect, test } from "vitest";

const WATER = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const NUCLEI = Float64Array.of(0.03, 0, -0.02, 0, 1.43, 1.11, 0, -1.43, 1.11);
/** Two waters about it, a0. */
const SITES = Float64Array.from(
  [
    [0.1, 4.6, 3.0, 0.9, 6.1, 3.5, -1.5, 4.8, 4.0],
    [0.3, -0.5, -5.4, 0.2, 0.1, -3.6, 1.9, -1.2, -5.9],
  ].flat(),
);
const CHARGES = Float64Array.of(-0.834, 0.417, 0.417, -0.834, 0.417, 0.417);
const OFF = { direct: 0, energy: 0, mutual: 0 };

/** Oxygens and hydrogens with Thole's damping; the atoms of a molecule do not polarise each other. */
const INDUCED = new InducedDipoles(
  {
    charges: CHARGES,
    polarisabilities: Float64Array.of(5.7, 2.7, 2.7, 5.7, 2.7, 2.7),
    damping: { model: "thole-exponential", factor: 1.9088, charges: true },
    scalings: pairScalings(6, [
      [0, 1, OFF],
      [0, 2, OFF],
      [1, 2, OFF],
      [3, 4, OFF],
      [3, 5, OFF],
      [4, 5, OFF],
    ]),
  },
  { tolerance: 1e-13 },
);

test("tight binding and induced dipoles polarise each other; forces on all atoms are exact", async () => {
  const options = { scf: { tolerance: 1e-11 } };
  const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id: "gfn2", options });
  await using engine = await method.open(WATER, scope);
  const fixed = (sites: Float64Array): ExternalField => ({ sites, charges: CHARGES });
  const polarised = (sites: Float64Array): ExternalField => ({
    ...fixed(sites),
    response: dipoleResponse(INDUCED, { positions: sites }),
  });
  const energyOf = async (positions: Float64Array) => {
    const sites = positions.slice(9);
    const { energy } = await engine.solve(positions.slice(0, 9), polarised(sites), {});
    return energy + INDUCED.induce({ positions: sites }).energy;
  };

  const want = { forces: true, fieldForces: true, potentialAt: SITES } as const;
  const { energy, fieldForces, forces, potentialAt, responseForces, terms } = await engine.solve(
    NUCLEI,
    polarised(SITES),
    want,
  );
  const { field } = potentialAt!;
  const among = INDUCED.induce({ positions: SITES }, { field }, { forces: true }).forces!;
  const analytic = Float64Array.from([...forces!, ...fieldForces!.map((f, k) => f + responseForces![k]! + among[k]!)]);
  const positions = Float64Array.from([...NUCLEI, ...SITES]);
  for (const [k, force] of analytic.entries()) {
    const slope = await derivativeAtZero((x) => energyOf(positions.map((at, n) => (n === k ? at + x : at))), 5e-3);
    expect(Math.abs(force + slope), `coordinate ${k}`).toBeLessThan(2e-8);
  }

  // Polarisation binds: by the sites' dipoles in the molecule's field, and by the molecule's answer to those.
  expect(terms.polarisation).toBeLessThan(-1e-3);
  expect(energy).toBeLessThan((await engine.solve(NUCLEI, fixed(SITES), {})).energy - 1e-3);
  await scope.dispose();
});
