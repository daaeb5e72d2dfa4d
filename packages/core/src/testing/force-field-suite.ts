import {
  type BondedRule,
  everyTerm,
  type ForceField,
  type MmModel,
  type PairMask,
  type TermMask,
} from "../contracts/mechanics.js";
import type { Evaluation, Potential } from "../contracts/potential.js";
import type { System } from "../model/system.js";
import { moleculesOf } from "../model/topology.js";
import type { Scope } from "../plugin/di.js";
import { bitDifferences, coordinateLabel, difference, differences, ledgerProblems, sameBits } from "./compare.js";
import { type PotentialCheck, type PotentialTolerances, potentialSuite } from "./potential-suite.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";
import { centralDifference, jostled, sampled, strainDerivative, suiteRandom } from "./toolkit.js";

/** Checks of `forceFieldSuite` beside those of the potential that it makes. */
export const FORCE_FIELD_CHECKS = [
  "model",
  "assignRepeat",
  "reference",
  "maskAdditivity",
  "maskOwnership",
  "maskDerivatives",
  "charges",
] as const;
export type ForceFieldCheck = (typeof FORCE_FIELD_CHECKS)[number];

/** A system that a force field can describe. */
export interface ForceFieldTestSystem {
  readonly name: string;
  readonly system: System;
  /** Atoms of the region by which masks divide the terms; best one that cuts bonds, angles and dihedrals. */
  readonly region: ArrayLike<number>;
  /** Total energy, Eh, or energies by term, from an independent source, where known. */
  readonly reference?: {
    readonly energy?: number;
    readonly terms?: Readonly<Record<string, number>>;
    readonly tolerance: number;
    readonly source: string;
  };
}

/** What `forceFieldSuite` takes. */
export interface ForceFieldSuite extends TestRunner {
  readonly name: string;
  /** Makes the force field in a fresh scope; the suite disposes of the scope. */
  readonly create: () => Promise<{ readonly forceField: ForceField; readonly scope: Scope }>;
  readonly systems: readonly ForceFieldTestSystem[];
  readonly tolerances?: Partial<PotentialTolerances>;
  readonly exclusions?: Exclusions<ForceFieldCheck | PotentialCheck>;
}

const NOTHING: PairMask = { inside: false, across: false, outside: false };

/** One mask per kind of ownership; together they keep every term exactly once. */
function parts(region: Uint8Array, rule: BondedRule): readonly { readonly name: string; readonly mask: TermMask }[] {
  const none: TermMask = {
    region,
    bonded: { inside: false, outside: false, rule },
    lennardJones: NOTHING,
    coulomb: NOTHING,
  };
  const bonded = (["inside", "outside"] as const).map((side) => ({
    name: `bonded ${side}`,
    mask: { ...none, bonded: { ...none.bonded, [side]: true } },
  }));
  const pairs = (["lennardJones", "coulomb"] as const).flatMap((term) =>
    (["inside", "across", "outside"] as const).map((side) => ({
      name: `${term} ${side}`,
      mask: { ...none, [term]: { ...NOTHING, [side]: true } },
    })),
  );
  return [...bonded, ...pairs];
}

class SystemChecks {
  private readonly region: Uint8Array;

  constructor(
    private readonly suite: ForceFieldSuite,
    private readonly target: ForceFieldTestSystem,
    private readonly checks: Checks<ForceFieldCheck>,
  ) {
    this.region = new Uint8Array(target.system.topology.atomCount);
    for (const atom of Array.from(target.region)) this.region[atom] = 1;
  }

  private async withModel<T>(act: (mm: MmModel, scope: Scope) => Promise<T>): Promise<T> {
    const { forceField, scope } = await this.suite.create();
    try {
      return await act(await forceField.assign(this.target.system), scope);
    } finally {
      await scope.dispose();
    }
  }

