import { ELEMENT_SYMBOLS, InputError, type Topology } from "@qmmm/core";

/**
 * Makes sure that a file of parameters belongs to a system: as many atoms, of the same elements.
 *
 * @throws QmmmError `QMMM_MM_TOPOLOGY_MISMATCH`
 */
export function requireSameAtoms(system: Topology, parameters: Topology, file: string): void {
  const mismatch = (message: string, value: unknown, allowed: string): never => {
    throw new InputError("QMMM_MM_TOPOLOGY_MISMATCH", `${file} does not belong to this system: ${message}`, {
      value,
      allowed,
      action: "Give the topology file that the coordinates were made with",
      place: { file },
    });
  };
  if (system.atomCount !== parameters.atomCount) {
    mismatch(
      `it has ${parameters.atomCount} atoms, the system ${system.atomCount}`,
      parameters.atomCount,
      String(system.atomCount),
    );
  }
  for (let atom = 0; atom < system.atomCount; atom++) {
    if (system.elements[atom] === parameters.elements[atom]) continue;
    const [there, here] = [parameters, system].map((topology) => ELEMENT_SYMBOLS[topology.elements[atom]!]!);
    mismatch(`atom ${atom} (from 0) is ${there} there and ${here} in the system`, there, here!);
  }
}
