import type { Evaluation, Potential, Want } from "../contracts/potential.js";
import type { Geometry } from "../model/geometry.js";
import { decodeSnapshot, encodeSnapshot } from "../model/snapshot-codec.js";
import {
  abortProblems,
  bitDifferences,
  codeProblems,
  coordinateLabel,
  difference,
  differences,
  ledgerProblems,
  sameBits,
} from "./compare.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";
import {
  centralDifference,
  directionalDerivative,
  jostled,
  netForceAndTorque,
  randomRotation,
  sampled,
  strainDerivative,
  suiteRandom,
  transformed,
} from "./toolkit.js";

/** Checks of `potentialSuite`. */
export const POTENTIAL_CHECKS = [
  "terms",
  "forces",
  "virial",
  "balance",
  "translation",
  "rotation",
  "parameterDerivatives",
  "repeat",
  "inputs",
  "unsupported",
  "delivered",
  "snapshot",
  "abort",
  "coexist",
  "dispose",
] as const;
export type PotentialCheck = (typeof POTENTIAL_CHECKS)[number];

/** How well a potential has to agree with itself, in atomic units. */
export interface PotentialTolerances {
  /** Ledger against energy, relative to the largest term (at least 1 Eh). */
  readonly terms: number;
  /** Analytic against numerical forces, Eh/a0. */
  readonly forces: number;
  /** Analytic against numerical virial, Eh. */
  readonly virial: number;
  /** Net force (Eh/a0) and torque (Eh). */
  readonly balance: number;
  /** Energy (Eh) and forces (Eh/a0) after moving or turning everything. */
  readonly invariance: number;
  /** Displacement of the central differences, a0. */
  readonly step: number;
  /** Strain of the central differences. */
  readonly strain: number;
}

export const POTENTIAL_TOLERANCES: PotentialTolerances = {
  terms: 1e-12,
  forces: 1e-6,
  virial: 5e-6,
  balance: 1e-9,
  invariance: 1e-8,
  step: 5e-3,
  strain: 5e-4,
};

/** A potential at a place where it is to be checked. */
export interface PotentialCase {
  readonly potential: Potential;
  readonly geometry: Geometry;
  /** Releases what belongs to the case beside the potential. */
  readonly dispose?: () => Promise<void>;
}

/** What `potentialSuite` takes. */
export interface PotentialSuite extends TestRunner {
  readonly name: string;
  /** Makes the potential afresh, always the same; called once or twice per check. */
  readonly create: () => Promise<PotentialCase>;
  /** Atoms whose forces are checked, by a name that failures show (`Q1`, `M2`, `far`). Default: about six, spread evenly. */
  readonly atoms?: Readonly<Record<string, number>>;
  readonly tolerances?: Partial<PotentialTolerances>;
  readonly exclusions?: Exclusions<PotentialCheck>;
}

/** Runs an action with fresh potentials and releases them whatever happens. */
async function withCases<T>(
  create: () => Promise<PotentialCase>,
  count: number,
  act: (...cases: PotentialCase[]) => Promise<T>,
): Promise<T> {
  const cases: PotentialCase[] = [];
  try {
    for (let k = 0; k < count; k++) cases.push(await create());
    return await act(...cases);
  } finally {
    for (const one of cases) {
      await one.potential[Symbol.asyncDispose]();
      await one.dispose?.();
    }
  }
}

/** Everything that a potential declares. */
function wanted(potential: Potential): Want {
  return { forces: potential.supports.has("forces"), virial: potential.supports.has("virial") };
}

function moved(geometry: Geometry, amount: number, name: string): Geometry {
  return { ...geometry, positions: jostled(geometry.positions, amount, suiteRandom(name)) };
}

/**
 * Checks that a potential keeps its contract: terms add up, forces and virial are derivatives of the energy, nothing
 * depends on where the origin is, results repeat bit for bit, state can be saved and restored.
 */
