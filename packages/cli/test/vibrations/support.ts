import { readFileSync } from "node:fs";
import { atomicNumber, type ComponentOptions, createSimulation, createSystem, type TaskResult } from "@qmmm/core";
import { dynamics } from "@qmmm/dynamics";
import dft from "@qmmm/qm-dft";
import { hartreeFock } from "@qmmm/qm-hf";

/** A case of fixtures/vibrations.json: a0, Eh, cm⁻¹, km/mol; isotopes as [atom, u]. */
export interface VibrationReference {
  readonly symbols: readonly string[];
  readonly basis: string;
  /** Of density-functional levels, with the level of the grid and whether the density is fitted. */
  readonly functional?: string;
  readonly grid?: number;
  readonly fitted?: boolean;
  readonly positions: readonly number[];
  readonly isotopes: readonly (readonly [number, number])[];
  readonly energy: number;
  readonly wavenumbers: readonly number[];
  readonly intensities: readonly number[];
  readonly thermo?: Readonly<Record<"ZPE" | "E_0K" | "E_tot" | "H_tot" | "G_tot" | "S_tot" | "symmetry", number>>;
}

export const vibrationReferences: Readonly<Record<string, VibrationReference>> = JSON.parse(
  readFileSync(new URL("../fixtures/vibrations.json", import.meta.url), "utf8"),
).cases;

/** The task `frequencies` at the structure and level of a reference. */
export async function frequencies(name: string, options: Record<string, unknown> = {}): Promise<TaskResult> {
  const { symbols, basis, functional, grid, fitted, positions, isotopes, thermo } = vibrationReferences[name]!;
  const level =
    functional === undefined
      ? { method: "hf", basis, scf: { gradientTolerance: "1e-9 Eh", energyTolerance: "1e-11 Eh" } }
      : {
          method: "dft",
          functional,
          basis,
          grid,
          densityFitting: fitted ? "rij" : "none",
          scf: { gradientTolerance: "1e-7 Eh" },
        };
  await using simulation = await createSimulation({
    plugins: [hartreeFock, dft, dynamics],
    system: createSystem({ elements: symbols.map((symbol) => atomicNumber(symbol)!), positions: [...positions] }),
    regions: { all: { select: "all" } },
    levels: { only: level },
  });
  const task = simulation.createTask({
    type: "frequencies",
    isotopes: isotopes.map(([atom, mass]) => ({ select: `index0 ${atom}`, mass: `${mass} u` })),
    symmetryNumber: thermo?.symmetry ?? 1,
    ...options,
  } as ComponentOptions);
  const { system, potential, hooks, random } = simulation;
  return await task.run({ system, potential, hooks, random });
}

/** Largest difference of two lists. */
export function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  return Array.from(ours, (value, k) => Math.abs(value - theirs[k]!)).reduce((a, b) => Math.max(a, b), 0);
}

/** Arrays that a result reports. */
export function reported(result: TaskResult, name: string): Float64Array {
  return result.evaluation.observed![name] as Float64Array;
}
