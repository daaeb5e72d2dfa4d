// Energy conservation of one RI-PBE water in 109 TIP3P waters, with and without density extrapolation, and the iterations that a
// step takes. Usage: npx tsc -b && node validation/dft_nve.mjs none|aspc BASIS GRID TOLERANCE DURATION, such as aspc STO-3G 1 1e-6 "2 ps"
import { readFileSync } from "node:fs";
import { createSimulation } from "../packages/core/dist/index.js";
import { coupling } from "../packages/coupling/dist/index.js";
import { dynamics } from "../packages/dynamics/dist/index.js";
import { ioFormats, readPdb } from "../packages/io/dist/index.js";
import { mmForcefield } from "../packages/mm-forcefield/dist/index.js";
import dft from "../packages/qm-dft/dist/index.js";
import hartreeFock from "../packages/qm-hf/dist/index.js";

const [extrapolation, basis, grid, tolerance, duration] = process.argv.slice(2);
const droplet = new URL("../examples/water/water-droplet.pdb", import.meta.url);
const restraints = [{ type: "wall", name: "droplet", radius: "10 Å", forceConstant: "10 kcal/mol/Å^2" }];
const dynamicsOptions = { type: "dynamics", timeStep: "0.5 fs", restraints };

async function run(system, high, options, watch) {
  const simulation = await createSimulation({
    plugins: [ioFormats, mmForcefield, dft, hartreeFock, coupling, dynamics],
    system,
    regions: { qm: { select: "resid 1" } },
    levels: { high },
    forcefield: { type: "tip3p" },
    coupling: { type: "additive", embedding: "electrostatic" },
    seed: 2026,
  });
  try {
    simulation.hooks.tap("afterStep", "watch", watch);
    const task = simulation.createTask({ ...dynamicsOptions, ...options });
    const { potential, hooks, random } = simulation;
    return await task.run({ system: simulation.system, potential, hooks, random });
  } finally {
    await simulation[Symbol.asyncDispose]();
  }
}

const start = readPdb(readFileSync(droplet), "water-droplet.pdb");
// Warmed by a cheap level: both runs begin at the same instant.
const nvt = { ensemble: "nvt", temperature: "300 K", friction: "10 1/ps", duration: "0.3 ps" };
const warm = await run(start, { method: "hf", basis: "STO-3G" }, nvt, () => {});
const level = {
  method: "dft",
  functional: "PBE",
  basis,
  densityFitting: "rij",
  grid: Number(grid),
  scf: { extrapolation, gradientTolerance: `${tolerance} Eh` },
};
const conserved = [];
let iterations = 0;
const begun = performance.now();
const end = await run(
  { ...start, geometry: warm.geometry, velocities: warm.velocities },
  level,
  { ensemble: "nve", velocities: "given", duration },
  ({ quantities, evaluation, step }) => {
    if (step > 0) iterations += evaluation.observed.scfIterations;
    conserved.push(quantities.conservedEnergy.value);
    if (step % 200 === 0) console.log(step, quantities.conservedEnergy.value, iterations / step);
  },
);
const steps = conserved.length - 1;
const { conservedEnergyDrift: drift, conservedEnergyFluctuation: fluctuation } = end.summary;
console.log(
  `${extrapolation}, RI-PBE/${basis}, grid ${grid}, gradient tolerance ${tolerance} Eh: ${steps} steps, ` +
    `${(iterations / steps).toFixed(2)} iterations and ${((performance.now() - begun) / steps).toFixed(0)} ms per step; ` +
    `drift ${drift.value.toExponential(1)} ${drift.unit}, fluctuation ${fluctuation.value.toExponential(1)} ${fluctuation.unit}`,
);
