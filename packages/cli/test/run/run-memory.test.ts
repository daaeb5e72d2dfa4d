import { expect, test } from "vitest";
import { runMemory } from "../../src/run/run-memory.js";

test("memory is what is asked for, else 4 GB or half of a small machine's", () => {
  expect(runMemory(7e9, 1e9)).toBe(7e9);
  expect(runMemory("auto", 64e9)).toBe(4e9);
  expect(runMemory("auto", 2e9)).toBe(1e9);
  expect(runMemory("auto")).toBeGreaterThan(1e8);
});
