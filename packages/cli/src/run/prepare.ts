import { buildSimulation, type Simulation, type System, type Task } from "@qmmm/core";
import { FileResources } from "../files/resources.js";
import { type LoadedInput, locateError } from "../input/load-input.js";
import { readSystem } from "../input/read-system.js";
import { stagesOf } from "../input/schema.js";

/** A simulation that is ready to run, and what it was made from. */
export interface PreparedRun extends AsyncDisposable {
  readonly loaded: LoadedInput;
  readonly resources: FileResources;
  readonly simulation: Simulation;
  /** The task of each stage. */
  readonly tasks: readonly Task[];
}

/**
 * Reads the structure and builds the simulation and its tasks. Writes nothing.
 *
 * @throws QmmmError of any file or component; with line and column where the input file has the mistake
 */
export async function prepareRun(loaded: LoadedInput): Promise<PreparedRun> {
  const { input, registry, folder, document } = loaded;
  const resources = new FileResources(folder);
  try {
    const system: System = await readSystem(input.system, registry.formats, resources);
    const { seed, acceleration, threads, memory } = input.run;
    const { regions, levels, forcefield, coupling } = input;
    const simulation = await buildSimulation(registry, {
      system,
      regions,
      levels,
      forcefield,
      coupling,
      acceleration,
      seed,
      memory,
      threads,
      resources,
    });
    try {
      const tasks = stagesOf(input).map(({ options, path }) => simulation.createTask(options, path));
      return { loaded, resources, simulation, tasks, [Symbol.asyncDispose]: () => simulation[Symbol.asyncDispose]() };
    } catch (error) {
      await simulation[Symbol.asyncDispose]();
      throw error;
    }
  } catch (error) {
    throw locateError(error, document);
  }
}
