// Writes a small trajectory as DCD and extended XYZ, and the same numbers as JSON, for validation/io_readback.py:
//   npx tsc -b packages/io && node validation/io_readback.mjs FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BOHR_IN_ANGSTROM,
  createSystem,
  HARTREE_IN_EV,
  lengthsAnglesOf,
  TIME_IN_FEMTOSECOND,
} from "../packages/core/dist/index.js";
import {
  dcdFrame,
  dcdFrameCountPatches,
  dcdHeader,
  formatExtendedXyz,
  netCdfFrame,
  netCdfFrameCountPatch,
  netCdfTrajectoryHeader,
} from "../packages/io/dist/index.js";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const elements = [8, 1, 1, 8, 1, 1, 20];
const cell = { vectors: Float64Array.of(30, 0, 0, 3, 31, 0, 2, 1, 32) };
const wave = (k, n, scale) => scale * Math.sin(1 + 0.7 * k + 1.3 * n);
const options = {
  atomCount: 7,
  firstStep: 0,
  interval: 2,
  timeStep: 0.5 / TIME_IN_FEMTOSECOND,
  hasCell: true,
  title: "seven atoms",
};
const chunks = [dcdHeader(options)];
const netcdf = [netCdfTrajectoryHeader(options)];
let text = "";
const frames = [];
for (let n = 0; n < 4; n++) {
  const positions = Float64Array.from({ length: 21 }, (_, k) => wave(k, n, 20));
  const forces = Float64Array.from({ length: 21 }, (_, k) => wave(k, n + 1, 0.05));
  const velocities = Float64Array.from({ length: 21 }, (_, k) => wave(k, n + 2, 1e-4));
  const system = createSystem({ elements, positions, cell });
  const title = `frame ${n}: "quoted" = {x}`;
  const energy = -76.0123456789012 - n;
  chunks.push(dcdFrame(options, system.geometry));
  netcdf.push(netCdfFrame(options, system.geometry, n * 2 * options.timeStep));
  text += formatExtendedXyz(system.topology, system.geometry, {
    energy,
    forces,
    velocities,
    info: { title, step: 2 * n },
  });
  const rows = (values, unit) =>
    Array.from({ length: 7 }, (_, k) => Array.from(values.subarray(3 * k, 3 * k + 3), (x) => x * unit));
  const { a, b, c, alpha, beta, gamma } = lengthsAnglesOf(cell);
  const kinetic = velocities.reduce((sum, v, k) => sum + 0.5 * system.topology.masses[Math.floor(k / 3)] * v * v, 0);
  frames.push({
    positions: rows(positions, BOHR_IN_ANGSTROM),
    forces: rows(forces, HARTREE_IN_EV / BOHR_IN_ANGSTROM),
    energy: energy * HARTREE_IN_EV,
    kinetic: kinetic * HARTREE_IN_EV,
    title,
    cell: [...[a, b, c].map((x) => x * BOHR_IN_ANGSTROM), ...[alpha, beta, gamma].map((x) => (x * 180) / Math.PI)],
  });
}
const dcd = Buffer.concat(chunks);
for (const patch of dcdFrameCountPatches(options, frames.length)) dcd.set(patch.bytes, patch.offset);
writeFileSync(join(folder, "frames.dcd"), dcd);
const nc = Buffer.concat(netcdf);
const count = netCdfFrameCountPatch(frames.length);
nc.set(count.bytes, count.offset);
writeFileSync(join(folder, "frames.nc"), nc);
writeFileSync(join(folder, "frames.xyz"), text);
writeFileSync(join(folder, "frames.json"), JSON.stringify({ frames, picoseconds: 0.001 }));
