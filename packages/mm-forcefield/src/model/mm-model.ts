import { type FixedDistances, KERNELS, type MmModel, type Scope, type TermMask, VirtualSites } from "@qmmm/core";
import { MadeLists } from "../nonbonded/made-lists.js";
import { selfLennardJones } from "../parameters/lennard-jones.js";
import type { BondedTerms, MmParameters } from "../parameters/mm-parameters.js";
import { keptTerms } from "./masking.js";
import { MmPotential } from "./mm-potential.js";

/** The model of a force field whose parameters are resolved. */
export class ResolvedMmModel implements MmModel {
  readonly charges: Float64Array;
  readonly lennardJones: { readonly sigma: Float64Array; readonly epsilon: Float64Array };
  readonly coulombScale: number;
  readonly cutoff: number | undefined;
  readonly conventions: Readonly<Record<string, string | number>>;
  readonly virtualSites: VirtualSites | undefined;
  readonly constraints: FixedDistances | undefined;
  /** Lists of pairs that potentials with different masks share. */
  private readonly lists = new MadeLists();
  private readonly bondLengths = new Map<number, number>();
  private readonly bondAngles = new Map<string, number>();

  constructor(readonly parameters: MmParameters) {
    this.charges = parameters.charges;
    this.lennardJones = selfLennardJones(parameters.lennardJones);
    this.coulombScale = parameters.coulombScale;
    this.cutoff = parameters.cutoff;
    this.conventions = parameters.conventions;
    const { atomCount, virtualSites, constraints } = parameters;
    this.virtualSites = virtualSites && new VirtualSites(atomCount, virtualSites);
    this.constraints = constraints && constraints.lengths.length > 0 ? constraints : undefined;
    constraints?.lengths.forEach((length, n) => {
      this.bondLengths.set(this.pairKey(constraints.pairs[2 * n]!, constraints.pairs[2 * n + 1]!), length);
    });
    const { quarticBonds, morseBonds, cubicBonds, bonds } = parameters;
    for (const terms of [quarticBonds, morseBonds, cubicBonds, bonds]) {
      if (terms === undefined) continue;
      const { atoms, parameters: numbers } = terms;
      const width = (2 * numbers.length) / atoms.length;
      for (let n = 0; 2 * n < atoms.length; n++) {
        this.bondLengths.set(this.pairKey(atoms[2 * n]!, atoms[2 * n + 1]!), numbers[width * n + width - 1]!);
      }
    }
  }

  equilibriumAngle(i: number, j: number, k: number): number | undefined {
    if (this.bondAngles.size === 0) this.readAngles();
    return this.bondAngles.get(`${Math.min(i, k)} ${j} ${Math.max(i, k)}`);
  }

  private readAngles(): void {
    const { cosineAngles, restrictedAngles, quarticAngles, angles } = this.parameters;
    const add = (terms: BondedTerms | undefined, at: number, angleOf = (stated: number): number => stated): void => {
      if (terms === undefined) return;
      const { atoms, parameters } = terms;
      const width = (3 * parameters.length) / atoms.length;
      for (let n = 0; 3 * n < atoms.length; n++) {
        const [i, j, k] = [atoms[3 * n]!, atoms[3 * n + 1]!, atoms[3 * n + 2]!];
        this.bondAngles.set(`${Math.min(i, k)} ${j} ${Math.max(i, k)}`, angleOf(parameters[width * n + at]!));
      }
    };
    add(cosineAngles, 1, Math.acos);
    add(restrictedAngles, 1, Math.acos);
    add(quarticAngles, 0);
    add(angles, 1);
  }

  private pairKey(i: number, j: number): number {
    return Math.min(i, j) * this.parameters.atomCount + Math.max(i, j);
  }

  equilibriumBond(i: number, j: number): number | undefined {
    return this.bondLengths.get(this.pairKey(i, j));
  }

  async potential(mask: TermMask, scope: Scope): Promise<MmPotential> {
    const { atomCount, cutoff, skin, treatment } = this.parameters;
    const terms = keptTerms(this.parameters, mask);
    return new MmPotential(atomCount, terms, cutoff, skin, scope.resolve(KERNELS), treatment, this.lists);
  }
}
