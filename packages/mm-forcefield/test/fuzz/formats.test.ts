import { describe, expect, it } from "vitest";
import { damagedFiles, FORCE_FIELD_FORMATS } from "./format-cases.js";
import { survives } from "./mutations.js";

describe("damaged files end in a coded error or a sound reading", () => {
  it.each(FORCE_FIELD_FORMATS.map((one) => [one.format, one] as const))("%s", async (_, one) => {
    const { inputs, read } = damagedFiles(one, 600);
    const counts = await survives(inputs, read);
    expect(counts.refused).toBeGreaterThan(100);
    expect(counts.read).toBeGreaterThan(10);
  });
});
