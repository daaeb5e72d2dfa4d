// Seconds and memory of Hartree–Fock energy and forces, beside PySCF where python3 has it.
// Usage: npx tsc -b packages/qm-hf && node bench/hf.mjs [water] [acetamide] [dipeptide]
import { spawnSync } from "node:child_process";
import { BOHR_IN_ANGSTROM, NO_FIELD } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import hartreeFock from "../packages/qm-hf/dist/index.js";

const MOLECULES = {
  water: "O 0 0 0.117; H 0 0.757 -0.469; H 0 -0.757 -0.469",
  acetamide:
    "C -1.368 0.103 0.000; C 0.087 -0.341 0.000; O 0.408 -1.520 0.000; N 1.000 0.667 0.000; H -1.878 -0.273 0.886; " +
    "H -1.878 -0.273 -0.886; H -1.449 1.192 0.000; H 0.731 1.636 0.000; H 1.977 0.430 0.000",
  dipeptide:
    "H 2.000 1.000 0.000; C 2.000 2.090 0.000; H 1.486 2.454 0.890; H 1.486 2.454 -0.890; C 3.427 2.641 0.000; " +
    "O 4.391 1.877 0.000; N 3.555 3.970 0.000; H 2.733 4.556 0.000; C 4.853 4.614 0.000; H 5.408 4.316 0.890; " +
    "C 5.661 4.221 -1.232; H 5.123 4.521 -2.131; H 6.630 4.719 -1.206; H 5.809 3.141 -1.241; C 4.713 6.129 0.000; " +
    "O 3.601 6.653 0.000; N 5.846 6.835 0.000; H 6.737 6.359 0.000; C 5.846 8.284 0.000; H 4.819 8.648 0.000; " +
    "H 6.360 8.648 0.890; H 6.360 8.648 -0.890",
};
const NUMBER = { H: 1, C: 6, N: 7, O: 8 };

function parse(text) {
  const rows = text.split(";").map((row) => row.trim().split(/\s+/));
  return {
    elements: Uint8Array.from(rows, ([symbol]) => NUMBER[symbol]),
    nuclei: Float64Array.from(
      rows.flatMap((row) => row.slice(1).map(Number)),
      (x) => x / BOHR_IN_ANGSTROM,
    ),
  };
}

/** TIP3P-like charges on a shell around the origin, the same every time. */
function charges(count) {
  let state = 12345;
  const uniform = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const sites = [];
  while (sites.length < 3 * count) {
    const point = [0, 1, 2].map(() => 40 * uniform() - 20);
    if (Math.hypot(...point) > 5.5) sites.push(...point);
  }
  return {
    sites: Float64Array.from(sites),
    charges: Float64Array.from({ length: count }, (_, k) => (k % 3 === 0 ? -0.834 : 0.417)),
  };
}

async function open(elements, options) {
  const { method } = await qmMethodUnderTest({ plugins: [hartreeFock], id: "hf", options });
  return method.open({ elements, charge: 0, multiplicity: 1 });
}

const PYSCF = `
import sys, time, json
from pyscf import gto, scf, lib
lib.num_threads(1)
mol = gto.M(atom=sys.argv[1], basis="6-31g*", cart=True, verbose=0)
mol_small = gto.M(atom="H 0 0 0; H 0 0 0.74", basis="sto-3g", verbose=0)
scf.RHF(mol_small).run().nuc_grad_method().kernel()
t = time.time(); mf = scf.RHF(mol); mf.conv_tol = 1e-9; e = mf.kernel(); t1 = time.time() - t
t = time.time(); mf.nuc_grad_method().kernel(); t2 = time.time() - t
import resource
print(json.dumps([e, t1, t2, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
`;

const seconds = (start) => (performance.now() - start) / 1000;

async function single(name) {
  const { elements, nuclei } = parse(MOLECULES[name]);
  const warmUp = await open(parse(MOLECULES.water).elements, { basis: "6-31G*" });
  for (let i = 0; i < 5; i++) await warmUp.solve(parse(MOLECULES.water).nuclei, NO_FIELD, { forces: true });
  const engine = await open(elements, { basis: "6-31G*" });
  let start = performance.now();
  const { energy, observed } = await engine.solve(nuclei, NO_FIELD, {});
  const scf = seconds(start);
  start = performance.now();
  await engine.solve(nuclei, NO_FIELD, {});
  const again = seconds(start);
  start = performance.now();
  await engine.solve(nuclei, NO_FIELD, { forces: true });
  const forces = Math.max(0, seconds(start) - again);
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `${name} HF/6-31G*: ${energy.toFixed(8)} Eh; energy ${scf.toFixed(2)} s (${observed.scfIterations} iterations), ` +
      `forces ${forces.toFixed(2)} s, ${memory.toFixed(0)} MiB`,
  );
  const run = spawnSync("python3", ["-c", PYSCF, MOLECULES[name]], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (run.status !== 0) return;
  const [reference, t1, t2, mib] = JSON.parse(run.stdout);
  console.log(
    `  PySCF, one thread: ${reference.toFixed(8)} Eh (${(energy - reference).toExponential(1)}); energy ${t1.toFixed(2)} s, ` +
      `forces ${t2.toFixed(2)} s, ${mib.toFixed(0)} MiB; ours takes ${((scf + forces) / (t1 + t2)).toFixed(1)} times as long`,
  );
}

/** Molecular dynamics as the engine sees it: small moves, a field of 600 charges, forces on everything. */
async function steps() {
  const { elements, nuclei } = parse(MOLECULES.water);
  const field = charges(600);
  const engine = await open(elements, { basis: "6-31G*" });
  let iterations = 0;
  const times = [];
  for (let step = 0; step < 160; step++) {
    const moved = nuclei.map((x, k) => x + 0.06 * Math.sin(0.15 * step + k));
    const start = performance.now();
    const { observed } = await engine.solve(moved, field, { forces: true, fieldForces: true });
    if (step < 60) continue;
    times.push(performance.now() - start);
    iterations += observed.scfIterations / 100;
  }
  times.sort((a, b) => a - b);
  console.log(
    `water HF/6-31G* in 600 charges, warm start: ${times[50].toFixed(1)} ms per step (median; least ${times[0].toFixed(1)} ms), ` +
      `${iterations.toFixed(1)} iterations`,
  );
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MOLECULES);
if (names.includes("water")) await steps();
for (const name of names) await single(name);
