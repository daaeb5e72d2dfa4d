import { afterAll, describe, expect, it } from "vitest";
import { writeTable } from "../tables.js";
import { damagedFiles, FORCE_FIELD_FORMATS, OTHER_FORMATS } from "./format-cases.js";
import { survives } from "./mutations.js";

const COUNT = 2000;
const FORMATS = [...FORCE_FIELD_FORMATS, ...OTHER_FORMATS];

describe(`${COUNT} damaged files of every format`, () => {
  const rows: string[] = [];

  it.each(FORMATS.map((one) => [one.format, one] as const))("%s", async (format, one) => {
    const { inputs, read } = damagedFiles(one, COUNT);
    const counts = await survives(inputs, read);
    expect(counts.refused + counts.read).toBe(COUNT);
    expect(Math.min(counts.refused, counts.read)).toBeGreaterThan(20);
    rows.push(`| ${format} | ${COUNT} | ${counts.refused} | ${counts.read} | 0 |`);
  });

  afterAll(() =>
    writeTable("table of damaged files", [
      "| Format | Damaged files | Errors with a code | Read, numbers finite | Crashes |",
      "|---|---|---|---|---|",
      ...rows,
    ]),
  );
});
