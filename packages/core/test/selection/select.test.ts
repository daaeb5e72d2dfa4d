import {
  BOHR_IN_ANGSTROM,
  cellFromLengthsAngles,
  createMinimumImage,
  createRandomStream,
  createSystem,
  type InputError,
  select,
  selectNonEmpty,
} from "@qmmm/core";
import { describe, expect, test } from "vitest";

/*
 * A small system with a bit of everything (indices from 0):
 *  0–5   ALA 5, chain A: N H CA CB C O
 *  6–10  GLY 6, chain A: N H CA C O
 *  11–13 HOH 7, chain W: O H1 H2
 *  14    NA 8, chain I
 *  15–17 LIG -1, chain B: C1', O*, H"
 *  18–20 a water that its file calls XYZ 9: O, H, H and 21, its massless site
 */
const atoms: readonly (readonly [string, number, number, number, number, number])[] = [
  ["N", 7, 0, 0, 0, 0],
  ["H", 1, 0, 0, 1, 0],
  ["CA", 6, 0, 1.4, 0, 0],
  ["CB", 6, 0, 1.9, 1.4, 0],
  ["C", 6, 0, 2.0, -1.2, 0],
  ["O", 8, 0, 1.3, -2.2, 0],
  ["N", 7, 1, 3.3, -1.2, 0],
  ["H", 1, 1, 3.8, -0.3, 0],
  ["CA", 6, 1, 4.1, -2.4, 0],
  ["C", 6, 1, 5.6, -2.1, 0],
  ["O", 8, 1, 6.0, -1.0, 0],
  ["O", 8, 2, 8.0, 0, 0],
  ["H1", 1, 2, 8.6, 0.7, 0],
  ["H2", 1, 2, 8.6, -0.7, 0],
  ["NA", 11, 3, 0, 8, 0],
  ["C1'", 6, 4, 0, 0, 9],
  ["O*", 8, 4, 1.4, 0, 9],
  ['H"', 1, 4, -1, 0, 9],
  ["O", 8, 5, 12, 12, 12],
  ["H", 1, 5, 12.9, 12, 12],
  ["H", 1, 5, 11.7, 12.9, 12],
  ["M", 0, 5, 12.1, 12.1, 12],
];
const system = createSystem({
  elements: atoms.map(([, z]) => z),
  names: atoms.map(([name]) => name),
  residueOf: atoms.map(([, , residue]) => residue),
  residues: [
    { name: "ALA", id: 5, chain: "A" },
    { name: "GLY", id: 6, chain: "A" },
    { name: "HOH", id: 7, chain: "W" },
    { name: "NA", id: 8, chain: "I" },
    { name: "LIG", id: -1, chain: "B" },
    { name: "XYZ", id: 9, chain: "" },
  ],
  positions: atoms.flatMap(([, , , x, y, z]) => [x, y, z].map((value) => value / BOHR_IN_ANGSTROM)),
  bonds: [
    0, 1, 0, 2, 2, 3, 2, 4, 4, 5, 4, 6, 6, 7, 6, 8, 8, 9, 9, 10, 11, 12, 11, 13, 15, 16, 15, 17, 18, 19, 18, 20, 18, 21,
  ],
});
const everything = Array.from({ length: 22 }, (_, k) => k);
const chosen = (expression: string): number[] => Array.from(select(expression, system));

