import { createSystem, type System } from "@qmmm/core";
import { ANGSTROM, positionsOf, references, waters } from "../support.js";

/** Several systems in one, with the bonds and residues of each; the cell (vectors as rows, Å) is that of the whole. */
export function together(systems: readonly System[], cell?: readonly (readonly number[])[]): System {
  const offsets: { atoms: number; residues: number }[] = [];
  let [atoms, residues] = [0, 0];
  for (const { topology } of systems) {
    offsets.push({ atoms, residues });
    atoms += topology.atomCount;
    residues += topology.residues.length;
  }
  return createSystem({
    elements: systems.flatMap(({ topology }) => [...topology.elements]),
    names: systems.flatMap(({ topology }) => topology.names),
    residues: systems.flatMap(({ topology }) => topology.residues),
    residueOf: systems.flatMap(({ topology }, n) => [...topology.residueOf].map((one) => one + offsets[n]!.residues)),
    bonds: systems.flatMap(({ topology }, n) => [...topology.bonds].map((one) => one + offsets[n]!.atoms)),
    positions: systems.flatMap(({ geometry }) => [...geometry.positions]),
    cell: cell === undefined ? undefined : { vectors: Float64Array.from(cell.flat(), (x) => x * ANGSTROM) },
  });
}

/** A system moved by a vector, Å. */
export function moved(system: System, by: readonly [number, number, number]): System {
  const positions = system.geometry.positions.map((x, k) => x + by[k % 3]! * ANGSTROM);
  return { ...system, geometry: { ...system.geometry, positions } };
}

/** Some molecules of the droplet of the fixtures. */
export function droplet(count: number): System {
  return waters(positionsOf(references.droplet).slice(0, 9 * count));
}

/** A force field's options stripped to the atoms of a part: entries that select none of them go. */
export function entriesFor(
  options: Readonly<Record<string, unknown>>,
  types: readonly string[],
  selections: readonly string[],
) {
  const entries = (options.atoms as { type: string; select: string }[]).filter(({ type }) => types.includes(type));
  const { pairs: _, ...rest } = options;
  return { ...rest, atoms: entries.map((entry, n) => ({ ...entry, select: selections[n]! })) };
}
