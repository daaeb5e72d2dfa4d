import { type ForceFieldPotential, KERNELS, type MmModel, type PairMask, type Scope, type TermMask } from "@qmmm/core";
import { ResolvedMmModel } from "../model/mm-model.js";
import { ModelOver } from "../model/model-over.js";
import type { PairForms } from "../pair-forms/pair-forms.js";
import { PairFormsPotential } from "../pair-forms/pair-forms-potential.js";
import { hasBareCharges } from "../parameters/bare-charges.js";
import type { MmParameters } from "../parameters/mm-parameters.js";
import type { ComposedPart } from "./merged-parameters.js";
import { type Summand, SummedPotential } from "./summed-potential.js";

const NO_PAIRS: PairMask = { inside: false, across: false, outside: false };
const sameName = (term: string): string => term;

/**
 * Parts with force fields of their own, and what acts between them. The Coulomb energy is one sum over all charges:
 *
 * - Parts with parameters of molecules, and ions whose Coulomb energy is that of their charges, give it up to that sum.
 * - Other parts keep the electrostatics of their own potential, if any. Their charges are in the sum for the sake of the
 *   others, so the energy of these charges among themselves (with all images, and the background) goes out again.
 */
export class CompositeModel extends ModelOver {
  private readonly place: { readonly part: Int32Array; readonly index: Int32Array };

  constructor(
    private readonly parts: readonly ComposedPart[],
    private readonly parameters: MmParameters,
    private readonly forms: PairForms | undefined,
  ) {
    super(new ResolvedMmModel(parameters), { lennardJones: outwardLennardJones(parts, parameters.atomCount) });
    const { atomCount } = parameters;
    this.place = { part: new Int32Array(atomCount), index: new Int32Array(atomCount) };
    for (const [n, { atoms }] of parts.entries()) {
      for (const [k, atom] of atoms.entries()) {
        this.place.part[atom] = n;
        this.place.index[atom] = k;
      }
    }
  }

  override equilibriumBond(i: number, j: number): number | undefined {
    const { part, index } = this.place;
    if (part[i] !== part[j]) return undefined;
    return this.parts[part[i]!]?.model.equilibriumBond(index[i]!, index[j]!);
  }

  override equilibriumAngle(i: number, j: number, k: number): number | undefined {
    const { part, index } = this.place;
    if (part[i] !== part[j] || part[j] !== part[k]) return undefined;
    return this.parts[part[i]!]?.model.equilibriumAngle?.(index[i]!, index[j]!, index[k]!);
  }

  async potential(mask: TermMask, scope: Scope): Promise<ForceFieldPotential> {
    const summands: Summand[] = [{ potential: await this.base.potential(mask, scope), factor: 1, nameOf: sameName }];
    for (const part of this.parts) summands.push(...(await this.own(part, mask, scope)));
    if (this.forms !== undefined) {
      const potential = new PairFormsPotential(this.forms, mask, scope.resolve(KERNELS));
      summands.push({ potential, factor: 1, nameOf: sameName, chargeScale: 0 });
    }
    return summands.length === 1 ? summands[0]!.potential : new SummedPotential(summands, this.charges);
  }

  /** What a part has beside the merged parameters. */
  private async own(part: ComposedPart, mask: TermMask, scope: Scope): Promise<Summand[]> {
    const { model, atoms, outward, options } = part;
    if (model instanceof ResolvedMmModel) return [];
    const within: TermMask = { ...mask, region: Uint8Array.from(atoms, (atom) => mask.region[atom]!) };
    const nameOf = (term: string): string => `${options.name}.${term}`;
    if (hasBareCharges(model) && !outward.foreign) {
      const potential = await model.potential({ ...within, coulomb: NO_PAIRS }, scope);
      // Of the part's own Coulomb energy nothing is left: no term of its own in the ledger.
      const ownName = (term: string): string => (term === "coulomb" ? term : nameOf(term));
      return [{ potential, atoms, factor: 1, nameOf: ownName, chargeScale: 0 }];
    }
    const chargeScale = outward.foreign ? 0 : Math.sqrt(this.coulombScale / model.coulombScale);
    const own = await model.potential(within, scope);
    const summands: Summand[] = [{ potential: own, atoms, factor: 1, nameOf, chargeScale }];
    if (outward.charges.every((charge) => charge === 0)) return summands;
    const charges = Float64Array.from(atoms, (atom) => this.charges[atom]!);
    const potential = await new ResolvedMmModel(chargesAlone(charges, this.parameters)).potential(within, scope);
    return [...summands, { potential, atoms, factor: -1, nameOf: sameName }];
  }
}

/** Charges that all interact, as the whole sums them, and nothing else. */
function chargesAlone(charges: Float64Array, whole: MmParameters): MmParameters {
  const none = { atoms: new Int32Array(0), parameters: new Float64Array(0) };
  return {
    atomCount: charges.length,
    charges,
    coulombScale: whole.coulombScale,
    bonds: none,
    angles: none,
    torsions: none,
    impropers: none,
    lennardJones: {
      typeOf: new Int32Array(charges.length),
      typeCount: 1,
      c12: new Float64Array(1),
      c6: new Float64Array(1),
    },
    exclusionStart: new Int32Array(charges.length + 1),
    exclusions: new Int32Array(0),
    exceptions: none,
    cutoff: whole.cutoff,
    skin: whole.skin,
    treatment: whole.treatment && { ...whole.treatment, dispersion: "none" },
    conventions: {},
  };
}

/** What other parts see of the atoms. */
function outwardLennardJones(parts: readonly ComposedPart[], atomCount: number): MmModel["lennardJones"] {
  const [sigma, epsilon] = [new Float64Array(atomCount), new Float64Array(atomCount)];
  for (const { atoms, outward } of parts) {
    for (const [k, atom] of atoms.entries()) {
      sigma[atom] = outward.sigma[k]!;
      epsilon[atom] = outward.epsilon[k]!;
    }
  }
  return { sigma, epsilon };
}
