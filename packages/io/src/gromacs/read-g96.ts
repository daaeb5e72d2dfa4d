import type { Cell, System } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { boxAt, type StructureAtom, structureSystem } from "./structure.js";

/** Columns before the numbers in POSITION and VELOCITY: residue, names, number of the atom. */
const LABEL = 24;

/** Lines of a block, from the one after its name. */
interface Block {
  readonly line: number;
  readonly rows: readonly string[];
}

/**
 * Reads the first frame of a GROMOS-96 file (.g96): blocks TITLE, POSITION, VELOCITY, BOX; nm and nm/ps with all decimals.
 * Elements are deduced from names, bonds from distances.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readG96(source: Uint8Array | string, file: string): System {
  const text = new TextFile(source, file);
  const blocks = readBlocks(text);
  const positions = blocks.get("POSITION");
  if (positions === undefined || positions.rows.length === 0) {
    throw text.error(Math.max(1, text.lastLine), "There is no block POSITION with atoms", {
      allowed: "a block POSITION, which names the atoms",
      action: "Write the file with names of residues and atoms (POSITION, not POSITIONRED)",
    });
  }
  const velocities = blocks.get("VELOCITY");
  if (velocities !== undefined && velocities.rows.length !== positions.rows.length) {
    throw text.error(velocities.line, `There are ${velocities.rows.length} velocities`, {
      value: velocities.rows.length,
      allowed: String(positions.rows.length),
    });
  }
  const numbers = (row: string, line: number, what: string): number[] => {
    const fields = row.slice(LABEL).trim().split(/\s+/);
    if (fields.length !== 3)
      throw text.error(line, `There should be three ${what}`, { value: row, allowed: "3 numbers" });
    return fields.map((field, k) => text.real(field, line, `Number ${k + 1} of the ${what}`));
  };
  const atoms = positions.rows.map((row, k): StructureAtom => {
    const line = positions.line + k;
    return {
      line,
      residueNumber: text.integer(row.slice(0, 5), line, "The residue number"),
      residueName: row.slice(6, 11).trim(),
      name: row.slice(12, 17).trim(),
      position: numbers(row, line, "coordinates"),
      velocity: velocities && numbers(velocities.rows[k]!, velocities.line + k, "velocities"),
    };
  });
  const title = blocks.get("TITLE")?.rows.join(" ").trim() ?? "";
  return structureSystem(text, title, atoms, readBox(text, blocks.get("BOX")));
}

function readBlocks(text: TextFile): Map<string, Block> {
  const blocks = new Map<string, Block>();
  for (let line = 1; line <= text.lastLine; line++) {
    const name = text.line(line).trim();
    if (name === "" || name.startsWith("#")) continue;
    // A second frame.
    if (blocks.has(name)) break;
    if (!/^[A-Z]+$/.test(name)) {
      throw text.error(line, `There should be the name of a block, but there is "${name}"`, {
        value: name,
        allowed: "TITLE, TIMESTEP, POSITION, VELOCITY, BOX",
      });
    }
    const first = line + 1;
    const rows: string[] = [];
    while (text.line(++line).trim() !== "END") {
      if (line > text.lastLine) throw text.error(first - 1, `The block ${name} has no END`);
      rows.push(text.line(line));
    }
    blocks.set(name, { line: first, rows });
  }
  return blocks;
}

function readBox(text: TextFile, block: Block | undefined): Cell | undefined {
  if (block === undefined) return undefined;
  const fields = block.rows.join(" ").trim().split(/\s+/);
  return boxAt(
    text,
    block.line,
    fields.map((field, k) => text.real(field, block.line, `Number ${k + 1} of the box`)),
  );
}
