// Frequencies and infrared intensities of a density-functional case of packages/cli/test/fixtures/vibrations.json beside PySCF's, which
// dft_vibrations.py wrote. For molecules that take too long for a test: run again, it continues where it was stopped.
// Usage: npx tsc -b packages/cli && node validation/dft_vibrations.mjs "caffeine RI-PBE/STO-3G" FOLDER
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromAtomic } from "../packages/core/dist/index.js";

const [name, folder] = process.argv.slice(2);
const fixture = new URL("../packages/cli/test/fixtures/vibrations.json", import.meta.url);
const { symbols, positions, functional, basis, grid, fitted, wavenumbers, intensities } = JSON.parse(
  readFileSync(fixture, "utf8"),
).cases[name];
const out = join(folder, "frequencies");

const program = fileURLToPath(new URL("../packages/cli/dist/main.js", import.meta.url));

function qmmm(...args) {
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

if (existsSync(out)) {
  if (!existsSync(join(out, "result.json"))) qmmm("resume", out);
} else {
  mkdirSync(folder, { recursive: true });
  const atoms = symbols.map((symbol, k) =>
    [symbol, ...positions.slice(3 * k, 3 * k + 3).map((x) => fromAtomic(x, "length", "Å").toFixed(12))].join(" "),
  );
  writeFileSync(join(folder, "molecule.xyz"), `${atoms.length}\n${name}\n${atoms.join("\n")}\n`);
  const input = {
    system: { file: "molecule.xyz" },
    levels: {
      only: {
        ...{ method: "dft", functional, basis, grid, densityFitting: fitted ? "rij" : "none" },
        scf: { gradientTolerance: "1e-7 Eh" },
      },
    },
    task: { type: "frequencies" },
    output: { directory: "frequencies" },
  };
  writeFileSync(join(folder, "input.yaml"), JSON.stringify(input, undefined, 2));
  qmmm("run", join(folder, "input.yaml"));
}

const { observed } = JSON.parse(readFileSync(join(out, "result.json"), "utf8")).stages[0];
const ours = { wavenumbers: observed.wavenumbers, intensities: observed.infraredIntensities };
console.log("   ours  PySCF, cm⁻¹     ours  PySCF, km/mol");
wavenumbers.forEach((theirs, k) => {
  const row = [ours.wavenumbers[k], theirs, ours.intensities[k], intensities[k]].map((x) => x.toFixed(2).padStart(9));
  console.log(row.join(""));
});
for (const [what, theirs] of Object.entries({ wavenumbers, intensities })) {
  const apart = theirs.map((value, k) => Math.abs(value - ours[what][k]));
  console.log(`${what}: largest difference ${Math.max(...apart).toFixed(2)}`);
}
