// How far GFN1-xTB and GFN2-xTB are from the reference interaction energies of S22 and S66, kcal/mol.
// Usage: npx tsc -b packages/qm-xtb && node validation/xtb_noncovalent.mjs [FOLDER]
// FOLDER holds S22.json and S66.json as in GMTKN55 (Goerigk et al. 2017, doi:10.1039/C7CP04913G): `systems` of
// `{charge, unpaired, atoms: [[symbol, x, y, z], …]}` in Å and `reactions` of `{species, stoich, ref_kcal}`.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atomicNumber, fromAtomic, NO_FIELD, toAtomic } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import xtb from "../packages/qm-xtb/dist/index.js";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../shared/data/gmtkn55-sets", import.meta.url));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

for (const set of ["S22", "S66"]) {
  const file = join(folder, `${set}.json`);
  if (!existsSync(file)) {
    console.log(`${set}: skipped, there is no ${file}`);
    continue;
  }
  const { reactions, systems } = JSON.parse(readFileSync(file, "utf8"));
  for (const model of ["gfn1", "gfn2"]) {
    const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id: model });
    const energies = {};
    for (const [name, { atoms, charge, unpaired }] of Object.entries(systems)) {
      const elements = Uint8Array.from(atoms, ([symbol]) => atomicNumber(symbol));
      const nuclei = Float64Array.from(atoms.flatMap(([, ...xyz]) => xyz.map((x) => toAtomic(x, "length", "Å"))));
      const engine = await method.open({ elements, charge, multiplicity: unpaired + 1 }, scope);
      energies[name] = (await engine.solve(nuclei, NO_FIELD, {})).energy;
      await engine[Symbol.asyncDispose]();
    }
    const errors = reactions.map(({ ref_kcal, species, stoich }) => {
      const energy = species.reduce((sum, name, i) => sum + stoich[i] * energies[name], 0);
      return fromAtomic(energy, "energy", "kcal/mol") - ref_kcal;
    });
    const largest = Math.max(...errors.map(Math.abs));
    console.log(
      `${set} ${model}: mean absolute deviation ${mean(errors.map(Math.abs)).toFixed(3)}, ` +
        `mean deviation ${mean(errors).toFixed(3)}, largest ${largest.toFixed(2)} kcal/mol of ${errors.length}`,
    );
    await scope.dispose();
  }
}
