// Runs whose distributions of energy, volume and kinetic energy validation/ensembles.py compares with those of their ensembles.
// Usage: npx tsc -b && node validation/ensembles.mjs FOLDER [NAME …] && python3 validation/ensembles.py FOLDER
// Without names all runs, about an hour; a run whose FOLDER/NAME.json is there already is not repeated, and one that was
// interrupted goes on from where it was last saved. PICOSECONDS=2400 sets the length of all.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waterGrid } from "../bench/water-box.mjs";
import { createSimulation, createSystem, decodeSnapshot, encodeSnapshot } from "../packages/core/dist/index.js";
import { dynamics } from "../packages/dynamics/dist/index.js";
import { mmForcefield } from "../packages/mm-forcefield/dist/index.js";

const ANGSTROM = 1 / 0.529177210544;

/** 125 atoms of argon on a grid at three quarters of the density at the triple point. */
function argonGrid() {
  const [perEdge, spacing] = [5, 3.83 * ANGSTROM];
  const index = Array.from({ length: perEdge ** 3 }, (_, n) => n);
  const edge = perEdge * spacing;
  return createSystem({
    elements: index.map(() => 18),
    positions: index.flatMap((n) => [n % 5, Math.floor(n / 5) % 5, Math.floor(n / 25)].map((i) => (i + 0.5) * spacing)),
    cell: { vectors: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge) },
  });
}

/** Fluids: forces smooth to the cutoff, so that distributions show the ensemble and nothing else. */
const FLUIDS = {
  argon: {
    system: argonGrid(),
    molecules: 125,
    forcefield: {
      type: "parameters",
      atoms: [{ select: "all", type: "Ar", charge: 0, sigma: "3.405 angstrom", epsilon: "0.238067 kcal/mol" }],
      cutoff: "8 angstrom",
      skin: "1 angstrom",
      lennardJones: { form: "force-switch", switchDistance: "6.5 angstrom" },
    },
    timeStep: 4,
    temperatures: [120, 138],
    pressures: [200, 380],
    picoseconds: 800,
    compressibility: "4e-4 1/bar",
  },
  water: {
    system: waterGrid(4, "ensembles"),
    molecules: 64,
    forcefield: {
      type: "water",
      model: "tip3p",
      cutoff: "5.5 angstrom",
      skin: "0.7 angstrom",
      electrostatics: { type: "dsf" },
      lennardJones: { form: "force-switch", switchDistance: "4.5 angstrom" },
    },
    timeStep: 2,
    temperatures: [290, 320],
    pressures: [1, 1201],
    picoseconds: 240,
    compressibility: "4.5e-5 1/bar",
  },
};

const THERMOSTATS = {
  langevin: { type: "langevin", friction: "2 1/ps" },
  bussi: { type: "bussi", timeConstant: "0.1 ps" },
  "nose-hoover": { type: "nose-hoover", period: "0.5 ps" },
};
const BAROSTATS = {
  "monte-carlo": { type: "monte-carlo", every: 10, adaptTrials: 100 },
  "cell-rescaling": { type: "cell-rescaling", timeConstant: "0.25 ps" },
};

/** Name of every run, with the options of its task. */
function runs() {
  const table = new Map();
  for (const [name, fluid] of Object.entries(FLUIDS)) {
    const { timeStep, temperatures, pressures, compressibility } = fluid;
    const add = (label, options, step = timeStep) =>
      table.set(`${name}-${label}`, { fluid, options: { ...options, timeStep: `${step} fs` } });
    for (const [kind, thermostat] of Object.entries(THERMOSTATS)) {
      for (const kelvin of temperatures)
        add(`${kind}-${kelvin}K`, { ensemble: "nvt", temperature: `${kelvin} K`, thermostat });
    }
    for (const [kind, barostat] of Object.entries(BAROSTATS)) {
      const bath = { ensemble: "npt", temperature: `${temperatures[0]} K`, thermostat: THERMOSTATS.bussi };
      const how = kind === "cell-rescaling" ? { ...barostat, compressibility } : barostat;
      for (const bar of pressures) add(`${kind}-${bar}bar`, { ...bath, pressure: `${bar} bar`, barostat: how });
    }
    // Velocities of a Langevin step have an error of the second order in the time step; positions have none to that order.
    const langevin = { ensemble: "nvt", temperature: `${temperatures[0]} K`, thermostat: THERMOSTATS.langevin };
    if (name === "water") add(`langevin-${temperatures[0]}K-short-steps`, langevin, timeStep / 2);
  }
  return table;
}

/** Picoseconds between two savings of a run that is under way. */
const SAVE_EVERY = 20;

/** What a run has seen, sample by sample, in arrays that a snapshot takes. */
class Series {
  constructor(samples, frames, coordinates, saved) {
    this.potential = saved?.potential ?? new Float64Array(samples);
    this.kinetic = saved?.kinetic ?? new Float64Array(samples);
    this.volume = saved?.volume ?? new Float64Array(samples);
    this.positions = saved?.positions ?? new Float64Array(frames * coordinates);
    this.velocities = saved?.velocities ?? new Float64Array(frames * coordinates);
  }
}

