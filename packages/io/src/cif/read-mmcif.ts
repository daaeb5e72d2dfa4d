import { atomicNumber, type Cell, createSystem, perceiveBonds, type Residue, type System } from "@qmmm/core";
import { keepOneLocation } from "../pdb/read-pdb.js";
import { cellAt } from "../text/cell.js";
import { TextFile } from "../text/text-file.js";
import { ANGSTROM } from "../units.js";
import { type CifRow, readCif } from "./read-cif.js";

interface MmcifAtom {
  readonly name: string;
  readonly element: number;
  readonly altloc: string;
  readonly occupancy: number;
  readonly residueName: string;
  readonly chain: string;
  readonly id: number;
  readonly residueKey: string;
  readonly position: readonly [number, number, number];
}

/** Connections that are chemical bonds. */
const BONDS = new Set(["covale", "disulf", "metalc", "covale_base", "covale_phosphate", "covale_sugar"]);

/**
 * Reads the first model of the first data block of an mmCIF (PDBx) file: `_atom_site`, `_struct_conn`, `_cell`. Names are
 * those that authors gave (`auth_…`), as in PDB files; `label_…` where there are none. Of alternate locations, each residue
 * keeps the one with the greatest total occupancy. Bonds are those of `_struct_conn` and those that distances show.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readMmcif(source: Uint8Array | string, file: string): System {
  const text = new TextFile(source, file);
  const { name, categories } = readCif(text);
  const rows = categories.get("atom_site") ?? [];
  const model = rows[0]?.get("pdbx_pdb_model_num")?.text;
  const atoms = keepOneLocation(
    rows.filter((row) => row.get("pdbx_pdb_model_num")?.text === model).map((row) => readAtom(text, row)),
  );
  if (atoms.length === 0) {
    throw text.error(Math.max(1, text.lastLine), "There is not a single row of _atom_site", {
      allowed: "a file with at least one atom",
    });
  }
  const residues: Residue[] = [];
  const residueOf = new Int32Array(atoms.length);
  let seen = new Set<string>();
  atoms.forEach((atom, k) => {
    const before = atoms[k - 1];
    const same = before !== undefined && before.chain === atom.chain && before.residueKey === atom.residueKey;
    if (!same || before.residueName !== atom.residueName || seen.has(atom.name)) {
      residues.push({ name: atom.residueName, id: atom.id, chain: atom.chain });
      seen = new Set();
    }
    seen.add(atom.name);
    residueOf[k] = residues.length - 1;
  });
  const elements = Uint8Array.from(atoms, (atom) => atom.element);
  const positions = Float64Array.from(atoms.flatMap((atom) => atom.position));
  const cell = cellOf(text, categories.get("cell")?.[0]);
  const title = categories.get("struct")?.[0]?.get("title")?.text ?? name;
  return createSystem({
    elements,
    names: atoms.map((atom) => atom.name),
    residues,
    residueOf,
    positions,
    cell,
    bonds: allBonds(atoms, categories.get("struct_conn") ?? [], perceiveBonds(elements, positions, cell)),
    ...(title === "" ? {} : { title }),
  });
}

function readAtom(text: TextFile, row: CifRow): MmcifAtom {
  const { line } = [...row.values()][0]!;
  const item = (...names: string[]): string | undefined =>
    names.map((name) => row.get(name)?.text).find((found) => found !== undefined);
  const coordinate = (axis: string): number =>
    text.real(item(`cartn_${axis}`) ?? "", line, `The coordinate ${axis}`) * ANGSTROM;
  const symbol = item("type_symbol") ?? "";
  const element = atomicNumber(symbol === "D" ? "H" : symbol);
  if (element === undefined) {
    throw text.error(line, `"${symbol}" is not an element`, {
      value: symbol,
      allowed: "an element's symbol in _atom_site.type_symbol",
    });
  }
  const occupancy = item("occupancy");
  const id = item("auth_seq_id", "label_seq_id");
  return {
    name: item("auth_atom_id", "label_atom_id") ?? symbol,
    element,
    altloc: item("label_alt_id") ?? "",
    occupancy: occupancy === undefined ? 1 : text.real(occupancy, line, "The occupancy"),
    residueName: item("auth_comp_id", "label_comp_id") ?? "MOL",
    chain: item("auth_asym_id", "label_asym_id") ?? "",
    id: id === undefined ? 1 : text.integer(id, line, "The number of the residue"),
    residueKey: residueKeyOf(item),
    position: [coordinate("x"), coordinate("y"), coordinate("z")],
  };
}

/** Number and insertion code tell residues apart; what has only labels, such as many ions, by its chain's label too. */
function residueKeyOf(item: (...names: string[]) => string | undefined): string {
  return [item("auth_seq_id") ?? item("label_seq_id"), item("pdbx_pdb_ins_code"), item("label_asym_id")].join("/");
}

function cellOf(text: TextFile, row: CifRow | undefined): Cell | undefined {
  const names = ["length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"];
  const found = names.map((name) => row?.get(name));
  const stated = found.find((value) => value?.text !== undefined);
  if (stated === undefined) return undefined;
  const numbers = found.map((value, k) =>
    text.real(value?.text ?? "", value?.line ?? stated.line, `_cell.${names[k]}`),
  );
  // 1 × 1 × 1 Å stands for "no crystal" (NMR structures and models).
  if (numbers.slice(0, 3).every((length) => length <= 1)) return undefined;
  return cellAt(text, stated.line, numbers.slice(0, 3), numbers.slice(3));
}

/** Bonds by distance and by `_struct_conn`, each once; partners in other cells, by symmetry, say nothing. */
function allBonds(atoms: readonly MmcifAtom[], connections: readonly CifRow[], perceived: Int32Array): number[] {
  const keyOf = (chain: string, id: string | number, residue: string, name: string) =>
    `${chain}/${id}/${residue}/${name}`;
  const byName = new Map(atoms.map((atom, k) => [keyOf(atom.chain, atom.id, atom.residueName, atom.name), k]));
  const bonds = Array.from(perceived);
  const known = new Set<string>();
  for (let k = 0; k < perceived.length; k += 2) known.add(`${perceived[k]} ${perceived[k + 1]}`);
  for (const row of connections) {
    const item = (...names: string[]) => names.map((name) => row.get(name)?.text).find((text) => text !== undefined);
    if (!BONDS.has((item("conn_type_id") ?? "").toLowerCase())) continue;
    if (item("ptnr1_symmetry") !== item("ptnr2_symmetry")) continue;
    const [i, j] = [1, 2].map((n) =>
      byName.get(
        keyOf(
          item(`ptnr${n}_auth_asym_id`, `ptnr${n}_label_asym_id`) ?? "",
          item(`ptnr${n}_auth_seq_id`, `ptnr${n}_label_seq_id`) ?? "",
          item(`ptnr${n}_auth_comp_id`, `ptnr${n}_label_comp_id`) ?? "",
          item(`ptnr${n}_auth_atom_id`, `ptnr${n}_label_atom_id`) ?? "",
        ),
      ),
    );
    if (i === undefined || j === undefined || i === j) continue;
    const [low, high] = [Math.min(i, j), Math.max(i, j)];
    if (known.has(`${low} ${high}`)) continue;
    known.add(`${low} ${high}`);
    bonds.push(low, high);
  }
  return bonds;
}