  private async withPotential<T>(
    mm: MmModel,
    mask: TermMask,
    scope: Scope,
    act: (p: Potential) => Promise<T>,
  ): Promise<T> {
    const potential = await mm.potential(mask, scope);
    try {
      return await act(potential);
    } finally {
      await potential[Symbol.asyncDispose]();
    }
  }

  private evaluate(mm: MmModel, mask: TermMask, scope: Scope): Promise<Evaluation> {
    return this.withPotential(mm, mask, scope, (potential) =>
      potential.evaluate(this.target.system.geometry, {
        forces: potential.supports.has("forces"),
        virial: potential.supports.has("virial"),
      }),
    );
  }

  /** Atoms of bonds that the region's edge cuts. */
  private edge(): number[] {
    const { bonds } = this.target.system.topology;
    const atoms: number[] = [];
    for (let k = 0; k < bonds.length; k += 2) {
      if (this.region[bonds[k]!] !== this.region[bonds[k + 1]!]) atoms.push(bonds[k]!, bonds[k + 1]!);
    }
    return atoms;
  }

  declare(): void {
    this.declareModel();
    this.declareMasks();
  }

  private declareModel(): void {
    const { checks, target } = this;
    const { topology } = target.system;
    checks.check("model", "the model states charges, Lennard-Jones parameters and bond lengths", () =>
      this.withModel(async (mm) => {
        const problems: string[] = [];
        for (const [what, array] of [
          ["charges", mm.charges],
          ["Lennard-Jones σ", mm.lennardJones.sigma],
          ["Lennard-Jones ε", mm.lennardJones.epsilon],
        ] as const) {
          if (array.length !== topology.atomCount)
            problems.push(`${what} has length ${array.length}, expected ${topology.atomCount}`);
          if (!array.every(Number.isFinite)) problems.push(`${what} holds something that is not a number`);
        }
        if (mm.lennardJones.epsilon.some((value) => value < 0)) problems.push("a Lennard-Jones ε is negative");
        if (!(mm.coulombScale > 0.99 && mm.coulombScale < 1.01))
          problems.push(`coulombScale is ${mm.coulombScale}, not near 1`);
        if (mm.cutoff !== undefined && !(mm.cutoff > 0)) problems.push(`the cutoff is ${mm.cutoff}`);
        for (let k = 0; k < topology.bonds.length; k += 2) {
          const [i, j] = [topology.bonds[k]!, topology.bonds[k + 1]!];
          const [there, back] = [mm.equilibriumBond(i, j), mm.equilibriumBond(j, i)];
          if (there !== back) problems.push(`equilibriumBond(${i}, ${j}) is ${there}, but (${j}, ${i}) is ${back}`);
          if (there !== undefined && !(there > 0.5 && there < 10))
            problems.push(`the bond ${i}–${j} has the length ${there} a0`);
        }
        return problems;
      }),
    );
    checks.check("assignRepeat", "assigning leaves the system alone and repeats bit for bit", () =>
      this.withModel(async (first, scope) => {
        const { geometry } = target.system;
        const before = geometry.positions.slice();
        const one = await this.evaluate(first, everyTerm(topology.atomCount), scope);
        return this.withModel(async (second, otherScope) => {
          const two = await this.evaluate(second, everyTerm(topology.atomCount), otherScope);
          const problems = bitDifferences("assigned twice", one, two);
          return sameBits(before, geometry.positions) ? problems : [...problems, "the positions were modified"];
        });
      }),
    );
    checks.check("reference", "energies are the independent ones", () =>
      this.withModel(async (mm, scope) => {
        const { reference } = target;
        if (reference === undefined) return [];
        const { energy, terms } = await this.evaluate(mm, everyTerm(topology.atomCount), scope);
        const { tolerance, source } = reference;
        return [
          ...(reference.energy === undefined
            ? []
            : difference(`energy (reference: ${source})`, energy, reference.energy, tolerance)),
          ...Object.entries(reference.terms ?? {}).flatMap(([name, value]) =>
            difference(`${name} (reference: ${source})`, terms[name], value, tolerance),
          ),
        ];
      }),
    );
    checks.check(
      "charges",
      "between whole molecules in open space, the Coulomb energy is that of the stated charges",
      () =>
        this.withModel(async (mm, scope) => {
          const { positions, cell } = target.system.geometry;
          const molecule = moleculesOf(topology);
          const inside = new Set(Array.from(target.region, (atom) => molecule[atom]!));
          const whole = molecule.every((one, atom) => inside.has(one) === (this.region[atom] === 1));
          if (!whole || cell !== undefined || mm.cutoff !== undefined) return [];
          let expected = 0;
          for (let i = 0; i < topology.atomCount; i++) {
            for (let j = 0; j < topology.atomCount; j++) {
              if (this.region[i] === 0 || this.region[j] === 1) continue;
              const at = [0, 1, 2].map((k) => positions[3 * i + k]! - positions[3 * j + k]!);
              expected += (mm.coulombScale * mm.charges[i]! * mm.charges[j]!) / Math.hypot(...at);
            }
          }
          const across = parts(this.region, "all").find(({ name }) => name === "coulomb across")!;
          const { energy } = await this.evaluate(mm, across.mask, scope);
          return difference("Coulomb energy across", energy, expected, 1e-10 * Math.max(1, Math.abs(expected)));
        }),
    );
  }

