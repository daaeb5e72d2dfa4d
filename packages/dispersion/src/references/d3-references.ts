import { PackedDecimals, triangular } from "../numerics/packed-integers.js";
import { gaussianWeights, type WeightedReference } from "./gaussian-weights.js";
import type { ReferenceC6, ReferenceWeights } from "./reference-c6.js";
import { ANGSTROM, pairTable, REFERENCES, type Species } from "./species.js";

/** Steepness of the weighting by coordination number (Grimme et al. 2010, k₃). */
const STEEPNESS = 4;

/** Heaviest element with reference systems. */
export const D3_LAST_ELEMENT = 94;

/** Reference systems of DFT-D3 for the elements present (Grimme et al. 2010, doi:10.1063/1.3382344). */
export class D3References implements ReferenceC6 {
  private constructor(
    readonly species: Species,
    readonly values: Float64Array,
    private readonly references: readonly (readonly WeightedReference[])[],
    /** Van der Waals radii of pairs of species, a0; s·S + t. */
    readonly pairRadii: Float64Array,
  ) {}

  static async load(species: Species): Promise<D3References> {
    const data = await import("../data/d3-references.js");
    const coordination = JSON.parse(data.coordinationNumbers) as readonly (readonly number[])[];
    const c6 = new PackedDecimals(data.c6, 4, 1e4);
    const radii = new PackedDecimals(data.pairRadii, 2, 1e4);
    const first = new Int32Array(coordination.length + 1);
    coordination.forEach((list, k) => {
      first[k + 1] = first[k]! + list.length;
    });
    const lower = (table: PackedDecimals, i: number, j: number): number =>
      table.at(triangular(Math.max(i, j), Math.min(i, j)));
    const { elements } = species;
    const values = new Float64Array(elements.length ** 2 * REFERENCES ** 2);
    elements.forEach((za, s) => {
      elements.forEach((zb, t) => {
        const block = (s * elements.length + t) * REFERENCES ** 2;
        for (let a = 0; a < coordination[za - 1]!.length; a++) {
          for (let b = 0; b < coordination[zb - 1]!.length; b++) {
            values[block + REFERENCES * a + b] = lower(c6, first[za - 1]! + a, first[zb - 1]! + b);
          }
        }
      });
    });
    return new D3References(
      species,
      values,
      elements.map((z) => coordination[z - 1]!.map((cn) => ({ coordination: cn, gaussians: 1 }))),
      pairTable(species, (za, zb) => lower(radii, za - 1, zb - 1) * ANGSTROM),
    );
  }

  /** Weights of the reference systems at given coordination numbers (length N). */
  weights(coordinationNumbers: Float64Array): ReferenceWeights {
    const values = new Float64Array(REFERENCES * this.species.atomCount);
    const byCoordination = new Float64Array(values.length);
    for (let i = 0; i < this.species.atomCount; i++) {
      const references = this.references[this.species.of[i]!]!;
      gaussianWeights(references, coordinationNumbers[i]!, STEEPNESS, values, byCoordination, i * REFERENCES);
    }
    return { values, byCoordination };
  }
}
