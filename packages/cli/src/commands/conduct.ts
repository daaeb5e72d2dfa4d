import { EXIT } from "../exit-codes.js";
import { bytesText, durationText } from "../output/numbers.js";
import type { Result } from "../output/result-schema.js";
import { LineProgress, type Progress, silent } from "../progress/progress.js";
import { RunSession, type SessionParts } from "../run/run-session.js";
import { StopSignals } from "../run/stop-signals.js";
import type { Terminal } from "../terminal.js";

/** How a run is shown. */
export interface Showing {
  /** The output folder as the user would write it. */
  readonly shown: string;
  readonly quiet: boolean;
}

async function progressOn(terminal: Terminal, quiet: boolean): Promise<Progress> {
  if (quiet) return silent;
  if (terminal.screen === undefined) return new LineProgress(terminal);
  const { BarProgress } = await import("../progress/bar-progress.js");
  return new BarProgress(terminal.screen);
}

/** The last words of a run: how each stage went and where the results are. */
function summaryText(result: Result, shown: string): string {
  const lines = result.stages.map(({ name, energy, converged, message }) =>
    `  ${name.padEnd(14)} ${energy.toFixed(8).padStart(18)} Eh  ${message ?? (converged ? "" : "not converged")}`.trimEnd(),
  );
  const files = [
    ["result.json", "everything, with units"],
    ["log.txt", "what was decided, and every step"],
    ...result.stages.flatMap(({ files }) => Object.entries(files).map(([kind, name]) => [name, describeFile(kind)])),
    ["final.extxyz", "final structure"],
  ];
  const { wall_seconds } = result.provenance;
  return [
    "",
    ...lines,
    "",
    `Results in ${shown} (${durationText(wall_seconds)}, peak memory ${bytesText(process.resourceUsage().maxRSS * 1024)}):`,
    ...files.map(([name, what]) => `  ${name!.padEnd(34)} ${what}`),
    "",
  ].join("\n");
}

/** Runs a session with progress and signals; gives the exit status. */
export async function conduct(
  parts: Pick<SessionParts, "prepared" | "folder" | "manifest" | "checkpoint">,
  { shown, quiet }: Showing,
  terminal: Terminal,
): Promise<number> {
  const progress = await progressOn(terminal, quiet);
  using signals = new StopSignals((signal) =>
    progress.say(`${signal}: stopping after this step; Ctrl-C again stops at once`),
  );
  using session = new RunSession({ ...parts, progress, stopRequested: () => signals.request !== undefined });
  const outcome = await session.run();
  if (outcome.kind === "stopped") {
    progress.say(`Stopped at step ${outcome.step} of ${outcome.stage}. Go on with: qmmm resume ${shown}`);
    return EXIT.stopped;
  }
  if (!quiet) terminal.out(summaryText(outcome.result, shown));
  const failed = outcome.result.stages.find(({ converged }) => !converged);
  if (failed === undefined) return EXIT.ok;
  terminal.error(`QMMM_NOT_CONVERGED: ${failed.name} did not converge. ${failed.message ?? ""}\n`);
  return EXIT.notConverged;
}

const FILES: Readonly<Record<string, string>> = {
  energies: "energy terms of every step",
  "orbitals.molden": "molecular orbitals",
  "modes.molden": "normal modes",
  "modes.csv": "frequencies, intensities",
  "hessian.json": "second derivatives of the energy",
};

/** What a file of a stage holds, by its key in the results. */
function describeFile(kind: string): string {
  if (kind.startsWith("trajectory_")) return "trajectory";
  if (kind.endsWith(".cube")) return "a field on a grid";
  return FILES[kind] ?? "";
}
