import { readFileSync } from "node:fs";
import * as core from "@qmmm/core";
import * as dynamics from "@qmmm/dynamics";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const modules: Readonly<Record<string, unknown>> = { "@qmmm/core": core, "@qmmm/dynamics": dynamics };
const AsyncFunction = (async () => {}).constructor as new (
  ...code: string[]
) => (...values: unknown[]) => Promise<void>;

describe("the README", () => {
  it("has an example that runs", async () => {
    const text = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, code] = /```ts\n([\s\S]*?)```/.exec(text)!;
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(code!, { compilerOptions });
    const lines: unknown[] = [];
    const quiet = { log: (line: unknown) => void lines.push(line) };
    await new AsyncFunction("require", "exports", "console", outputText)((name: string) => modules[name], {}, quiet);
    expect(lines[0]).toMatch(/^Converged after \d+ steps/);
    expect(lines[1]).toMatchObject({ unit: "Eh", value: expect.any(Number) });
    expect((lines[1] as { value: number }).value).toBeLessThan(1e-4);
  });
});
