import { BOHR_IN_ANGSTROM, createRandomStream } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { ioFormats, readMmcif } from "../../src/index.js";
import { errorOf, expectFormatError, hasSharedData, sharedData } from "../support.js";

const HEAD = `data_TEST
_struct.title 'A cystine's bridge'
_cell.length_a 20.0
_cell.length_b 21.0
_cell.length_c 22.0
_cell.angle_alpha 90.0
_cell.angle_beta 95.0
_cell.angle_gamma 90.0
#
loop_
_atom_site.group_PDB
_atom_site.id
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.label_comp_id
_atom_site.label_asym_id
_atom_site.label_seq_id
_atom_site.pdbx_PDB_ins_code
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.occupancy
_atom_site.auth_seq_id
_atom_site.auth_asym_id
_atom_site.pdbx_PDB_model_num
`;
const ROWS = `ATOM 1 S SG . CYS A 1 ? 1.0 2.0 3.0 1.0 10 X 1
ATOM 2 S SG . CYS B 1 ? 1.0 2.0 6.5 1.0 12 Y 1
HETATM 3 O "O5'" A LIG C . ? 9.0 2.0 3.0 0.4 301 X 1
HETATM 4 O "O5'" B LIG C . ? 9.5 2.0 3.0 0.6 301 X 1
ATOM 5 S SG . CYS A 1 ? 7.0 7.0 7.0 1.0 10 X 2
`;
const CONN = `loop_
_struct_conn.id
_struct_conn.conn_type_id
_struct_conn.ptnr1_auth_asym_id
_struct_conn.ptnr1_auth_seq_id
_struct_conn.ptnr1_label_comp_id
_struct_conn.ptnr1_label_atom_id
_struct_conn.ptnr2_auth_asym_id
_struct_conn.ptnr2_auth_seq_id
_struct_conn.ptnr2_label_comp_id
_struct_conn.ptnr2_label_atom_id
_struct_conn.details
d1 disulf X 10 CYS SG Y 12 CYS SG
;a note
of two lines
;
h1 hydrog X 10 CYS SG X 301 LIG "O5'" ?
`;
const FILE = HEAD + ROWS + CONN;

describe("mmCIF", () => {
  it("reads the first model by the authors' names, one location, cell and connections", () => {
    const { topology, geometry, title } = readMmcif(FILE, "test.cif");
    expect(topology.names).toEqual(["SG", "SG", "O5'"]);
    expect([...topology.elements]).toEqual([16, 16, 8]);
    expect(topology.residues).toEqual([
      { name: "CYS", id: 10, chain: "X" },
      { name: "CYS", id: 12, chain: "Y" },
      { name: "LIG", id: 301, chain: "X" },
    ]);
    expect([...topology.bonds]).toEqual([0, 1]);
    expect(title).toBe("A cystine's bridge");
    expect(geometry.positions[6]! * BOHR_IN_ANGSTROM).toBeCloseTo(9.5, 12);
    expect(Math.hypot(...geometry.cell!.vectors.subarray(3, 6)) * BOHR_IN_ANGSTROM).toBeCloseTo(21, 10);
  });

  it("is among the formats of the plugin", () => {
    const names: string[] = [];
    ioFormats.register({ format: (format: { name: string }) => names.push(format.name) } as never);
    expect(names).toContain("mmcif");
  });

  it.each([
    ["no block", "loop_\n_a.b\n1\n", /no data block/],
    ["a loop cut off", HEAD + ROWS.slice(0, 60), /ends within a row/],
    ["a coordinate that is none", FILE.replace("2.0 6.5", "2.0 x"), /coordinate z should be a number/],
    ["an unknown element", FILE.replace("ATOM 2 S SG", "ATOM 2 Qq SG"), /"Qq" is not an element/],
    ["no atoms", "data_x\n_cell.length_a 3\n", /not a single row/],
    ["an unended text", FILE.replace("lines\n;", "lines\n"), /has no end/],
    ["an unended quote", FILE.replace(`"O5'" A`, `"O5' A`), /quoted value has no end/],
  ])("refuses %s", (_, text, message) => {
    const error = errorOf(() => readMmcif(text, "test.cif"));
    expectFormatError(() => readMmcif(text, "test.cif"), error.details.place?.line, message);
  });

  it("survives damage: a coded error or finite positions", () => {
    const random = createRandomStream(7);
    let refused = 0;
    for (let trial = 0; trial < 600; trial++) {
      const at = Math.floor(random.uniform() * FILE.length);
      const length = Math.floor(random.uniform() * 12);
      const insert = ["", "#", "'", ";", "loop_ ", " ", "\n", "1e999", "_x.y ", "?", "save_"][trial % 11]!;
      const text = trial % 5 === 0 ? FILE.slice(0, at) : FILE.slice(0, at) + insert + FILE.slice(at + length);
      try {
        expect(readMmcif(text, "test.cif").geometry.positions.every(Number.isFinite)).toBe(true);
      } catch {
        errorOf(() => readMmcif(text, "test.cif"));
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(550);
  });

  it.skipIf(!hasSharedData)("reads OpenMM's triclinic example as its PDB file says", () => {
    const { topology, geometry } = readMmcif(sharedData("openmm-systems/triclinic.pdbx"), "triclinic.pdbx");
    expect([...topology.elements]).toEqual([17, 17, 17, 17, 11, 11, 11, 11]);
    expect(Math.hypot(...geometry.cell!.vectors.subarray(0, 3)) * BOHR_IN_ANGSTROM).toBeCloseTo(25, 10);
  });
});
