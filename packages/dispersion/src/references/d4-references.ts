import { InputError } from "@qmmm/core";
import { EFFECTIVE_CHARGES, HARDNESSES } from "../data/elements.js";
import { gaussianWeights, type WeightedReference } from "./gaussian-weights.js";
import type { ChargedReferenceWeights, ReferenceC6, ReferenceWeights } from "./reference-c6.js";
import { REFERENCES, type Species } from "./species.js";

/** Steepness of the weighting (Caldeweyher et al. 2019, table I). */
const STEEPNESS = 6;

/** Weights of the trapezoidal rule over the imaginary frequencies at which polarisabilities are tabulated, Eh. */
const FREQUENCY_WEIGHTS = [
  0.0249995, 0.0499995, 0.075, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.15, 0.2, 0.2, 0.2, 0.2, 0.35, 0.5, 0.75, 1,
  1.75, 2.5, 1.25,
];

/** Whose atomic charges the reference systems have: those of the equilibration of D4, or of GFN2-xTB. */
export type ReferenceCharges = "eeq" | "gfn2";

/** Reference systems of one element as stored; polarisabilities α(iω) in a0³ at 23 frequencies. */
interface StoredElement {
  readonly coordination: readonly number[];
  readonly gaussians: readonly number[];
  /** Atomic number of the partner whose polarisability is subtracted, and how often. */
  readonly partner: readonly number[];
  readonly partners: readonly number[];
  readonly scale: readonly number[];
  readonly polarisabilities: readonly (readonly number[])[];
  readonly eeqCharges?: readonly number[];
  readonly eeqPartnerCharges?: readonly number[];
  readonly gfn2Charges?: readonly number[];
  readonly gfn2PartnerCharges?: readonly number[];
}

/** What `data/d4-references` holds. */
interface D4Data {
  readonly elements: readonly StoredElement[];
  /** By atomic number of the partner. */
  readonly partners: readonly { readonly scale: number; readonly polarisabilities: readonly number[] }[];
}

/** A reference system with the charge of its atom, e. */
interface ChargedReference extends WeightedReference {
  readonly charge: number;
}

/** How strongly the polarisability of an atom follows its charge: height β₁ and steepness β₂ of ζ. */
export interface ChargeScaling {
  readonly height: number;
  readonly steepness: number;
}

/** As in D4 itself: Caldeweyher et al. 2019, table I. */
const D4_CHARGE_SCALING: ChargeScaling = { height: 3, steepness: 2 };

/** Charge scaling ζ of an atom (Caldeweyher et al. 2019, eq 3) and its derivative by the charge. */
function chargeScaling(
  { height, steepness: scale }: ChargeScaling,
  z: number,
  charge: number,
  referenceCharge: number,
): { readonly value: number; readonly slope: number } {
  const core = EFFECTIVE_CHARGES[z]!;
  const own = core + charge;
  if (own <= 0) return { value: Math.exp(height), slope: 0 };
  const reference = core + referenceCharge;
  const steepness = HARDNESSES[z]! * scale;
  const inner = Math.exp(steepness * (1 - reference / own));
  const value = Math.exp(height * (1 - inner));
  return { value, slope: (-height * steepness * inner * value * reference) / (own * own) };
}

/** Heaviest element with reference systems. */
export const D4_LAST_ELEMENT = 103;

/** Reference systems of DFT-D4 for the elements present (Caldeweyher et al. 2019, doi:10.1063/1.5090222). */
export class D4References implements ReferenceC6 {
  private constructor(
    readonly species: Species,
    readonly values: Float64Array,
    private readonly references: readonly (readonly ChargedReference[])[],
    /** α(0) of every reference of every species, a0³; [7s + a]. */
    private readonly staticPolarisabilities: Float64Array,
    private readonly scaling: ChargeScaling,
  ) {}

