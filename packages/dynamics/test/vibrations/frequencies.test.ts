import { BOLTZMANN, createSystem, DALTON, HARTREE_IN_WAVENUMBER, isQmmmError, type System } from "@qmmm/core";
import { normalModes, rotation, vibrations } from "@qmmm/dynamics";
import { describe, expect, test } from "vitest";
import { AnalyticPotential, harmonic, type Surface } from "../support/analytic-potential.js";
import { makeContext, makeTask } from "../support/context.js";

/** A bond of length 2 a0 with a force constant of 0.4 Eh/a0² between the first two atoms. */
const bond: Surface = (x, gradient) => {
  const d = [0, 1, 2].map((k) => x[3 + k]! - x[k]!);
  const r = Math.hypot(...d);
  for (let k = 0; k < 3; k++) {
    const pull = (0.4 * (r - 2) * d[k]!) / r;
    gradient[k]! -= pull;
    gradient[3 + k]! += pull;
  }
  return 0.2 * (r - 2) ** 2;
};

function diatomic(): System {
  return createSystem({ elements: [6, 8], masses: [12 * DALTON, 16 * DALTON], positions: [0.3, 0.2, 0, 0.3, 2.2, 0] });
}

async function run(options: Record<string, unknown>, surface: Surface = bond, system = diatomic()) {
  const task = makeTask("frequencies", options);
  const result = await task.run(makeContext(system, new AnalyticPotential(surface)));
  return { result, wavenumbers: result.evaluation.observed!.wavenumbers as Float64Array };
}

describe("the task frequencies", () => {
  test("a bond has the frequency √(k/μ), and nothing else vibrates", async () => {
    const { result, wavenumbers } = await run({ step: "0.001 a0" });
    const reduced = (DALTON * 12 * 16) / 28;
    expect(wavenumbers).toHaveLength(1);
    expect(wavenumbers[0]).toBeCloseTo(Math.sqrt(0.4 / reduced) * HARTREE_IN_WAVENUMBER, 4);
    expect(result.summary.projectedMotions).toEqual({ value: 5, unit: "1" });
    expect(result.summary.zeroPointEnergy!.value).toBeCloseTo(Math.sqrt(0.4 / reduced) / 2, 9);
    expect(result.steps).toBe(12);
  });

  test("unprojected, the other modes are those of translation and rotation: zero", async () => {
    const { wavenumbers } = await run({ project: "none", stencil: 4 });
    expect(wavenumbers).toHaveLength(6);
    expect(Math.max(...wavenumbers.subarray(0, 5).map(Math.abs))).toBeLessThan(1);
  });

  test("isotopes change masses, atoms held fixed are walls", async () => {
    const { result, wavenumbers } = await run({
      atoms: "index0 1",
      isotopes: [{ select: "element O", mass: "18 u" }],
      step: "0.001 a0",
    });
    expect(wavenumbers).toHaveLength(3);
    expect(wavenumbers[2]).toBeCloseTo(Math.sqrt(0.4 / (18 * DALTON)) * HARTREE_IN_WAVENUMBER, 4);
    expect(result.summary.gibbsEnergy).toBeUndefined();
    expect((result.evaluation.observed!.reducedMasses as Float64Array)[2]).toBeCloseTo(18, 9);
  });

  test("a restraint is part of the surface", async () => {
    const hold = { type: "position", atoms: "index0 0", forceConstant: "0.1 hartree/bohr^2" };
    const { wavenumbers } = await run({ atoms: "index0 0", restraints: [hold] });
    // Along the bond 0.4 more.
    const expected = [0.1, 0.1, 0.5].map((k) => Math.sqrt(k / (12 * DALTON)) * HARTREE_IN_WAVENUMBER);
    for (const [k, value] of expected.entries()) expect(wavenumbers[k]! / value).toBeCloseTo(1, 4);
  });

  test("imaginary modes are negative, counted, and named in the message", async () => {
    const { result, wavenumbers } = await run({ project: "none" }, harmonic(-0.1));
    expect(wavenumbers.every((value) => value < 0)).toBe(true);
    expect(result.summary.imaginaryModes!.value).toBe(6);
    expect(result.summary.vibrationalEnergy!.value).toBe(0);
    expect(result.message).toMatch(/6 imaginary.*optimise first/);
  });

  test("modes go into files for viewers and scripts", async () => {
    const { result } = await run({ step: "0.001 a0" });
    const { documents } = result.evaluation;
    const lines = documents!["modes.molden"]!.split("\n");
    expect(lines.slice(0, 2)).toEqual(["[Molden Format]", "[FREQ]"]);
    expect(lines).toContain("[FR-COORD]");
    const at = lines.indexOf("vibration 1");
    const [carbon, oxygen] = [lines[at + 1]!, lines[at + 2]!].map((line) => Number(line.trim().split(/\s+/)[1]));
    expect(carbon! / oxygen!).toBeCloseTo(-16 / 12, 5);
    expect(documents!["modes.csv"]!.split("\n")[0]).toBe("mode,wavenumber_cm-1,reducedMass_u");
    expect(JSON.parse(documents!["hessian.json"]!).hessian).toHaveLength(36);
  });

  test("intensities that nothing can give are an error", async () => {
    await expect(run({ intensities: true })).rejects.toSatisfy((error) => isQmmmError(error, "QMMM_VIBRATIONS_DIPOLE"));
  });

  test("sites without mass do not vibrate", async () => {
    const system = createSystem({ elements: [6, 0], positions: [0, 0, 0, 0, 2, 0] });
    await expect(run({}, bond, system)).rejects.toSatisfy((error) => isQmmmError(error, "QMMM_VIBRATIONS_MASS"));
    expect((await run({ atoms: "index0 0" }, bond, system)).wavenumbers).toHaveLength(3);
  });
});

