import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type OptionIssue, parseOptions, quantity } from "../../src/index.js";

const schema = z.strictObject({
  basis: z.string(),
  reference: z.enum(["rhf", "uhf"]).optional(),
  step: quantity("time", { above: 0 }).prefault("1 fs"),
  nested: z.strictObject({ levelShift: z.number().optional() }).optional(),
  either: z.union([z.string(), z.strictObject({ file: z.string() })]).optional(),
  grid: z.union([z.int().max(9), z.enum(["SG-1"]), z.strictObject({ radial: z.int().min(5) })]).optional(),
});

function issues(raw: unknown): readonly OptionIssue[] {
  try {
    parseOptions(schema, raw, ["levels", "high"], "Options of hf");
  } catch (error) {
    return (error as { details: { issues: OptionIssue[] } }).details.issues;
  }
  return [];
}

describe("parseOptions", () => {
  test("gives the options with defaults and atomic units", () => {
    const options = parseOptions(schema, { basis: "STO-3G" }, [], "x");
    expect(options.step).toBeCloseTo(41.34137, 4);
  });

  test("names an unknown key, what is allowed and the nearest spelling, at any depth", () => {
    expect(issues({ basis: "x", bais: 1 })).toEqual([
      expect.objectContaining({
        path: ["levels", "high", "bais"],
        key: true,
        code: "QMMM_INPUT_KEY_UNKNOWN",
        allowed: ["basis", "reference", "step", "nested", "either", "grid"],
        action: 'Did you mean "basis"?',
      }),
    ]);
    expect(issues({ basis: "x", nested: { levelshift: 1 } })[0]).toMatchObject({
      path: ["levels", "high", "nested", "levelshift"],
      action: 'Did you mean "levelShift"?',
    });
  });

  test("names a missing key and a wrong type", () => {
    expect(issues({})[0]).toMatchObject({ path: ["levels", "high", "basis"], code: "QMMM_INPUT_KEY_MISSING" });
    expect(issues({ basis: 3 })[0]).toMatchObject({ code: "QMMM_INPUT_TYPE", value: 3, allowed: ["a text"] });
  });

  test("a wrong word lists the words allowed", () => {
    expect(issues({ basis: "x", reference: "uhff" })[0]).toMatchObject({
      code: "QMMM_INPUT_VALUE",
      allowed: ["rhf", "uhf"],
      action: 'Did you mean "uhf"?',
    });
  });

  test("quantities: missing unit, unknown unit, out of range", () => {
    expect(issues({ basis: "x", step: 0.5 })[0]).toMatchObject({ code: "QMMM_UNIT_MISSING", value: 0.5 });
    expect(issues({ basis: "x", step: "0.5 Å" })[0]).toMatchObject({ code: "QMMM_UNIT_UNKNOWN" });
    expect(issues({ basis: "x", step: "-1 fs" })[0]).toMatchObject({ code: "QMMM_QUANTITY_RANGE", value: "-1 fs" });
  });

  test("of a union, complains about the alternative that was meant", () => {
    expect(issues({ basis: "x", either: { fle: "a" } }).map((issue) => issue.path.at(-1))).toContain("fle");
  });

  test("of a union none of whose alternatives was meant, lists what each of them takes", () => {
    const allowed = ["a number", "SG-1", "{ radial }"];
    const wrong = { code: "QMMM_INPUT_VALUE", path: ["levels", "high", "grid"], allowed };
    expect(issues({ basis: "x", grid: "fine" })).toEqual([
      expect.objectContaining({ ...wrong, value: "fine", action: "Use one of the forms listed" }),
    ]);
    expect(issues({ basis: "x", grid: "sg-1" })[0]).toMatchObject({ ...wrong, action: 'Did you mean "SG-1"?' });
    expect(issues({ basis: "x", grid: 1.5 })[0]).toMatchObject({ allowed: ["a whole number", "SG-1", "{ radial }"] });
  });

  test("of a union, a number out of bounds is told its bound", () => {
    const code = "QMMM_INPUT_VALUE";
    expect(issues({ basis: "x", grid: 12 })).toEqual([
      expect.objectContaining({ code, value: 12, message: "12 is too large", allowed: ["at most 9"] }),
    ]);
    expect(issues({ basis: "x", grid: { radial: 3 } })[0]).toMatchObject({
      code,
      path: ["levels", "high", "grid", "radial"],
      allowed: ["at least 5"],
    });
  });

  test("reports everything that is wrong at once", () => {
    expect(issues({ reference: "x", extra: 1 })).toHaveLength(3);
  });
});
