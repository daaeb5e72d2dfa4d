// CPU time per step of molecular mechanics with particle-mesh Ewald: dihydrofolate reductase in water (23,558 atoms, where the
// shared data are at hand) and boxes of TIP3P water. Evaluations alone, with their parts: atoms fly on at thermal speed, 1 fs a
// step, so that lists are made anew at least as often as in dynamics. Whole steps: velocity Verlet at 2 fs with rigid water and
// rigid bonds to hydrogen. Build first (npx tsc -b packages/mm-forcefield packages/dynamics), then:
//   node bench/mm-speed.mjs [dhfr] [water] [sizes] [reading]
// Beside OpenMM's CPU platform and GROMACS (mixed and double precision), on one thread, where they are at hand.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import {
  BOHR_IN_ANGSTROM,
  createRandomStream,
  createSimulation,
  createSystem,
  everyTerm,
} from "../packages/core/dist/index.js";
import { componentUnderTest } from "../packages/core/dist/testing/index.js";
import { dynamics } from "../packages/dynamics/dist/index.js";
import { readInpcrd, readPrmtop } from "../packages/io/dist/index.js";
import mmForcefield, { mmKernels } from "../packages/mm-forcefield/dist/index.js";
import { gromacsTimes, writeWater } from "./gromacs.mjs";

const ANGSTROM = 1 / BOHR_IN_ANGSTROM;
const FEMTOSECOND = 41.341373336;
const TREATMENT = {
  cutoff: "9 angstrom",
  electrostatics: { type: "pme" },
  lennardJones: { form: "cut", dispersionCorrection: "all" },
};
const data = new URL("../../shared/data/openmmtools-systems/dhfr/", import.meta.url);

/** Waters on a grid at the density of the liquid, turned at random. */
function waterBox(atoms) {
  const random = createRandomStream("water box");
  const edge = Math.ceil((atoms / 3) ** (1 / 3));
  const spacing = 3.1043 * ANGSTROM;
  const [reach, half] = [0.9572 * ANGSTROM, (104.52 / 2) * (Math.PI / 180)];
  const positions = [];
  for (let n = 0; n < edge ** 3; n++) {
    const centre = [n % edge, Math.floor(n / edge) % edge, Math.floor(n / edge ** 2)].map((k) => k * spacing);
    const unit = () => {
      const v = [random.normal(), random.normal(), random.normal()];
      return v.map((x) => x / Math.hypot(...v));
    };
    const axis = unit();
    const other = unit();
    const along = axis.reduce((sum, x, d) => sum + x * other[d], 0);
    const across = other.map((x, d) => x - along * axis[d]);
    const length = Math.hypot(...across);
    const arm = (sign) =>
      centre.map((x, d) => x + reach * (Math.cos(half) * axis[d] + (sign * Math.sin(half) * across[d]) / length));
    positions.push(...centre, ...arm(1), ...arm(-1));
  }
  const count = positions.length / 3;
  const side = edge * spacing;
  return createSystem({
    elements: Array.from({ length: count }, (_, k) => (k % 3 === 0 ? 8 : 1)),
    names: Array.from({ length: count }, (_, k) => ["O", "H1", "H2"][k % 3]),
    residues: Array.from({ length: count / 3 }, (_, k) => ({ name: "HOH", id: k + 1, chain: "" })),
    residueOf: Array.from({ length: count }, (_, k) => Math.floor(k / 3)),
    bonds: Array.from({ length: count / 3 }, (_, k) => [3 * k, 3 * k + 1, 3 * k, 3 * k + 2]).flat(),
    positions: Float64Array.from(positions),
    cell: { vectors: Float64Array.of(side, 0, 0, 0, side, 0, 0, 0, side) },
  });
}

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const meanOf = (times) => times.reduce((sum, t) => sum + t, 0) / times.length;
const medianOf = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const summary = (times) =>
  `${meanOf(times).toFixed(1)} (median ${medianOf(times).toFixed(1)}, least ${Math.min(...times).toFixed(1)})`;

