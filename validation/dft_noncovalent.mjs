// Subsets of GMTKN55 by RI-PBE-D3(BJ) on the grid of level 1: deviations from the reference energies, kcal/mol, ours beside
// PySCF's (dft_noncovalent.py) at the same level; the dispersion, which PySCF leaves to other programs, is ours in both.
// Usage: npx tsc -b packages/qm-dft && node validation/dft_noncovalent.mjs FOLDER PYSCF OUT SECONDS BASIS SET ...
// FOLDER holds SET.json as for xtb_noncovalent.mjs, PYSCF is written by dft_noncovalent.py. OUT keeps our energies, and a second run
// continues it, the reactions with the smallest molecules first; no molecule is begun after SECONDS.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atomicNumber, fromAtomic, NO_FIELD, toAtomic } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import dft from "../packages/qm-dft/dist/index.js";

const [folder, pyscfFile, out, seconds, basis, ...sets] = process.argv.slice(2);
// A gradient of 1e-5 Eh leaves 1e-9 Eh of energy.
const scf = { gradientTolerance: "1e-5 Eh", energyTolerance: "1e-7 Eh" };
const options = { functional: "PBE", basis, densityFitting: "rij", grid: 1, dispersion: "d3bj", scf };
const read = (file, otherwise) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : otherwise);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const pyscf = read(pyscfFile, { program: "PySCF", sets: {} });
const ours = read(out, {});
const { method, scope } = await qmMethodUnderTest({ plugins: [dft], id: "dft", options });
const start = performance.now();

/** Energy, Eh, and its part that is dispersion; or why there is none. */
async function solve({ atoms, charge, unpaired }) {
  const elements = Uint8Array.from(atoms, ([symbol]) => atomicNumber(symbol));
  const nuclei = Float64Array.from(atoms.flatMap(([, ...xyz]) => xyz.map((x) => toAtomic(x, "length", "Å"))));
  const begun = performance.now();
  try {
    const engine = await method.open({ elements, charge, multiplicity: unpaired + 1 }, scope);
    try {
      const { energy, terms } = await engine.solve(nuclei, NO_FIELD, {});
      return { energy, dispersion: terms.dispersion, seconds: (performance.now() - begun) / 1000 };
    } finally {
      await engine[Symbol.asyncDispose]();
    }
  } catch (error) {
    return { error: error.message };
  }
}

for (const set of sets) {
  const { reactions, systems } = read(join(folder, `${set}.json`));
  const size = ({ species }) => Math.max(...species.map((name) => systems[name].atoms.length));
  const inOrder = [...reactions].sort((a, b) => size(a) - size(b)).flatMap(({ species }) => species);
  ours[set] ??= {};
  for (const name of new Set(inOrder)) {
    if (ours[set][name] !== undefined || performance.now() - start > 1000 * seconds) continue;
    ours[set][name] = await solve(systems[name]);
    writeFileSync(out, JSON.stringify(ours));
    const theirs = pyscf.sets[set]?.[name]?.energy;
    const { energy, dispersion, error, seconds: taken } = ours[set][name];
    const apart =
      theirs === undefined || error ? "" : `, from PySCF ${(energy - dispersion - theirs).toExponential(1)} Eh`;
    console.log(`${set} ${name}: ${error ?? `${energy.toFixed(8)} Eh in ${taken.toFixed(1)} s${apart}`}`);
  }
}
await scope.dispose();

for (const set of sets) {
  const { reactions } = read(join(folder, `${set}.json`));
  const rows = [];
  for (const { ref_kcal, species, stoich } of reactions) {
    const energies = species.map((name) => {
      const { energy = Number.NaN, dispersion } = ours[set][name] ?? {};
      const { energy: theirs = Number.NaN, converged } = pyscf.sets[set]?.[name] ?? {};
      return [energy, converged ? theirs + dispersion : Number.NaN];
    });
    const [own, theirs] = [0, 1].map((k) => {
      const energy = species.reduce((sum, _, i) => sum + stoich[i] * energies[i][k], 0);
      return fromAtomic(energy, "energy", "kcal/mol") - ref_kcal;
    });
    if (!Number.isNaN(own + theirs)) rows.push([own, theirs]);
  }
  if (rows.length === 0) continue;
  const [own, theirs] = [0, 1].map((k) => rows.map((row) => row[k]));
  console.log(
    `${set}: ${rows.length} of ${reactions.length}; mean absolute deviation ${mean(own.map(Math.abs)).toFixed(4)}, ` +
      `${pyscf.program} ${mean(theirs.map(Math.abs)).toFixed(4)}; mean ${mean(own).toFixed(3)}; largest difference between them ` +
      `${Math.max(...rows.map(([a, b]) => Math.abs(a - b))).toFixed(4)} kcal/mol`,
  );
}
