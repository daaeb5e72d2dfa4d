import {
  type Division,
  type Evaluation,
  type ForceFieldPotential,
  type Geometry,
  InputError,
  isQmmmError,
  type Quantity,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import { overlapError } from "../model/overlap.js";
import { requireCharges } from "../parameters/check-charges.js";

/** A potential of some atoms that adds to a sum. */
export interface Summand {
  readonly potential: ForceFieldPotential;
  /** Atoms of the whole that it acts on, in its order; absent: all. */
  readonly atoms?: Int32Array | undefined;
  /** 1 adds, −1 subtracts. */
  readonly factor: 1 | -1;
  /** Name of one of its terms in the ledger of the whole; terms of one name add up. */
  readonly nameOf: (term: string) => string;
  /** Its charges over those of the whole, 1 when absent; 0 when those of the whole do not act in it. */
  readonly chargeScale?: number | undefined;
}

/** Potentials of parts of a system and of the whole, added up. Terms of the ledger that several have add up too. */
export class SummedPotential implements ForceFieldPotential {
  readonly supports: ReadonlySet<Quantity>;
  private readonly atomCount: number;
  private readonly indexOf: readonly (ReadonlyMap<number, number> | undefined)[];
  private readonly positions: readonly (Float64Array | undefined)[];

  private readonly charges: Float64Array;

  /**
   * @param summands - this potential disposes of theirs
   * @param charges - of the whole, e; length N
   */
  constructor(
    private readonly summands: readonly Summand[],
    charges: Float64Array,
  ) {
    this.atomCount = charges.length;
    this.charges = charges.slice();
    this.indexOf = summands.map(({ atoms }) => atoms && new Map(Array.from(atoms, (atom, k) => [atom, k])));
    this.supports = new Set(
      (["forces", "virial"] as const).filter((one) => summands.every(({ potential }) => potential.supports.has(one))),
    );
    this.positions = summands.map(({ atoms }) =>
      atoms === undefined ? undefined : new Float64Array(3 * atoms.length),
    );
  }

  /**
   * Gives atoms other charges in every summand in which they act.
   *
   * @throws QmmmError `QMMM_MM_CHARGES` (also for atoms of a part whose charges stay), `QMMM_MM_CHARGE_PRODUCT`; no charge has
   * changed then
   */
  setCharges(atoms: Int32Array, charges: Float64Array): void {
    requireCharges(atoms, charges, this.atomCount);
    for (const [n, summand] of this.summands.entries()) {
      if (summand.chargeScale === 0 || summand.potential.setCharges !== undefined) continue;
      const fixed = atoms.find((atom) => this.indexOf[n]?.has(atom) !== false);
      if (fixed !== undefined) throw this.fixedCharge(fixed);
    }
    const before = Float64Array.from(atoms, (atom) => this.charges[atom]!);
    const done: number[] = [];
    try {
      for (const n of this.summands.keys()) {
        this.setOf(n, atoms, charges);
        done.push(n);
      }
    } catch (error) {
      for (const n of done) this.setOf(n, atoms, before);
      throw error;
    }
    for (const [n, atom] of atoms.entries()) this.charges[atom] = charges[n]!;
  }

  private setOf(n: number, atoms: Int32Array, charges: Float64Array): void {
    const { potential, chargeScale = 1 } = this.summands[n]!;
    const indexOf = this.indexOf[n];
    if (chargeScale === 0) return;
    const own = Array.from(atoms.keys()).filter((k) => indexOf === undefined || indexOf.has(atoms[k]!));
    potential.setCharges?.(
      Int32Array.from(own, (k) => indexOf?.get(atoms[k]!) ?? atoms[k]!),
      Float64Array.from(own, (k) => charges[k]! * chargeScale),
    );
  }

  private fixedCharge(atom: number): InputError {
    return new InputError("QMMM_MM_CHARGES", `The charge of atom ${atom + 1} belongs to a potential that fixes it`, {
      value: atom + 1,
      allowed: "atoms of parts with adjustable charges",
      action: "Leave its charge, or describe its part by another force field",
    });
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    this.require(geometry, want);
    const wanted: Want = { forces: want.forces === true, virial: want.virial === true };
    const { division } = want;
    const divided: Record<string, Float64Array> = {};
    const atomVirials = division?.atomVirials === true ? new Float64Array(9 * this.atomCount) : undefined;
    const terms: Record<string, number> = {};
    const forces = wanted.forces ? new Float64Array(3 * this.atomCount) : undefined;
    const virial = wanted.virial ? new Float64Array(9) : undefined;
    const observed: Record<string, number | Float64Array> = {};
    for (const [n, summand] of this.summands.entries()) {
      const { atoms, factor, nameOf } = summand;
      const value = await this.one(
        summand,
        this.positions[n],
        geometry,
        { ...wanted, division: ofAtoms(division, atoms) },
        signal,
      );
      for (const [name, energies] of Object.entries(value.divided?.terms ?? {})) {
        const sum = divided[nameOf(name)] ?? new Float64Array(energies.length);
        divided[nameOf(name)] = sum.map((energy, k) => energy + factor * energies[k]!);
      }
      if (atomVirials !== undefined) addRows(atomVirials, 9, factor, value.divided?.atomVirials, atoms);
      for (const [name, energy] of Object.entries(value.terms)) {
        terms[nameOf(name)] = (terms[nameOf(name)] ?? 0) + factor * energy;
      }
      for (const [name, one] of Object.entries(value.observed ?? {})) observed[nameOf(name)] = one;
      if (forces !== undefined) addRows(forces, 3, factor, value.forces, atoms);
      if (virial !== undefined) for (let k = 0; k < 9; k++) virial[k]! += factor * value.virial![k]!;
    }
    return {
      energy: Object.values(terms).reduce((sum, term) => sum + term, 0),
      terms,
      ...(forces === undefined ? {} : { forces }),
      ...(virial === undefined ? {} : { virial }),
      ...(Object.keys(observed).length === 0 ? {} : { observed }),
      ...(division === undefined ? {} : { divided: { terms: divided, atomVirials } }),
    };
  }

  /** The value of one summand; `positions` is where those of its atoms are put. */
  private async one(
    { potential, atoms }: Summand,
    positions: Float64Array | undefined,
    geometry: Geometry,
    want: Want,
    signal: AbortSignal | undefined,
  ): Promise<Evaluation> {
    try {
      if (atoms === undefined || positions === undefined) return await potential.evaluate(geometry, want, signal);
      for (const [k, atom] of atoms.entries()) {
        for (let d = 0; d < 3; d++) positions[3 * k + d] = geometry.positions[3 * atom + d]!;
      }
      return await potential.evaluate({ ...geometry, positions }, want, signal);
    } catch (error) {
      // A part counts its own atoms: people count those of the whole.
      const numbered = isQmmmError(error) && ["QMMM_MM_ATOMS_OVERLAP", "QMMM_GEOMETRY_NOT_FINITE"].includes(error.code);
      throw numbered ? overlapError(geometry) : error;
    }
  }

  private require({ positions }: Geometry, want: Want): void {
    if (want.parameterDerivatives !== undefined && want.parameterDerivatives.length > 0) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "A force field has no adjustable parameters", {
        value: want.parameterDerivatives,
        allowed: [...this.supports],
      });
    }
    for (const quantity of ["forces", "virial"] as const) {
      if (want[quantity] !== true || this.supports.has(quantity)) continue;
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", `The force field of a part gives no ${quantity}`, {
        value: quantity,
        allowed: [...this.supports],
      });
    }
    if (positions.length === 3 * this.atomCount) return;
    throw new InputError("QMMM_GEOMETRY_LENGTH", `The geometry has ${positions.length} coordinates`, {
      value: positions.length,
      allowed: `${3 * this.atomCount}, for ${this.atomCount} atoms`,
    });
  }

  snapshot(): Snapshot {
    return { summands: this.summands.map(({ potential }) => potential.snapshot()), charges: this.charges.slice() };
  }

  restore(state: Snapshot): void {
    const { summands, charges } = state as { summands: readonly Snapshot[]; charges: Float64Array };
    this.charges.set(charges);
    for (const [n, { potential }] of this.summands.entries()) potential.restore(summands[n]!);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { potential } of this.summands) await potential[Symbol.asyncDispose]();
  }
}

/** The division of some of the atoms, in their order; absent: all. */
function ofAtoms(division: Division | undefined, atoms: Int32Array | undefined): Division | undefined {
  if (division === undefined || atoms === undefined) return division;
  return { ...division, groupOf: atoms.map((atom) => division.groupOf[atom]!) };
}

/** Adds numbers of some atoms, `width` for each, to those of all. */
function addRows(
  sum: Float64Array,
  width: number,
  factor: number,
  rows: Float64Array | undefined,
  atoms: Int32Array | undefined,
): void {
  if (rows === undefined) return;
  for (let k = 0; k < rows.length; k++) {
    const row = Math.floor(k / width);
    sum[width * (atoms?.[row] ?? row) + (k % width)]! += factor * rows[k]!;
  }
}