/** Whole steps of dynamics, 2 fs, all that vibrates fastest held rigid. */
async function measureDynamics(system, forcefield, constraints, resources) {
  const simulation = await createSimulation({
    plugins: [mmForcefield, dynamics],
    system,
    forcefield,
    resources,
    seed: 1,
  });
  const task = simulation.createTask({
    type: "dynamics",
    ensemble: "nve",
    timeStep: "2 fs",
    steps: 60,
    initialTemperature: "300 K",
    velocities: "maxwell-boltzmann",
    constraints,
    constraintLengths: "force-field",
    frameEvery: 1_000_000,
  });
  const times = [];
  let last;
  simulation.hooks.tap("afterStep", "bench", () => {
    const now = cpu();
    if (last !== undefined) times.push(now - last);
    last = now;
  });
  const { potential, hooks, random, mechanics } = simulation;
  await task.run({ system: simulation.system, potential, hooks, random, mechanics });
  const steady = times.slice(10);
  console.log(`  whole steps of dynamics, rigid water, 2 fs: ${summary(steady)} ms of CPU time`);
  return meanOf(steady);
}

/** Kernels that add up their own CPU time. */
function timedKernels(times) {
  const kernels = Object.fromEntries(
    Object.entries(mmKernels.kernels).map(([name, kernel]) => [
      name,
      (...all) => {
        const start = performance.now();
        const result = kernel(...all);
        times.set(name, (times.get(name) ?? 0) + performance.now() - start);
        return result;
      },
    ]),
  );
  return { get: (name) => kernels[name] };
}

async function measure(name, system, id, options, resources) {
  const { made, scope } = await componentUnderTest({
    plugins: [mmForcefield],
    kind: "forceField",
    id,
    options,
    resources,
  });
  const model = await made.assign(system);
  const { atomCount } = system.topology;
  const random = createRandomStream(name);
  const speed = Float64Array.from({ length: 3 * atomCount }, (_, k) => {
    const mass = (system.topology.elements[Math.floor(k / 3)] === 1 ? 1.008 : 15) * 1822.888;
    return random.normal() * Math.sqrt((300 * 3.166811563e-6) / mass) * FEMTOSECOND;
  });
  const run = async (steps, potential) => {
    const positions = system.geometry.positions.slice();
    const times = [];
    for (let step = 0; step < steps; step++) {
      for (let k = 0; k < positions.length; k++) positions[k] += speed[k];
      const start = cpu();
      await potential.evaluate({ positions, cell: system.geometry.cell }, { forces: true });
      times.push(cpu() - start);
    }
    return times;
  };
  const potential = await model.potential(everyTerm(atomCount), scope);
  await run(10, potential);
  const before = process.memoryUsage();
  const steps = 40;
  const times = await run(steps, potential);
  const mean = meanOf(times);
  const bytes = (before.arrayBuffers + before.heapUsed) / atomCount;
  console.log(
    `${name}, ${atomCount} atoms: ${summary(times)} ms of CPU time per evaluation, lists included, ` +
      `${(bytes / 1024).toFixed(1)} KiB per atom in all; ${model.conventions.pmeGrid}, ${model.conventions.ewaldSplitting}`,
  );
  const parts = new Map();
  const divided = await model.potential(everyTerm(atomCount), { resolve: () => timedKernels(parts) });
  await run(10, divided);
  parts.clear();
  await run(steps, divided);
  const rows = [...parts].sort((a, b) => b[1] - a[1]).filter(([, ms]) => ms / steps > 0.02 * mean);
  console.log(
    `  wall time of kernels, ms per step: ${rows.map(([k, ms]) => `${k} ${(ms / steps).toFixed(1)}`).join(", ")}`,
  );
  return mean;
}

const OPENMM = `
import sys, time
import openmm, openmm.app as app, openmm.unit as unit
prmtop = app.AmberPrmtopFile(sys.argv[1]); crd = app.AmberInpcrdFile(sys.argv[2])
for tolerance in (1e-5, 5e-4):
    system = prmtop.createSystem(nonbondedMethod=app.PME, nonbondedCutoff=0.9*unit.nanometer, constraints=app.HBonds, rigidWater=True, ewaldErrorTolerance=tolerance)
    integrator = openmm.VerletIntegrator(0.002)
    context = openmm.Context(system, integrator, openmm.Platform.getPlatformByName("CPU"), {"Threads": "1"})
    context.setPositions(crd.positions); context.setPeriodicBoxVectors(*crd.boxVectors); context.setVelocitiesToTemperature(300, 1)
    integrator.step(10)
    context.getState(getEnergy=True)
    times = []
    for step in range(40):
        start = time.process_time(); integrator.step(1); times.append(1000 * (time.process_time() - start))
    print(tolerance, sum(times) / len(times), sorted(times)[len(times) // 2])
`;

