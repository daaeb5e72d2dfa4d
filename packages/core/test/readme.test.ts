import { readFileSync } from "node:fs";
import * as core from "@qmmm/core";
import { expect, test } from "vitest";

test("the README's example runs and prints what it says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const example = /## Example\n\n```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const [, names, body] = /^import \{(.*)\} from "@qmmm\/core";\n([\s\S]*)$/.exec(example)!;
  const printed: unknown[] = [];
  const run = new Function("core", "console", `const {${names}} = core;\n${body}`);
  run(core, { log: (value: unknown) => printed.push(value) });
  expect(printed).toEqual([
    Int32Array.of(0, 1, 2),
    Int32Array.of(3),
    expect.stringContaining('Did you mean "resname"?'),
  ]);
  expect(printed[2]).toMatch(/^QMMM_SELECTION_SYNTAX: "resnam" is not something to select by/);
});
