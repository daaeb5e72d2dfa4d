import { bondedNeighbours, lengthsAnglesOf, type System } from "@qmmm/core";
import { ANGSTROM, DEGREE } from "../units.js";
import { elementColumns } from "./element.js";
import { encodeHybrid36 } from "./hybrid36.js";

const WATER = new Set(["HOH", "WAT", "TIP3", "SOL"]);
const STANDARD = new Set(
  "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL A C G U DA DC DG DT".split(" "),
);

/**
 * Writes a system as a PDB file, with all its bonds as CONECT. Coordinates have three decimals, as the format has it;
 * numbers beyond the columns are hybrid-36.
 */
export function formatPdb(system: System): string {
  const { topology, geometry, title } = system;
  let out = "";
  if (title !== undefined && title !== "") out += `TITLE     ${title.replace(/[\r\n]+/g, " ").slice(0, 70)}\n`;
  if (geometry.cell !== undefined) {
    const { a, b, c, alpha, beta, gamma } = lengthsAnglesOf(geometry.cell);
    const lengths = [a, b, c].map((length) => (length / ANGSTROM).toFixed(3).padStart(9)).join("");
    const angles = [alpha, beta, gamma].map((angle) => (angle / DEGREE).toFixed(2).padStart(7)).join("");
    out += `CRYST1${lengths}${angles} P 1           1\n`;
  }
  for (let atom = 0; atom < topology.atomCount; atom++) {
    const residue = topology.residues[topology.residueOf[atom]!]!;
    const record = STANDARD.has(residue.name) && !WATER.has(residue.name) ? "ATOM  " : "HETATM";
    const position = (k: number) => (geometry.positions[3 * atom + k]! / ANGSTROM).toFixed(3).padStart(8);
    out +=
      `${record}${encodeHybrid36(atom + 1, 5)} ${nameColumns(topology.names[atom]!, topology.elements[atom]!)} ` +
      `${residue.name.slice(0, 4).padEnd(3).padStart(3).padEnd(4)}${residue.chain.slice(0, 1).padEnd(1)}` +
      `${encodeHybrid36(residue.id, 4)}    ${position(0)}${position(1)}${position(2)}  1.00  0.00          ` +
      `${elementColumns(topology.elements[atom]!)}\n`;
  }
  bondedNeighbours(topology).forEach((neighbours, atom) => {
    for (let k = 0; k < neighbours.length; k += 4) {
      const serials = neighbours.slice(k, k + 4).map((other) => encodeHybrid36(other + 1, 5));
      out += `CONECT${encodeHybrid36(atom + 1, 5)}${serials.join("")}\n`;
    }
  });
  return `${out}END\n`;
}

/** The name in its four columns: symbols of one letter start in the second, unless the name needs all four. */
function nameColumns(name: string, element: number): string {
  const short = name.slice(0, 4);
  const symbol = elementColumns(element).trim();
  return short.length < 4 && symbol.length === 1 ? ` ${short}`.padEnd(4) : short.padEnd(4);
}