/** Prints what GROMACS needs for the same system beside our mean time. */
function besideGromacs(ours, prepare) {
  const times = gromacsTimes(prepare);
  for (const [precision, theirs] of times) {
    console.log(
      `  GROMACS, one thread, ${precision} precision, 2 fs: ${theirs.toFixed(1)} ms; ratio of whole steps ${(ours / theirs).toFixed(2)}`,
    );
  }
  if (times.length === 0) console.log("  GROMACS is not at hand: no comparison");
}

/** Amber files as those of GROMACS, by ParmEd. */
const CONVERT = `
import sys, parmed
structure = parmed.load_file(sys.argv[1], sys.argv[2])
structure.save(sys.argv[3] + "/topol.top"); structure.save(sys.argv[3] + "/conf.gro")
`;

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ["dhfr", "water", "sizes", "reading"];
if (wanted.includes("dhfr")) {
  if (existsSync(data)) {
    const files = ["JAC.prmtop", "JAC.inpcrd"].map((file) => readFileSync(new URL(file, data)));
    const { topology } = readPrmtop(files[0], "JAC.prmtop");
    const { geometry } = readInpcrd(files[1], "JAC.inpcrd");
    const options = { ...TREATMENT, prmtop: "JAC.prmtop" };
    const resources = { read: async () => files[0] };
    const system = { topology, geometry };
    await measure("DHFR in water", system, "amber", options, resources);
    const ours = await measureDynamics(system, { type: "amber", ...options }, "hydrogens", resources);
    const paths = ["JAC.prmtop", "JAC.inpcrd"].map((file) => new URL(file, data).pathname);
    const run = spawnSync("python3", ["-c", OPENMM, ...paths], { encoding: "utf8" });
    if (run.status === 0) {
      for (const line of run.stdout.trim().split("\n")) {
        const [tolerance, mean, median] = line.split(" ").map(Number);
        console.log(
          `  OpenMM, CPU platform, one thread, mixed precision, its tolerance ${tolerance}, 2 fs: ${mean.toFixed(1)} ms ` +
            `(median ${median.toFixed(1)}); ratio of whole steps ${(ours / mean).toFixed(2)}`,
        );
      }
    } else console.log("  OpenMM is not at hand: no comparison");
    besideGromacs(ours, (folder) => spawnSync("python3", ["-c", CONVERT, ...paths, folder]));
  } else console.log("DHFR: skipped, the shared data are not at hand");
}
if (wanted.includes("water")) {
  const system = waterBox(5000);
  await measure("water", system, "tip3p", TREATMENT);
  const rigid = { type: "tip3p", flexible: false, ...TREATMENT };
  const ours = await measureDynamics(system, rigid, "force-field");
  const { positions, cell } = system.geometry;
  const nanometres = BOHR_IN_ANGSTROM / 10;
  besideGromacs(ours, (folder) =>
    writeWater(
      folder,
      positions.map((x) => x * nanometres),
      cell.vectors[0] * nanometres,
    ),
  );
}
if (wanted.includes("sizes")) {
  const sizes = [1000, 3000, 10000, 30000, 100000];
  const results = [];
  for (const size of sizes) {
    const system = waterBox(size);
    const short = size < 3000 ? { ...TREATMENT, cutoff: "8 angstrom" } : TREATMENT;
    results.push([system.topology.atomCount, await measure("water", system, "tip3p", short)]);
  }
  const inside = results.slice(1);
  const [first, last] = [inside[0], inside.at(-1)];
  const exponent = Math.log(last[1] / first[1]) / Math.log(last[0] / first[0]);
  console.log(`cost grows as N^${exponent.toFixed(2)} from ${first[0]} to ${last[0]} atoms`);
}
if (wanted.includes("reading") && existsSync(data)) {
  const times = Array.from({ length: 5 }, () => {
    const file = readFileSync(new URL("JAC.prmtop", data));
    const start = cpu();
    readPrmtop(file, "JAC.prmtop");
    return cpu() - start;
  });
  console.log(`reading a prmtop of 23558 atoms: ${summary(times)} ms of CPU time`);
}
