import { readFileSync } from "node:fs";
import * as dispersion from "@qmmm/dispersion";
import ts from "typescript";
import { expect, test } from "vitest";

const AsyncFunction = (async () => {}).constructor as new (
  ...code: string[]
) => (...values: unknown[]) => Promise<void>;

/** What the code of a README prints. */
async function printedBy(code: string): Promise<unknown[]> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const lines: unknown[] = [];
  const quiet = { log: (line: unknown) => void lines.push(line) };
  await new AsyncFunction("require", "exports", "console", outputText)(() => dispersion, {}, quiet);
  return lines;
}

test("the examples of the README run and print what they say", async () => {
  const text = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [first, second] = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
  const [energy, terms, forces] = (await printedBy(first!)) as [number, Record<string, number>, Float64Array];
  const [, stated] = /console\.log\(energy\); \/\/ (-[\d.]+)… Eh/.exec(text)!;
  expect(String(energy).startsWith(stated!)).toBe(true);
  expect(terms).toEqual({ "dispersion:two-body": energy, "dispersion:three-body": 0 });
  expect(forces[2]).toBeGreaterThan(0);
  const [gfn2] = (await printedBy(second!)) as [number];
  expect(gfn2).toBeLessThan(-1e-4);
});
