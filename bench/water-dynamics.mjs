// Long runs of water: how energy is conserved, and whether ensembles are what they claim to be.
//
//   node bench/water-dynamics.mjs prepare MODEL OUT.json              an equilibrated box of molecules
//   node bench/water-dynamics.mjs nve MODEL START.json FS PS          drift, in kT/ns per degree of freedom
//   node bench/water-dynamics.mjs steps MODEL START.json FS FS …      the law of the squared time step
//   node bench/water-dynamics.mjs ensemble MODEL START.json OUT.json '{task options}'   time series of one run
//
// MODEL: tip3p, spc/e, tip4p, tip4p-ew, opc (rigid), or flexible (TIP3P). Every run prints one line of JSON.
import { readFileSync, writeFileSync } from "node:fs";
import {
  BOLTZMANN,
  createRandomStream,
  createSimulation,
  createSystem,
  decodeSnapshot,
  encodeSnapshot,
} from "../packages/core/dist/index.js";
import { dynamics } from "../packages/dynamics/dist/index.js";
import { mmForcefield } from "../packages/mm-forcefield/dist/index.js";

const ANGSTROM = 1 / 0.529177210544;
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

/** Molecules on a grid, turned at random, at 0.997 g/cm³. */
function grid(seed) {
  const random = createRandomStream(seed);
  const spacing = (18.626 / 6) * ANGSTROM;
  const edge = MOLECULES * spacing;
  const [length, half] = [0.9572 * ANGSTROM, (0.5 * 104.52 * Math.PI) / 180];
  const positions = [];
  const elements = [];
  const bonds = [];
  for (let n = 0; n < MOLECULES ** 3; n++) {
    const origin = [n % MOLECULES, Math.floor(n / MOLECULES) % MOLECULES, Math.floor(n / MOLECULES ** 2)];
    const q = [0, 1, 2, 3].map(() => random.normal());
    const norm = Math.hypot(...q);
    const [w, x, y, z] = q.map((c) => c / norm);
    const turn = ([a, b]) => [
      a * (1 - 2 * (y * y + z * z)) + b * 2 * (x * y - w * z),
      a * 2 * (x * y + w * z) + b * (1 - 2 * (x * x + z * z)),
      a * 2 * (x * z - w * y) + b * 2 * (y * z + w * x),
    ];
    const sites = [
      [0, 0],
      [length * Math.cos(half), length * Math.sin(half)],
      [length * Math.cos(half), -length * Math.sin(half)],
    ];
    for (const site of sites) positions.push(...turn(site).map((c, i) => c + (origin[i] + 0.5) * spacing));
    elements.push(8, 1, 1);
    bonds.push(3 * n, 3 * n + 1, 3 * n, 3 * n + 2);
  }
  const residueOf = elements.map((_, atom) => Math.floor(atom / 3));
  const residues = Array.from({ length: MOLECULES ** 3 }, (_, k) => ({ name: "HOH", id: k + 1, chain: "" }));
  return createSystem({
    elements,
    positions,
    bonds,
    residueOf,
    residues,
    cell: { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) },
  });
}

const open = (model, system, seed) =>
  createSimulation({ plugins: [mmForcefield, dynamics], system, forcefield: forceField(model), seed });

async function simulate(model, system, seed, stages, onStep = () => {}) {
  const simulation = await open(model, system, seed);
  simulation.hooks.tap("afterStep", "bench", onStep);
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
  const { topology } = (await open(model, grid(1), 1)).system;
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
  const { result, state } = await simulate(model, grid(`grid ${model}`), `prepare ${model}`, [
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
} else if (mode === "ensemble") {
  const [out, options] = rest;
  const series = { potential: [], kinetic: [], volume: [], density: [], pressure: [] };
  const task = JSON.parse(options);
  const every = task.sampleEvery ?? 25;
  delete task.sampleEvery;
  const { result } = await simulate(model, await load(model, file), options, [task], ({ step, quantities }) => {
    if (step === 0 || step % every !== 0) return;
    series.potential.push(quantities.potentialEnergy.value);
    series.kinetic.push(quantities.kineticEnergy.value);
    for (const key of ["volume", "density", "pressure"])
      if (quantities[key] !== undefined) series[key].push(quantities[key].value);
  });
  writeFileSync(out, JSON.stringify({ model, task, dof: value(result.summary, "degreesOfFreedom"), series }));
  print({
    mode,
    model,
    task,
    seconds: seconds(),
    meanTemperature: value(result.summary, "meanTemperature"),
    meanDensity: value(result.summary, "meanDensity"),
  });
} else {
  console.error("Say prepare, nve, steps or ensemble; see the head of this file");
  process.exit(2);
}
