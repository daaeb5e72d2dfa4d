import {
  type FixedDistances,
  KERNELS,
  type MmModel,
  type PairMask,
  type Potential,
  type Scope,
  type TermMask,
  VirtualSites,
} from "@qmmm/core";
import { ResolvedMmModel } from "../model/mm-model.js";
import { hasBareCharges } from "../parameters/bare-charges.js";
import type { MmParameters } from "../parameters/mm-parameters.js";
import type { ComposedPart } from "./merged-parameters.js";
import type { PairForms } from "./pair-forms.js";
import { PairFormsPotential } from "./pair-forms-potential.js";
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
export class CompositeModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale: number;
  readonly cutoff: number | undefined;
  readonly conventions: Readonly<Record<string, string | number>>;
  readonly virtualSites: VirtualSites | undefined;
  readonly constraints: FixedDistances | undefined;
  private readonly merged: ResolvedMmModel;
  private readonly place: { readonly part: Int32Array; readonly index: Int32Array };

  constructor(
    private readonly parts: readonly ComposedPart[],
    private readonly parameters: MmParameters,
    private readonly forms: PairForms | undefined,
  ) {
    this.merged = new ResolvedMmModel(parameters);
    this.charges = parameters.charges;
    this.coulombScale = parameters.coulombScale;
    this.cutoff = parameters.cutoff;
    this.conventions = parameters.conventions;
    const { atomCount } = parameters;
    this.virtualSites = sitesOf(parts, atomCount);
    this.constraints = constraintsOf(parts);
    this.lennardJones = { sigma: new Float64Array(atomCount), epsilon: new Float64Array(atomCount) };
    this.place = { part: new Int32Array(atomCount), index: new Int32Array(atomCount) };
    for (const [n, { atoms, outward }] of parts.entries()) {
      for (const [k, atom] of atoms.entries()) {
        this.lennardJones.sigma[atom] = outward.sigma[k]!;
        this.lennardJones.epsilon[atom] = outward.epsilon[k]!;
        this.place.part[atom] = n;
        this.place.index[atom] = k;
      }
    }
  }

  equilibriumBond(i: number, j: number): number | undefined {
    const { part, index } = this.place;
    if (part[i] !== part[j]) return undefined;
    return this.parts[part[i]!]?.model.equilibriumBond(index[i]!, index[j]!);
  }

  equilibriumAngle(i: number, j: number, k: number): number | undefined {
    const { part, index } = this.place;
    if (part[i] !== part[j] || part[j] !== part[k]) return undefined;
    return this.parts[part[i]!]?.model.equilibriumAngle?.(index[i]!, index[j]!, index[k]!);
  }

  async potential(mask: TermMask, scope: Scope): Promise<Potential> {
    const summands: Summand[] = [{ potential: await this.merged.potential(mask, scope), factor: 1, nameOf: sameName }];
    for (const part of this.parts) summands.push(...(await this.own(part, mask, scope)));
    if (this.forms !== undefined) {
      const potential = new PairFormsPotential(this.forms, mask, scope.resolve(KERNELS));
      summands.push({ potential, factor: 1, nameOf: sameName });
    }
    return summands.length === 1 ? summands[0]!.potential : new SummedPotential(mask.region.length, summands);
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
      return [{ potential, atoms, factor: 1, nameOf: (term) => (term === "coulomb" ? term : nameOf(term)) }];
    }
    const summands: Summand[] = [{ potential: await model.potential(within, scope), atoms, factor: 1, nameOf }];
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

/** The virtual sites of the parts, by atoms of the whole. */
function sitesOf(parts: readonly ComposedPart[], atomCount: number): VirtualSites | undefined {
  const sites = parts.flatMap(({ model, atoms }) =>
    (model.virtualSites?.sites ?? []).map(({ site, parents, rule }) => ({
      site: atoms[site]!,
      parents: parents.map((atom) => atoms[atom]!),
      rule,
    })),
  );
  return sites.length === 0 ? undefined : new VirtualSites(atomCount, sites);
}

/** The constraints of the parts, by atoms of the whole. */
function constraintsOf(parts: readonly ComposedPart[]): FixedDistances | undefined {
  const pairs = parts.flatMap(({ model, atoms }) => Array.from(model.constraints?.pairs ?? [], (atom) => atoms[atom]!));
  const lengths = parts.flatMap(({ model }) => Array.from(model.constraints?.lengths ?? []));
  return lengths.length === 0 ? undefined : { pairs: Int32Array.from(pairs), lengths: Float64Array.from(lengths) };
}
