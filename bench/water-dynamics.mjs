// Long runs of water: how energy is conserved. Ensembles: validation/ensembles.mjs.
//
//   node bench/water-dynamics.mjs prepare MODEL OUT.json              an equilibrated box of molecules
//   node bench/water-dynamics.mjs nve MODEL START.json FS PS          drift, in kT/ns per degree of freedom
//   node bench/water-dynamics.mjs steps MODEL START.json FS FS …      the law of the squared time step
//
// MODEL: tip3p, spc/e, tip4p, tip4p-ew, opc (rigid), or flexible (TIP3P). Every run prints one line of JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { BOLTZMANN, createSimulation, decodeSnapshot, encodeSnapshot } from "../packages/core/dist/index.js";
import { dynamics } from "../packages/dynamics/dist/index.js";
import { mmForcefield } from "../packages/mm-forcefield/dist/index.js";
import { waterGrid } from "./water-box.mjs";

/** Molecules along an edge of the box: 216 in all, or with WATERS_PER_EDGE=5 a cheaper 125. */
const MOLECULES = Number(process.env.WATERS_PER_EDGE ?? 6);

/** What all runs share: smooth to the cutoff, so that only the time step limits conservation. */
const PME = {
  ...(MOLECULES < 6 ? { cutoff: "7 angstrom", skin: "0.7 angstrom" } : { cutoff: "8.5 angstrom", skin: "1 angstrom" }),
  electrostatics: { type: "pme", accuracy: 1e-5 },
  lennardJones: { form: "force-switch", switchDistance: MOLECULES < 6 ? "5.5 angstrom" : "7 angstrom" },
};

function forceField(model) {
  return model === "flexible" ? { type: "tip3p", flexible: true, ...PME } : { type: "water", model, ...PME };
}

const open = (model, system, seed) =>
  createSimulation({ plugins: [mmForcefield, dynamics], system, forcefield: forceField(model), seed });

async function simulate(model, system, seed, stages) {
  const simulation = await open(model, system, seed);
  let state = simulation.system;
  let result;
  for (const options of stages) {
    const task = simulation.createTask({ type: "dynamics", frameEvery: 1_000_000, ...options });
    const { potential, hooks, random, mechanics } = simulation;
    result = await task.run({ system: state, potential, hooks, random, mechanics });
    state = { ...state, geometry: result.geometry, velocities: result.velocities };
  }
  return { result, state };
}

const save = (file, { geometry, velocities }) =>
  writeFileSync(file, encodeSnapshot({ positions: geometry.positions, cell: geometry.cell.vectors, velocities }));

/** The system of a saved state, with the sites that its model adds. */
async function load(model, file) {
  const state = decodeSnapshot(readFileSync(file));
  const { topology } = (await open(model, waterGrid(MOLECULES, 1), 1)).system;
  return {
    topology,
    geometry: { positions: state.positions, cell: { vectors: state.cell } },
    velocities: state.velocities,
  };
}

const print = (record) => console.log(JSON.stringify(record));
const value = (summary, key) => summary[key]?.value;

function conservation(model, summary) {
  const thermal = value(summary, "degreesOfFreedom") * BOLTZMANN * value(summary, "meanTemperature");
  return {
    model,
    timeStepFs: value(summary, "timeStep"),
    picoseconds: value(summary, "time") / 1000,
    driftKtPerNsPerDof: (1000 * value(summary, "conservedEnergyDrift")) / thermal,
    fluctuationKt: value(summary, "conservedEnergyFluctuation") / (BOLTZMANN * value(summary, "meanTemperature")),
    meanTemperature: value(summary, "meanTemperature"),
    degreesOfFreedom: value(summary, "degreesOfFreedom"),
  };
}

const [mode, model, file, ...rest] = process.argv.slice(2);
const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1000);

if (mode === "prepare") {
  const bath = { ensemble: "nvt", temperature: "300 K", velocities: "given" };
  const rigid = model !== "flexible";
  const { result, state } = await simulate(model, waterGrid(MOLECULES, `grid ${model}`), `prepare ${model}`, [
    {
      ...bath,
      velocities: "maxwell-boltzmann",
      friction: "50 1/ps",
      maxDisplacement: "3 angstrom",
      timeStep: "0.2 fs",
      steps: 1500,
    },
    { ...bath, friction: "5 1/ps", timeStep: rigid ? "2 fs" : "0.5 fs", duration: "6 ps" },
    { ...bath, thermostat: { type: "bussi" }, timeStep: rigid ? "2 fs" : "0.5 fs", duration: "4 ps" },
  ]);
  save(file, state);
  print({ mode, model, seconds: seconds(), temperature: value(result.summary, "meanTemperature") });
} else if (mode === "nve") {
  const [fs, ps] = rest;
  const options = { ensemble: "nve", velocities: "given", timeStep: `${fs} fs`, duration: `${ps} ps` };
  const { result } = await simulate(model, await load(model, file), "nve", [options]);
  print({ mode, ...conservation(model, result.summary), seconds: seconds() });
} else if (mode === "steps") {
  // The same stretch of time from the same state. What falls with the square of the step is the difference between the
  // energy of the discrete and of the continuous motion at its turning points: the fluctuation about the line.
  const records = [];
  for (const fs of rest) {
    const options = { ensemble: "nve", velocities: "given", timeStep: `${fs} fs`, duration: "1 ps" };
    const { result } = await simulate(model, await load(model, file), "steps", [options]);
    records.push(conservation(model, result.summary));
  }
  const law = records.slice(1).map((one, k) => {
    const [coarse, fine] = [records[k], one];
    const ratio = coarse.fluctuationKt / fine.fluctuationKt;
    return ratio / (coarse.timeStepFs / fine.timeStepFs) ** 2;
  });
  print({
    mode,
    model,
    steps: rest.map(Number),
    fluctuationsKt: records.map((one) => one.fluctuationKt),
    ratioOverSquare: law,
    seconds: seconds(),
  });
} else {
  console.error("Say prepare, nve or steps; see the head of this file");
  process.exit(2);
}
