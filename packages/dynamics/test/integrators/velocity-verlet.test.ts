import { createHooks, createRandomStream, type StepReport } from "@qmmm/core";
import {
  inverseMasses,
  kineticEnergy,
  maxwellBoltzmannVelocities,
  removeRigidMotion,
  runDynamics,
  VelocityVerlet,
} from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import {
  AnalyticPotential,
  anharmonicChain,
  harmonic,
  lennardJones,
  quartic,
  type Surface,
} from "../support/analytic-potential.js";

interface Start {
  readonly surface: Surface;
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
  readonly masses: Float64Array;
}

async function run(
  { surface, positions, velocities, masses }: Start,
  timeStep: number,
  steps: number,
  frozen: number[] = [],
) {
  const mobile = Uint8Array.from(masses, (_, k) => (frozen.includes(k) ? 0 : 1));
  const integrator = new VelocityVerlet({ timeStep, inverseMasses: inverseMasses(masses, mobile) });
  const hooks = createHooks();
  const energies: number[] = [];
  hooks.tap("afterStep", "test", ({ quantities }: StepReport) => {
    energies.push(quantities.conservedEnergy!.value);
  });
  const start = { geometry: { positions }, velocities, masses };
  const options = { integrator, timeStep, steps, hooks, maxDisplacement: 10, frozen };
  const result = await runDynamics(new AnalyticPotential(surface), start, options);
  const mean = energies.reduce((a, b) => a + b, 0) / energies.length;
  const fluctuation = Math.sqrt(energies.reduce((sum, e) => sum + (e - mean) ** 2, 0) / energies.length);
  return { result, energies, fluctuation };
}

const random = createRandomStream(4);
const masses = new Float64Array(6).map((_, k) => 10 + 3 * k);
const mobile = new Uint8Array(6).fill(1);
const systems: Readonly<Record<string, Start>> = {
  "an anharmonic chain": {
    surface: anharmonicChain(0.2, 2, -0.03),
    positions: Float64Array.from({ length: 18 }, (_, k) => (k % 3 === 0 ? (2 * k) / 3 : 0.3 * Math.cos(k))),
    velocities: maxwellBoltzmannVelocities(masses, 0.002, mobile, random),
    masses,
  },
  "quartic oscillators": {
    surface: quartic(0.05),
    positions: Float64Array.from({ length: 18 }, (_, k) => Math.cos(2 * k)),
    velocities: maxwellBoltzmannVelocities(masses, 0.02, mobile, random),
    masses,
  },
};

