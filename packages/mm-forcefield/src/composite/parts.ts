import { ELEMENT_SYMBOLS, InputError, type MmModel, type System, selectNonEmpty, subsystem } from "@qmmm/core";
import type { CompositeParameters, PartOptions } from "./options.js";

/** Atoms of a part of a system. */
export interface Part {
  readonly options: PartOptions;
  /** Indices in the whole system, ascending. */
  readonly atoms: Int32Array;
  /** The part by itself: atoms in the same order, the cell that of the whole. */
  readonly system: System;
}

/** A part with its parameters. */
export interface AssignedPart extends Part {
  readonly model: MmModel;
}

/**
 * Divides a system into parts.
 *
 * @throws QmmmError `QMMM_MM_PARTS_OVERLAP`, `QMMM_MM_PARTS_INCOMPLETE`, `QMMM_MM_PART_BOND`, `QMMM_SELECTION_…`
 */
export function partsOf(system: System, { parts, bondsAcross }: CompositeParameters): readonly Part[] {
  const { atomCount, bonds } = system.topology;
  const partOf = new Int32Array(atomCount).fill(-1);
  const rest = parts.filter(({ select }) => select === undefined);
  if (rest.length > 1) {
    throw new InputError("QMMM_MM_PARTS_OVERLAP", "Several parts have no selection", {
      value: rest.map(({ name }) => name).join(", "),
      allowed: "at most one part without select: it takes the atoms of no other part",
      action: "Add select to the others",
    });
  }
  for (const [n, { select, name }] of parts.entries()) {
    if (parts.findIndex((other) => other.name === name) !== n) throw sameName(name);
    if (select === undefined) continue;
    for (const atom of selectNonEmpty(select, system)) {
      if (partOf[atom] !== -1) throw overlapping(system, atom, parts[partOf[atom]!]!.name, name);
      partOf[atom] = n;
    }
  }
  const remaining = parts.findIndex(({ select }) => select === undefined);
  for (let atom = 0; atom < atomCount; atom++) {
    if (partOf[atom] !== -1) continue;
    if (remaining < 0) throw unclaimed(system, atom);
    partOf[atom] = remaining;
  }
  if (bondsAcross === "refuse") {
    for (let k = 0; k < bonds.length; k += 2) {
      const [i, j] = [bonds[k]!, bonds[k + 1]!];
      if (partOf[i] !== partOf[j]) throw bondAcross(system, i, j);
    }
  }
  return parts.map((options, n) => {
    const atoms = Int32Array.from(partOf.keys()).filter((atom) => partOf[atom] === n);
    if (atoms.length === 0) throw empty(options.name);
    return { options, atoms, system: subsystem(system, atoms) };
  });
}

/** An atom as people know it. */
export function describeAtom({ topology }: System, atom: number): string {
  const residue = topology.residues[topology.residueOf[atom]!]!;
  const element = topology.elements[atom]!;
  return `atom ${atom} (from 0), ${topology.names[atom]}${element === 0 ? "" : ` (${ELEMENT_SYMBOLS[element]})`} of ${residue.name} ${residue.id}`;
}

function sameName(name: string): InputError {
  return new InputError("QMMM_MM_PARTS_OVERLAP", `Two parts are called "${name}"`, {
    value: name,
    allowed: "different names",
    action: "Rename one of the parts",
  });
}

function overlapping(system: System, atom: number, first: string, second: string): InputError {
  return new InputError(
    "QMMM_MM_PARTS_OVERLAP",
    `The parts "${first}" and "${second}" both have ${describeAtom(system, atom)}`,
    { value: atom, allowed: "every atom in one part", action: "Narrow one of the selections" },
  );
}

function unclaimed(system: System, atom: number): InputError {
  return new InputError("QMMM_MM_PARTS_INCOMPLETE", `No part has ${describeAtom(system, atom)}`, {
    value: atom,
    allowed: "every atom in one part",
    action: "Widen a selection, or leave select out of one part: it then takes what the others leave",
  });
}

function empty(name: string): InputError {
  return new InputError("QMMM_MM_PARTS_INCOMPLETE", `No atoms are left for the part "${name}"`, {
    value: name,
    allowed: "parts with atoms",
    action: "Narrow the selections of the other parts, or remove this one",
  });
}

function bondAcross(system: System, i: number, j: number): InputError {
  return new InputError(
    "QMMM_MM_PART_BOND",
    `A bond joins two parts: ${describeAtom(system, i)}, and ${describeAtom(system, j)}`,
    {
      value: [i, j],
      allowed: "parts without bonds between them",
      action:
        "Move the boundary of the parts, correct the bonds of the structure, or set bondsAcross to ignore if atoms only touch",
    },
  );
}
