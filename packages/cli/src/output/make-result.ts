import { DALTON, ELEMENT_SYMBOLS, parseOptions, type Simulation, type TaskResult } from "@qmmm/core";
import type { FileRecord } from "../files/resources.js";
import type { LoadedInput } from "../input/load-input.js";
import { stagesOf } from "../input/schema.js";
import { ownPackage } from "../version.js";
import { plainData } from "./plain-data.js";
import { RESULT_UNITS, type Result, type StageResult } from "./result-schema.js";

/** What a run knows at its end beside the last task's result. */
export interface RunFacts {
  readonly stages: readonly StageResult[];
  readonly files: readonly FileRecord[];
  readonly started: string;
  readonly seconds: number;
  readonly resumed: number;
}

/** Where a run ended. */
export type FinalState = Pick<TaskResult, "geometry" | "velocities" | "evaluation">;

/** Options of every component and of the program with defaults filled in. */
export function resolvedInput({ input, registry }: LoadedInput, simulation: Simulation): Record<string, unknown> {
  const tasks = stagesOf(input).map(({ options: { type, ...own }, path }) => ({
    type,
    ...(parseOptions(registry.find("task", type).options, own, path, type) as object),
  }));
  const { title, system, regions, output, run, plugins } = input;
  return { title, system, regions, ...simulation.resolved, task: tasks, output, run, plugins };
}

/** The record of a finished run. */
export function makeResult(loaded: LoadedInput, simulation: Simulation, last: FinalState, facts: RunFacts): Result {
  const { topology, title } = simulation.system;
  const { input } = loaded;
  const { evaluation, geometry, velocities } = last;
  const pairs = Array.from({ length: topology.bonds.length / 2 }, (_, k): [number, number] => [
    topology.bonds[2 * k]!,
    topology.bonds[2 * k + 1]!,
  ]);
  return {
    schema_name: "qmmm_result",
    schema_version: 1,
    success: facts.stages.every((stage) => stage.converged),
    title: input.title ?? title ?? null,
    units: { ...RESULT_UNITS },
    molecule: {
      symbols: Array.from(topology.elements, (z) => ELEMENT_SYMBOLS[z]!),
      geometry: Array.from(geometry.positions),
      velocities: velocities === undefined ? null : Array.from(velocities),
      masses: Array.from(topology.masses, (mass) => mass / DALTON),
      atom_labels: [...topology.names],
      residues: topology.residues.map(({ name, id, chain }) => ({ name, id, chain })),
      residue_of_atom: Array.from(topology.residueOf),
      connectivity: pairs,
      cell: geometry.cell === undefined ? null : Array.from(geometry.cell.vectors),
    },
    regions: Object.fromEntries(
      simulation.partition.regions.map(({ name, atoms, charge, multiplicity }) => [
        name,
        { atoms: Array.from(atoms), molecular_charge: charge, molecular_multiplicity: multiplicity },
      ]),
    ),
    stages: [...facts.stages],
    properties: {
      return_energy: evaluation.energy,
      energy_terms: { ...evaluation.terms },
      return_gradient: evaluation.forces === undefined ? null : Array.from(evaluation.forces, (force) => -force),
      observed: plainData(evaluation.observed ?? {}) as Result["properties"]["observed"],
    },
    notes: [...simulation.notes],
    provenance: {
      creator: "qmmm",
      version: ownPackage().version,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      plugins: loaded.plugins.map(({ plugin: { name, version } }) => ({ name, version })),
      kernels: Object.fromEntries(simulation.kernels.chosen),
      rejected_backends: simulation.kernels.rejected.map(({ backend, reason }) => ({ backend, reason })),
      seed: input.run.seed,
      threads: input.run.threads,
      started: facts.started,
      finished: new Date().toISOString(),
      wall_seconds: facts.seconds,
      resumed: facts.resumed,
      files: facts.files.map((file) => ({ ...file })),
      input: {
        file: loaded.path,
        sha256: loaded.sha256,
        given: loaded.document.data,
        resolved: plainData(resolvedInput(loaded, simulation)),
      },
    },
  };
}

/** One stage for the record. */
export function stageResult(
  name: string,
  { task, converged, message, steps, evaluation, summary, tables, geometry }: TaskResult,
  files: Readonly<Record<string, string>>,
  seconds: number,
): StageResult {
  return {
    name,
    task,
    converged,
    message: message ?? null,
    steps,
    energy: evaluation.energy,
    energy_terms: { ...evaluation.terms },
    observed: plainData(evaluation.observed ?? {}) as StageResult["observed"],
    summary: plainData(summary) as StageResult["summary"],
    tables: plainData(tables ?? []) as StageResult["tables"],
    geometry: Array.from(geometry.positions),
    files: { ...files },
    wall_seconds: seconds,
  };
}
