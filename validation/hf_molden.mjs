// Writes Molden files of Hartree–Fock orbitals and has PySCF read them back: with the basis and orbitals that it reads, the
// energy of the determinant must be ours. Covers spherical and Cartesian d, f, closed and open shells.
// Usage: npx tsc -b packages/qm-hf && node validation/hf_molden.mjs   (needs python3 with pyscf)
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_FIELD } from "../packages/core/dist/index.js";
import { qmMethodUnderTest } from "../packages/core/dist/testing/index.js";
import hartreeFock from "../packages/qm-hf/dist/index.js";

const water = { elements: Uint8Array.of(8, 1, 1), charge: 0, multiplicity: 1 };
const aminyl = { elements: Uint8Array.of(7, 1, 1), charge: 0, multiplicity: 2 };
const nuclei = Float64Array.of(0.02, -0.03, 0.01, 0, 1.43, 1.11, 0.05, -1.47, 1.08);
const CASES = [
  ["water-cartesian-d", water, { basis: "6-31G*" }],
  ["water-spherical-f", water, { basis: "cc-pVTZ" }],
  ["water-cartesian-f", water, { basis: "cc-pVTZ", functions: "cartesian" }],
  ["aminyl-uhf", aminyl, { basis: "def2-TZVP" }],
  ["aminyl-rohf", aminyl, { basis: "6-31G*", reference: "rohf" }],
];

const folder = mkdtempSync(join(tmpdir(), "molden-"));
const script = join(dirname(fileURLToPath(import.meta.url)), "hf_references.py");
let failed = 0;
for (const [name, molecule, options] of CASES) {
  const { method, scope } = await qmMethodUnderTest({ plugins: [hartreeFock], id: "hf", options });
  const engine = await method.open(molecule, scope);
  const { energy, orbitals } = await engine.solve(nuclei, NO_FIELD, { orbitals: true });
  const file = join(folder, `${name}.molden`);
  writeFileSync(file, orbitals.molden);
  await engine[Symbol.asyncDispose]();
  await scope.dispose();
  const run = spawnSync("python3", [script, "--molden", file, String(energy)], { encoding: "utf8" });
  console.log(
    `${name}: ${run.stdout.trim().replace(`${file}: `, "")}${run.status === 0 ? "" : ` FAILED\n${run.stderr}`}`,
  );
  if (run.status !== 0) failed++;
}
rmSync(folder, { recursive: true });
process.exit(failed === 0 ? 0 : 1);