export function potentialSuite(suite: PotentialSuite): void {
  const tolerances = { ...POTENTIAL_TOLERANCES, ...suite.tolerances };
  const checks = new Checks(suite, suite.exclusions ?? {}, POTENTIAL_CHECKS);
  const { create } = suite;
  suite.describe(`potential: ${suite.name}`, () => {
    checks.check("terms", "the named terms add up to the energy", () =>
      withCases(create, 1, async ({ potential, geometry }) =>
        ledgerProblems("energy", await potential.evaluate(geometry, {}), tolerances.terms),
      ),
    );

    checks.check("forces", "forces are −∂E/∂R", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        if (!potential.supports.has("forces")) return [];
        const named =
          suite.atoms ?? Object.fromEntries(sampled(geometry.positions.length / 3, 6).map((a) => [`atom ${a}`, a]));
        const coordinates = Object.values(named).flatMap((atom) => [3 * atom, 3 * atom + 1, 3 * atom + 2]);
        const { forces } = await potential.evaluate(geometry, { forces: true });
        const numerical = await centralDifference(potential, geometry, tolerances.step, coordinates);
        const analytic = forces === undefined ? undefined : coordinates.map((k) => forces[k]!);
        const label = coordinateLabel((k) => Object.keys(named)[k]!);
        const problems = differences("force", analytic, numerical, tolerances.forces, 0, label);
        if (forces === undefined) return problems;
        // All coordinates at once, each a step up or down: what the named atoms leave out shows here.
        const random = suiteRandom("direction");
        const signs = geometry.positions.map(() => (random.uniform() < 0.5 ? -1 : 1));
        const slope = await directionalDerivative(potential, geometry, signs, tolerances.step);
        const along = signs.reduce((sum, sign, k) => sum + sign * forces[k]!, 0);
        const allowed = tolerances.forces * Math.sqrt(signs.length);
        return [...problems, ...difference("force along a random direction", along, -slope, allowed)];
      }),
    );

    checks.check("virial", "the virial is −∂E/∂ε and symmetric", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        if (!potential.supports.has("virial")) return [];
        const { virial } = await potential.evaluate(geometry, { virial: true });
        const numerical = await strainDerivative(potential, geometry, tolerances.strain);
        const problems = differences("virial", virial, numerical, tolerances.virial);
        if (virial === undefined) return problems;
        const transposed = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((k) => virial[k]!);
        return [...problems, ...differences("virial minus its transpose", virial, transposed, 1e-12, 1e-12)];
      }),
    );

    checks.check("balance", "forces add up to nothing, and to no torque in open space", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        if (!potential.supports.has("forces")) return [];
        const { forces } = await potential.evaluate(geometry, { forces: true });
        if (forces === undefined) return ["forces are missing"];
        const { force, torque } = netForceAndTorque(geometry.positions, forces);
        return [
          ...differences("net force", force, [0, 0, 0], tolerances.balance),
          ...(geometry.cell === undefined ? differences("net torque", torque, [0, 0, 0], tolerances.balance) : []),
        ];
      }),
    );

    const invariance = async (
      { potential, geometry }: PotentialCase,
      fresh: PotentialCase,
      matrix: ArrayLike<number>,
      shift: ArrayLike<number>,
    ): Promise<string[]> => {
      const want: Want = { forces: potential.supports.has("forces") };
      const before = await potential.evaluate(geometry, want);
      const after = await fresh.potential.evaluate(
        { ...geometry, positions: transformed(geometry.positions, matrix, shift) },
        want,
      );
      const problems = difference("energy", after.energy, before.energy, tolerances.invariance);
      if (before.forces === undefined) return problems;
      const expected = transformed(before.forces, matrix);
      return [
        ...problems,
        ...differences("force", after.forces, expected, tolerances.invariance, 0, coordinateLabel()),
      ];
    };

    checks.check("translation", "moving everything changes nothing", () =>
      withCases(create, 2, (one, two) => invariance(one, two, [1, 0, 0, 0, 1, 0, 0, 0, 1], [3.1, -2.3, 1.7])),
    );

    checks.check("rotation", "turning everything turns the forces (open space)", () =>
      withCases(create, 2, async (one, two) =>
        one.geometry.cell !== undefined ? [] : invariance(one, two, randomRotation(suiteRandom("rotation")), [0, 0, 0]),
      ),
    );

    checks.check("parameterDerivatives", "∂E/∂parameter are derivatives of the energy", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        const { parameters } = potential;
        if (parameters === undefined || !potential.supports.has("parameterDerivatives")) return [];
        const names = Object.keys(parameters);
        const problems: string[] = [];
        const { parameterDerivatives } = await potential.evaluate(geometry, { parameterDerivatives: names });
        for (const name of names) {
          const value = parameters[name]!;
          const step = 1e-3 * Math.max(1, Math.abs(value));
          const energyAt = async (x: number): Promise<number> => {
            parameters[name] = value + x;
            return (await potential.evaluate(geometry, {})).energy;
          };
          const numerical = ((await energyAt(step)) - (await energyAt(-step))) / (2 * step);
          parameters[name] = value;
          problems.push(...difference(`∂E/∂${name}`, parameterDerivatives?.[name], numerical, 1e-6));
        }
        return problems;
      }),
    );

    checks.check("repeat", "two fresh potentials give the same bits", () =>
      withCases(create, 2, async (one, two) => {
        const next = moved(one.geometry, 0.02, "repeat");
        const problems: string[] = [];
        for (const geometry of [one.geometry, next, one.geometry]) {
          const a = await one.potential.evaluate(geometry, wanted(one.potential));
          const b = await two.potential.evaluate(geometry, wanted(two.potential));
          problems.push(...bitDifferences("repeat", a, b));
        }
        return problems;
      }),
    );

    checks.check("inputs", "inputs are left alone and results are the caller's to keep", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        const positions = geometry.positions.slice();
        const vectors = geometry.cell?.vectors.slice();
        const first = await potential.evaluate(geometry, wanted(potential));
        const problems: string[] = [];
        if (!sameBits(positions, geometry.positions)) problems.push("the positions were modified");
        if (vectors !== undefined && !sameBits(vectors, geometry.cell!.vectors)) problems.push("the cell was modified");
        const kept = { energy: first.energy, forces: first.forces?.slice(), virial: first.virial?.slice() };
        const second = await potential.evaluate(moved(geometry, 0.05, "inputs"), wanted(potential));
        if (first.forces !== undefined && first.forces === second.forces)
          problems.push("two results share their forces");
        if (first.virial !== undefined && first.virial === second.virial)
          problems.push("two results share their virial");
        const now = { energy: first.energy, forces: first.forces, virial: first.virial };
        return [...problems, ...bitDifferences("an earlier result changed", kept, now)];
      }),
    );

    checks.check("unsupported", "what is not declared is refused", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        const wants: [string, Want, boolean][] = [
          ["forces", { forces: true }, potential.supports.has("forces")],
          ["virial", { virial: true }, potential.supports.has("virial")],
          [
            "parameterDerivatives",
            { parameterDerivatives: ["lambda"] },
            potential.supports.has("parameterDerivatives"),
          ],
        ];
        const problems: string[] = [];
        for (const [what, want, declared] of wants) {
          if (declared) continue;
          problems.push(
            ...(await codeProblems(`asking for ${what}`, "QMMM_QUANTITY_UNSUPPORTED", () =>
              potential.evaluate(geometry, want),
            )),
          );
        }
        return problems;
      }),
    );

    checks.check("delivered", "what is declared is delivered, finite and of the right length", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        const result: Evaluation = await potential.evaluate(geometry, wanted(potential));
        const problems: string[] = [];
        const expect = (what: string, array: Float64Array | undefined, length: number): void => {
          if (array?.length !== length) problems.push(`${what} has length ${array?.length}, expected ${length}`);
          else if (!array.every(Number.isFinite)) problems.push(`${what} holds something that is not a number`);
        };
        if (!Number.isFinite(result.energy)) problems.push(`the energy is ${result.energy}`);
        if (potential.supports.has("forces")) expect("forces", result.forces, geometry.positions.length);
        if (potential.supports.has("virial")) expect("virial", result.virial, 9);
        return problems;
      }),
    );

    checks.check("snapshot", "a restored potential goes on with the same bits", () =>
      withCases(create, 2, async (one, two) => {
        await one.potential.evaluate(one.geometry, wanted(one.potential));
        await one.potential.evaluate(moved(one.geometry, 0.02, "before"), wanted(one.potential));
        const saved = decodeSnapshot(encodeSnapshot(one.potential.snapshot()));
        const next = moved(one.geometry, 0.03, "after");
        const uninterrupted = await one.potential.evaluate(next, wanted(one.potential));
        two.potential.restore(saved);
        return bitDifferences(
          "after restoring",
          await two.potential.evaluate(next, wanted(two.potential)),
          uninterrupted,
        );
      }),
    );

    checks.check("abort", "an aborted signal stops an evaluation with its reason", () =>
      withCases(create, 1, ({ potential, geometry }) =>
        abortProblems("an evaluation", (signal) => potential.evaluate(geometry, {}, signal)),
      ),
    );

    checks.check("coexist", "two potentials do not disturb each other", async () => {
      const alone = await withCases(create, 1, async ({ potential, geometry }) => {
        await potential.evaluate(geometry, {});
        return potential.evaluate(geometry, wanted(potential));
      });
      return withCases(create, 2, async (one, two) => {
        await one.potential.evaluate(one.geometry, {});
        await two.potential.evaluate(moved(two.geometry, 0.05, "coexist"), wanted(two.potential));
        await two.potential[Symbol.asyncDispose]();
        return bitDifferences(
          "beside another",
          await one.potential.evaluate(one.geometry, wanted(one.potential)),
          alone,
        );
      });
    });

    checks.check("dispose", "releasing twice is harmless", () =>
      withCases(create, 1, async ({ potential, geometry }) => {
        await potential.evaluate(geometry, {});
        await potential[Symbol.asyncDispose]();
        await potential[Symbol.asyncDispose]();
        return [];
      }),
    );
  });
}