  private declareMasks(): void {
    const { checks, target } = this;
    const { topology, geometry } = target.system;
    const outsideAtoms = Array.from(this.region.keys()).filter((atom) => this.region[atom] === 0);
    const insideAtoms = Array.from(this.region.keys()).filter((atom) => this.region[atom] === 1);
    const rules: readonly BondedRule[] = ["all", "majority"];

    checks.check("maskAdditivity", "inside, across and outside add up to the whole, term by term", () =>
      this.withModel(async (mm, scope) => {
        const whole = await this.evaluate(mm, everyTerm(topology.atomCount), scope);
        const scale = Object.values(whole.terms).reduce((most, term) => Math.max(most, Math.abs(term)), 1);
        const problems: string[] = [];
        for (const rule of rules) {
          const terms: Record<string, number> = {};
          const forces = new Float64Array(whole.forces?.length ?? 0);
          const virial = new Float64Array(whole.virial?.length ?? 0);
          let energy = 0;
          for (const { name, mask } of parts(this.region, rule)) {
            const part = await this.evaluate(mm, mask, scope);
            problems.push(...ledgerProblems(`${name} (${rule})`, part, 1e-12));
            energy += part.energy;
            for (const [term, value] of Object.entries(part.terms)) terms[term] = (terms[term] ?? 0) + value;
            for (const [k, value] of part.forces?.entries() ?? []) forces[k]! += value;
            for (const [k, value] of part.virial?.entries() ?? []) virial[k]! += value;
          }
          const ruled = `(bonded rule ${rule})`;
          problems.push(...difference(`sum of the masked energies ${ruled}`, energy, whole.energy, 1e-11 * scale));
          for (const term of new Set([...Object.keys(whole.terms), ...Object.keys(terms)])) {
            problems.push(
              ...difference(`${term} over the masks ${ruled}`, terms[term] ?? 0, whole.terms[term] ?? 0, 1e-11 * scale),
            );
          }
          if (whole.forces !== undefined) {
            problems.push(
              ...differences(
                `force over the masks ${ruled}`,
                forces,
                whole.forces,
                1e-10 * scale,
                1e-10,
                coordinateLabel(),
              ),
            );
          }
          if (whole.virial !== undefined) {
            problems.push(...differences(`virial over the masks ${ruled}`, virial, whole.virial, 1e-10 * scale, 1e-9));
          }
        }
        return problems;
      }),
    );

    checks.check("maskOwnership", "each mask acts on its own atoms only", () =>
      this.withModel(async (mm, scope) => {
        const problems: string[] = [];
        for (const { name, mask } of parts(this.region, "all")) {
          // With the rule `all`, a bonded term inside touches no atom outside.
          const foreign = name.endsWith("inside")
            ? outsideAtoms
            : name.endsWith("outside") && !name.startsWith("bonded")
              ? insideAtoms
              : [];
          const { forces } = await this.evaluate(mm, mask, scope);
          const wrong = foreign.find((atom) => forces?.subarray(3 * atom, 3 * atom + 3).some((f) => f !== 0));
          if (wrong !== undefined) problems.push(`"${name}" puts a force on atom ${wrong}`);
        }
        return problems;
      }),
    );

    checks.check("maskDerivatives", "forces and virial are derivatives under every mask", () =>
      this.withModel(async (mm, scope) => {
        const problems: string[] = [];
        const tolerance = this.suite.tolerances?.forces ?? 1e-6;
        const atoms = [...new Set([...sampled(topology.atomCount, 3), ...this.edge().slice(0, 4)])];
        const coordinates = atoms.flatMap((atom) => [3 * atom, 3 * atom + 1, 3 * atom + 2]);
        const at = { ...geometry, positions: jostled(geometry.positions, 0.02, suiteRandom("masks")) };
        for (const rule of rules) {
          for (const { name, mask } of parts(this.region, rule)) {
            if (rule === "majority" && !name.startsWith("bonded")) continue;
            await this.withPotential(mm, mask, scope, async (potential) => {
              const has = potential.supports;
              const result = await potential.evaluate(at, { forces: has.has("forces"), virial: has.has("virial") });
              const { forces, virial } = result;
              if (forces !== undefined) {
                const numerical = await centralDifference(
                  potential,
                  at,
                  this.suite.tolerances?.step ?? 5e-3,
                  coordinates,
                );
                const analytic = coordinates.map((k) => forces[k]!);
                const label = coordinateLabel((k) => `atom ${atoms[k]}`);
                problems.push(...differences(`force under "${name}"`, analytic, numerical, tolerance, 0, label));
              }
              if (virial !== undefined) {
                const numerical = await strainDerivative(potential, at, this.suite.tolerances?.strain ?? 5e-4);
                problems.push(
                  ...differences(`virial under "${name}"`, virial, numerical, this.suite.tolerances?.virial ?? 5e-6),
                );
              }
            });
          }
        }
        return problems;
      }),
    );
  }
}

