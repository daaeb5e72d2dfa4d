import type {
  ChargeModel,
  ExternalField,
  Molecule,
  QmEngine,
  QmMethod,
  QmSolution,
  QmWant,
} from "../contracts/quantum.js";
import { NO_FIELD } from "../contracts/quantum.js";
import { decodeSnapshot, encodeSnapshot } from "../model/snapshot-codec.js";
import type { Scope } from "../plugin/di.js";
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
import { QM_TEST_MOLECULES, type QmTestMolecule, surroundingCharges } from "./qm-molecules.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";
import {
  derivativeAtZero,
  displaced,
  jostled,
  netForceAndTorque,
  randomRotation,
  sampled,
  suiteRandom,
  transformed,
} from "./toolkit.js";

/** Checks of `qmMethodSuite`. */
export const QM_CHECKS = [
  "reference",
  "terms",
  "forces",
  "forcesInField",
  "fieldForces",
  "fieldPotential",
  "fieldHeeded",
  "gaussianCharges",
  "fieldDipoles",
  "uniformField",
  "response",
  "potentialAt",
  "charges",
  "spin",
  "balance",
  "translation",
  "rotation",
  "permutation",
  "repeat",
  "inputs",
  "unsupported",
  "delivered",
  "snapshot",
  "abort",
  "coexist",
  "dispose",
] as const;
export type QmCheck = (typeof QM_CHECKS)[number];

/** How well a method has to agree with itself, in atomic units. */
export interface QmTolerances {
  /** Terms against energy, relative to the largest term (at least 1 Eh). */
  readonly terms: number;
  /** Analytic against numerical forces, on nuclei and sites, Eh/a0. */
  readonly forces: number;
  /** Potential at sites and points against numerical derivatives, Eh/e; fields, Eh/(e·a0); dipoles, e·a0. */
  readonly potential: number;
  /** Net force (Eh/a0) and torque (Eh) over nuclei and sites. */
  readonly balance: number;
  /** Energy (Eh) and forces (Eh/a0) after moving, turning or renumbering. */
  readonly invariance: number;
  /** Displacement of the central differences, a0. */
  readonly step: number;
  /** Sum of the atomic charges against the molecule's charge, e; of spin populations likewise. */
  readonly charges: number;
}

export const QM_TOLERANCES: QmTolerances = {
  terms: 1e-12,
  forces: 1e-6,
  potential: 1e-6,
  balance: 1e-7,
  invariance: 1e-7,
  step: 5e-3,
  charges: 1e-8,
};

/** A method, and the scope in which its engines are opened. */
export interface QmMethodUnderTest {
  readonly method: QmMethod;
  readonly scope: Scope;
}

/** What `qmMethodSuite` takes. */
export interface QmMethodSuite extends TestRunner {
  readonly name: string;
  /** Makes the method in a fresh scope; called once per check. The suite disposes of the scope. */
  readonly create: () => Promise<QmMethodUnderTest> | QmMethodUnderTest;
  /** Default: `QM_TEST_MOLECULES`. */
  readonly molecules?: readonly QmTestMolecule[];
  /** Most coordinates per array that central differences check, evenly spread; default 12. */
  readonly coordinates?: number;
  readonly tolerances?: Partial<QmTolerances>;
  readonly exclusions?: Exclusions<QmCheck>;
}

type Solve = (nuclei: Float64Array, field: ExternalField) => Promise<number>;

const CHARGE_MODELS: readonly ChargeModel[] = ["mulliken", "loewdin", "esp"];

/** Everything that an engine declares. */
function wanted(engine: QmEngine, points: Float64Array): QmWant {
  const has = engine.supports;
  const model = CHARGE_MODELS.find((one) => has.has(`charges:${one}`));
  return {
    forces: has.has("forces"),
    fieldForces: has.has("fieldForces"),
    dipole: has.has("dipole"),
    quadrupole: has.has("quadrupole"),
    spin: has.has("spin"),
    orbitals: has.has("orbitals"),
    ...(model === undefined ? {} : { charges: model }),
    ...(has.has("potentialAt") ? { potentialAt: points } : {}),
  };
}

