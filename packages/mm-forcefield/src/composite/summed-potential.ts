import {
  type Division,
  type Evaluation,
  type Geometry,
  InputError,
  isQmmmError,
  type Potential,
  type Quantity,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import { overlapError } from "../model/overlap.js";

/** A potential of some atoms that adds to a sum. */
export interface Summand {
  readonly potential: Potential;
  /** Atoms of the whole that it acts on, in its order; absent: all. */
  readonly atoms?: Int32Array | undefined;
  /** 1 adds, −1 subtracts. */
  readonly factor: 1 | -1;
  /** Name of one of its terms in the ledger of the whole; terms of one name add up. */
  readonly nameOf: (term: string) => string;
}

/** Potentials of parts of a system and of the whole, added up. Terms of the ledger that several have add up too. */
export class SummedPotential implements Potential {
  readonly supports: ReadonlySet<Quantity>;
  private readonly positions: readonly (Float64Array | undefined)[];

  /** @param summands - this potential disposes of theirs */
  constructor(
    private readonly atomCount: number,
    private readonly summands: readonly Summand[],
  ) {
    this.supports = new Set(
      (["forces", "virial"] as const).filter((one) => summands.every(({ potential }) => potential.supports.has(one))),
    );
    this.positions = summands.map(({ atoms }) =>
      atoms === undefined ? undefined : new Float64Array(3 * atoms.length),
    );
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
    return this.summands.map(({ potential }) => potential.snapshot());
  }

  restore(state: Snapshot): void {
    const states = state as readonly Snapshot[];
    for (const [n, { potential }] of this.summands.entries()) potential.restore(states[n]!);
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