describe("velocity Verlet", () => {
  for (const [name, start] of Object.entries(systems)) {
    it(`conserves the energy of ${name}, with an error that falls with the square of the time step`, async () => {
      const fluctuations: number[] = [];
      for (const [timeStep, steps] of [
        [0.8, 1000],
        [0.4, 2000],
        [0.2, 4000],
      ] as const) {
        fluctuations.push((await run(start, timeStep, steps)).fluctuation);
      }
      for (const k of [0, 1]) {
        const ratio = fluctuations[k]! / fluctuations[k + 1]!;
        expect(ratio).toBeGreaterThan(3);
        expect(ratio).toBeLessThan(5);
      }
    });
  }

  it("reports drift and fluctuation of what it conserves", async () => {
    const { result, energies, fluctuation } = await run(systems["quartic oscillators"]!, 0.4, 4000);
    expect(result.summary.conservedEnergyFluctuation!.value / fluctuation).toBeCloseTo(1, 2);
    const span = result.summary.time!.value / 1000;
    expect(Math.abs(result.summary.conservedEnergyDrift!.value * span)).toBeLessThan(0.1 * fluctuation);
    expect(result.summary.conservedEnergyDrift!.unit).toBe("Eh/ps");
    expect(energies).toHaveLength(4001);
  });

  it("goes back where it came from when the velocities are turned round", async () => {
    const start = systems["an anharmonic chain"]!;
    const there = (await run(start, 0.5, 500)).result;
    const back = (
      await run(
        { ...start, positions: there.geometry.positions, velocities: there.velocities!.map((v) => -v) },
        0.5,
        500,
      )
    ).result;
    for (let k = 0; k < 18; k++) {
      expect(back.geometry.positions[k]).toBeCloseTo(start.positions[k]!, 9);
      expect(back.velocities![k]).toBeCloseTo(-start.velocities[k]!, 9);
    }
  });

  it("follows the exact discrete solution of an oscillator", async () => {
    // The Verlet map of ω turns by the angle φ with cos φ = 1 − ½ω²Δt².
    const [k, m, dt, steps] = [0.3, 5, 0.7, 137] as const;
    const start = {
      surface: harmonic(k),
      positions: Float64Array.of(1, 0, 0),
      velocities: new Float64Array(3),
      masses: Float64Array.of(m),
    };
    const { result } = await run(start, dt, steps);
    const phase = steps * Math.acos(1 - (0.5 * k * dt * dt) / m);
    expect(result.geometry.positions[0]).toBeCloseTo(Math.cos(phase), 11);
  });

  it("conserves momentum and angular momentum of a cluster, and leaves its centre at rest", async () => {
    const positions = Float64Array.of(0, 0, 0, 1.1, 0, 0, 0.5, 1, 0.1, 0.5, 0.4, 1);
    const cluster = new Float64Array(4).fill(1);
    const drawn = maxwellBoltzmannVelocities(cluster, 0.1, new Uint8Array(4).fill(1), random);
    const { velocities } = removeRigidMotion(positions, drawn, cluster, { translation: true, rotation: true });
    const { result } = await run({ surface: lennardJones, positions, velocities, masses: cluster }, 0.004, 1000);
    const { removed, velocities: left } = removeRigidMotion(result.geometry.positions, result.velocities!, cluster, {
      translation: true,
      rotation: true,
    });
    expect(removed).toBe(6);
    for (let k = 0; k < 12; k++) expect(left[k]).toBeCloseTo(result.velocities![k]!, 11);
  });

  it("leaves frozen atoms where they are, to the bit", async () => {
    const start = systems["an anharmonic chain"]!;
    const positions = start.positions.slice();
    positions[7] = -0;
    const { result } = await run({ ...start, positions, velocities: new Float64Array(18) }, 0.5, 200, [2, 5]);
    for (const atom of [2, 5]) {
      for (let k = 3 * atom; k < 3 * atom + 3; k++) {
        expect(Object.is(result.geometry.positions[k], positions[k])).toBe(true);
        expect(result.velocities![k]).toBe(0);
      }
    }
    expect(kineticEnergy(result.velocities!, masses)).toBeGreaterThan(0);
  });
});

describe("guards", () => {
  const one = { geometry: { positions: Float64Array.of(0, 0, 0, 5, 0, 0) }, masses: Float64Array.of(1, 1) };
  const still = new Float64Array(6);
  const integrator = new VelocityVerlet({ timeStep: 1, inverseMasses: Float64Array.of(1, 1) });

  it("stop an atom that goes too far, before its energy is asked for", async () => {
    const potential = new AnalyticPotential(harmonic(1));
    const run = runDynamics(
      potential,
      { ...one, velocities: still },
      { integrator, timeStep: 1, steps: 5, maxDisplacement: 2 },
    );
    await expect(run).rejects.toMatchObject({
      code: "QMMM_DYNAMICS_UNSTABLE",
      message: expect.stringMatching(/At step 1 atom 1 \(counting from 0\) would move by 2.50 a0 in one step/),
      details: { step: 1, atom: 1 },
    });
    expect(potential.evaluations).toBe(1);
  });

  it("stop velocities that are not finite", async () => {
    const velocities = Float64Array.of(0, Number.NaN, 0, 0, 0, 0);
    const run = runDynamics(
      new AnalyticPotential(harmonic(1e-9)),
      { ...one, velocities },
      { integrator, timeStep: 1, steps: 5 },
    );
    await expect(run).rejects.toMatchObject({ code: "QMMM_DYNAMICS_UNSTABLE", details: { atom: 0 } });
  });

  it("name the energy term that is not finite", async () => {
    const surface: Surface = (x) => (x[0] === 0 ? 0 : Number.NaN);
    const velocities = Float64Array.of(1, 0, 0, 0, 0, 0);
    const run = runDynamics(
      new AnalyticPotential(surface),
      { ...one, velocities },
      { integrator, timeStep: 1, steps: 5 },
    );
    await expect(run).rejects.toMatchObject({
      code: "QMMM_DYNAMICS_UNSTABLE",
      message: "At step 1 the energy term analytic is not finite",
    });
  });

  it("refuse to move an atom without mass", () => {
    const start = { ...one, velocities: still, masses: Float64Array.of(1, 0) };
    expect(() => runDynamics(new AnalyticPotential(harmonic(1)), start, { integrator, timeStep: 1, steps: 5 })).toThrow(
      expect.objectContaining({ code: "QMMM_DYNAMICS_MASS" }),
    );
  });
});