/** A liquid from the grid: 0.6 ps in a strong bath, 20 ps in that of the run. */
async function equilibrated(simulation, options, femtoseconds) {
  const nvt = { ensemble: "nvt", thermostat: undefined, barostat: undefined, pressure: undefined };
  const gentle = {
    friction: "50 1/ps",
    maxDisplacement: "3 angstrom",
    timeStep: `${femtoseconds / 10} fs`,
    steps: 1500,
  };
  let state = simulation.system;
  for (const stage of [
    { ...nvt, ...gentle, velocities: "maxwell-boltzmann" },
    { ...nvt, friction: "5 1/ps", duration: "6 ps" },
    { duration: "14 ps" },
  ]) {
    const { geometry, velocities } = await perform(simulation, state, { ...options, ...stage });
    state = { ...state, geometry, velocities };
  }
  return state;
}

function perform(simulation, system, options, resume) {
  const { potential, hooks, random, mechanics } = simulation;
  const task = simulation.createTask({ type: "dynamics", velocities: "given", frameEvery: 1_000_000, ...options });
  return task.run({ system, potential, hooks, random, mechanics, resume });
}

function writeWhole(file, content) {
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
}

async function run(name, { fluid, options }, folder) {
  const { system, forcefield, molecules } = fluid;
  const picoseconds = Number(process.env.PICOSECONDS ?? fluid.picoseconds);
  const { atomCount, masses } = system.topology;
  const femtoseconds = Number.parseFloat(options.timeStep);
  const sampleEvery = Math.round(100 / femtoseconds);
  const frameEvery = options.ensemble === "nvt" ? 5 * sampleEvery : 0;
  const steps = Math.round((1000 * picoseconds) / femtoseconds);
  const saveEvery = Math.round((1000 * SAVE_EVERY) / femtoseconds);
  const frames = frameEvery > 0 ? Math.floor(steps / frameEvery) : 0;
  const file = join(folder, name);

  const simulation = await createSimulation({ plugins: [mmForcefield, dynamics], system, forcefield, seed: name });
  const saved = existsSync(`${file}.state`) ? decodeSnapshot(readFileSync(`${file}.state`)) : undefined;
  const start = saved === undefined ? await equilibrated(simulation, options, femtoseconds) : undefined;
  const positions = saved?.positions ?? start.geometry.positions;
  const vectors = saved?.vectors ?? start.geometry.cell.vectors;
  const velocities = saved?.velocities ?? start.velocities;
  const series = new Series(Math.floor(steps / sampleEvery), frames, 3 * atomCount, saved?.series);
  simulation.hooks.tap("afterStep", "ensembles", (report) => {
    const { step, quantities } = report;
    if (step === 0 || step % sampleEvery !== 0) return;
    const sample = step / sampleEvery - 1;
    series.potential[sample] = quantities.potentialEnergy.value;
    series.kinetic[sample] = quantities.kineticEnergy.value;
    series.volume[sample] = quantities.volume?.value ?? 0;
    if (frameEvery === 0 || step % frameEvery !== 0) return;
    const at = (step / frameEvery - 1) * 3 * atomCount;
    series.positions.set(report.geometry.positions, at);
    series.velocities.set(report.velocities, at);
  });
  simulation.hooks.tap("checkpoint", "ensembles", ({ step, take }) => {
    if (step === 0 || !(interrupted || step % saveEvery === 0)) return;
    writeWhole(
      `${file}.state`,
      encodeSnapshot({ positions, vectors, velocities, series: { ...series }, checkpoint: take() }),
    );
    if (interrupted) process.exit(0);
  });
  const state = { topology: simulation.system.topology, geometry: { positions, cell: { vectors } }, velocities };
  const { summary } = await perform(simulation, state, { ...options, steps }, saved?.checkpoint);
  if (frames > 0) writeWhole(`${file}.f64`, Buffer.concat([series.positions, series.velocities].map(bytes)));
  const { potential, kinetic, volume } = series;
  const record = { name, options, picoseconds, sampleEvery, frames, atomCount, molecules, masses, summary };
  writeWhole(`${file}.json`, JSON.stringify({ ...record, potential, kinetic, volume }, numbers));
  rmSync(`${file}.state`, { force: true });
  console.log(`${name}: ${summary.meanTemperature.value.toFixed(2)} K, ${summary.meanDensity?.value ?? ""}`);
}

const bytes = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
const numbers = (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);

let interrupted = false;
process.once("SIGTERM", () => {
  interrupted = true;
});
const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Name a folder for the results");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (const [name, one] of runs()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (!existsSync(join(folder, `${name}.json`))) await run(name, one, folder);
}