test("directions projected out are orthogonal to all modes, which stay orthonormal", () => {
  const masses = Float64Array.of(1000, 3000);
  const hessian = Float64Array.from(
    { length: 36 },
    (_, k) => Math.cos((k % 6) * Math.floor(k / 6)) + (k % 7 === 0 ? 2 : 0),
  );
  const rigid = [Float64Array.of(0.6, 0, 0, 0.8, 0, 0), Float64Array.of(0, 0.8, 0, 0, -0.6, 0)];
  const { directions } = normalModes(hessian, masses, rigid);
  expect(directions).toHaveLength(4);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  for (const [n, one] of directions.entries()) {
    for (const direction of rigid) expect(dot(one, direction)).toBeCloseTo(0, 12);
    for (const [m, other] of directions.entries()) expect(dot(one, other)).toBeCloseTo(n === m ? 1 : 0, 12);
  }
});

describe("thermochemistry", () => {
  const kT = 298.15 * BOLTZMANN;

  test("a fast mode is harmonic either way; a slow one loses its divergence", () => {
    const fast = Float64Array.of(3000);
    expect(vibrations(fast, kT, "quasi-rrho").entropy).toBeCloseTo(vibrations(fast, kT, "harmonic").entropy, 10);
    const [slow, slower] = [10, 0.01].map((value) => vibrations(Float64Array.of(value), kT, "quasi-rrho").entropy);
    const harmonics = [10, 0.01].map((value) => vibrations(Float64Array.of(value), kT, "harmonic").entropy);
    expect(slower! - slow!).toBeLessThan(0.5 * (harmonics[1]! - harmonics[0]!));
  });

  test("an atom does not rotate, a diatomic by two axes, others by three", () => {
    expect(rotation([0, 0, 0], kT, 1).energy).toBe(0);
    expect(rotation([0, 1e5, 1e5], kT, 1).energy).toBe(kT);
    expect(rotation([1e5, 1e5, 2e5], kT, 1).energy).toBe(1.5 * kT);
    const symmetric = rotation([0, 1e5, 1e5], kT, 2).entropy;
    expect(rotation([0, 1e5, 1e5], kT, 1).entropy - symmetric).toBeCloseTo(BOLTZMANN * Math.log(2), 18);
  });
});
