import { readFileSync } from "node:fs";
import { type ComponentOptions, createSimulation, type Geometry, type StepReport, type System } from "@qmmm/core";
import { coupling } from "@qmmm/coupling";
import { dynamics } from "@qmmm/dynamics";
import { ioFormats, readPdb } from "@qmmm/io";
import { mmForcefield } from "@qmmm/mm-forcefield";
import { hartreeFock } from "@qmmm/qm-hf";
import { describe, expect, test } from "vitest";

const droplet = new URL("../../../examples/water/water-droplet.pdb", import.meta.url);

interface State {
  readonly geometry: Geometry;
  readonly velocities?: Float64Array | undefined;
}

/** Runs dynamics of one HF/6-31G* water in 109 TIP3P waters; gives the conserved energy (Eh) of every step and the end. */
async function run(system: System, options: Record<string, unknown>): Promise<{ conserved: Float64Array; end: State }> {
  await using simulation = await createSimulation({
    plugins: [ioFormats, mmForcefield, hartreeFock, coupling, dynamics],
    system,
    regions: { qm: { select: "resid 1" } },
    levels: { high: { method: "hf", basis: "6-31G*" } },
    forcefield: { type: "tip3p" },
    coupling: { type: "additive", embedding: "electrostatic" },
    seed: 2026,
  });
  const conserved: number[] = [];
  simulation.hooks.tap(
    "afterStep",
    "test",
    ({ quantities }: StepReport) => void conserved.push(quantities.conservedEnergy!.value),
  );
  const task = simulation.createTask({ type: "dynamics", ...options } as ComponentOptions);
  const { potential, hooks, random } = simulation;
  const end = await task.run({ system: simulation.system, potential, hooks, random });
  return { conserved: Float64Array.from(conserved), end };
}

/** Slope (per sample) and standard deviation about the line of best fit. */
function fit(values: Float64Array): { slope: number; fluctuation: number } {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [sxy, sxx] = [0, 0];
  values.forEach((value, k) => {
    sxy += (k - middle) * (value - mean);
    sxx += (k - middle) ** 2;
  });
  const slope = sxy / sxx;
  const squares = values.reduce((sum, value, k) => sum + (value - mean - slope * (k - middle)) ** 2, 0);
  return { slope, fluctuation: Math.sqrt(squares / n) };
}

describe("energy conservation of water in water", () => {
  test("2 ps at 0.5 fs: small slope; half the step, a quarter of the fluctuation", async () => {
    const text = readFileSync(droplet);
    const start = readPdb(text, "water-droplet.pdb");
    const restraints = [{ type: "wall", name: "droplet", radius: "10 Å", forceConstant: "10 kcal/mol/Å^2" }];
    const warm = await run(start, {
      ensemble: "nvt",
      temperature: "300 K",
      friction: "10 1/ps",
      timeStep: "0.5 fs",
      duration: "0.3 ps",
      restraints,
    });
    const equilibrated: System = { ...start, geometry: warm.end.geometry, velocities: warm.end.velocities };
    const nve = { ensemble: "nve", velocities: "given", restraints };
    const coarse = await run(equilibrated, { ...nve, timeStep: "0.5 fs", duration: "2 ps" });
    const fine = await run(equilibrated, { ...nve, timeStep: "0.25 fs", duration: "1 ps" });
    expect(coarse.conserved).toHaveLength(4001);

    const { slope, fluctuation } = fit(coarse.conserved);
    const atoms = start.topology.atomCount;
    const perPicosecond = slope * 2000;
    // The same instants of both runs over the first picosecond.
    const ratio =
      fit(coarse.conserved.slice(0, 2001)).fluctuation / fit(fine.conserved.filter((_, k) => k % 2 === 0)).fluctuation;
    console.log(
      `slope ${perPicosecond.toExponential(2)} Eh/ps = ${((perPicosecond * 27211.386) / atoms).toExponential(2)} meV/atom/ps, ` +
        `fluctuation ${fluctuation.toExponential(2)} Eh at 0.5 fs, ratio to 0.25 fs ${ratio.toFixed(2)}`,
    );
    expect(ratio).toBeGreaterThan(3);
    expect(ratio).toBeLessThan(5);
    // Drift over the whole run stays below the fluctuation of the integrator itself.
    expect(Math.abs(perPicosecond * 2)).toBeLessThan(fluctuation);
  });
});