describe("what can be selected", () => {
  test.each<[string, number[]]>([
    ["all", everything],
    ["none", []],
    ["resname ALA GLY", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ["resname ala", []],
    ["resname *A*", [0, 1, 2, 3, 4, 5, 14]],
    ["resid 5", [0, 1, 2, 3, 4, 5]],
    ["resid 5-6", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ["resid 6:7", [6, 7, 8, 9, 10, 11, 12, 13]],
    ["resid 6 to 7", [6, 7, 8, 9, 10, 11, 12, 13]],
    ["resid 7, 8", [11, 12, 13, 14]],
    ["resid -1", [15, 16, 17]],
    ["resid -3:-1 8", [14, 15, 16, 17]],
    ["resid >= 8", [14, 18, 19, 20, 21]],
    ["name CA", [2, 8]],
    ["name C*", [2, 3, 4, 8, 9, 15]],
    ["name C?", [2, 3, 8]],
    ["name H1 H2", [12, 13]],
    ["name C1'", [15]],
    ["name 'C1*'", []],
    ['name "O*"', [16]],
    ["name O*", [5, 10, 11, 16, 18]],
    ["name 'H\"'", [17]],
    ["element C", [2, 3, 4, 8, 9, 15]],
    ["element na o", [5, 10, 11, 14, 16, 18]],
    ["chain A", everything.slice(0, 11)],
    ["segid W I", [11, 12, 13, 14]],
    ['chain ""', [18, 19, 20, 21]],
    ["index0 0 to 3", [0, 1, 2, 3]],
    ["index1 1-3", [0, 1, 2]],
    ["serial 1 3", [0, 2]],
    ["index0 < 2", [0, 1]],
    ["index1 = 2", [1]],
    ["water", [11, 12, 13, 18, 19, 20, 21]],
    ["protein", everything.slice(0, 11)],
    ["backbone", [0, 2, 4, 5, 6, 8, 9, 10]],
    ["sidechain", [3]],
    ["ion", [14]],
    ["hydrogen", [1, 7, 12, 13, 17, 19, 20]],
    ["heavy and water", [11, 18]],
    ["nucleic", []],
    ["mass > 20", [14]],
    ["mass > 10 and mass < 13", [2, 3, 4, 8, 9, 15]],
    ["mass == 0", [21]],
    ["x < -0.5", [17]],
    ["x < -0.05 nm", [17]],
    ["z >= 9 and not element H", [15, 16, 18, 21]],
    ["y > 7.9 Å and y < 8.1Å", [14]],
    ["not protein and not water", [14, 15, 16, 17]],
    ["(resid 5 or resid 6) and name CA", [2, 8]],
    ["resid 5 or resid 6 and name CA", [0, 1, 2, 3, 4, 5, 8]],
    ["not (protein or water)", [14, 15, 16, 17]],
    ["not not name CA", [2, 8]],
    ["same residue as name CB", [0, 1, 2, 3, 4, 5]],
    ["same resname as index0 11", [11, 12, 13]],
    ["same molecule as index0 3", everything.slice(0, 11)],
    ["same fragment as index1 16", [15, 16, 17]],
    ["same chain as resid 7 8", [11, 12, 13, 14]],
    ["same name as index0 12 and not index0 0", [12]],
    ["same element as resname NA", [14]],
    ["bonded to name CA", [0, 3, 4, 6, 9]],
    ["bonded to (resname ALA) and not resname ALA", [6]],
    ["within 1.2 of index0 11", [11, 12, 13]],
    ["within 1.2 Å of index0 11", [11, 12, 13]],
    ["within 0.12 nm of index0 11", [11, 12, 13]],
    ["within 2.2bohr of index0 11", [11, 12, 13]],
    ["exwithin 1.2 of index0 11", [12, 13]],
    ["within 2.3 of resname HOH", [10, 11, 12, 13]],
    ["within 0 of index0 4", [4]],
    ["within 5 of none", []],
    ["same residue as (exwithin 2.3 of resname HOH)", [6, 7, 8, 9, 10]],
    ["same residue as exwithin 2.3 of resname HOH", [6, 7, 8, 9, 10]],
    ["within 1.5 of name CB and element C", [2, 3]],
    ["chain x", []],
    ["name all", []],
    ["name 'and'", []],
  ])("%s", (expression, expected) => {
    expect(chosen(expression)).toEqual(expected);
  });

  test("the answer is fresh, ascending and 32-bit", () => {
    const one = select("resid 7 5", system);
    expect(one).toBeInstanceOf(Int32Array);
    expect(one).toEqual(one.slice().sort());
    one.fill(0);
    expect(chosen("resid 7")).toEqual([11, 12, 13]);
  });
});

describe("what is wrong is said", () => {
  const caught = (expression: string, act = select): InputError => {
    try {
      act(expression, system);
    } catch (error) {
      return error as InputError;
    }
    throw new Error(`"${expression}" was accepted`);
  };

  test.each<[string, number, RegExp, string]>([
    ["", 1, /selection is empty/, "Say what to select"],
    ["resnam ALA", 1, /"resnam"/, 'Did you mean "resname"?'],
    ["name CA adn resid 5", 13, /"and" or "or" is missing before "resid"/, "and"],
    ["name CA resid 5", 9, /missing before "resid"/, "and, or"],
    ["protein an water", 9, /missing before "an"/, 'Did you mean "and"?'],
    ["protein and", 12, /ends too early/, "Say what"],
    ["(protein", 1, /bracket is not closed/, "Close"],
    ["protein)", 8, /closing bracket/, "and"],
    ["name", 5, /value is missing after "name"/, "name C"],
    ["name and resid 5", 6, /value is missing after "name"/, "quotes"],
    ["resid five", 7, /"five" is not a whole number/, "resid"],
    ["resid 7-5", 7, /runs backwards/, "5 to 7"],
    ["resid 7 to", 11, /missing after "to"/, "resid 7 to"],
    ["within of protein", 8, /distance is missing/, "within 5 of"],
    ["within -5 of protein", 8, /negative/, "0 or more"],
    ["within 5 protein", 10, /"of" is missing/, "of"],
    ["within 5 miles of protein", 10, /"of" is missing/, "of"],
    ["within 5furlong of protein", 8, /not a unit of length/, "none for Å"],
    ["same resdue as protein", 6, /"same resdue"/, 'Did you mean "same residue as"?'],
    ["same residue protein", 14, /"as" is missing/, "as"],
    ["bonded protein", 8, /"to" is missing/, "to"],
    ["mass heavy", 6, /comparison is missing/, "mass < 10"],
    ["mass >", 7, /number is missing/, "mass > 5"],
    ["name 'CA", 6, /does not end/, "Close it"],
    ["5", 1, /"5" is not something/, "Begin with"],
    ["'protein'", 1, /not something to select by/, ""],
  ])("%s", (expression, column, problem, action) => {
    const error = caught(expression);
    expect(error.code).toBe("QMMM_SELECTION_SYNTAX");
    expect(error.details.column).toBe(column);
    expect(error.message).toMatch(problem);
    expect(`${error.details.action} ${String(error.details.allowed)}`).toContain(action);
    const [, shown, caret] = error.message.split("\n");
    expect(shown).toBe(`    ${expression}`);
    expect(caret).toBe(`${" ".repeat(3 + column)}^`);
  });

  test("an index without a base", () => {
    const error = caught("resname ALA and index 5");
    expect(error.code).toBe("QMMM_SELECTION_INDEX_BASE");
    expect(String(error.details.allowed)).toMatch(/index0[\s\S]*index1/);
  });

  test("an index that does not exist", () => {
    expect(caught("index0 20 to 22")).toMatchObject({
      code: "QMMM_SELECTION_INDEX_RANGE",
      details: { value: 22, allowed: "0 to 21" },
    });
    expect(caught("index1 0")).toMatchObject({
      code: "QMMM_SELECTION_INDEX_RANGE",
      details: { value: 0, allowed: "1 to 22" },
    });
  });

  test("nothing selected names what exists", () => {
    const error = caught("resname LGI and name C1'", selectNonEmpty);
    expect(error.code).toBe("QMMM_SELECTION_EMPTY");
    expect(error.details.allowed).toEqual([
      "resname ALA GLY HOH NA LIG XYZ",
      "name N H CA CB C O H1 H2 NA C1' O* H\" … (13 in all)",
    ]);
    expect(selectNonEmpty("resname LIG", system)).toHaveLength(3);
  });
});

describe("within, in periodic cells", () => {
  test.each([
    ["orthorhombic", cellFromLengthsAngles(40, 50, 45, Math.PI / 2, Math.PI / 2, Math.PI / 2)],
    ["triclinic", cellFromLengthsAngles(45, 40, 50, 1.2, 1.9, 1.1)],
    ["smaller than the distance", cellFromLengthsAngles(9, 9, 9, Math.PI / 2, Math.PI / 2, Math.PI / 2)],
  ])("%s", (name, cell) => {
    const random = createRandomStream(name);
    const count = 400;
    const positions = Float64Array.from({ length: 3 * count }, () => 90 * random.uniform() - 20);
    const periodic = createSystem({ elements: new Uint8Array(count).fill(18), positions, cell });
    const image = createMinimumImage(cell);
    const expected = Array.from({ length: count }, (_, k) => k).filter((i) =>
      [0, 1, 2].some((j) => {
        const d = Float64Array.from([0, 1, 2], (k) => positions[3 * i + k]! - positions[3 * j + k]!);
        return image.apply(d) <= (6 / BOHR_IN_ANGSTROM) ** 2;
      }),
    );
    expect(Array.from(select("within 6 of index0 0 to 2", periodic))).toEqual(expected);
    expect(expected.length).toBeGreaterThan(5);
  });
});

test("100,000 atoms, quickly", () => {
  const random = createRandomStream("large");
  const count = 99_999;
  const box = 100 / BOHR_IN_ANGSTROM;
  const positions = new Float64Array(3 * count);
  const bonds: number[] = [];
  for (let water = 0; water < count / 3; water++) {
    for (let k = 0; k < 9; k++)
      positions[9 * water + k] = k < 3 ? box * random.uniform() : positions[9 * water + (k % 3)]! + random.normal();
    bonds.push(3 * water, 3 * water + 1, 3 * water, 3 * water + 2);
  }
  const large = createSystem({
    elements: Uint8Array.from({ length: count }, (_, k) => (k % 3 === 0 ? 8 : 1)),
    positions,
    bonds,
    cell: cellFromLengthsAngles(box, box, box, Math.PI / 2, Math.PI / 2, Math.PI / 2),
  });
  const start = performance.now();
  const shell = select("same molecule as within 10 of index0 0 to 299", large);
  const half = select("within 3 of (water and element O and x < 50)", large);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(shell.length % 3).toBe(0);
  expect(shell.length).toBeGreaterThan(10_000);
  expect(half.length).toBeGreaterThan(count / 2);
});
