import { CHARGE_MODELS, type ExternalField, type Molecule, type QmEngine, type QmWant } from "../contracts/quantum.js";
import { coordinateLabel, difference, differences } from "./compare.js";
import { QM_TOLERANCES, type QmMethodSuite, type QmTolerances } from "./qm-checks.js";
import { type QmTestMolecule, surroundingCharges } from "./qm-molecules.js";
import { derivativeAtZero, displaced, sampled, suiteRandom } from "./toolkit.js";

type Solve = (nuclei: Float64Array, field: ExternalField) => Promise<number>;

/** Everything that an engine declares. */
export function wanted(engine: QmEngine, points: Float64Array): QmWant {
  const has = engine.supports;
  const model = CHARGE_MODELS.find((one) => has.has(`charges:${one}`));
  return {
    forces: has.has("forces"),
    fieldForces: has.has("fieldForces"),
    dipole: has.has("dipole"),
    quadrupole: has.has("quadrupole"),
    spin: has.has("spin"),
    orbitals: has.has("orbitals"),
    bondOrders: has.has("bondOrders"),
    ...(model === undefined ? {} : { charges: model }),
    ...(has.has("potentialAt") ? { potentialAt: points } : {}),
  };
}

/** One molecule with what its checks share: engines, a field around it, comparison with central differences. */
export class QmBench {
  readonly tolerances: QmTolerances;
  private readonly most: number;
  readonly field: ExternalField;
  readonly points: Float64Array;

  constructor(
    private readonly suite: QmMethodSuite,
    readonly target: QmTestMolecule,
  ) {
    this.tolerances = { ...QM_TOLERANCES, ...suite.tolerances };
    this.most = suite.coordinates ?? 4;
    this.field = surroundingCharges(target.nuclei);
    // Points other than the charges, as far away.
    this.points = this.field.sites
      .map((value, k) => value + (k % 3 === 0 ? 1.3 : 0.4))
      .subarray(0, 9)
      .slice();
  }

  /** Opens engines in one fresh scope, and releases everything whatever happens. */
  withEngines<T>(count: number, act: (...engines: QmEngine[]) => Promise<T>): Promise<T> {
    return this.withMolecules(new Array(count).fill(this.target.molecule), act);
  }

  async withMolecules<T>(molecules: readonly Molecule[], act: (...engines: QmEngine[]) => Promise<T>): Promise<T> {
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

  energy(engine: QmEngine): Solve {
    return async (nuclei, field) => (await engine.solve(nuclei, field, {})).energy;
  }

  /**
   * Compares an analytic gradient with central differences of a function of as many variables: some of them one by one,
   * and all of them at once along a random direction, so that nothing is left out.
   */
  async compareGradient(
    what: string,
    analytic: Float64Array | undefined,
    variables: Float64Array,
    sign: 1 | -1,
    value: (variables: Float64Array) => Promise<number>,
    options: { readonly step?: number; readonly tolerance?: number; readonly label?: (k: number) => string } = {},
  ): Promise<string[]> {
    const { step = this.tolerances.step, tolerance = this.tolerances.forces, label = coordinateLabel() } = options;
    const { length } = variables;
    if (analytic?.length !== length) return [`${what} has length ${analytic?.length}, expected ${length}`];
    const slope = async (direction: ArrayLike<number>): Promise<number> =>
      sign * (await derivativeAtZero((x) => value(variables.map((at, k) => at + x * direction[k]!)), step));
    const chosen = sampled(length, this.most);
    const numerical: number[] = [];
    for (const k of chosen) numerical.push(await slope(displaced(new Float64Array(length), k, 1)));
    const random = suiteRandom(what);
    const signs = Array.from(variables, () => (random.uniform() < 0.5 ? -1 : 1));
    const along = signs.reduce((sum, direction, k) => sum + direction * analytic[k]!, 0);
    return [
      ...differences(
        what,
        chosen.map((k) => analytic[k]!),
        numerical,
        tolerance,
        0,
        (k) => label(chosen[k]!),
      ),
      ...difference(`${what} along a random direction`, along, await slope(signs), tolerance * Math.sqrt(length)),
    ];
  }

  async nuclearForces(engine: QmEngine, field: ExternalField): Promise<string[]> {
    if (!engine.supports.has("forces")) return [];
    const { nuclei } = this.target;
    const { forces } = await engine.solve(nuclei, field, { forces: true });
    const energy = this.energy(engine);
    return this.compareGradient("force", forces, nuclei, -1, (moved) => energy(moved, field));
  }

  async siteForces(engine: QmEngine, field: ExternalField): Promise<string[]> {
    if (!engine.supports.has("fieldForces")) return [];
    const { nuclei } = this.target;
    const { fieldForces } = await engine.solve(nuclei, field, { fieldForces: true });
    const energy = this.energy(engine);
    return this.compareGradient("field force", fieldForces, field.sites, -1, (sites) =>
      energy(nuclei, { ...field, sites }),
    );
  }

  async sitePotential(engine: QmEngine, field: ExternalField): Promise<string[]> {
    if (!engine.supports.has("fieldPotential")) return [];
    const { nuclei } = this.target;
    const { fieldPotential } = await engine.solve(nuclei, field, { fieldForces: true });
    const energy = this.energy(engine);
    const charged = (charges: Float64Array): Promise<number> => energy(nuclei, { ...field, charges });
    return this.compareGradient("field potential", fieldPotential, field.charges, 1, charged, {
      step: 0.01,
      tolerance: this.tolerances.potential,
      label: (k) => ` at site ${k}`,
    });
  }

  /** Forces on nuclei and sites, and potential at the sites, all in one field. */
  async everythingIn(engine: QmEngine, field: ExternalField): Promise<string[]> {
    return [
      ...(await this.nuclearForces(engine, field)),
      ...(await this.siteForces(engine, field)),
      ...(await this.sitePotential(engine, field)),
    ];
  }
}
