import { everyTerm, type Geometry, type Potential, type System } from "@qmmm/core";
import { forceFieldSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { errorOf, evaluate, forceField, methanolAndWater, model, references } from "../support.js";

const runner = { describe, test, expect };
const system = methanolAndWater();
const fixed = references.methanolAndWater.options;
const polarisation = (model: string, excludedBonds = 2) => ({
  ...fixed,
  polarisation: {
    model,
    excludedBonds,
    atoms: [
      { select: "element O", polarisability: "0.84 Å^3" },
      { select: "element C", polarisability: "1.3 Å^3" },
      { select: "element H and resname HOH", polarisability: "0.4 Å^3" },
    ],
  },
});

for (const [damping, bonds] of [
  ["thole-exponential", 2],
  ["amoeba", 1],
] as const) {
  forceFieldSuite({
    ...runner,
    name: `parameters, polarisable with ${damping}`,
    create: () => forceField("parameters", polarisation(damping, bonds)),
    systems: [{ name: "methanol and water", system, region: [0, 1, 2] }],
  });
}

test("without polarisabilities above zero there is no term, and nothing else changes", async () => {
  const options = { ...fixed, polarisation: { atoms: [{ select: "all", polarisability: "0 Å^3" }] } };
  expect((await evaluate("parameters", options, system)).terms).toEqual(
    (await evaluate("parameters", fixed, system)).terms,
  );
});

test("the term is the difference that polarisabilities make", async () => {
  const plain = await evaluate("parameters", fixed, system);
  const polarised = await evaluate("parameters", polarisation("amoeba"), system);
  const { polarisation: term, ...others } = polarised.terms;
  expect(others).toEqual(plain.terms);
  expect(term).toBeLessThan(-1e-4);
  expect(polarised.energy).toBeCloseTo(plain.energy + term, 14);
});

describe("errors", () => {
  test("a cell is refused", async () => {
    const cell = { vectors: Float64Array.of(60, 0, 0, 0, 60, 0, 0, 0, 60) };
    const periodic: System = { ...system, geometry: { ...system.geometry, cell } };
    const error = await errorOf(evaluate("parameters", { ...polarisation("amoeba"), cutoff: "8 angstrom" }, periodic));
    expect(error.code).toBe("QMMM_POLARISATION_PERIODIC");
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });

  test("two entries for one atom are refused", async () => {
    const atoms = [
      { select: "element O", polarisability: "0.84 Å^3" },
      { select: "resname HOH", polarisability: "1.3 Å^3" },
    ];
    const error = await errorOf(evaluate("parameters", { ...fixed, polarisation: { atoms } }, system));
    expect(error.code).toBe("QMMM_MM_PARAMETERS_AMBIGUOUS");
  });
});

test("a flexible polarisable cluster conserves its energy, and its error falls with the square of the step", async () => {
  const { mm, scope } = await model("parameters", polarisation("thole-exponential"), system);
  const runs = [20, 10];
  const spread: number[] = [];
  for (const step of runs) {
    await using potential = await mm.potential(everyTerm(system.topology.atomCount), scope);
    const energies = await velocityVerlet(potential, system, step, 6000 / step);
    const mean = energies.reduce((sum, e) => sum + e, 0) / energies.length;
    spread.push(Math.sqrt(energies.reduce((sum, e) => sum + (e - mean) ** 2, 0) / energies.length));
    const half = energies.length / 2;
    const drift =
      energies.slice(half).reduce((s, e) => s + e, 0) / half -
      energies.slice(0, half).reduce((s, e) => s + e, 0) / half;
    expect(Math.abs(drift)).toBeLessThan(spread[spread.length - 1]);
  }
  expect(spread[0] / spread[1]).toBeGreaterThan(3);
  expect(spread[0] / spread[1]).toBeLessThan(5);
  expect(spread[1]).toBeLessThan(1e-5);
});

/** Total energies along a trajectory from rest; step in atomic units of time. */
async function velocityVerlet(potential: Potential, { topology, geometry }: System, step: number, steps: number) {
  const positions = geometry.positions.slice();
  const at: Geometry = { positions };
  const velocities = new Float64Array(positions.length);
  const energies: number[] = [];
  let { forces } = await potential.evaluate(at, { forces: true });
  for (let n = 0; n < steps; n++) {
    for (let k = 0; k < positions.length; k++) {
      velocities[k] += (0.5 * step * forces![k]) / topology.masses[Math.floor(k / 3)];
      positions[k] += step * velocities[k];
    }
    const next = await potential.evaluate(at, { forces: true });
    forces = next.forces;
    let kinetic = 0;
    for (let k = 0; k < positions.length; k++) {
      const mass = topology.masses[Math.floor(k / 3)];
      velocities[k] += (0.5 * step * forces![k]) / mass;
      kinetic += 0.5 * mass * velocities[k] ** 2;
    }
    energies.push(next.energy + kinetic);
  }
  return energies;
}

test("charges set anew induce other dipoles, as a new model has them", async () => {
  const recharged = {
    ...polarisation("amoeba"),
    atoms: (fixed.atoms as { charge: number }[]).map((entry) => ({ ...entry, charge: 1.2 * entry.charge })),
  };
  const region = Uint8Array.from(system.topology.elements, (_, atom) => (atom < 3 ? 1 : 0));
  for (const mask of [
    everyTerm(region.length),
    { ...everyTerm(region.length), region, coulomb: { inside: false, across: true, outside: true } },
  ]) {
    const { mm, scope } = await model("parameters", polarisation("amoeba"), system);
    const other = await model("parameters", recharged, system);
    await using potential = await mm.potential(mask, scope);
    await using expected = await other.mm.potential(mask, other.scope);
    const first = potential.snapshot();
    const before = await potential.evaluate(system.geometry, { forces: true });
    potential.setCharges!(Int32Array.from(other.mm.charges.keys()), other.mm.charges);
    const found = await potential.evaluate(system.geometry, { forces: true });
    const wanted = await expected.evaluate(system.geometry, { forces: true });
    expect(Math.abs(found.terms.polarisation! - before.terms.polarisation!)).toBeGreaterThan(1e-4);
    expect(found.energy).toBeCloseTo(wanted.energy, 12);
    found.forces!.forEach((force, k) => {
      expect(force).toBeCloseTo(wanted.forces![k]!, 10);
    });
    const saved = potential.snapshot();
    const next = await potential.evaluate(system.geometry, { forces: true });
    potential.restore(first);
    expect(await potential.evaluate(system.geometry, { forces: true })).toEqual(before);
    potential.restore(saved);
    expect(await potential.evaluate(system.geometry, { forces: true })).toEqual(next);
  }
});
