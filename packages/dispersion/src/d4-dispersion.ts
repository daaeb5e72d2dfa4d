import { type Geometry, InputError } from "@qmmm/core";
import { ElectronegativityEquilibration } from "./charges/electronegativity-equilibration.js";
import { CoordinationNumbers } from "./coordination/coordination-numbers.js";
import { criticalRadii, type DampingParameters } from "./energy/damping.js";
import type { DispersionEnergy } from "./energy/dispersion-energy.js";
import { ThreeBody } from "./energy/three-body.js";
import { TwoBody } from "./energy/two-body.js";
import { triangular } from "./numerics/packed-integers.js";
import { PairForces } from "./pairs/pair-forces.js";
import {
  type ChargeScaling,
  D4_LAST_ELEMENT,
  D4References,
  type ReferenceCharges,
} from "./references/d4-references.js";
import { InterpolatedC6 } from "./references/reference-c6.js";
import { type Species, speciesOf } from "./references/species.js";
import { checkParameters, type DispersionCutoffs, type Ranges, rangesFor } from "./settings.js";

/** Options of `D4Dispersion` beside the damping parameters. */
export interface D4Options {
  readonly cutoffs?: DispersionCutoffs;
  /** Kind of charges that atoms have in the reference systems: `eeq` (default) for D4 itself, `gfn2` for GFN2-xTB. */
  readonly referenceCharges?: ReferenceCharges;
  /** How polarisabilities follow charges, where it is not as in D4 itself. */
  readonly chargeScaling?: ChargeScaling;
}

/** DFT-D4 for one set of elements, with its own charges or with any that the caller gives; also what GFN2-xTB uses. */
export class D4Dispersion {
  private constructor(
    readonly species: Species,
    readonly references: D4References,
    readonly parameters: DampingParameters,
    private readonly cutoffs: DispersionCutoffs,
  ) {}

  /**
   * @param elements - atomic numbers; length N
   * @throws QmmmError `QMMM_DISPERSION_ELEMENT`, `QMMM_DISPERSION_PARAMETERS`
   */
  static async load(
    elements: ArrayLike<number>,
    parameters: DampingParameters,
    options: D4Options = {},
  ): Promise<D4Dispersion> {
    const species = speciesOf(elements, "D4", D4_LAST_ELEMENT);
    const references = await D4References.load(species, options.referenceCharges ?? "eeq", options.chargeScaling);
    return new D4Dispersion(species, references, checkParameters(parameters), options.cutoffs ?? {});
  }

  /** Fixes the geometry, for evaluations with different charges. */
  at(geometry: Geometry): D4AtGeometry {
    return new D4AtGeometry(
      this.species,
      this.references,
      this.parameters,
      geometry,
      rangesFor("d4", this.cutoffs, geometry),
    );
  }

  /** Charges of the correction's own equilibration, e; length N, fresh. */
  charges(geometry: Geometry, totalCharge: number): Float64Array {
    return new ElectronegativityEquilibration(this.species, geometry, totalCharge).charges;
  }

  /**
   * Energy at a geometry with the correction's own charges and, if asked for, its forces and virial, including the response
   * of the charges.
   *
   * @param totalCharge - e; of a cell with a uniform background that neutralises it
   */
  evaluate(geometry: Geometry, totalCharge: number, derivatives: boolean): DispersionEnergy {
    const equilibration = new ElectronegativityEquilibration(this.species, geometry, totalCharge);
    const { atGivenCharges, byCharge, pairForces } = this.at(geometry).evaluateInto(equilibration.charges, derivatives);
    if (pairForces === undefined || byCharge === undefined) return atGivenCharges;
    equilibration.addForces(byCharge, pairForces);
    return { ...atGivenCharges, forces: pairForces.forces, virial: pairForces.virial };
  }
}

/** D4 at one geometry: everything that depends on charges can be had for many sets of charges, as in a self-consistent method. */
export class D4AtGeometry {
  private readonly coordination: CoordinationNumbers;
  private readonly two: TwoBody;
  /** Pair energies per C6; made at the first use. */
  private kernel: Float64Array | undefined;

  constructor(
    private readonly species: Species,
    private readonly references: D4References,
    private readonly parameters: DampingParameters,
    private readonly geometry: Geometry,
    private readonly ranges: Ranges,
  ) {
    this.coordination = new CoordinationNumbers(species, "d4", geometry, ranges.coordination);
    this.two = new TwoBody(species, parameters, geometry, ranges.twoBody);
  }

  /** Coordination numbers; length N. */
  get coordinationNumbers(): Float64Array {
    return this.coordination.values;
  }

