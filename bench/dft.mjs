// Processor seconds and memory of density functional theory by phase, beside PySCF where python3 has it.
// Usage: npx tsc -b packages/qm-dft && node bench/dft.mjs [acetone] [caffeine] [penicillin-v] [PBE] [B3LYP] [0] [2000] [20000] [alone]
// With `alone`, without PySCF. Charges: TIP3P's at random places outside the molecule.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { BOHR_IN_ANGSTROM, definePlugin, NO_FIELD } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import densityFunctionalTheory, { Functional } from "../packages/qm-dft/dist/index.js";

/** As much as the program and PySCF take by default, bytes. */
const MEMORY = 4e9;
const NUMBER = { H: 1, C: 6, N: 7, O: 8, S: 16 };
const phases = new Map();

/** Processor time, ms: other work on the machine disturbs it less than that of the clock. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Calls a function and adds its time to a phase; phases within phases are taken out of the outer one. */
let inner = 0;
function timed(phase, act) {
  const before = inner;
  inner = 0;
  const start = now();
  const result = act();
  const took = now() - start;
  phases.set(phase, (phases.get(phase) ?? 0) + took - inner);
  inner = before + took;
  return result;
}

const PHASES = {
  "gto/partitionShares": "weights",
  "gto/partitionGradient": "gradient: weights",
  "gto/symmetricEigen": "diagonalisation",
  "gto/multiply": "matrix products",
  "gto/overlapKinetic": "one-electron",
  "gto/overlapKineticGradient": "gradient: one-electron",
  "gto/chargePotential": "point charges and nuclei",
  "gto/chargePotentialGradient": "gradient: point charges and nuclei",
  "gto/electronPotential": "gradient: point charges and nuclei",
  "gto/repulsionGradient": "gradient: repulsion",
};
const METHODS = {
  "gto/gridOrbitals": { densities: "density", addPotentials: "xc matrix", addGradient: "gradient: xc" },
  "gto/threeCentre": {
    integrals: "three-centre",
    project: "RI-J",
    expand: "RI-J",
    metric: "three-centre",
    addCoulombGradient: "gradient: RI",
    addMetricGradient: "gradient: RI",
    addGradient: "gradient: RI",
  },
  "gto/repulsion": { addFock: "repulsion" },
};

function wrapped(name, kernel) {
  const methods = METHODS[name];
  if (methods === undefined) return PHASES[name] ? (...args) => timed(PHASES[name], () => kernel(...args)) : kernel;
  return (...args) => {
    const made = timed(`${name} opened`, () => kernel(...args));
    return new Proxy(made, {
      get(target, key) {
        const value = target[key];
        if (typeof value !== "function") return value;
        const phase = methods[key] ?? `${name} ${String(key)}`;
        return (...rest) => timed(phase, () => value.apply(target, rest));
      },
    });
  };
}

for (const name of ["evaluate", "evaluateClosed"]) {
  const original = Functional.prototype[name];
  Functional.prototype[name] = function (...args) {
    return timed("functional", () => original.apply(this, args));
  };
}

const plugin = definePlugin({
  ...densityFunctionalTheory,
  register(reg) {
    densityFunctionalTheory.register({
      ...reg,
      kernels: (backend) =>
        reg.kernels({
          ...backend,
          kernels: Object.fromEntries(
            Object.entries(backend.kernels).map(([name, kernel]) => [name, wrapped(name, kernel)]),
          ),
        }),
    });
  },
});

