import { bondedNeighbours, type ForceField, type SiteAddition, type System, withAddedSites } from "@qmmm/core";
import type { Part } from "./parts.js";

/**
 * The system with the virtual sites that the parts' force fields need and the structure lacks; the same system where none is
 * missing.
 */
export async function completed(
  system: System,
  parts: readonly Part[],
  forceFields: readonly ForceField[],
): Promise<System> {
  const additions: SiteAddition[] = [];
  for (const [n, part] of parts.entries()) {
    const own = (await forceFields[n]!.complete?.(part.system)) ?? part.system;
    if (own !== part.system) additions.push(...additionsOf(part, own));
  }
  return additions.length === 0 ? system : withAddedSites(system, additions).system;
}

/** What a part has got, in terms of the atoms of the whole. */
function additionsOf({ system, atoms }: Part, completed: System): SiteAddition[] {
  const [before, after] = [system.topology, completed.topology];
  const neighbours = bondedNeighbours(after);
  const additions: SiteAddition[] = [];
  /** Atom of the whole that each atom of the completed part was; −1 for additions. */
  const was = new Int32Array(after.atomCount).fill(-1);
  const added: number[] = [];
  let next = 0;
  for (let atom = 0; atom < after.atomCount; atom++) {
    const same = after.elements[atom] === before.elements[next] && after.names[atom] === before.names[next];
    if (same) was[atom] = atoms[next++]!;
    else added.push(atom);
  }
  for (const atom of added) {
    const host = neighbours[atom]!.find((other) => was[other]! >= 0);
    let previous = atom;
    while (previous > 0 && was[previous] === -1) previous--;
    if (host === undefined || was[previous] === -1) continue;
    additions.push({ host: was[host]!, after: was[previous]!, name: after.names[atom]! });
  }
  return additions;
}
