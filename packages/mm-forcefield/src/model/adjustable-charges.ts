import { type Snapshot, UnsupportedError } from "@qmmm/core";
import { requireCharges } from "../parameters/check-charges.js";
import type { KeptTerms } from "./masking.js";

/**
 * The charges of kept terms, replaced in place, and with them the charge products of exceptions (1–4 pairs): each keeps the
 * ratio to the product of its atoms' charges that it had at first. Where that was a product of zero there is no ratio: the
 * exception stays as it is, and both its atoms having charges is an error.
 */
export class AdjustableCharges {
  /** As at first, √(Eh·a0). */
  private readonly initial: Float64Array;
  private readonly initialProducts: Float64Array;
  private exceptionsOf: ReadonlyMap<number, readonly number[]> | undefined;
  private changed = false;

  /** @param terms - owned from now on, as far as charges and charge products go */
  constructor(private readonly terms: KeptTerms) {
    this.initial = terms.pairs.charges.slice();
    this.initialProducts = terms.exceptions.parameters.filter((_, k) => k % 3 === 2);
  }

  /**
   * Takes time by the number of atoms given.
   *
   * @param charges - e, of the atoms given
   * @throws QmmmError `QMMM_MM_CHARGES`, `QMMM_MM_CHARGE_PRODUCT`; nothing has changed then
   */
  set(atoms: Int32Array, charges: Float64Array): void {
    const { pairs, coulombScale } = this.terms;
    requireCharges(atoms, charges, pairs.charges.length);
    const scale = Math.sqrt(coulombScale);
    const before = Float64Array.from(atoms, (atom) => pairs.charges[atom]!);
    for (let n = 0; n < atoms.length; n++) pairs.charges[atoms[n]!] = charges[n]! * scale;
    const exceptions = this.exceptionsAt(atoms);
    const without = exceptions.find((n) => this.productOf(n) === undefined);
    if (without !== undefined) {
      // Of an atom named twice, the charge that it had at first comes last.
      for (let n = atoms.length - 1; n >= 0; n--) pairs.charges[atoms[n]!] = before[n]!;
      throw this.unscaled(without);
    }
    for (const n of exceptions) this.terms.exceptions.parameters[3 * n + 2] = this.productOf(n)!;
    this.changed = true;
  }

  /** The charges, √(Eh·a0); null as long as they are the first ones. */
  snapshot(): Snapshot {
    return this.changed ? this.terms.pairs.charges.slice() : null;
  }

  /** @returns the atoms that have charges now */
  restore(state: Snapshot): Int32Array {
    const { pairs, exceptions } = this.terms;
    this.changed = state !== null;
    pairs.charges.set(state === null ? this.initial : (state as Float64Array));
    this.initialProducts.forEach((product, n) => {
      exceptions.parameters[3 * n + 2] = this.productOf(n) ?? product;
    });
    return Int32Array.from(pairs.charges.keys()).filter((atom) => pairs.charges[atom] !== 0);
  }

  /** Charge product of an exception for the charges as they are, Eh·a0; undefined where nothing tells. */
  private productOf(n: number): number | undefined {
    const { initial } = this;
    const { pairs, exceptions } = this.terms;
    const [i, j] = [exceptions.atoms[2 * n]!, exceptions.atoms[2 * n + 1]!];
    const { charges, region, coulombKept } = pairs;
    const product = this.initialProducts[n]!;
    if (coulombKept[region[i]! + region[j]!] === 0) return product;
    // The same bits for the same charges.
    if (charges[i] === initial[i] && charges[j] === initial[j]) return product;
    const now = charges[i]! * charges[j]!;
    const first = initial[i]! * initial[j]!;
    if (first === 0) return now === 0 ? product : undefined;
    return (product / first) * now;
  }

  private exceptionsAt(atoms: Int32Array): readonly number[] {
    this.exceptionsOf ??= byAtom(this.terms.exceptions.atoms);
    return Array.from(atoms).flatMap((atom) => this.exceptionsOf?.get(atom) ?? []);
  }

  private unscaled(exception: number): UnsupportedError {
    const atoms = [...this.terms.exceptions.atoms.subarray(2 * exception, 2 * exception + 2)];
    return new UnsupportedError(
      "QMMM_MM_CHARGE_PRODUCT",
      `Nothing tells how the 1–4 pair of atoms ${atoms.map((atom) => atom + 1).join(" and ")} scales with their charges`,
      {
        value: atoms.map((atom) => atom + 1),
        allowed: "charges for both atoms only where both had charges at first",
        action: "Make a new model with these charges",
      },
    );
  }
}

/** Exceptions of each atom that has any. */
function byAtom(atoms: Int32Array): ReadonlyMap<number, readonly number[]> {
  const exceptions = new Map<number, number[]>();
  atoms.forEach((atom, k) => {
    const own = exceptions.get(atom);
    if (own === undefined) exceptions.set(atom, [k >> 1]);
    else own.push(k >> 1);
  });
  return exceptions;
}