/** Checks of one molecule. */
class MoleculeChecks {
  private readonly tolerances: QmTolerances;
  private readonly most: number;
  private readonly field: ExternalField;
  private readonly points: Float64Array;

  constructor(
    private readonly suite: QmMethodSuite,
    private readonly target: QmTestMolecule,
    private readonly checks: Checks<QmCheck>,
  ) {
    this.tolerances = { ...QM_TOLERANCES, ...suite.tolerances };
    this.most = suite.coordinates ?? 12;
    this.field = surroundingCharges(target.nuclei);
    // Points other than the charges, as far away.
    this.points = this.field.sites
      .map((value, k) => value + (k % 3 === 0 ? 1.3 : 0.4))
      .subarray(0, 9)
      .slice();
  }

  /** Opens engines in one fresh scope, and releases everything whatever happens. */
  private withEngines<T>(count: number, act: (...engines: QmEngine[]) => Promise<T>): Promise<T> {
    return this.withMolecules(new Array(count).fill(this.target.molecule), act);
  }

  private async withMolecules<T>(
    molecules: readonly Molecule[],
    act: (...engines: QmEngine[]) => Promise<T>,
  ): Promise<T> {
    const { method, scope } = await this.suite.create();
    const engines: QmEngine[] = [];
    try {
      for (const molecule of molecules) engines.push(await method.open(molecule, scope));
      return await act(...engines);
    } finally {
      for (const engine of engines) await engine[Symbol.asyncDispose]();
      await scope.dispose();
    }
  }

  private energy(engine: QmEngine): Solve {
    return async (nuclei, field) => (await engine.solve(nuclei, field, {})).energy;
  }

  /** Compares some entries of an analytic gradient with differences; `at` displaces one coordinate. */
  private async compareGradient(
    what: string,
    analytic: Float64Array | undefined,
    length: number,
    sign: 1 | -1,
    energyAt: (coordinate: number, x: number) => Promise<number>,
    step = this.tolerances.step,
    tolerance = this.tolerances.forces,
    label = coordinateLabel(),
  ): Promise<string[]> {
    if (analytic?.length !== length) return [`${what} has length ${analytic?.length}, expected ${length}`];
    const chosen = sampled(length, this.most);
    const numerical = new Float64Array(chosen.length);
    for (const [k, coordinate] of chosen.entries()) {
      numerical[k] = sign * (await derivativeAtZero((x) => energyAt(coordinate, x), step));
    }
    return differences(
      what,
      chosen.map((k) => analytic[k]!),
      numerical,
      tolerance,
      0,
      (k) => label(chosen[k]!),
    );
  }

  private async nuclearForces(engine: QmEngine, field: ExternalField): Promise<string[]> {
    if (!engine.supports.has("forces")) return [];
    const { nuclei } = this.target;
    const { forces } = await engine.solve(nuclei, field, { forces: true });
    const energy = this.energy(engine);
    return this.compareGradient("force", forces, nuclei.length, -1, (k, x) => energy(displaced(nuclei, k, x), field));
  }

  private async siteForces(engine: QmEngine, field: ExternalField): Promise<string[]> {
    if (!engine.supports.has("fieldForces")) return [];
    const { nuclei } = this.target;
    const { fieldForces } = await engine.solve(nuclei, field, { fieldForces: true });
    const energy = this.energy(engine);
    return this.compareGradient("field force", fieldForces, field.sites.length, -1, (k, x) =>
      energy(nuclei, { ...field, sites: displaced(field.sites, k, x) }),
    );
  }

  private async sitePotential(engine: QmEngine, field: ExternalField): Promise<string[]> {
    if (!engine.supports.has("fieldPotential")) return [];
    const { nuclei } = this.target;
    const { fieldPotential } = await engine.solve(nuclei, field, { fieldForces: true });
    const energy = this.energy(engine);
    return this.compareGradient(
      "field potential",
      fieldPotential,
      field.charges.length,
      1,
      (k, x) => energy(nuclei, { ...field, charges: displaced(field.charges, k, x) }),
      0.01,
      this.tolerances.potential,
      (k) => ` at site ${k}`,
    );
  }

