import { createSystem, type System } from "@qmmm/core";
import type { BondedTerms, MmParameters } from "../../src/index.js";
import { ofEachKind } from "../../src/parameters/bonded-kinds.js";
import { pairLists } from "../../src/parameters/exclusions.js";

/** A different order of so many atoms: the new place of each. */
export function shuffledOrder(count: number): Int32Array {
  let stride = Math.floor(0.382 * count) + 2;
  const divides = (a: number, b: number): boolean => (b === 0 ? a > 1 : divides(b, a % b));
  while (divides(count, stride)) stride++;
  return Int32Array.from({ length: count }, (_, atom) => (atom * stride + 3) % count);
}

function scattered<T extends Float64Array | Int32Array>(values: T, place: Int32Array, width: number): T {
  const out = values.slice() as T;
  for (let k = 0; k < values.length; k++) out[width * place[Math.floor(k / width)]! + (k % width)] = values[k]!;
  return out;
}

/** The same system with its atoms in the new order. */
export function reorderedSystem({ topology, geometry }: System, place: Int32Array): System {
  const from = place.slice();
  place.forEach((at, atom) => {
    from[at] = atom;
  });
  return createSystem({
    elements: Array.from(from, (atom) => topology.elements[atom]!),
    names: Array.from(from, (atom) => topology.names[atom]!),
    residues: topology.residues,
    residueOf: Array.from(from, (atom) => topology.residueOf[atom]!),
    bonds: Array.from(topology.bonds, (atom) => place[atom]!),
    positions: scattered(geometry.positions, place, 3),
    cell: geometry.cell,
  });
}

/** Parameters of the same molecules with their atoms in the new order. */
export function reorderedParameters(parameters: MmParameters, place: Int32Array): MmParameters {
  const renamed = <T extends { readonly atoms: Int32Array }>(terms: T): T => ({
    ...terms,
    atoms: terms.atoms.map((atom) => place[atom]!),
  });
  const none: BondedTerms = { atoms: new Int32Array(0), parameters: new Float64Array(0) };
  const bonded = ofEachKind((kind) => renamed(parameters[kind] ?? none));
  const { exclusionStart, exclusions, lennardJones, cmaps, atomCount } = parameters;
  const excluded: [number, number][] = [];
  for (let atom = 0; atom < atomCount; atom++) {
    for (let k = exclusionStart[atom]!; k < exclusionStart[atom + 1]!; k++)
      excluded.push([place[atom]!, place[exclusions[k]!]!]);
  }
  return {
    ...parameters,
    charges: scattered(parameters.charges, place, 1),
    ...bonded,
    cmaps: cmaps && renamed(cmaps),
    exceptions: renamed(parameters.exceptions),
    lennardJones: { ...lennardJones, typeOf: scattered(lennardJones.typeOf, place, 1) },
    ...pairLists(atomCount, excluded),
  };
}

/** Input whose selections count atoms (`index0 1 2 3`), for the atoms in the new order. */
export function renumbered<T>(input: T, place: Int32Array): T {
  const moved = (_: string, value: unknown): unknown =>
    typeof value === "string" && /^index0 [\d ]+$/.test(value)
      ? value.replace(/\b\d+\b/g, (atom) => String(place[Number(atom)]!))
      : value;
  return JSON.parse(JSON.stringify(input), moved);
}
