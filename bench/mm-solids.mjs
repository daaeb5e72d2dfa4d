// Time per atom and step of molecular dynamics of 4,096 silicon atoms. Build first (npx tsc -b
// packages/mm-forcefield), then: node bench/mm-solids.mjs
// Compare with LAMMPS on one core: python validation/mm_solids.py time
import { createSystem, everyTerm } from "../packages/core/dist/index.js";
import { componentUnderTest } from "../packages/core/dist/testing/index.js";
import mmForcefield from "../packages/mm-forcefield/dist/index.js";

const ANGSTROM = 1 / 0.529177210544;
const FILES = {
  "Si.sw": "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n",
  "Si.tersoff": "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7\n",
};
const SITES = [0, 0.25].flatMap((s) => [
  [s, s, s],
  [s, s + 0.5, s + 0.5],
  [s + 0.5, s, s + 0.5],
  [s + 0.5, s + 0.5, s],
]);

function silicon(n) {
  const a = 5.431 * ANGSTROM;
  const positions = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) for (const [x, y, z] of SITES) positions.push(a * (i + x), a * (j + y), a * (k + z));
  const vectors = Float64Array.of(n * a, 0, 0, 0, n * a, 0, 0, 0, n * a);
  return createSystem({
    elements: new Array(positions.length / 3).fill(14),
    positions: Float64Array.from(positions),
    cell: { vectors },
  });
}

const STEPS = 200;
const TIME_STEP = 1 / 2.4188843265864e-2; // 1 fs
const MASS = 28.0 / 5.485799090441e-4;
const system = silicon(8);
const atomCount = system.topology.atomCount;
const resources = { read: async (name) => new TextEncoder().encode(FILES[name]) };

for (const [id, file] of [
  ["stillinger-weber", "Si.sw"],
  ["tersoff", "Si.tersoff"],
]) {
  const { made, scope } = await componentUnderTest({
    plugins: [mmForcefield],
    kind: "forceField",
    id,
    options: { file },
    resources,
  });
  const potential = await (await made.assign(system)).potential(everyTerm(atomCount), scope);
  const positions = system.geometry.positions.slice();
  // Velocities of 600 K, which the crystal shares out to 300 K; the same in every run.
  let seed = 4711;
  const uniform = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const width = Math.sqrt((600 * 3.166811563e-6) / MASS);
  const velocities = positions.map(
    () => width * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
  const step = (forces, share) => {
    for (let k = 0; k < velocities.length; k++) velocities[k] += (share * TIME_STEP * forces[k]) / MASS;
  };
  const energyOf = (energy) => energy + 0.5 * MASS * velocities.reduce((sum, v) => sum + v * v, 0);
  let result = await potential.evaluate({ positions, cell: system.geometry.cell }, { forces: true });
  const before = energyOf(result.energy);
  const run = async (steps) => {
    for (let n = 0; n < steps; n++) {
      step(result.forces, 0.5);
      for (let k = 0; k < positions.length; k++) positions[k] += TIME_STEP * velocities[k];
      result = await potential.evaluate({ positions, cell: system.geometry.cell }, { forces: true });
      step(result.forces, 0.5);
    }
  };
  await run(20);
  const start = process.cpuUsage();
  await run(STEPS);
  const { user, system: kernel } = process.cpuUsage(start);
  const each = ((user + kernel) * 1e3) / STEPS / atomCount;
  const drift = (energyOf(result.energy) - before) / atomCount;
  console.log(`${id}: ${each.toFixed(0)} ns/atom/step (CPU time), energy drift ${drift.toExponential(1)} Eh/atom`);
}