  /** Forces on nuclei and sites, and potential at the sites, all in one field. */
  private async everythingIn(engine: QmEngine, field: ExternalField): Promise<string[]> {
    return [
      ...(await this.nuclearForces(engine, field)),
      ...(await this.siteForces(engine, field)),
      ...(await this.sitePotential(engine, field)),
    ];
  }

  declare(): void {
    this.declareDerivatives();
    this.declareFields();
    this.declareProperties();
    this.declareInvariances();
    this.declareConduct();
  }

  private declareDerivatives(): void {
    const { checks, target, field } = this;
    checks.check("reference", "the energy is the independent one", () =>
      this.withEngines(1, async (engine) => {
        if (target.reference === undefined) return [];
        const { energy, tolerance, source } = target.reference;
        return difference(
          `energy (reference: ${source})`,
          await this.energy(engine)(target.nuclei, NO_FIELD),
          energy,
          tolerance,
        );
      }),
    );
    checks.check("terms", "the named terms add up to the energy", () =>
      this.withEngines(1, async (engine) => {
        const fields = engine.supports.has("fieldForces") ? [NO_FIELD, field] : [NO_FIELD];
        const problems: string[] = [];
        for (const one of fields) {
          const what = one === NO_FIELD ? "in empty space" : "in a field";
          problems.push(...ledgerProblems(what, await engine.solve(target.nuclei, one, {}), this.tolerances.terms));
        }
        return problems;
      }),
    );
    checks.check("forces", "forces on the nuclei are −∂E/∂R", () =>
      this.withEngines(1, (engine) => this.nuclearForces(engine, NO_FIELD)),
    );
    checks.check("forcesInField", "forces on the nuclei are −∂E/∂R in the field of charges", () =>
      this.withEngines(1, async (engine) =>
        engine.supports.has("fieldForces") ? this.nuclearForces(engine, field) : [],
      ),
    );
    checks.check("fieldForces", "forces on the charges are −∂E/∂R of their sites", () =>
      this.withEngines(1, (engine) => this.siteForces(engine, field)),
    );
    checks.check("fieldPotential", "the potential at the charges is ∂E/∂q", () =>
      this.withEngines(1, (engine) => this.sitePotential(engine, field)),
    );
  }

