import type { TestRunner } from "./runner.js";

/** What happened to one test of a collected suite. */
export interface CollectedResult {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it failed. */
  readonly message?: string;
}

/** A runner that only collects tests, to run a suite where there is no test framework. */
export interface Collector extends TestRunner {
  /** Runs what was collected, one test after the other. */
  run(): Promise<readonly CollectedResult[]>;
}

/** Makes a collecting runner; `expect` compares by structure. */
export function createCollector(): Collector {
  const groups: string[] = [];
  const collected: { name: string; body: (() => Promise<void>) | undefined }[] = [];
  const nameOf = (name: string): string => [...groups, name].join(" > ");
  const test = (name: string, body: () => Promise<void>): void => {
    collected.push({ name: nameOf(name), body });
  };
  test.skip = (name: string): void => {
    collected.push({ name: nameOf(name), body: undefined });
  };
  return {
    describe(name, body) {
      groups.push(name);
      body();
      groups.pop();
    },
    test,
    expect: (value) => ({
      toEqual(expected) {
        const [actual, wanted] = [JSON.stringify(value, null, 1), JSON.stringify(expected, null, 1)];
        if (actual !== wanted) throw new Error(`expected ${wanted}, got ${actual}`);
      },
    }),
    async run() {
      const results: CollectedResult[] = [];
      for (const { name, body } of collected) {
        if (body === undefined) {
          results.push({ name, outcome: "skipped" });
          continue;
        }
        try {
          await body();
          results.push({ name, outcome: "passed" });
        } catch (error) {
          results.push({ name, outcome: "failed", message: error instanceof Error ? error.message : String(error) });
        }
      }
      return results;
    },
  };
}
