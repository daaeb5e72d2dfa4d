import { expect, test } from "vitest";
import { automaticMemory } from "../../src/input/automatic-memory.js";
import { RunInput } from "../../src/input/schema.js";

test("memory that is not asked for is 4 GB, or half of a small machine's", () => {
  expect(automaticMemory(64e9)).toBe(4e9);
  expect(automaticMemory(2e9)).toBe(1e9);
  expect(automaticMemory()).toBeGreaterThan(1e8);
});

test("an input file asks for memory, or leaves it to the machine", () => {
  expect(RunInput.parse({ memory: "7 GB" }).memory).toBe(7e9);
  expect(RunInput.parse({ memory: "auto" }).memory).toBe(automaticMemory());
  expect(RunInput.parse({}).memory).toBe(automaticMemory());
});
