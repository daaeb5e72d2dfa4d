// Sets up, builds, checks and tests everything. `--long` runs the long tests instead of the quick ones.
import { run, runTool, setup } from "./setup.mjs";

const long = process.argv.includes("--long");

/** Runs one step under a heading, with the time it took. */
function step(name, work) {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  work();
  console.log(`=== ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

step("set-up", setup);
step("build and type check", () => runTool("tsc", ["-b"]));
if (!long) {
  step("format and lint", () => runTool("biome", ["check", "--error-on-warnings", "."]));
  step("module boundaries", () => runTool("depcruise", ["--config", ".dependency-cruiser.cjs", "packages"]));
}
const env = { ...process.env, ...(long ? { QMMM_LONG: "1" } : {}) };
step(long ? "long tests" : "tests", () => runTool("vitest", ["run"], { env }));
if (!long) {
  step("packages as their users install them", () =>
    runTool("vitest", ["run", "--config", "vitest.e2e.config.ts"], { env }),
  );
  step("API documentation", () => run("node", ["scripts/docs.mjs"]));
}
