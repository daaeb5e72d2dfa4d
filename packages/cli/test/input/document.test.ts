import { describe, expect, test } from "vitest";
import { InputDocument } from "../../src/input/document.js";

const TEXT = `title: a run   # comment
levels:
  high: &level
    method: hf
    basis: 6-31G*
  low: *level
task:
  - type: energy
  - type: dynamics
    steps: 10
empty:
`;

function problem(text: string): { readonly code: string; readonly line: number; readonly column: number } {
  try {
    InputDocument.parse(text, "x.yaml");
  } catch (error) {
    const { code, details } = error as { code: string; details: { place: { line: number; column: number } } };
    return { code, line: details.place.line, column: details.place.column };
  }
  throw new Error("The text was accepted");
}

describe("places in an input file", () => {
  const document = InputDocument.parse(TEXT, "x.yaml");
  const at = (path: (string | number)[], key = false) => document.locate({ path, key, code: "X", message: "x" });

  test.each([
    ["a value", ["levels", "high", "basis"], false, 5, 12, 6],
    ["a key", ["levels", "high", "basis"], true, 5, 5, 5],
    ["a value in a list", ["task", 1, "steps"], false, 10, 12, 2],
    ["an entry of a list", ["task", 0], false, 8, 5, 12],
    ["a table: its key", ["levels", "high"], false, 3, 3, 4],
    ["something missing: what it is missing from", ["levels", "high", "charge"], false, 3, 3, 4],
    ["something missing at the top: the first line", ["system"], false, 1, 1, 19],
    ["behind an alias: the value itself", ["levels", "low", "method"], false, 4, 13, 2],
    ["an empty value: its key", ["empty"], false, 11, 1, 5],
  ] as const)("%s", (_, path, key, line, column, length) => {
    const { span } = at([...path], key);
    expect([span.line, span.column]).toEqual([line, column]);
    expect(span.length).toBeGreaterThan(0);
    if (line !== 1 && path[0] !== "task") expect(span.length).toBe(length);
  });

  test("the excerpt marks the place", () => {
    expect(at(["levels", "high", "basis"]).excerpt).toBe("    5 |     basis: 6-31G*\n      |            ^^^^^^");
  });

  test("the mark of a value over several lines stays in its first line", () => {
    const { excerpt } = InputDocument.parse("a: |\n  one\n  two\n", "x").locate({
      path: ["a"],
      code: "X",
      message: "x",
    });
    expect(excerpt.split("\n")[1]).toBe("      |    ^");
  });
});

describe("what is no YAML", () => {
  test.each([
    ["a: 1\nb: 2\na: 3\n", "QMMM_INPUT_KEY_DUPLICATE", 3, 1],
    ["a:\n\t- 1\n", "QMMM_INPUT_TAB", 2, 1],
    ["a: [1, 2\nb: 3\n", "QMMM_INPUT_SYNTAX", 2, 1],
    ['a: "open\n', "QMMM_INPUT_SYNTAX", 2, 1],
    ["a: *nowhere\n", "QMMM_INPUT_SYNTAX", 1, 4],
  ])("%j", (text, code, line, column) => {
    expect(problem(text)).toEqual({ code, line, column });
  });

  test("nested aliases that would fill the memory", () => {
    const levels = Array.from({ length: 9 }, (_, k) => `l${k + 1}: &l${k + 1} [${Array(9).fill(`*l${k}`).join(", ")}]`);
    expect(problem(`l0: &l0 [1]\n${levels.join("\n")}\n`).code).toBe("QMMM_INPUT_SYNTAX");
  });
});

test("method names and quantities stay text", () => {
  expect(InputDocument.parse("{basis: 6-31G*, b: STO-3G, t: 0.5 fs, n: 1e-6, y: no, o: 010}", "x").data).toEqual({
    basis: "6-31G*",
    b: "STO-3G",
    t: "0.5 fs",
    n: 1e-6,
    y: "no",
    o: 10,
  });
});
