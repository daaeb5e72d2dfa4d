import { formatError, InputError, isQmmmError, nearestSpelling, PluginError, QmmmError } from "@qmmm/core";
import { describe, expect, test } from "vitest";

describe("formatError", () => {
  test("one paragraph: code, place, what, value, allowed, action", () => {
    const error = new InputError("QMMM_INPUT_VALUE", "The thermostat is unknown", {
      value: "langvin",
      allowed: ["langevin", "none"],
      action: 'Did you mean "langevin"?',
      place: { file: "run.yaml", line: 7, column: 12, path: "task.thermostat" },
    });
    expect(formatError(error)).toBe(
      'QMMM_INPUT_VALUE at run.yaml:7:12 (task.thermostat): The thermostat is unknown. Given: "langvin". ' +
        'Allowed: langevin, none. Did you mean "langevin"?',
    );
  });

  test("does not repeat a value that the message names", () => {
    const error = new InputError("QMMM_UNIT_UNKNOWN", '"fss" is not a unit of time', { value: "fss" });
    expect(formatError(error)).toBe('QMMM_UNIT_UNKNOWN: "fss" is not a unit of time.');
  });

  test("shortens long lists and values", () => {
    const allowed = Array.from({ length: 40 }, (_, k) => `name${k}`);
    const text = formatError(new InputError("QMMM_X_Y", "No", { value: "v".repeat(500), allowed }));
    expect(text).toContain("name11, … (28 more).");
    expect(text.length).toBeLessThan(300);
  });

  test("what shows a place on lines of its own keeps them", () => {
    const message = "No such word (column 1 of the selection)\n    resnam\n    ^\n";
    const text = formatError(new InputError("QMMM_X_Y", message, { value: "resnam", action: "Look again" }));
    expect(text).toBe("QMMM_X_Y: No such word (column 1 of the selection)\n    resnam\n    ^\nLook again.");
  });

  test("names the plugin and the cause", () => {
    const error = new PluginError(
      "QMMM_HOOK_FAILED",
      "It failed",
      { plugin: "tracer" },
      { cause: new Error("disk full") },
    );
    expect(formatError(error)).toBe("QMMM_HOOK_FAILED: It failed. Raised by tracer. Cause: disk full.");
  });

  test.each([
    [{ path: "levels.high" }, " at levels.high"],
    [{ line: 3, column: 1 }, " at line 3:1"],
    [{ file: "a.pdb", line: 3 }, " at a.pdb:3"],
    [{ file: "a.pdb" }, " at a.pdb"],
  ])("place %j", (place, expected) => {
    expect(formatError(new InputError("QMMM_X_Y", "No", { place }))).toBe(`QMMM_X_Y${expected}: No.`);
  });

  test("other errors have no stack trace either", () => {
    expect(formatError(new TypeError("x is not a function"))).toBe("Unexpected error: x is not a function.");
    expect(formatError("text")).toBe("Unexpected error: text.");
  });
});

describe("isQmmmError", () => {
  test("goes by code, not by class", () => {
    class Foreign extends Error {
      readonly code = "QMMM_SCF_NOT_CONVERGED";
    }
    expect(isQmmmError(new Foreign("from another copy"))).toBe(true);
    expect(isQmmmError(new Foreign("x"), "QMMM_SCF_NOT_CONVERGED")).toBe(true);
    expect(isQmmmError(new Foreign("x"), "QMMM_OTHER_PROBLEM")).toBe(false);
    expect(isQmmmError(new Error("x"))).toBe(false);
    expect(isQmmmError(Object.assign(new Error("x"), { code: "ENOENT" }))).toBe(false);
    expect(isQmmmError({ code: "QMMM_X_Y" })).toBe(false);
  });

  test("subclasses say how to react", () => {
    expect(new InputError("QMMM_X_Y", "x").recoverability).toBe("input");
    expect(new PluginError("QMMM_X_Y", "x").recoverability).toBe("plugin");
    expect(new QmmmError("QMMM_X_Y", "x")).toMatchObject({
      recoverability: "internal",
      details: {},
      name: "QmmmError",
    });
  });
});

describe("nearestSpelling", () => {
  const keys = ["timestep", "temperature", "thermostat", "steps"];
  test.each([
    ["timestpe", "timestep"],
    ["Temperatur", "temperature"],
    ["thermostatt", "thermostat"],
    ["step", "steps"],
    ["TIMESTEP", "timestep"],
    ["pressure", undefined],
    ["zz", undefined],
  ])("%s → %s", (word, expected) => {
    expect(nearestSpelling(word, keys)).toBe(expected);
  });
});