  /**
   * Energy of pairs at given charges, and the potential that it makes for them. Costs no distances: fit for every iteration
   * of a self-consistent method.
   *
   * @param charges - e; length N
   * @param byCharge - ∂E/∂q, Eh/e; length N, overwritten
   * @returns Eh
   */
  twoBody(charges: Float64Array, byCharge?: Float64Array): number {
    this.checkCharges(charges);
    this.kernel ??= this.two.kernel();
    const { kernel, species } = this;
    const weights = this.references.weights(this.coordination.values, charges);
    const c6 = new InterpolatedC6(this.references, weights.values);
    let energy = 0;
    for (let i = 0; i < species.atomCount; i++) {
      for (let j = 0; j <= i; j++) {
        const perC6 = kernel[triangular(i, j)]!;
        if (perC6 === 0) continue;
        energy += perC6 * c6.between(i, j);
        if (byCharge !== undefined) c6.addAdjoint(i, j, perC6);
      }
    }
    if (byCharge !== undefined) {
      byCharge.fill(0);
      c6.addDerivative(weights.byCharge, byCharge);
    }
    return energy;
  }

  /** Energy of triples, which takes all atoms as neutral, Eh. */
  threeBody(): number {
    if (this.parameters.s9 === 0) return 0;
    const weights = this.references.weights(this.coordination.values);
    return this.triples().energy(new InterpolatedC6(this.references, weights.values));
  }

  /**
   * Energy at given charges with forces and virial at fixed charges, and ∂E/∂q (Eh/e; length N, fresh) for the caller's
   * response of the charges.
   */
  evaluate(charges: Float64Array): DispersionEnergy & { readonly byCharge: Float64Array } {
    const { atGivenCharges, byCharge, pairForces } = this.evaluateInto(charges, true);
    return { ...atGivenCharges, byCharge: byCharge!, forces: pairForces!.forces, virial: pairForces!.virial };
  }

  /** As `evaluate`, with forces that the caller may add to. */
  evaluateInto(charges: Float64Array, derivatives: boolean): EvaluationAtCharges {
    this.checkCharges(charges);
    const { coordination, parameters, references, species, two } = this;
    const weights = references.weights(coordination.values, charges);
    const c6 = new InterpolatedC6(references, weights.values);
    const twoBody = two.energy(c6, derivatives);
    if (!derivatives) return { atGivenCharges: { twoBody, threeBody: this.threeBody() } };
    const pairForces = new PairForces(species.atomCount);
    two.addForces(c6, pairForces);
    const byCharge = new Float64Array(species.atomCount);
    const byCoordination = new Float64Array(species.atomCount);
    c6.addDerivative(weights.byCharge, byCharge);
    c6.addDerivative(weights.byCoordination, byCoordination);
    let threeBody = 0;
    if (parameters.s9 !== 0) {
      const neutral = references.weights(coordination.values);
      const neutralC6 = new InterpolatedC6(references, neutral.values);
      threeBody = this.triples().energy(neutralC6, pairForces);
      neutralC6.addDerivative(neutral.byCoordination, byCoordination);
    }
    coordination.addForces(byCoordination, pairForces);
    return { atGivenCharges: { twoBody, threeBody }, byCharge, pairForces };
  }

  /** C6 coefficients of all pairs at given charges, Eh·a0⁶; N × N, fresh. */
  c6(charges: Float64Array): Float64Array {
    this.checkCharges(charges);
    return new InterpolatedC6(
      this.references,
      this.references.weights(this.coordination.values, charges).values,
    ).matrix();
  }

  /** Static polarisabilities of the atoms at given charges, a0³; length N, fresh. */
  polarisabilities(charges: Float64Array): Float64Array {
    this.checkCharges(charges);
    return this.references.polarisabilities(this.references.weights(this.coordination.values, charges));
  }

  private triples(): ThreeBody {
    const radii = criticalRadii(this.species, this.parameters);
    return new ThreeBody(this.species, radii, this.parameters.s9, this.geometry, this.ranges.threeBody);
  }

  private checkCharges(charges: Float64Array): void {
    if (charges.length === this.species.atomCount) return;
    throw new InputError(
      "QMMM_DISPERSION_ATOMS",
      `${charges.length} charges were given for ${this.species.atomCount} atoms`,
      {
        value: charges.length,
        allowed: String(this.species.atomCount),
        action: "Give one charge per atom",
      },
    );
  }
}

/** Energy at given charges; with derivatives, also ∂E/∂q (Eh/e) and forces at fixed charges. */
export interface EvaluationAtCharges {
  readonly atGivenCharges: { readonly twoBody: number; readonly threeBody: number };
  readonly byCharge?: Float64Array;
  readonly pairForces?: PairForces;
}