function molecule(name) {
  const rows = readFileSync(new URL(`./molecules/${name}.xyz`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(2);
  const atoms = rows.map((row) => row.trim().split(/\s+/));
  return {
    atoms: atoms.map((atom) => atom.join(" ")).join("; "),
    elements: Uint8Array.from(atoms, ([symbol]) => NUMBER[symbol]),
    nuclei: Float64Array.from(
      atoms.flatMap((row) => row.slice(1, 4).map(Number)),
      (x) => x / BOHR_IN_ANGSTROM,
    ),
  };
}

/** TIP3P-like charges outside a molecule at the density of water, the same every time. */
function charges(count, nuclei) {
  if (count === 0) return NO_FIELD;
  let state = 12345;
  const uniform = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const edge = Math.cbrt(count / 0.0148);
  const sites = [];
  while (sites.length < 3 * count) {
    const point = [0, 1, 2].map(() => edge * (uniform() - 0.5));
    let nearest = Number.POSITIVE_INFINITY;
    for (let a = 0; a < nuclei.length; a += 3) {
      nearest = Math.min(nearest, Math.hypot(...point.map((x, k) => x - nuclei[a + k])));
    }
    if (nearest > 4.5) sites.push(...point);
  }
  return {
    sites: Float64Array.from(sites),
    charges: Float64Array.from({ length: count }, (_, k) => (k % 3 === 0 ? -0.834 : 0.417)),
  };
}

const PYSCF = `
import sys, time, json, resource
import numpy as np
from pyscf import gto, dft, qmmm, lib
lib.num_threads(1)
atoms, xc, field = json.loads(sys.stdin.read())
warm = gto.M(atom="H 0 0 0; H 0 0 0.74", basis="def2-svp", verbose=0)
dft.RKS(warm).density_fit().run(xc="PBE").nuc_grad_method().kernel()
mol = gto.M(atom=atoms, basis="def2-svp", verbose=0)
mf = dft.RKS(mol, xc=xc)
mf = mf.density_fit(auxbasis="def2-universal-jfit" if xc == "PBE" else "def2-universal-jkfit")
if field["charges"]:
    mf = qmmm.mm_charge(mf, np.reshape(field["sites"], (-1, 3)), np.array(field["charges"]), unit="Bohr")
mf.grids.level = 3
mf.conv_tol = 1e-9
mf.conv_tol_grad = 1e-6
cycles = [0]
def count(env): cycles[0] += 1
mf.callback = count
clock = time.process_time
t = clock(); e = mf.kernel(); t1 = clock() - t
t = clock()
g = mf.nuc_grad_method() if not field["charges"] else qmmm.mm_charge_grad(mf.nuc_grad_method(), np.reshape(field["sites"], (-1, 3)), np.array(field["charges"]), unit="Bohr")
g.grid_response = True
g.kernel()
if field["charges"]: g.grad_hcore_mm(mf.make_rdm1())
t2 = clock() - t
print(json.dumps([e, t1, t2, cycles[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
`;

async function run(name, functional, count, alone) {
  const { elements, nuclei, atoms } = molecule(name);
  const field = charges(count, nuclei);
  const options = {
    functional,
    basis: "def2-SVP",
    densityFitting: functional === "PBE" ? "rij" : "rijk",
    scf: { gradientTolerance: "1e-6 Eh" },
  };
  const { method } = await qmMethodUnderTest({ plugins: [plugin], id: "dft", options, memory: MEMORY });
  const engine = await method.open({ elements, charge: 0, multiplicity: 1 });
  phases.clear();
  let start = now();
  const { energy, observed } = await engine.solve(nuclei, field, {});
  const scf = (now() - start) / 1000;
  const first = new Map(phases);
  phases.clear();
  start = now();
  await engine.solve(nuclei, field, { forces: true, fieldForces: count > 0 });
  const again = (now() - start) / 1000;
  const memory = process.resourceUsage().maxRSS / 1024;
  const forces = [...phases]
    .filter(([phase]) => phase.startsWith("gradient"))
    .reduce((sum, [, ms]) => sum + ms / 1000, 0);
  console.log(
    `${name} (${elements.length} atoms) ${functional}, ${count} charges: ${energy.toFixed(10)} Eh; energy ${scf.toFixed(2)} s ` +
      `(${observed.scfIterations} iterations), forces ${forces.toFixed(2)} s, again with forces ${again.toFixed(2)} s, peak ${memory.toFixed(0)} MiB`,
  );
  const list = (map, keep) =>
    [...map]
      .filter(([phase, ms]) => keep(phase) && ms > 5)
      .sort((a, b) => b[1] - a[1])
      .map(([phase, ms]) => `${phase} ${(ms / 1000).toFixed(2)}`)
      .join(", ");
  console.log(`  energy: ${list(first, () => true)}`);
  console.log(`  ${list(phases, (phase) => phase.startsWith("gradient"))}`);
  if (alone) return;
  const python = spawnSync("python3", ["-c", PYSCF], {
    encoding: "utf8",
    input: JSON.stringify([atoms, functional, { sites: [...field.sites], charges: [...field.charges] }]),
    env: { ...process.env, OMP_NUM_THREADS: "1" },
    maxBuffer: 1e9,
  });
  if (python.status !== 0) return console.log(python.stderr.slice(-500));
  const [reference, t1, t2, cycles, mib] = JSON.parse(python.stdout.trim().split("\n").at(-1));
  console.log(
    `  PySCF, one thread: ${reference.toFixed(10)} Eh (${(energy - reference).toExponential(1)}); energy ${t1.toFixed(2)} s ` +
      `(${cycles} iterations), forces ${t2.toFixed(2)} s, peak ${mib.toFixed(0)} MiB; ours takes ${(scf / t1).toFixed(1)} times as long, ` +
      `with forces ${((scf + forces) / (t1 + t2)).toFixed(1)} times`,
  );
}

const args = process.argv.slice(2);
const pick = (all) => (args.some((arg) => all.includes(arg)) ? args.filter((arg) => all.includes(arg)) : all);
for (const name of pick(["acetone", "caffeine", "penicillin-v"])) {
  for (const functional of pick(["PBE", "B3LYP"])) {
    for (const count of pick(["0", "2000", "20000"]))
      await run(name, functional, Number(count), args.includes("alone"));
  }
}
