import { quantity } from "@qmmm/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { describeOptions } from "../../src/plugins/describe-options.js";

test("options as people read them", () => {
  const schema = z.strictObject({
    basis: z.string().describe("basis set"),
    timeStep: quantity("time", { above: 0 }).prefault("0.5 fs").describe("time step"),
    radius: quantity("length").optional(),
    kind: z.enum(["a", "b"]).default("a"),
    every: z.union([z.int(), quantity("time").transform((time) => ({ time }))]).default(10),
    scf: z.strictObject({ cycles: z.int().default(9).describe("how many") }).prefault({}),
    walls: z
      .array(z.discriminatedUnion("type", [z.strictObject({ type: z.literal("ball"), r: z.number() })]))
      .default([]),
  });
  expect(describeOptions(schema)).toEqual([
    { key: "basis", type: "text", required: true, description: "basis set" },
    { key: "timeStep", type: "time", required: false, default: "0.5 fs", description: "time step" },
    { key: "radius", type: "length", required: false, description: "" },
    { key: "kind", type: "a \\| b", required: false, default: "a", description: "" },
    { key: "every", type: "whole number or time", required: false, default: "10", description: "" },
    { key: "scf", type: "table", required: false, default: "{}", description: "" },
    { key: "scf.cycles", type: "whole number", required: false, default: "9", description: "how many" },
    { key: "walls", type: "list of table with type: ball", required: false, default: "[]", description: "" },
    { key: "walls[](ball).type", type: "ball", required: true, description: "" },
    { key: "walls[](ball).r", type: "number", required: true, description: "" },
  ]);
});
