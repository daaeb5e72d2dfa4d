import {
  CoordinationNumbers,
  D3Dispersion,
  D4Dispersion,
  ElectronegativityEquilibration,
  PairForces,
  type Species,
} from "@qmmm/dispersion";
import { type TightBindingShells, tightBindingShells } from "./basis/tight-binding-shells.js";
import { AnisotropicElectrostatics, multipoleRadii } from "./energy/anisotropic-electrostatics.js";
import { AnisotropicExchange } from "./energy/anisotropic-exchange.js";
import { ChargeDependentDispersion } from "./energy/charge-dependent-dispersion.js";
import { HalogenBond } from "./energy/halogen-bond.js";
import { HARDNESS_MEANS, type HardnessMean, IsotropicElectrostatics } from "./energy/isotropic-electrostatics.js";
import type { ChargeInteraction } from "./energy/multipoles.js";
import { Repulsion } from "./energy/repulsion.js";
import { StaticDispersion } from "./energy/static-dispersion.js";
import type { StaticTerm } from "./energy/static-terms.js";
import { ThirdOrder } from "./energy/third-order.js";
import { loadParameters, type XtbModel, type XtbParameters } from "./parameters.js";

/** How far neighbours count for the levels, a0: beyond, a neighbour counts less than 1e-6. */
const NEIGHBOURS = { cutoff: 40, width: 10 };

/** A tight-binding model for one set of elements: all that does not depend on positions. */
export class TightBindingModel {
  readonly hardnessMean: HardnessMean;
  /** Terms that depend on the nuclei only. */
  readonly staticTerms: readonly StaticTerm[];

  private constructor(
    readonly model: XtbModel,
    readonly parameters: XtbParameters,
    readonly shells: TightBindingShells,
    private readonly dispersion: D3Dispersion | D4Dispersion,
  ) {
    const { elements } = shells;
    const { halogen, hardnessMean } = parameters;
    this.hardnessMean = HARDNESS_MEANS[hardnessMean];
    this.staticTerms = [
      new Repulsion(parameters, elements),
      ...(dispersion instanceof D3Dispersion ? [new StaticDispersion(dispersion)] : []),
      ...(halogen !== undefined ? [new HalogenBond(parameters, elements, halogen)] : []),
    ];
  }

  /**
   * @param elements - atomic numbers
   * @throws QmmmError `QMMM_XTB_ELEMENT` for an element without parameters
   */
  static async load(model: XtbModel, elements: Uint8Array): Promise<TightBindingModel> {
    const parameters = await loadParameters(model);
    const shells = tightBindingShells(parameters, elements);
    const dispersion =
      model === "gfn1"
        ? await D3Dispersion.load(elements, parameters.dispersion)
        : await D4Dispersion.load(elements, parameters.dispersion, { referenceCharges: "gfn2" });
    return new TightBindingModel(model, parameters, shells, dispersion);
  }

  /** Whether atoms have dipoles and quadrupoles of their own in the energy. */
  get hasMultipoles(): boolean {
    return this.parameters.multipoles !== undefined;
  }

  /** Valence electrons of the neutral atoms together. */
  get valenceElectrons(): number {
    return this.shells.occupations.reduce((sum, value) => sum + value, 0);
  }

  private get species(): Species {
    return this.dispersion.species;
  }

  /** The model at one geometry. */
  at(nuclei: Float64Array): ModelAtGeometry {
    const { model, parameters, shells } = this;
    const counting = model === "gfn1" ? "d3" : "gfn2";
    const coordination = new CoordinationNumbers(this.species, counting, { positions: nuclei }, NEIGHBOURS);
    const electrostatics = new IsotropicElectrostatics(shells, nuclei, this.hardnessMean);
    const interactions: ChargeInteraction[] = [electrostatics, new ThirdOrder(shells)];
    const radii = multipoleRadii(parameters, shells.elements, coordination.values);
    if (this.hasMultipoles) {
      interactions.push(
        new AnisotropicElectrostatics(shells, nuclei, radii),
        new AnisotropicExchange(parameters, shells.elements),
      );
    }
    if (this.dispersion instanceof D4Dispersion) {
      interactions.push(new ChargeDependentDispersion(shells, this.dispersion.at({ positions: nuclei })));
    }
    return {
      coordination: coordination.values,
      interactions,
      hardness: electrostatics.gamma,
      radii,
      addThroughCoordination: (byCoordination, gradient) => {
        const out = new PairForces(shells.elements.length);
        coordination.addForces(byCoordination, out);
        for (let k = 0; k < gradient.length; k++) gradient[k] -= out.forces[k];
      },
    };
  }

  /** Charges of the atoms by equilibrated electronegativities, e: a first guess. */
  equilibratedCharges(nuclei: Float64Array, totalCharge: number): Float64Array {
    return new ElectronegativityEquilibration(this.species, { positions: nuclei }, totalCharge).charges;
  }
}

/** What a model says about one geometry. */
export interface ModelAtGeometry {
  /** Coordination numbers; length atoms. */
  readonly coordination: Float64Array;
  readonly interactions: readonly ChargeInteraction[];
  /** Interaction of shell charges, Eh/e²; shells×shells. */
  readonly hardness: Float64Array;
  /** Damping radii of multipoles. */
  readonly radii: { readonly values: Float64Array; readonly byCoordination: Float64Array };
  /** Chain rule from coordination numbers to nuclei. */
  readonly addThroughCoordination: (byCoordination: Float64Array, gradient: Float64Array) => void;
}
