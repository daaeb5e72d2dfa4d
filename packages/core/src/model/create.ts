import { InputError } from "../errors/qmmm-error.js";
import { DALTON } from "../units/constants.js";
import { ELEMENT_SYMBOLS, STANDARD_WEIGHTS } from "./elements.js";
import type { Cell } from "./geometry.js";
import type { System } from "./system.js";
import type { Residue, Topology } from "./topology.js";

/** What `createTopology` starts from; only the elements are needed. Arrays are copied. */
export interface TopologyParts {
  /** Atomic numbers; length N. */
  readonly elements: ArrayLike<number>;
  /** Masses, mₑ; length N. Default: standard atomic weights. */
  readonly masses?: ArrayLike<number>;
  /** Atom names; length N. Default: element symbols. */
  readonly names?: readonly string[];
  /** Residue of each atom, from 0; length N. Default: all in the first residue. */
  readonly residueOf?: ArrayLike<number>;
  /** Default: one residue, number 1, named `MOL`. */
  readonly residues?: readonly Residue[];
  /** Bonded pairs i, j from 0; length 2 × bonds. Default: none. */
  readonly bonds?: ArrayLike<number>;
}

/** What `createSystem` starts from. Arrays are copied. */
export interface SystemParts extends TopologyParts {
  /** Positions, a0; length 3N. */
  readonly positions: ArrayLike<number>;
  readonly cell?: Cell | undefined;
  /** Velocities, a0·Eh/ħ; length 3N. */
  readonly velocities?: ArrayLike<number> | undefined;
  readonly title?: string | undefined;
}

function requireLength(what: string, array: ArrayLike<unknown>, length: number): void {
  if (array.length === length) return;
  throw new InputError("QMMM_TOPOLOGY_LENGTH", `There are ${array.length} ${what}, but ${length} are needed`, {
    value: array.length,
    allowed: String(length),
    action: "Give one entry per atom (three per atom for positions and velocities)",
  });
}

function requireIndices(what: string, indices: ArrayLike<number>, count: number): void {
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k]!;
    if (Number.isInteger(index) && index >= 0 && index < count) continue;
    throw new InputError("QMMM_TOPOLOGY_INDEX", `${what} names ${index}, which does not exist`, {
      value: index,
      allowed: count === 0 ? "none" : `0 to ${count - 1}`,
      action: "Count from 0",
    });
  }
}

function requireFinite(what: string, numbers: ArrayLike<number>): void {
  for (let k = 0; k < numbers.length; k++) {
    if (Number.isFinite(numbers[k]!)) continue;
    throw new InputError(
      "QMMM_GEOMETRY_NOT_FINITE",
      `The ${what} of atom ${Math.floor(k / 3)} (from 0) is not a number`,
      {
        value: numbers[k]!,
        action: "Correct the structure",
      },
    );
  }
}

/**
 * Makes a topology: checks lengths and indices and fills in what is missing.
 *
 * @throws QmmmError `QMMM_TOPOLOGY_LENGTH`, `QMMM_TOPOLOGY_INDEX`, `QMMM_ELEMENT_UNKNOWN`, `QMMM_TOPOLOGY_BOND`
 */
export function createTopology(parts: TopologyParts): Topology {
  const atomCount = parts.elements.length;
  for (let k = 0; k < atomCount; k++) {
    const z = parts.elements[k]!;
    if (Number.isInteger(z) && z >= 0 && z < ELEMENT_SYMBOLS.length) continue;
    throw new InputError("QMMM_ELEMENT_UNKNOWN", `Atom ${k} (from 0) has the atomic number ${z}`, {
      value: z,
      allowed: `0 (a site without a nucleus) to ${ELEMENT_SYMBOLS.length - 1}`,
      action: "Correct the element",
    });
  }
  const elements = Uint8Array.from(parts.elements);
  const names = parts.names ?? Array.from(elements, (z) => ELEMENT_SYMBOLS[z]!);
  requireLength("atom names", names, atomCount);
  const masses =
    parts.masses === undefined
      ? Float64Array.from(elements, (z) => STANDARD_WEIGHTS[z]! * DALTON)
      : Float64Array.from(parts.masses);
  requireLength("masses", masses, atomCount);
  const residues = parts.residues ?? (atomCount === 0 ? [] : [{ name: "MOL", id: 1, chain: "" }]);
  const residueOf = parts.residueOf ?? new Int32Array(atomCount);
  requireLength("residue numbers", residueOf, atomCount);
  requireIndices("An atom's residue", residueOf, residues.length);
  const bonds = parts.bonds ?? [];
  requireIndices("A bond", bonds, atomCount);
  requireBonds(bonds);
  return {
    atomCount,
    elements,
    masses,
    names: [...names],
    residueOf: Int32Array.from(residueOf),
    residues: [...residues],
    bonds: Int32Array.from(bonds),
  };
}

