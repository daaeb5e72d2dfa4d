import type { System } from "@qmmm/core";
import { formatExtendedXyz } from "@qmmm/io";
import type { FinalState } from "./make-result.js";
import type { OutputFolder } from "./output-folder.js";

/** Name of the file with the final structure. */
export const FINAL_STRUCTURE = "final.extxyz";

/** Writes the final structure with energy, forces and, after dynamics, velocities. */
export function writeFinalStructure(
  folder: OutputFolder,
  system: System,
  { geometry, velocities, evaluation }: FinalState,
): void {
  const { energy, forces } = evaluation;
  folder.write(
    FINAL_STRUCTURE,
    formatExtendedXyz(system.topology, geometry, { energy, forces, velocities, residues: true }),
  );
}
