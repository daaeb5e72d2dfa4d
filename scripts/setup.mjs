// Makes a fresh checkout ready on a bare Node: fetches the pinned pnpm through npm and installs from the lockfile.
// Does nothing when the installed packages already match the lockfile.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `QMMM needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer Node.js and try again.`,
  );
  process.exit(1);
}

const pnpm = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).packageManager;

/** Runs a command in the project and stops the script with its status when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs the pinned pnpm; npm fetches it into its own cache the first time. */
export function runPnpm(args, options) {
  run("npm", ["exec", "--yes", `--package=${pnpm}`, "--", "pnpm", ...args], options);
}

/** Runs a tool that the workspace installed. */
export function runTool(name, args, options) {
  run(join(root, "node_modules", ".bin", name), args, options);
}

/** Installs the locked dependencies, once per change of lockfile or Node version. */
export function setup() {
  const hash = createHash("sha256").update(process.version).update(pnpm);
  for (const file of ["pnpm-lock.yaml", "package.json", "pnpm-workspace.yaml"])
    hash.update(readFileSync(join(root, file)));
  const stamp = join(root, "node_modules", ".qmmm-setup");
  const wanted = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log(`Setting up: ${pnpm}, locked dependencies`);
  runPnpm(["install", "--frozen-lockfile", "--reporter=append-only", "--loglevel=warn"]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
