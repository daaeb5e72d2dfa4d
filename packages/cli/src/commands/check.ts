import { type Evaluation, type Geometry, parseOptions, type Simulation } from "@qmmm/core";
import { EXIT } from "../exit-codes.js";
import { atomLabel } from "../input/distinct-atoms.js";
import { type LoadedInput, loadInput } from "../input/load-input.js";
import { stagesOf } from "../input/schema.js";
import { describeRun, type Section } from "../output/describe.js";
import { durationText } from "../output/numbers.js";
import { prepareRun } from "../run/prepare.js";
import type { Terminal } from "../terminal.js";
import { atomsToTest, compareForces, FORCE_TOLERANCE } from "./force-test.js";

/** Options of `qmmm check`. */
export interface CheckOptions {
  readonly forces: boolean;
  readonly atoms: number;
  readonly evaluate: boolean;
}

function show({ title, lines }: Section, terminal: Terminal): void {
  terminal.out(`${title}\n${lines.map((line) => `  ${line}\n`).join("")}\n`);
}

/** Net force and torque about the origin, Eh/a0 and Eh. */
function netForceAndTorque(forces: Float64Array, { positions }: Geometry): readonly [number, number] {
  const force = [0, 0, 0];
  const torque = [0, 0, 0];
  for (let k = 0; k < forces.length; k += 3) {
    for (let i = 0; i < 3; i++) {
      const [j, l] = [(i + 1) % 3, (i + 2) % 3];
      force[i]! += forces[k + i]!;
      torque[i]! += positions[k + j]! * forces[k + l]! - positions[k + l]! * forces[k + j]!;
    }
  }
  return [Math.hypot(...force), Math.hypot(...torque)];
}

function energySection(evaluation: Evaluation, seconds: number, { system }: Simulation): Section {
  const { energy, terms, forces } = evaluation;
  const lines = [
    `energy ${energy.toFixed(10)} Eh (${durationText(seconds)})`,
    ...Object.entries(terms).map(([name, value]) => `  ${name.padEnd(30)} ${value.toFixed(10).padStart(18)} Eh`),
  ];
  if (forces !== undefined) {
    const [net, torque] = netForceAndTorque(forces, system.geometry);
    const largest = forces.reduce((max, force) => Math.max(max, Math.abs(force)), 0);
    lines.push(`largest force component ${largest.toExponential(3)} Eh/a0`, `net force ${net.toExponential(3)} Eh/a0`);
    if (system.geometry.cell === undefined) lines.push(`net torque ${torque.toExponential(3)} Eh`);
  }
  return { title: "Energy of the starting structure", lines };
}

/** Steps that a stage takes at most, from its options; one for a task without steps. */
function stepsOf(options: Readonly<Record<string, unknown>>): number {
  const { steps, maxSteps, duration, timeStep } = options;
  if (typeof steps === "number") return steps;
  if (typeof duration === "number" && typeof timeStep === "number") return Math.round(duration / timeStep);
  return typeof maxSteps === "number" ? maxSteps : 1;
}

/** Longest time spent on timing, s, and evaluations that it takes at most. */
const TIMING = 5;
const TIMED = 8;
/** Shift of a coordinate between timed evaluations, a0: about what an atom moves in a time step. */
const SHIFT = 0.005;

/** Time of an evaluation in the course of a run, s: from a converged density nearby, with compiled code. */
async function warmSeconds({ potential, system }: Simulation, first: number): Promise<number> {
  const forces = potential.supports.has("forces");
  let seconds = first;
  for (let k = 1, spent = 0; k <= TIMED && spent + seconds < TIMING; k++) {
    const positions = system.geometry.positions.map((x, index) => x + SHIFT * Math.sin(index + k));
    const began = performance.now();
    await potential.evaluate({ ...system.geometry, positions }, { forces });
    seconds = (performance.now() - began) / 1000;
    spent += seconds;
  }
  return seconds;
}

/** What the run will take, from the time of one evaluation. */
function costSection({ input, registry }: LoadedInput, seconds: number): Section {
  const costs = stagesOf(input).map(({ options: { type, ...own }, path }) => {
    const steps = stepsOf(
      parseOptions(registry.find("task", type).options, own, path, type) as Record<string, unknown>,
    );
    return { type, steps, seconds: steps * seconds };
  });
  const lines = costs.map(
    ({ type, steps, seconds: cost }, k) =>
      `${k + 1}. ${type}: up to ${steps} ${steps === 1 ? "evaluation" : "steps"}, about ${durationText(cost)}`,
  );
  const total = costs.reduce((sum, cost) => sum + cost.seconds, 0);
  return {
    title: "Estimated cost",
    lines: [...lines, `in all about ${durationText(total)}, at ${durationText(seconds)} per evaluation`],
  };
}

async function forceSection(
  simulation: Simulation,
  count: number,
  energyForces: Float64Array,
): Promise<{ section: Section; passed: boolean }> {
  const atoms = atomsToTest(simulation, count);
  const rows = await compareForces(simulation, atoms, energyForces);
  const worst = Math.max(...rows.map(({ error }) => error));
  const passed = worst <= FORCE_TOLERANCE;
  const lines = rows.map(
    ({ atom, role, error, size }) =>
      `${role.padEnd(22)} ${atomLabel(simulation.system, atom)}: |F| ${size.toExponential(3)}, largest difference ${error.toExponential(2)} Eh/a0`,
  );
  const verdict = passed ? "forces belong to the energy" : "FORCES DO NOT BELONG TO THE ENERGY";
  return {
    passed,
    section: {
      title: "Forces against central differences of the energy",
      lines: [
        ...lines,
        `${verdict}: largest difference ${worst.toExponential(2)} Eh/a0, allowed ${FORCE_TOLERANCE} Eh/a0`,
      ],
    },
  };
}

/** `qmmm check`: shows what an input file means. */
export async function checkCommand(file: string, options: CheckOptions, terminal: Terminal): Promise<number> {
  const loaded = await loadInput(file, terminal.cwd);
  await using prepared = await prepareRun(loaded);
  const { simulation } = prepared;
  for (const section of describeRun(loaded, simulation)) show(section, terminal);
  let passed = true;
  if (options.evaluate || options.forces) {
    const { potential, system } = simulation;
    const forces = potential.supports.has("forces");
    const began = performance.now();
    const evaluation = await potential.evaluate(system.geometry, { forces });
    const seconds = (performance.now() - began) / 1000;
    show(energySection(evaluation, seconds, simulation), terminal);
    show(costSection(loaded, await warmSeconds(simulation, seconds)), terminal);
    if (options.forces && evaluation.forces !== undefined) {
      const test = await forceSection(simulation, options.atoms, evaluation.forces);
      show(test.section, terminal);
      passed = test.passed;
    } else if (options.forces) {
      show({ title: "Forces", lines: ["this level of theory has none"] }, terminal);
    }
  }
  terminal.out(passed ? "The input is sound.\n" : "");
  return passed ? EXIT.ok : EXIT.notConverged;
}