  private declareFields(): void {
    const { checks, target, field } = this;
    const { nuclei } = target;
    checks.check("fieldHeeded", "a field changes the energy, or is refused", () =>
      this.withEngines(1, async (engine) => {
        const bare = await this.energy(engine)(nuclei, NO_FIELD);
        if (engine.supports.has("fieldForces")) {
          const inField = await this.energy(engine)(nuclei, field);
          return Math.abs(inField - bare) > 1e-8 ? [] : ["charges around the molecule change nothing"];
        }
        try {
          const inField = await this.energy(engine)(nuclei, field);
          return Math.abs(inField - bare) > 1e-8 ? [] : ["charges are silently ignored instead of refused"];
        } catch {
          return codeProblems("a field of charges", "QMMM_QUANTITY_UNSUPPORTED", () => engine.solve(nuclei, field, {}));
        }
      }),
    );
    checks.check("gaussianCharges", "forces and potential are derivatives with Gaussian charges", () =>
      this.withEngines(1, async (engine) => {
        if (!engine.supports.has("field:widths")) return [];
        // Wide enough to overlap the molecule; some stay points.
        const widths = Float64Array.from(field.charges, (_, k) => (k % 2 === 0 ? 2.5 + k : 0));
        const smeared = { ...field, widths };
        const energy = this.energy(engine);
        const change = (await energy(nuclei, smeared)) - (await energy(nuclei, field));
        const problems = Math.abs(change) > 1e-10 ? [] : ["the widths of the charges are ignored"];
        return [...problems, ...(await this.everythingIn(engine, smeared))];
      }),
    );
    checks.check("fieldDipoles", "forces and potential are derivatives with dipoles on the sites", () =>
      this.withEngines(1, async (engine) => {
        if (!engine.supports.has("field:dipoles")) return [];
        const dipoles = new Float64Array(field.sites.length);
        suiteRandom("dipoles").fillNormal(dipoles);
        return this.everythingIn(engine, { ...field, dipoles: dipoles.map((value) => 0.3 * value) });
      }),
    );
    checks.check("uniformField", "a uniform field adds −μ·F, and forces are derivatives", () =>
      this.withEngines(1, async (engine) => {
        if (!engine.supports.has("field:uniform")) return [];
        const uniform = [0.004, -0.003, 0.005] as const;
        const inField = { ...field, uniform };
        const problems = await this.nuclearForces(engine, inField);
        if (!engine.supports.has("dipole")) return problems;
        const { dipole } = await engine.solve(nuclei, inField, { dipole: true });
        const energy = this.energy(engine);
        const at = (k: number, x: number): Promise<number> => {
          const changed = uniform.map((part, i) => part + (i === k ? x : 0)) as [number, number, number];
          return energy(nuclei, { ...field, uniform: changed });
        };
        return [
          ...problems,
          ...(await this.compareGradient(
            "dipole",
            dipole,
            3,
            -1,
            at,
            1e-3,
            this.tolerances.potential,
            (k) => ` along ${"xyz"[k]}`,
          )),
        ];
      }),
    );
    checks.check("response", "forces are derivatives with a responding surrounding", () =>
      this.withEngines(1, async (engine) => {
        if (!engine.supports.has("field:response")) return [];
        const hardness = 0.05;
        const responding: ExternalField = {
          ...field,
          response: {
            name: "linear response of the suite",
            points: this.points,
            respond(charges, potential) {
              let energy = 0;
              for (let k = 0; k < potential.length; k++) {
                charges[k] = -hardness * potential[k]!;
                energy -= 0.5 * hardness * potential[k]! ** 2;
              }
              return energy;
            },
          },
        };
        const energy = this.energy(engine);
        const gain = (await energy(nuclei, responding)) - (await energy(nuclei, field));
        return [
          ...(gain < 0 ? [] : [`a polarisable surrounding raises the energy by ${gain} Eh`]),
          ...(await this.nuclearForces(engine, responding)),
          ...(await this.siteForces(engine, responding)),
        ];
      }),
    );
  }

  private declareProperties(): void {
    const { checks, target, points } = this;
    const { nuclei, molecule } = target;
    checks.check("potentialAt", "the potential is what a small charge feels, and the field its slope", () =>
      this.withEngines(1, async (engine) => {
        if (!engine.supports.has("potentialAt")) return [];
        const { potentialAt } = await engine.solve(nuclei, NO_FIELD, { potentialAt: points });
        const energy = this.energy(engine);
        const problems: string[] = [];
        if (engine.supports.has("fieldForces")) {
          const at = (k: number, x: number): Promise<number> =>
            energy(nuclei, { sites: points.slice(3 * k, 3 * k + 3), charges: Float64Array.of(x) });
          const name = (k: number): string => ` at point ${k}`;
          problems.push(
            ...(await this.compareGradient(
              "potential",
              potentialAt?.potential,
              points.length / 3,
              1,
              at,
              0.01,
              this.tolerances.potential,
              name,
            )),
          );
        }
        const slope = async (k: number, x: number): Promise<number> => {
          const solved = await engine.solve(nuclei, NO_FIELD, { potentialAt: displaced(points, k, x) });
          return solved.potentialAt!.potential[Math.floor(k / 3)]!;
        };
        return [
          ...problems,
          ...(await this.compareGradient(
            "field",
            potentialAt?.field,
            points.length,
            -1,
            slope,
            this.tolerances.step,
            this.tolerances.potential,
          )),
        ];
      }),
    );
    checks.check("charges", "atomic charges add up to the molecule's", () =>
      this.withEngines(1, async (engine) => {
        const problems: string[] = [];
        for (const model of CHARGE_MODELS.filter((one) => engine.supports.has(`charges:${one}`))) {
          const { charges } = await engine.solve(nuclei, NO_FIELD, { charges: model });
          const sum = charges?.reduce((a, b) => a + b, 0);
          problems.push(...difference(`sum of the ${model} charges`, sum, molecule.charge, this.tolerances.charges));
        }
        return problems;
      }),
    );
    checks.check("spin", "spin populations add up to the unpaired electrons", () =>
      this.withEngines(1, async (engine) => {
        if (!engine.supports.has("spin")) return [];
        const { spin } = await engine.solve(nuclei, NO_FIELD, { spin: true });
        const sum = spin?.populations.reduce((a, b) => a + b, 0);
        const s = (molecule.multiplicity - 1) / 2;
        return [
          ...difference("sum of the spin populations", sum, molecule.multiplicity - 1, this.tolerances.charges),
          ...((spin?.s2 ?? -1) >= s * (s + 1) - 1e-8 ? [] : [`⟨S²⟩ is ${spin?.s2}, below ${s * (s + 1)}`]),
        ];
      }),
    );
  }

