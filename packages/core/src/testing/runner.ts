/**
 * The caller's test runner, described by what the suites need of it: vitest, jest, and node:test with an `expect` fit.
 */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  readonly test: TestFunction;
  expect(value: unknown): { toEqual(expected: unknown): unknown };
}

/** Declares a test, or one that is skipped. */
export interface TestFunction {
  (name: string, body: () => Promise<void>): unknown;
  skip(name: string, body: () => Promise<void>): unknown;
}

/** Reasons for leaving out checks. Each shows up as a skipped test that carries its reason. */
export type Exclusions<Check extends string> = Readonly<Partial<Record<Check, string>>>;

/** Checks of one suite: declares them as tests, or skips them with their reasons. */
export class Checks<Check extends string> {
  constructor(
    private readonly runner: TestRunner,
    private readonly exclusions: Exclusions<Check>,
    known: readonly Check[],
  ) {
    for (const [check, reason] of Object.entries(exclusions)) {
      if (!(known as readonly string[]).includes(check)) {
        throw new Error(`There is no check "${check}" to exclude; there are: ${known.join(", ")}`);
      }
      if (typeof reason !== "string" || reason.trim() === "") throw new Error(`Excluding "${check}" needs a reason`);
    }
  }

  /**
   * Declares one check.
   *
   * @param body - returns what is wrong, a sentence each; an empty list passes
   */
  check(id: Check, what: string, body: () => Promise<readonly string[]>): void {
    const reason = this.exclusions[id];
    if (reason !== undefined) {
      this.runner.test.skip(`${id}: ${what} [excluded: ${reason}]`, async () => {});
      return;
    }
    this.runner.test(`${id}: ${what}`, async () => {
      this.runner.expect(await body()).toEqual([]);
    });
  }
}
