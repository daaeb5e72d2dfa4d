// Sets up, builds and runs the first example with visible progress; ends by printing where the results are.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, runTool, setup } from "./setup.mjs";

setup();
console.log("Building");
runTool("tsc", ["-b", "packages/cli"]);

const input = join("examples", "water", "input.yaml");
console.log(`\nRunning ${input}: one Hartree-Fock water in 109 classical ones, a few minutes\n`);
const program = [
  join("packages", "cli", "dist", "main.js"),
  "run",
  input,
  "--output",
  join("runs", "water"),
  "--force",
];
const { status, error } = spawnSync(process.execPath, program, { cwd: root, stdio: "inherit" });
if (error) throw error;
process.exitCode = status ?? 1;