  /** @throws QmmmError `QMMM_DISPERSION_ELEMENT` for an element without reference charges of that kind */
  static async load(
    species: Species,
    charges: ReferenceCharges,
    scaling: ChargeScaling = D4_CHARGE_SCALING,
  ): Promise<D4References> {
    const { text } = await import("../data/d4-references.js");
    const data = JSON.parse(text) as D4Data;
    const { elements } = species;
    const references: ChargedReference[][] = [];
    const polarisabilities: number[][][] = [];
    for (const z of elements) {
      const stored = data.elements[z - 1]!;
      const own = stored[`${charges}Charges`];
      const partnerCharges = stored[`${charges}PartnerCharges`];
      if (own === undefined || partnerCharges === undefined) {
        throw new InputError(
          "QMMM_DISPERSION_ELEMENT",
          `D4 has no reference charges of kind "${charges}" for the atomic number ${z}`,
          {
            value: z,
            allowed: "elements up to radon",
            action: "Choose another dispersion correction",
          },
        );
      }
      references.push(
        stored.coordination.map((coordination, a) => ({
          coordination,
          gaussians: stored.gaussians[a]!,
          charge: own[a]!,
        })),
      );
      polarisabilities.push(
        stored.polarisabilities.map((alpha, a) => {
          const partner = data.partners[stored.partner[a]!]!;
          // The partner's polarisability, from its free atom, is scaled to the charge that it has in the reference system.
          const zeta = chargeScaling(scaling, stored.partner[a]!, partnerCharges[a]!, 0).value;
          const scaled = partner.scale * stored.partners[a]! * zeta;
          return alpha.map((value, w) =>
            Math.max(0, stored.scale[a]! * (value - scaled * partner.polarisabilities[w]!)),
          );
        }),
      );
    }
    const values = new Float64Array(elements.length ** 2 * REFERENCES ** 2);
    const statics = new Float64Array(elements.length * REFERENCES);
    polarisabilities.forEach((ofS, s) => {
      ofS.forEach((alpha, a) => {
        statics[REFERENCES * s + a] = alpha[0]!;
        polarisabilities.forEach((ofT, t) => {
          ofT.forEach((beta, b) => {
            values[(s * elements.length + t) * REFERENCES ** 2 + REFERENCES * a + b] = casimirPolder(alpha, beta);
          });
        });
      });
    });
    return new D4References(species, values, references, statics, scaling);
  }

  /**
   * Weights of the reference systems at given coordination numbers and charges.
   *
   * @param coordinationNumbers - length N
   * @param charges - e, length N; without them every atom is taken as neutral, as the three-body term does
   */
  weights(coordinationNumbers: Float64Array, charges?: Float64Array): ChargedReferenceWeights {
    const { species } = this;
    const values = new Float64Array(REFERENCES * species.atomCount);
    const byCoordination = new Float64Array(values.length);
    const byCharge = new Float64Array(values.length);
    for (let i = 0; i < species.atomCount; i++) {
      const row = i * REFERENCES;
      const s = species.of[i]!;
      const references = this.references[s]!;
      gaussianWeights(references, coordinationNumbers[i]!, STEEPNESS, values, byCoordination, row);
      for (let a = 0; a < references.length; a++) {
        const zeta = chargeScaling(this.scaling, species.elements[s]!, charges?.[i] ?? 0, references[a]!.charge);
        byCharge[row + a] = values[row + a]! * zeta.slope;
        values[row + a]! *= zeta.value;
        byCoordination[row + a]! *= zeta.value;
      }
    }
    return { values, byCoordination, byCharge };
  }

  /** Static polarisabilities of the atoms at given weights, a0³; length N, fresh. */
  polarisabilities(weights: ReferenceWeights): Float64Array {
    return Float64Array.from({ length: this.species.atomCount }, (_, i) => {
      let sum = 0;
      for (let a = 0; a < REFERENCES; a++) {
        sum += weights.values[i * REFERENCES + a]! * this.staticPolarisabilities[this.species.of[i]! * REFERENCES + a]!;
      }
      return sum;
    });
  }
}

/** C6 = 3/π ∫ α(iω) β(iω) dω, Eh·a0⁶ (Casimir and Polder 1948, doi:10.1103/PhysRev.73.360). */
function casimirPolder(alpha: readonly number[], beta: readonly number[]): number {
  let sum = 0;
  for (let w = 0; w < FREQUENCY_WEIGHTS.length; w++) sum += FREQUENCY_WEIGHTS[w]! * alpha[w]! * beta[w]!;
  return (3 / Math.PI) * sum;
}
