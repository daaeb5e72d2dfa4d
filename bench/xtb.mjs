// Seconds of energy and forces of molecules by GFN1-xTB and GFN2-xTB, beside xtb where it is installed, and of a QM/MM step.
// Usage: npx tsc -b packages/qm-xtb && node bench/xtb.mjs [penicillin-v] [taxol] [valinomycin] [field]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOHR_IN_ANGSTROM, createRandomStream, NO_FIELD } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import xtb from "../packages/qm-xtb/dist/index.js";

const NUMBER = { H: 1, C: 6, N: 7, O: 8, S: 16 };
const file = (name) => new URL(`molecules/${name}.xyz`, import.meta.url).pathname;

function read(name) {
  const rows = readFileSync(file(name), "utf8")
    .trim()
    .split("\n")
    .slice(2)
    .map((row) => row.trim().split(/\s+/));
  return {
    molecule: { elements: Uint8Array.from(rows, ([symbol]) => NUMBER[symbol]), charge: 0, multiplicity: 1 },
    nuclei: Float64Array.from(rows.flatMap((row) => row.slice(1).map((x) => Number(x) / BOHR_IN_ANGSTROM))),
  };
}

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** CPU seconds of a fresh solve after others have warmed the compiler up, and what it says. */
async function ours(model, { molecule, nuclei }, field = NO_FIELD, repeats = 3) {
  const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id: model, options: {} });
  let best = Number.POSITIVE_INFINITY;
  let solution;
  for (let k = 0; k < repeats; k++) {
    const engine = await method.open(molecule, scope);
    const start = cpu();
    solution = await engine.solve(nuclei, field, { forces: true, fieldForces: field !== NO_FIELD });
    best = Math.min(best, cpu() - start);
  }
  await scope.dispose();
  return { seconds: best, energy: solution.energy, iterations: solution.observed.scfIterations };
}

function theirs(model, name) {
  const folder = mkdtempSync(join(tmpdir(), "xtb-"));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const run = spawnSync("xtb", [file(name), "--gfn", model.at(-1), "--grad"], { cwd: folder, encoding: "utf8", env });
  if (run.error !== undefined) return undefined;
  // The last figure of CPU time is the calculation's.
  const times = [...run.stdout.matchAll(/cpu-time:\s+\d+ d,\s+\d+ h,\s+(\d+) min,\s+(\S+) sec/g)];
  const [, minutes, seconds] = times.at(-1) ?? [];
  return {
    seconds: 60 * Number(minutes) + Number(seconds),
    energy: Number(/TOTAL ENERGY\s+(\S+)/.exec(run.stdout)?.[1]),
  };
}

/** A QM/MM step: capped histidine, 29 atoms, among 25,800 charges, from the charges of a slightly different geometry. */
async function field() {
  const target = read("histidine");
  const random = createRandomStream(5);
  const sites = [];
  while (sites.length < 3 * 25800) {
    const point = [0, 1, 2].map(() => 120 * (random.uniform() - 0.5));
    let clear = true;
    for (let k = 0; k < target.nuclei.length; k += 3) {
      if (Math.hypot(...point.map((x, i) => x - target.nuclei[k + i])) < 5) clear = false;
    }
    if (clear) sites.push(...point);
  }
  const around = {
    sites: Float64Array.from(sites),
    charges: Float64Array.from({ length: 25800 }, (_, k) => [-0.834, 0.417, 0.417][k % 3]),
  };
  for (const [model, embedding] of [
    ["gfn2", "multipole"],
    ["gfn2", "monopole"],
    ["gfn1", "monopole"],
  ]) {
    const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id: model, options: { embedding } });
    const engine = await method.open(target.molecule, scope);
    let best = Number.POSITIVE_INFINITY;
    let iterations = 0;
    for (let k = 0; k < 6; k++) {
      const moved = target.nuclei.map((x, i) => x + 0.01 * Math.sin(i + k));
      const start = cpu();
      const solution = await engine.solve(moved, around, { forces: true, fieldForces: true });
      if (k > 0 && cpu() - start < best) {
        best = cpu() - start;
        iterations = solution.observed.scfIterations;
      }
    }
    console.log(
      `${model} ${embedding}: 29 atoms among 25,800 charges ${best.toFixed(3)} s per step, ${iterations} iterations`,
    );
    await scope.dispose();
  }
}

const names = process.argv.length > 2 ? process.argv.slice(2) : ["penicillin-v", "taxol", "valinomycin", "field"];
for (const name of names) {
  if (name === "field") {
    await field();
    continue;
  }
  const target = read(name);
  for (const model of ["gfn2", "gfn1"]) {
    const we = await ours(model, target);
    const they = theirs(model, name);
    const beside =
      they === undefined
        ? ""
        : `; xtb ${they.seconds.toFixed(3)} s (${(we.seconds / they.seconds).toFixed(1)} times), energies differ by ${(we.energy - they.energy).toExponential(1)} Eh`;
    console.log(
      `${name}, ${target.molecule.elements.length} atoms, ${model}: ${we.seconds.toFixed(3)} s, ${we.iterations} iterations${beside}`,
    );
  }
}
