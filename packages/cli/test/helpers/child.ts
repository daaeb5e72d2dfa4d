import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PACKAGE = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ROOT = dirname(dirname(PACKAGE));

/** The built program. */
export const MAIN = join(PACKAGE, "dist", "main.js");

/** Builds the program as users run it; several test files at once take turns. Nothing to do when it is up to date. */
export async function build(): Promise<void> {
  const lock = join(PACKAGE, "build", ".lock");
  mkdirSync(dirname(lock), { recursive: true });
  for (let tries = 0; tries < 600; tries++) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      await wait(100);
    }
  }
  try {
    spawnSync(join(ROOT, "node_modules", ".bin", "tsc"), ["-b", PACKAGE], { cwd: ROOT });
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  if (!existsSync(MAIN)) throw new Error("The program could not be built: run `npm run build`");
}

/** A run of the built program in a process of its own. */
export interface ChildRun {
  readonly process: ChildProcess;
  /** Settles when the process has ended. */
  readonly ended: Promise<{ readonly status: number | null; readonly signal: string | null; readonly output: string }>;
}

/** Starts the built program. */
export function start(cwd: string, ...args: string[]): ChildRun {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Awaited<ChildRun["ended"]>>((resolve) => {
    child.on("close", (status, signal) => resolve({ status, signal, output }));
  });
  return { process: child, ended };
}

/** Waits until a condition holds; fails when the process ends before. */
export async function until(run: ChildRun, condition: () => boolean): Promise<void> {
  let over = false;
  void run.ended.then(() => {
    over = true;
  });
  while (!condition()) {
    if (over) throw new Error(`The program ended too early: ${(await run.ended).output}`);
    await wait(3);
  }
}

/** Lines of a file so far; none when it is not there yet. */
export function lineCount(path: string): number {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
}
