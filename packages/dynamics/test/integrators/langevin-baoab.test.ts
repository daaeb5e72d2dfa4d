import { createHooks, createRandomStream } from "@qmmm/core";
import { inverseMasses, LangevinBaoab, runDynamics } from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { AnalyticPotential, harmonic, quartic, type Surface } from "../support/analytic-potential.js";

interface Averages {
  readonly x2: number;
  readonly x4: number;
  readonly v2: number;
  readonly byAtom: readonly number[];
  readonly heat: number;
  readonly drift: number;
  readonly conserved: number;
}

/** Averages over many independent oscillators in one run, per atom kind. */
async function sample(
  surface: Surface,
  timeStep: number,
  steps: number,
  masses: Float64Array,
  seed: number,
): Promise<Averages> {
  const n = masses.length;
  const integrator = new LangevinBaoab({
    timeStep,
    inverseMasses: inverseMasses(masses, new Uint8Array(n).fill(1)),
    thermalEnergy: 1,
    friction: 0.8,
    random: createRandomStream(seed),
  });
  const hooks = createHooks();
  const sums = { x2: 0, x4: 0, v2: 0, count: 0 };
  const byAtom = new Array<number>(n).fill(0);
  const settled = steps / 10;
  hooks.tap("afterStep", "test", ({ step, geometry, velocities }) => {
    if (step < settled) return;
    sums.count++;
    for (let k = 0; k < 3 * n; k++) {
      const x = geometry.positions[k]!;
      const mv = masses[Math.floor(k / 3)]! * velocities![k]! ** 2;
      sums.x2 += x * x;
      sums.x4 += x ** 4;
      sums.v2 += mv;
      byAtom[Math.floor(k / 3)]! += mv / 3;
    }
  });
  const start = { geometry: { positions: new Float64Array(3 * n) }, velocities: new Float64Array(3 * n), masses };
  const result = await runDynamics(new AnalyticPotential(surface), start, {
    integrator,
    timeStep,
    steps,
    hooks,
    maxDisplacement: 100,
  });
  const samples = 3 * n * sums.count;
  return {
    x2: sums.x2 / samples,
    x4: sums.x4 / samples,
    v2: sums.v2 / samples,
    byAtom: byAtom.map((sum) => sum / sums.count),
    heat: integrator.heat,
    drift: result.summary.conservedEnergyDrift!.value,
    conserved: result.summary.conservedEnergy!.value,
  };
}

describe("Langevin dynamics (BAOAB)", () => {
  const masses = new Float64Array(60).map((_, k) => [0.5, 1, 4][k % 3]!);

  it("samples positions in a harmonic well exactly, even at long time steps", async () => {
    // kT = 1, k = 1: ⟨x²⟩ = 1, at any stable time step; 180 oscillators over 2,700 times of decay: error about 0.3 %.
    for (const timeStep of [0.2, 0.9]) {
      const { x2 } = await sample(harmonic(1), timeStep, Math.round(1000 / timeStep), masses, 21);
      expect(Math.abs(x2 - 1)).toBeLessThan(0.02);
    }
  });

  it("samples positions in a quartic well", async () => {
    // U = x⁴/4, kT = 1: ⟨x²⟩ = 2Γ(3/4)/Γ(1/4) = 0.675978…, ⟨x⁴⟩ = 1.
    const { x2, x4 } = await sample(quartic(1), 0.1, 6000, masses, 22);
    expect(Math.abs(x2 - 0.6759782)).toBeLessThan(0.015);
    expect(Math.abs(x4 - 1)).toBeLessThan(0.03);
  });

  it("gives every kind of atom its share of kinetic energy", async () => {
    const { v2, byAtom } = await sample(quartic(1), 0.05, 8000, masses, 23);
    expect(Math.abs(v2 - 1)).toBeLessThan(0.02);
    for (const kind of [0, 1, 2]) {
      const own = byAtom.filter((_, k) => k % 3 === kind);
      expect(Math.abs(own.reduce((a, b) => a + b, 0) / own.length - 1)).toBeLessThan(0.03);
    }
  });

  it("accounts for the heat: total energy minus heat stays, better with a shorter time step", async () => {
    const [long, short] = [
      await sample(quartic(1), 0.1, 1000, masses, 24),
      await sample(quartic(1), 0.025, 4000, masses, 24),
    ];
    // From rest at the bottom, the bath brings in about kT(½ + ¼) for each of the 180 coordinates.
    expect(long.heat).toBeGreaterThan(100);
    expect(Math.abs(long.conserved)).toBeLessThan(0.02 * long.heat);
    expect(Math.abs(short.conserved)).toBeLessThan(Math.abs(long.conserved));
  });

  it("becomes velocity Verlet without friction and temperature", async () => {
    const one = Float64Array.of(5);
    const integrator = new LangevinBaoab({
      timeStep: 0.7,
      inverseMasses: inverseMasses(one, Uint8Array.of(1)),
      thermalEnergy: 0,
      friction: 0,
      random: createRandomStream(1),
    });
    const start = { geometry: { positions: Float64Array.of(1, 0, 0) }, velocities: new Float64Array(3), masses: one };
    const options = { integrator, timeStep: 0.7, steps: 137, maxDisplacement: 10 };
    const result = await runDynamics(new AnalyticPotential(harmonic(0.3)), start, options);
    const phase = 137 * Math.acos(1 - (0.5 * 0.3 * 0.7 * 0.7) / 5);
    expect(result.geometry.positions[0]).toBeCloseTo(Math.cos(phase), 11);
    expect(integrator.heat).toBe(0);
  });
});
