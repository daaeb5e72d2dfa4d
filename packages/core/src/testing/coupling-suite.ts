import type { Coupling, CouplingParts } from "../contracts/coupling.js";
import type { ExternalField } from "../contracts/quantum.js";
import { bitDifferences } from "./compare.js";
import { type PotentialCheck, type PotentialTolerances, potentialSuite } from "./potential-suite.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";

/** Checks of `couplingSuite` beside those of the potential that it makes. */
export const COUPLING_CHECKS = ["rebind", "fieldHook"] as const;
export type CouplingCheck = (typeof COUPLING_CHECKS)[number];

/** A coupling with what it is to join. */
export interface CouplingCase {
  readonly coupling: Coupling;
  readonly parts: CouplingParts;
  /** Releases what the case opened; the suite disposes of `parts.scope` and of the levels' scopes itself. */
  readonly dispose?: () => Promise<void>;
}

/** What `couplingSuite` takes. */
export interface CouplingSuite extends TestRunner {
  readonly name: string;
  /** Makes coupling, levels, force field and scopes afresh, always the same; called once or twice per check. */
  readonly create: () => Promise<CouplingCase>;
  /** Atoms whose forces are checked, by name: a QM atom `Q`, link host `Q1`, `M1`, `M2` and a `far` MM atom. */
  readonly atoms: Readonly<Record<string, number>>;
  readonly tolerances?: Partial<PotentialTolerances>;
  readonly exclusions?: Exclusions<CouplingCheck | PotentialCheck>;
}

async function release({ parts, dispose }: CouplingCase): Promise<void> {
  await parts.scope.dispose();
  for (const level of parts.levels.values()) await level.scope.dispose();
  await dispose?.();
}

/**
 * Checks that a coupling makes a conservative energy surface: forces on QM atoms, link hosts, their neighbours and far
 * atoms are derivatives, so is the virial, forces balance, the ledger adds up, state can be saved and restored.
 */
export function couplingSuite(suite: CouplingSuite): void {
  const { describe, test, expect } = suite;
  const runner: TestRunner = { describe, test, expect };
  const own: Partial<Record<CouplingCheck, string>> = {};
  const potentials: Partial<Record<PotentialCheck, string>> = {};
  for (const [check, reason] of Object.entries(suite.exclusions ?? {})) {
    const target: Record<string, string> = (COUPLING_CHECKS as readonly string[]).includes(check) ? own : potentials;
    target[check] = reason;
  }
  const checks = new Checks(runner, own, COUPLING_CHECKS);
  const withCase = async (act: (one: CouplingCase) => Promise<readonly string[]>): Promise<readonly string[]> => {
    const one = await suite.create();
    try {
      return await act(one);
    } finally {
      await release(one);
    }
  };

  suite.describe(`coupling: ${suite.name}`, () => {
    checks.check("rebind", "binding the same parts twice gives two equal potentials", () =>
      withCase(async ({ coupling, parts }) => {
        const { geometry } = parts.system;
        const one = await coupling.bind(parts);
        const first = await one.evaluate(geometry, { forces: true });
        const two = await coupling.bind(parts);
        const second = await two.evaluate(geometry, { forces: true });
        await one[Symbol.asyncDispose]();
        await two[Symbol.asyncDispose]();
        return bitDifferences("bound twice", first, second);
      }),
    );

    checks.check("fieldHook", "taps of transformField see every field with arrays that fit together", () =>
      withCase(async ({ coupling, parts }) => {
        const seen: ExternalField[] = [];
        parts.hooks.tap("transformField", "conformance suite", (field) => {
          seen.push(field);
          return undefined;
        });
        const potential = await coupling.bind(parts);
        await potential.evaluate(parts.system.geometry, { forces: true });
        await potential[Symbol.asyncDispose]();
        return seen.flatMap(({ sites, charges, widths }) => [
          ...(sites.length === 3 * charges.length
            ? []
            : [`${sites.length} site coordinates for ${charges.length} charges`]),
          ...(widths === undefined || widths.length === charges.length
            ? []
            : [`${widths.length} widths for ${charges.length} charges`]),
        ]);
      }),
    );

    potentialSuite({
      ...runner,
      name: suite.name,
      atoms: suite.atoms,
      exclusions: potentials,
      ...(suite.tolerances === undefined ? {} : { tolerances: suite.tolerances }),
      create: async () => {
        const one = await suite.create();
        const potential = await one.coupling.bind(one.parts);
        return { potential, geometry: one.parts.system.geometry, dispose: () => release(one) };
      },
    });
  });
}
