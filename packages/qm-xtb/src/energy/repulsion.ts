import type { XtbParameters } from "../parameters.js";
import type { StaticTerm } from "./static-terms.js";

/** Helium; pairs of it and hydrogen have an exponent of their own in GFN2. */
const HELIUM = 2;

/** Repulsion of the cores, Σ Z_A Z_B/R · exp(−√(α_Aα_B) R^k) (Bannwarth, Ehlert and Grimme 2019, eq 9). */
export class Repulsion implements StaticTerm {
  readonly name = "repulsion";

  constructor(
    private readonly parameters: XtbParameters,
    private readonly elements: Uint8Array,
  ) {}

  evaluate(nuclei: Float64Array, gradient?: Float64Array): number {
    const { elements, parameters } = this;
    const { kexp, klight } = parameters.repulsion;
    let energy = 0;
    for (let a = 0; a < elements.length; a++) {
      const ofA = parameters.elements[elements[a] - 1];
      for (let b = 0; b < a; b++) {
        const ofB = parameters.elements[elements[b] - 1];
        const x = nuclei[3 * a] - nuclei[3 * b];
        const y = nuclei[3 * a + 1] - nuclei[3 * b + 1];
        const z = nuclei[3 * a + 2] - nuclei[3 * b + 2];
        const r2 = x * x + y * y + z * z;
        const r = Math.sqrt(r2);
        const power = elements[a] <= HELIUM && elements[b] <= HELIUM ? (klight ?? kexp) : kexp;
        const decay = Math.sqrt(ofA.repulsionExponent * ofB.repulsionExponent) * r ** power;
        const pair = ((ofA.repulsionCharge * ofB.repulsionCharge) / r) * Math.exp(-decay);
        energy += pair;
        if (gradient === undefined) continue;
        const slope = (-pair * (1 + power * decay)) / r2;
        gradient[3 * a] += slope * x;
        gradient[3 * a + 1] += slope * y;
        gradient[3 * a + 2] += slope * z;
        gradient[3 * b] -= slope * x;
        gradient[3 * b + 1] -= slope * y;
        gradient[3 * b + 2] -= slope * z;
      }
    }
    return energy;
  }
}
