import { type Cell, cellVolume, createSystem, perceiveBonds, type Residue, type System } from "@qmmm/core";
import { deduceElement } from "../pdb/element.js";
import type { TextFile } from "../text/text-file.js";
import { ANGSTROM, FEMTOSECOND } from "../units.js";

/** Nanometre, a0. */
export const NANOMETRE = 10 * ANGSTROM;
/** Nanometre per picosecond, a0·Eh/ħ. */
const NANOMETRE_PER_PICOSECOND = NANOMETRE / (1000 * FEMTOSECOND);

/** An atom of a coordinate file, in the units of the file: nm, nm/ps. */
export interface StructureAtom {
  readonly line: number;
  readonly residueNumber: number;
  readonly residueName: string;
  readonly name: string;
  readonly position: readonly number[];
  readonly velocity?: readonly number[] | undefined;
}

const WATERS: ReadonlySet<string> = new Set("SOL WAT HOH TIP4 TIP5 TIP4P TIP5P T4P T5P OPC".split(" "));
/** Sites of water models that are no nuclei. */
const WATER_SITE = /^(?:I?MW?\d*|EPW?\d*|LP\w*|L\d?)$/;

function elementOf(text: TextFile, atom: StructureAtom): number {
  if (WATERS.has(atom.residueName) && WATER_SITE.test(atom.name)) return 0;
  const element = deduceElement(` ${atom.name}`, atom.residueName, "");
  if (element !== undefined) return element;
  throw text.error(atom.line, `The element of atom "${atom.name}" of ${atom.residueName} can't be told`, {
    value: atom.name,
    allowed: "a name that begins with an element's symbol",
    action: "Name the topology's file too, which says what the atoms are",
  });
}

/** The system of a coordinate file alone: elements from names, bonds from distances. */
export function structureSystem(
  text: TextFile,
  title: string,
  atoms: readonly StructureAtom[],
  cell: Cell | undefined,
): System {
  const elements = atoms.map((atom) => elementOf(text, atom));
  const positions = Float64Array.from(
    atoms.flatMap((atom) => atom.position),
    (x) => x * NANOMETRE,
  );
  const residues: Residue[] = [];
  const residueOf = atoms.map((atom, k) => {
    const last = atoms[k - 1];
    if (last?.residueNumber !== atom.residueNumber || last.residueName !== atom.residueName) {
      residues.push({ name: atom.residueName, id: atom.residueNumber, chain: "" });
    }
    return residues.length - 1;
  });
  const moving = atoms.length > 0 && atoms.every((atom) => atom.velocity !== undefined);
  return createSystem({
    elements,
    names: atoms.map((atom) => atom.name),
    residues,
    residueOf,
    bonds: perceiveBonds(elements, positions, cell),
    positions,
    cell,
    velocities: moving ? atoms.flatMap((atom) => atom.velocity!.map((v) => v * NANOMETRE_PER_PICOSECOND)) : undefined,
    ...(title === "" ? {} : { title }),
  });
}

/**
 * The cell of 3 or 9 numbers in nm: v1x v2y v3z, v1y v1z v2x v2z v3x v3y. Zeros mean none.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT`
 */
export function boxAt(text: TextFile, line: number, numbers: readonly number[]): Cell | undefined {
  if (numbers.length !== 3 && numbers.length !== 9) {
    throw text.error(line, `A box has 3 or 9 numbers, but there are ${numbers.length}`, {
      value: text.line(line),
      allowed: "3 or 9 numbers",
    });
  }
  if (numbers.every((x) => x === 0)) return undefined;
  const [xx, yy, zz, xy = 0, xz = 0, yx = 0, yz = 0, zx = 0, zy = 0] = numbers;
  const cell = { vectors: Float64Array.of(xx!, xy, xz, yx, yy!, yz, zx, zy, zz!).map((x) => x * NANOMETRE) };
  if (cellVolume(cell) > 0) return cell;
  throw text.error(line, "The box has no volume, or its vectors are left-handed", {
    value: text.line(line),
    allowed: "three independent vectors, right-handed; zeros for an open system",
  });
}
