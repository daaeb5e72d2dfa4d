import type { Geometry } from "@qmmm/core";
import { CoordinationNumbers } from "./coordination/coordination-numbers.js";
import type { DampingParameters } from "./energy/damping.js";
import type { DispersionEnergy } from "./energy/dispersion-energy.js";
import { ThreeBody } from "./energy/three-body.js";
import { TwoBody } from "./energy/two-body.js";
import { PairForces } from "./pairs/pair-forces.js";
import { D3_LAST_ELEMENT, D3References } from "./references/d3-references.js";
import { InterpolatedC6 } from "./references/reference-c6.js";
import { type Species, speciesOf } from "./references/species.js";
import { checkParameters, type DispersionCutoffs, rangesFor } from "./settings.js";

/** Scale of the van der Waals radii in the damping of triples (Grimme et al. 2010). */
const TRIPLE_RADIUS_SCALE = 4 / 3;

/** DFT-D3 with Becke–Johnson damping for one set of elements; also what GFN1-xTB uses. */
export class D3Dispersion {
  private constructor(
    readonly species: Species,
    readonly references: D3References,
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
    cutoffs: DispersionCutoffs = {},
  ): Promise<D3Dispersion> {
    const species = speciesOf(elements, "D3", D3_LAST_ELEMENT);
    return new D3Dispersion(species, await D3References.load(species), checkParameters(parameters), cutoffs);
  }

  /** Energy at a geometry and, if asked for, its forces and virial. */
  evaluate(geometry: Geometry, derivatives: boolean): DispersionEnergy {
    const { species, references, parameters } = this;
    const ranges = rangesFor("d3", this.cutoffs, geometry);
    const coordination = new CoordinationNumbers(species, "d3", geometry, ranges.coordination);
    const weights = references.weights(coordination.values);
    const c6 = new InterpolatedC6(references, weights.values);
    const pairForces = derivatives ? new PairForces(species.atomCount) : undefined;
    const two = new TwoBody(species, parameters, geometry, ranges.twoBody);
    const twoBody = two.energy(c6, derivatives);
    let threeBody = 0;
    if (parameters.s9 !== 0) {
      const radii = references.pairRadii.map((r) => TRIPLE_RADIUS_SCALE * r);
      threeBody = new ThreeBody(species, radii, parameters.s9, geometry, ranges.threeBody).energy(c6, pairForces);
    }
    if (pairForces === undefined) return { twoBody, threeBody };
    two.addForces(c6, pairForces);
    const byCoordination = new Float64Array(species.atomCount);
    c6.addDerivative(weights.byCoordination, byCoordination);
    coordination.addForces(byCoordination, pairForces);
    return { twoBody, threeBody, forces: pairForces.forces, virial: pairForces.virial };
  }

  /** C6 coefficients of all pairs at a geometry, Eh·a0⁶; N × N, fresh. */
  c6(geometry: Geometry): Float64Array {
    const { coordination } = rangesFor("d3", this.cutoffs, geometry);
    const { values } = new CoordinationNumbers(this.species, "d3", geometry, coordination);
    return new InterpolatedC6(this.references, this.references.weights(values).values).matrix();
  }
}
