import type { SigmaEpsilon } from "../parameters/lennard-jones.js";
import { KJ, NM } from "./units.js";

/** Numbers atoms of equal σ and ε (and equal further distinction) by common types. */
export class SigmaEpsilonTypes {
  readonly types: SigmaEpsilon[] = [];
  readonly typeOf: number[] = [];
  private readonly numberOf = new Map<string, number>();

  /** Adds an atom: σ in nm, ε in kJ/mol. */
  add(sigma: number, epsilon: number, distinction = ""): void {
    const key = `${sigma} ${epsilon} ${distinction}`;
    let type = this.numberOf.get(key);
    if (type === undefined) {
      type = this.types.length;
      this.numberOf.set(key, type);
      this.types.push({ sigma: sigma * NM, epsilon: epsilon * KJ });
    }
    this.typeOf.push(type);
  }
}