  /** What a rigid motion leaves alone, in empty space and, where there are field forces, in the field. */
  private async invariance(matrix: ArrayLike<number>, shift: ArrayLike<number>): Promise<string[]> {
    const { nuclei } = this.target;
    return this.withEngines(2, async (one, two) => {
      const fields = one.supports.has("fieldForces") ? [NO_FIELD, this.field] : [NO_FIELD];
      const want: QmWant = { forces: one.supports.has("forces"), fieldForces: one.supports.has("fieldForces") };
      const problems: string[] = [];
      for (const field of fields) {
        const before = await one.solve(nuclei, field, want);
        const movedField = { ...field, sites: transformed(field.sites, matrix, shift) };
        const after = await two.solve(transformed(nuclei, matrix, shift), movedField, want);
        const tolerance = this.tolerances.invariance;
        problems.push(...difference("energy", after.energy, before.energy, tolerance));
        for (const [what, a, b] of [
          ["force", after.forces, before.forces],
          ["field force", after.fieldForces, before.fieldForces],
        ] as const) {
          if (b !== undefined)
            problems.push(...differences(what, a, transformed(b, matrix), tolerance, 0, coordinateLabel()));
        }
      }
      return problems;
    });
  }

  private declareInvariances(): void {
    const { checks, target, field } = this;
    const { nuclei, molecule } = target;
    checks.check("balance", "forces on nuclei and charges add up to nothing, without torque", () =>
      this.withEngines(1, async (engine) => {
        const has = engine.supports;
        if (!has.has("forces")) return [];
        const fields = has.has("fieldForces") ? [NO_FIELD, field] : [NO_FIELD];
        const problems: string[] = [];
        for (const one of fields) {
          const solved = await engine.solve(nuclei, one, { forces: true, fieldForces: has.has("fieldForces") });
          const positions = [...nuclei, ...one.sites];
          const forces = [...(solved.forces ?? []), ...(solved.fieldForces ?? [])];
          if (forces.length !== positions.length)
            return [`there are ${forces.length} force components for ${positions.length} coordinates`];
          const { force, torque } = netForceAndTorque(positions, forces);
          const where = one === NO_FIELD ? "in empty space" : "with the charges";
          problems.push(...differences(`net force ${where}`, force, [0, 0, 0], this.tolerances.balance));
          problems.push(...differences(`net torque ${where}`, torque, [0, 0, 0], this.tolerances.balance));
        }
        return problems;
      }),
    );
    checks.check("translation", "moving everything changes nothing", () =>
      this.invariance([1, 0, 0, 0, 1, 0, 0, 0, 1], [2.3, -1.9, 3.1]),
    );
    checks.check("rotation", "turning everything turns the forces", () =>
      this.invariance(randomRotation(suiteRandom("rotation")), [0, 0, 0]),
    );
    checks.check("permutation", "renumbering the atoms renumbers the forces", () => {
      const n = molecule.elements.length;
      const order = Array.from({ length: n }, (_, k) => (k + 1) % n);
      const renumbered = { ...molecule, elements: Uint8Array.from(order, (k) => molecule.elements[k]!) };
      const shuffled = (array: Float64Array): Float64Array =>
        Float64Array.from(order.flatMap((k) => [...array.subarray(3 * k, 3 * k + 3)]));
      return this.withMolecules([molecule, renumbered], async (one, two) => {
        const want: QmWant = { forces: one.supports.has("forces") };
        const plain = await one.solve(nuclei, NO_FIELD, want);
        const other = await two.solve(shuffled(nuclei), NO_FIELD, want);
        const tolerance = this.tolerances.invariance;
        const problems = difference("energy", other.energy, plain.energy, tolerance);
        if (plain.forces === undefined) return problems;
        return [
          ...problems,
          ...differences("force", other.forces, shuffled(plain.forces), tolerance, 0, coordinateLabel()),
        ];
      });
    });
  }

