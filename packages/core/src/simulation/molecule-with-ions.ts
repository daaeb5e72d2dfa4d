import type {
  ChargeModel,
  CondensedFukui,
  ExternalField,
  Molecule,
  QmEngine,
  QmMethod,
  QmQuantity,
  QmSolution,
  QmWant,
} from "../contracts/quantum.js";
import type { Snapshot } from "../model/snapshot.js";
import type { Scope } from "../plugin/di.js";

/**
 * Opens a molecule of which, whatever the method, condensed Fukui functions can be had: they follow from the charges of the
 * molecule and of the ions with one electron more and one less.
 *
 * @throws QmmmError what the method throws
 */
export async function openMolecule(method: QmMethod, molecule: Molecule, scope: Scope): Promise<QmEngine> {
  return new MoleculeWithIons(method, molecule, scope, await method.open(molecule, scope));
}

/**
 * The molecule with one electron more or less. The electron pairs with an unpaired one, where there is one: a closed shell becomes
 * a doublet, any other multiplicity falls by one.
 */
export function ionOf({ charge, elements, multiplicity }: Molecule, change: 1 | -1): Molecule {
  return { elements, charge: charge + change, multiplicity: multiplicity === 1 ? 2 : multiplicity - 1 };
}

/** An engine that adds condensed Fukui functions to what the method's own engine gives, and is that engine otherwise. */
class MoleculeWithIons implements QmEngine {
  readonly supports: ReadonlySet<QmQuantity>;

  constructor(
    private readonly method: QmMethod,
    private readonly molecule: Molecule,
    private readonly scope: Scope,
    private readonly engine: QmEngine,
  ) {
    const charged = [...engine.supports].some((quantity) => quantity.startsWith("charges:"));
    this.supports = charged ? new Set([...engine.supports, "fukui"]) : engine.supports;
  }

  async solve(nuclei: Float64Array, field: ExternalField, want: QmWant, signal?: AbortSignal): Promise<QmSolution> {
    const { fukui: model, ...rest } = want;
    if (model === undefined) return this.engine.solve(nuclei, field, rest, signal);
    const solution = await this.engine.solve(nuclei, field, { charges: model, ...rest }, signal);
    const asked = rest.charges;
    const other = asked !== undefined && asked !== model;
    const neutral = other ? await this.engine.solve(nuclei, field, { charges: model }, signal) : solution;
    const anion = await this.ion(-1, nuclei, field, model, signal);
    const cation = await this.ion(1, nuclei, field, model, signal);
    return { ...solution, charges: asked && solution.charges, fukui: condensedFukui(cation, neutral, anion) };
  }

  /** Every time from the start, so that results do not depend on what was solved before. */
  private async ion(
    change: 1 | -1,
    nuclei: Float64Array,
    field: ExternalField,
    charges: ChargeModel,
    signal: AbortSignal | undefined,
  ): Promise<QmSolution> {
    const engine = await this.method.open(ionOf(this.molecule, change), this.scope);
    try {
      return await engine.solve(nuclei, field, { charges }, signal);
    } finally {
      await engine[Symbol.asyncDispose]();
    }
  }

  snapshot(): Snapshot {
    return this.engine.snapshot();
  }

  restore(state: Snapshot): void {
    this.engine.restore(state);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }
}

/**
 * f⁺ = q(N) − q(N+1), f⁻ = q(N−1) − q(N) (Yang & Mortier 1986, doi:10.1021/ja00279a008), f⁰ their mean and the dual descriptor
 * f⁺ − f⁻ (Morell, Grand & Toro-Labbé 2005, doi:10.1021/jp046577a). Hardness I − A: Parr & Pearson 1983, doi:10.1021/ja00364a005,
 * without their factor ½; softness, global and local: Yang & Parr 1985, doi:10.1073/pnas.82.20.6723; electrophilicity: Parr,
 * von Szentpály & Liu 1999, doi:10.1021/ja983494x.
 */
function condensedFukui(cation: QmSolution, neutral: QmSolution, anion: QmSolution): CondensedFukui {
  const fewer = cation.charges!;
  const same = neutral.charges!;
  const more = anion.charges!;
  const plus = same.map((q, a) => q - more[a]);
  const minus = same.map((q, a) => fewer[a] - q);
  const ionisationEnergy = cation.energy - neutral.energy;
  const electronAffinity = neutral.energy - anion.energy;
  const chemicalPotential = -0.5 * (ionisationEnergy + electronAffinity);
  const hardness = ionisationEnergy - electronAffinity;
  const softness = 1 / hardness;
  return {
    plus,
    minus,
    zero: same.map((_, a) => 0.5 * (fewer[a] - more[a])),
    dual: same.map((q, a) => 2 * q - more[a] - fewer[a]),
    ionisationEnergy,
    electronAffinity,
    chemicalPotential,
    hardness,
    softness,
    electrophilicity: chemicalPotential ** 2 / (2 * hardness),
    softnessPlus: plus.map((f) => softness * f),
    softnessMinus: minus.map((f) => softness * f),
  };
}