/**
 * Checks that a force field keeps its contract: the model is complete, the potential is one (see `potentialSuite`), and
 * masks divide its terms so that every term is owned exactly once.
 */
export function forceFieldSuite(suite: ForceFieldSuite): void {
  const { describe, test, expect } = suite;
  const runner: TestRunner = { describe, test, expect };
  const own: Partial<Record<ForceFieldCheck, string>> = {};
  const potentials: Partial<Record<PotentialCheck, string>> = {};
  for (const [check, reason] of Object.entries(suite.exclusions ?? {})) {
    const target: Record<string, string> = (FORCE_FIELD_CHECKS as readonly string[]).includes(check) ? own : potentials;
    target[check] = reason;
  }
  const checks = new Checks(runner, own, FORCE_FIELD_CHECKS);
  suite.describe(`force field: ${suite.name}`, () => {
    for (const target of suite.systems) {
      suite.describe(target.name, () => {
        new SystemChecks(suite, target, checks).declare();
        potentialSuite({
          ...runner,
          name: `all terms of ${target.name}`,
          exclusions: potentials,
          ...(suite.tolerances === undefined ? {} : { tolerances: suite.tolerances }),
          create: async () => {
            const { forceField, scope } = await suite.create();
            const mm = await forceField.assign(target.system);
            const potential = await mm.potential(everyTerm(target.system.topology.atomCount), scope);
            return { potential, geometry: target.system.geometry, dispose: () => scope.dispose() };
          },
        });
      });
    }
  });
}