  private declareConduct(): void {
    const { checks, target, points } = this;
    const { nuclei, molecule } = target;
    const fieldFor = (engine: QmEngine): ExternalField => (engine.supports.has("fieldForces") ? this.field : NO_FIELD);
    const nudged = (name: string): Float64Array => jostled(nuclei, 0.03, suiteRandom(name));
    const all = (engine: QmEngine, at: Float64Array): Promise<QmSolution> =>
      engine.solve(at, fieldFor(engine), wanted(engine, points));

    checks.check("repeat", "two fresh engines give the same bits", () =>
      this.withEngines(2, async (one, two) => {
        const problems: string[] = [];
        for (const at of [nuclei, nudged("repeat"), nuclei]) {
          problems.push(...bitDifferences("repeat", await all(one, at), await all(two, at)));
        }
        return problems;
      }),
    );
    checks.check("inputs", "inputs are left alone and results are the caller's to keep", () =>
      this.withEngines(1, async (engine) => {
        const field = fieldFor(engine);
        const before = {
          nuclei: nuclei.slice(),
          sites: field.sites.slice(),
          charges: field.charges.slice(),
          elements: molecule.elements.slice(),
        };
        const first = await all(engine, nuclei);
        const kept = { energy: first.energy, forces: first.forces?.slice(), fieldForces: first.fieldForces?.slice() };
        await all(engine, nudged("inputs"));
        const now = { energy: first.energy, forces: first.forces, fieldForces: first.fieldForces };
        const untouched: [string, ArrayLike<number>, ArrayLike<number>][] = [
          ["nuclei", before.nuclei, nuclei],
          ["field sites", before.sites, field.sites],
          ["field charges", before.charges, field.charges],
          ["elements", before.elements, molecule.elements],
        ];
        const problems = untouched.filter(([, a, b]) => !sameBits(a, b)).map(([what]) => `the ${what} were modified`);
        return [...problems, ...bitDifferences("an earlier result changed", kept, now)];
      }),
    );
    checks.check("unsupported", "what is not declared is refused", () =>
      this.withEngines(1, async (engine) => {
        const field = fieldFor(engine);
        const wants: [string, QmWant][] = [
          ["forces", { forces: true }],
          ["fieldForces", { fieldForces: true }],
          ["dipole", { dipole: true }],
          ["quadrupole", { quadrupole: true }],
          ["spin", { spin: true }],
          ["orbitals", { orbitals: true }],
          ["potentialAt", { potentialAt: points }],
          ...CHARGE_MODELS.map((model): [string, QmWant] => [`charges:${model}`, { charges: model }]),
        ];
        const fields: [string, ExternalField][] = [
          ["field:widths", { ...this.field, widths: new Float64Array(this.field.charges.length).fill(0.7) }],
          ["field:dipoles", { ...this.field, dipoles: new Float64Array(this.field.sites.length).fill(0.1) }],
          ["field:uniform", { ...field, uniform: [0, 0, 0.01] }],
          ["field:response", { ...field, response: { name: "none", points: points.slice(), respond: () => 0 } }],
        ];
        const problems: string[] = [];
        const declared = engine.supports as ReadonlySet<string>;
        const refused = (what: string, act: () => Promise<unknown>): Promise<string[]> =>
          declared.has(what) ? Promise.resolve([]) : codeProblems(what, "QMMM_QUANTITY_UNSUPPORTED", act);
        for (const [what, want] of wants)
          problems.push(...(await refused(what, () => engine.solve(nuclei, field, want))));
        for (const [what, one] of fields) problems.push(...(await refused(what, () => engine.solve(nuclei, one, {}))));
        return problems;
      }),
    );
    checks.check("delivered", "what is declared is delivered, finite and of the right length", () =>
      this.withEngines(1, async (engine) => {
        const has = engine.supports;
        const solved = await all(engine, nuclei);
        const n = molecule.elements.length;
        const m = fieldFor(engine).charges.length;
        const expected: [boolean, string, ArrayLike<number> | undefined, number][] = [
          [true, "energy", [solved.energy], 1],
          [has.has("forces"), "forces", solved.forces, 3 * n],
          [has.has("fieldForces"), "fieldForces", solved.fieldForces, 3 * m],
          [has.has("fieldPotential"), "fieldPotential", solved.fieldPotential, m],
          [has.has("dipole"), "dipole", solved.dipole, 3],
          [has.has("quadrupole"), "quadrupole", solved.quadrupole, 6],
          [has.has("spin"), "spin populations", solved.spin?.populations, n],
          [CHARGE_MODELS.some((one) => has.has(`charges:${one}`)), "charges", solved.charges, n],
          [has.has("potentialAt"), "potential", solved.potentialAt?.potential, points.length / 3],
          [has.has("potentialAt"), "field", solved.potentialAt?.field, points.length],
          [
            has.has("orbitals"),
            "orbital energies",
            solved.orbitals?.energies[0],
            solved.orbitals?.occupations[0]?.length ?? -1,
          ],
        ];
        return expected.flatMap(([declared, what, array, length]) => {
          if (!declared) return [];
          if (array?.length !== length) return [`${what} has length ${array?.length}, expected ${length}`];
          return Array.from(array).every(Number.isFinite) ? [] : [`${what} holds something that is not a number`];
        });
      }),
    );
    checks.check("snapshot", "a restored engine goes on with the same bits", () =>
      this.withEngines(2, async (one, two) => {
        await all(one, nuclei);
        await all(one, nudged("before"));
        const saved = decodeSnapshot(encodeSnapshot(one.snapshot()));
        const next = nudged("after");
        const uninterrupted = await all(one, next);
        two.restore(saved);
        return bitDifferences("after restoring", await all(two, next), uninterrupted);
      }),
    );
    checks.check("abort", "an aborted signal stops a solve with its reason", () =>
      this.withEngines(1, (engine) => abortProblems("a solve", (signal) => engine.solve(nuclei, NO_FIELD, {}, signal))),
    );
    checks.check("coexist", "two engines do not disturb each other", async () => {
      const alone = await this.withEngines(1, async (engine) => {
        await all(engine, nuclei);
        return all(engine, nudged("coexist"));
      });
      return this.withEngines(2, async (one, two) => {
        await all(one, nuclei);
        await all(two, nudged("other"));
        await two[Symbol.asyncDispose]();
        return bitDifferences("beside another", await all(one, nudged("coexist")), alone);
      });
    });
    checks.check("dispose", "releasing twice is harmless", () =>
      this.withEngines(1, async (engine) => {
        await engine.solve(nuclei, NO_FIELD, {});
        await engine[Symbol.asyncDispose]();
        await engine[Symbol.asyncDispose]();
        return [];
      }),
    );
  }
}

/**
 * Checks that a quantum method keeps its contract: energies add up, forces on nuclei and on the field's sites are
 * derivatives, nothing depends on origin, orientation or numbering, results repeat bit for bit, state can be saved and
 * restored, and what is not declared is refused. Parts that the method does not declare are not asked for.
 */
export function qmMethodSuite(suite: QmMethodSuite): void {
  const checks = new Checks(suite, suite.exclusions ?? {}, QM_CHECKS);
  suite.describe(`QM method: ${suite.name}`, () => {
    for (const target of suite.molecules ?? QM_TEST_MOLECULES) {
      suite.describe(target.name, () => new MoleculeChecks(suite, target, checks).declare());
    }
  });
}
