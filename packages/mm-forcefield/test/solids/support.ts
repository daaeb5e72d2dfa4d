import { type Evaluation, everyTerm, type Potential, type Resources, type System, type TermMask } from "@qmmm/core";
import { forceField } from "../support.js";
import { potentialFiles } from "./potentials.js";

/** A potential with the terms that a mask keeps (all when absent), and its release. */
export async function opened(
  id: string,
  options: Readonly<Record<string, unknown>>,
  system: System,
  mask: TermMask = everyTerm(system.topology.atomCount),
  resources: Resources = potentialFiles,
): Promise<Potential> {
  const made = await forceField(id, options, resources);
  const mm = await made.forceField.assign(system);
  return await mm.potential(mask, made.scope);
}

/** Energy, forces and virial. */
export async function evaluated(
  id: string,
  options: Readonly<Record<string, unknown>>,
  system: System,
  mask?: TermMask,
  resources?: Resources,
): Promise<Evaluation> {
  await using potential = await opened(id, options, system, mask, resources);
  return await potential.evaluate(system.geometry, { forces: true, virial: true });
}
