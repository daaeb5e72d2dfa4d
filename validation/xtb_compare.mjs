// Compares GFN1-xTB and GFN2-xTB with what xtb_references.py --structures wrote: largest differences, and what is far off.
// Usage: npx tsc -b packages/qm-xtb && node validation/xtb_compare.mjs FILE
import { readFileSync } from "node:fs";
import { NO_FIELD } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import xtb from "../packages/qm-xtb/dist/index.js";

const { cases, programs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const largest = (a, b) => a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

for (const model of ["gfn1", "gfn2"]) {
  const { method, scope } = await qmMethodUnderTest({
    plugins: [xtb],
    id: model,
    options: { scf: { tolerance: 1e-9 } },
  });
  const worst = { energy: 0, charges: 0, forces: 0 };
  let count = 0;
  for (const one of cases) {
    const { charges, energy, gradient, unpaired } = one[model];
    const molecule = { elements: Uint8Array.from(one.elements), charge: one.charge, multiplicity: unpaired + 1 };
    const engine = await method.open(molecule, scope);
    const solution = await engine.solve(Float64Array.from(one.positions), NO_FIELD, {
      forces: true,
      charges: "mulliken",
    });
    const error = {
      energy: Math.abs(solution.energy - energy),
      charges: largest(charges, solution.charges),
      forces: largest(
        gradient,
        solution.forces.map((f) => -f),
      ),
    };
    if (error.energy > 1e-7 || error.charges > 1e-6) console.log(`${model} ${one.name}: ${JSON.stringify(error)}`);
    for (const key of Object.keys(worst)) worst[key] = Math.max(worst[key], error[key]);
    count++;
  }
  console.log(`${model}, ${count} structures, tblite ${programs.tblite}: ${JSON.stringify(worst)}`);
  await scope.dispose();
}
