import type {
  KernelName,
  KernelSignatures,
  KernelTable,
  Plugin,
  Potential,
  SimulationHooks,
  Snapshot,
  System,
  Task,
  TaskContext,
} from "@qmmm/core";
import {
  createHooks,
  createRandomStream,
  createScope,
  createSystem,
  KERNELS,
  OPTIONS,
  parseOptions,
  registerPlugins,
} from "@qmmm/core";
import plugin, { dynamicsKernels } from "@qmmm/dynamics";

const kernels: KernelTable = {
  chosen: new Map(),
  rejected: [],
  get: <K extends KernelName>(name: K) => dynamicsKernels.kernels[name] as KernelSignatures[K],
};

/** A task as a host makes it from what a person wrote. */
export function makeTask(type: string, options: Record<string, unknown>, from: Plugin = plugin): Task {
  const { options: schema, create } = registerPlugins([from], createHooks()).find("task", type);
  const scope = createScope("test");
  scope.provideValue(KERNELS, kernels);
  scope.provideValue(OPTIONS, parseOptions(schema, options, ["task", 0], type));
  return create(scope);
}

/** A context for a task of a potential. */
export function makeContext(
  system: System,
  potential: Potential,
  more: { hooks?: SimulationHooks; signal?: AbortSignal; resume?: Snapshot; seed?: number } = {},
): TaskContext {
  const { hooks = createHooks(), signal, resume, seed = 7 } = more;
  return { system, potential, hooks, random: createRandomStream(seed), signal, resume };
}

/** A chain of atoms of 12 u along x, 2 a0 apart, a little off the line. */
export function chain(count: number): System {
  return createSystem({
    elements: new Array(count).fill(6),
    positions: Array.from({ length: 3 * count }, (_, k) => (k % 3 === 0 ? (2 * k) / 3 : 0.1 * Math.cos(k))),
  });
}