function requireBonds(bonds: ArrayLike<number>): void {
  if (bonds.length % 2 !== 0) {
    throw new InputError("QMMM_TOPOLOGY_BOND", "The list of bonds has an odd number of entries", {
      value: bonds.length,
      action: "Give two atoms per bond",
    });
  }
  for (let k = 0; k < bonds.length; k += 2) {
    if (bonds[k] !== bonds[k + 1]) continue;
    throw new InputError("QMMM_TOPOLOGY_BOND", `Atom ${bonds[k]} (from 0) is bonded to itself`, {
      value: bonds[k],
      action: "Remove the bond",
    });
  }
}

/**
 * Makes a system: topology and geometry together.
 *
 * @throws QmmmError as `createTopology` does, and `QMMM_GEOMETRY_NOT_FINITE`
 */
export function createSystem(parts: SystemParts): System {
  const topology = createTopology(parts);
  requireLength("coordinates", parts.positions, 3 * topology.atomCount);
  requireFinite("position", parts.positions);
  const positions = Float64Array.from(parts.positions);
  const cell = parts.cell === undefined ? {} : { cell: { vectors: parts.cell.vectors.slice() } };
  let velocities: { velocities?: Float64Array } = {};
  if (parts.velocities !== undefined) {
    requireLength("velocity components", parts.velocities, 3 * topology.atomCount);
    requireFinite("velocity", parts.velocities);
    velocities = { velocities: Float64Array.from(parts.velocities) };
  }
  return {
    topology,
    geometry: { positions, ...cell },
    ...velocities,
    ...(parts.title === undefined ? {} : { title: parts.title }),
  };
}

/** Index from 0 in the smaller system of every atom of the larger one; −1 for those left out. */
function renumbering(atoms: ArrayLike<number>, atomCount: number): Int32Array {
  const newIndex = new Int32Array(atomCount).fill(-1);
  for (let k = 0; k < atoms.length; k++) newIndex[atoms[k]!] = k;
  return newIndex;
}

/**
 * The system restricted to some atoms, in the order given: bonds between them are kept, residues that lose all their
 * atoms go, the cell stays.
 *
 * @param atoms - indices from 0 without repeats
 * @throws QmmmError `QMMM_TOPOLOGY_INDEX`
 */
export function subsystem(system: System, atoms: ArrayLike<number>): System {
  const { topology, geometry, velocities, title } = system;
  requireIndices("The subsystem", atoms, topology.atomCount);
  const newIndex = renumbering(atoms, topology.atomCount);
  for (let k = 0; k < atoms.length; k++) {
    if (newIndex[atoms[k]!] === k) continue;
    throw new InputError("QMMM_TOPOLOGY_INDEX", `The subsystem names atom ${atoms[k]} (from 0) twice`, {
      value: atoms[k],
      action: "Name every atom once",
    });
  }
  const kept = Array.from(atoms);
  const usedResidues = [...new Set(kept.map((atom) => topology.residueOf[atom]!))].sort((a, b) => a - b);
  const newResidue = renumbering(usedResidues, topology.residues.length);
  const bonds: number[] = [];
  for (let k = 0; k < topology.bonds.length; k += 2) {
    const i = newIndex[topology.bonds[k]!]!;
    const j = newIndex[topology.bonds[k + 1]!]!;
    if (i >= 0 && j >= 0) bonds.push(i, j);
  }
  const triples = (source: Float64Array): Float64Array => {
    const out = new Float64Array(3 * kept.length);
    kept.forEach((atom, k) => {
      out.set(source.subarray(3 * atom, 3 * atom + 3), 3 * k);
    });
    return out;
  };
  return createSystem({
    elements: kept.map((atom) => topology.elements[atom]!),
    masses: kept.map((atom) => topology.masses[atom]!),
    names: kept.map((atom) => topology.names[atom]!),
    residueOf: kept.map((atom) => newResidue[topology.residueOf[atom]!]!),
    residues: usedResidues.map((residue) => topology.residues[residue]!),
    bonds,
    positions: triples(geometry.positions),
    cell: geometry.cell,
    velocities: velocities === undefined ? undefined : triples(velocities),
    title,
  });
}
