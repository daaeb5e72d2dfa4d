import {
  type DividedEnergy,
  type Division,
  type Evaluation,
  type Geometry,
  InputError,
  type KernelTable,
  type Potential,
  type Quantity,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import { divideByGroups } from "../analysis/divide-by-groups.js";
import { latticeOf } from "../long-range/lattice.js";
import { overlapError } from "../model/overlap.js";
import { FullList } from "./full-list.js";

const SUPPORTED: ReadonlySet<Quantity> = new Set(["forces", "virial"]);
const NONE = new Float64Array(0);

/** What a solid's energy consists of, as a mask keeps it, bound to the kernels. */
export interface SolidTerms {
  /** Names of the terms, in the order of `energies`. */
  readonly names: readonly string[];
  /** Beyond this distance atoms do not see each other in lists of neighbours, a0. */
  readonly cutoff: number;
  /**
   * The terms of some atoms (1 for each of them) as if there were no others; absent where a mask has left something out
   * already, so that the energy cannot be divided.
   */
  readonly alone?: ((atoms: Uint8Array) => SolidTerms) | undefined;
  /**
   * Adds to energies (Eh), forces (3N, or 0 when not wanted) and virial (9, 9 + 9N with every atom's share behind the sum, or 0
   * when not wanted).
   *
   * @param cell - short vectors of the geometry's lattice and their reciprocal ones (18 numbers), or nothing
   */
  add(
    energies: Float64Array,
    forces: Float64Array,
    virial: Float64Array,
    geometry: Geometry,
    cell: Float64Array,
    list: FullList,
  ): void;
}

/** The terms of a solid that a mask keeps, as a potential. */
export class SolidPotential implements Potential {
  readonly supports = SUPPORTED;
  private readonly list: FullList;

  constructor(
    private readonly region: Uint8Array,
    private readonly terms: SolidTerms,
    private readonly skin: number,
    private readonly kernels: KernelTable,
  ) {
    this.list = this.listOf(region, terms);
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    this.require(geometry, want);
    const { positions } = geometry;
    const wantVirial = want.virial === true;
    const forces = want.forces === true || wantVirial ? new Float64Array(positions.length) : NONE;
    const virial = wantVirial ? new Float64Array(9) : NONE;
    const { names } = this.terms;
    const energies = new Float64Array(names.length);
    const cell = geometry.cell === undefined ? NONE : latticeOf(geometry.cell);
    this.terms.add(energies, forces, virial, geometry, cell, this.list);
    const ledger = Object.fromEntries(names.map((name, n) => [name, energies[n]!]));
    const energy = energies.reduce((sum, term) => sum + term, 0);
    let check = energy;
    for (let k = 0; k < forces.length; k++) check += forces[k]!;
    if (!Number.isFinite(check)) throw overlapError(geometry);
    return {
      energy,
      terms: ledger,
      ...(want.forces === true ? { forces } : {}),
      ...(wantVirial ? { virial } : {}),
      ...(want.division === undefined ? {} : { divided: this.divided(geometry, cell, want.division, energies) }),
    };
  }

  private listOf(region: Uint8Array, { cutoff }: SolidTerms): FullList {
    return new FullList(this.kernels.get("mm/fullNeighbours"), region.slice(), cutoff, this.skin);
  }

  private divided(geometry: Geometry, cell: Float64Array, division: Division, whole: Float64Array): DividedEnergy {
    const { terms } = this;
    const { alone } = terms;
    if (alone === undefined) return { terms: {} };
    const energiesOf = (atoms: Uint8Array): Float64Array => {
      const energies = new Float64Array(whole.length);
      const some = alone(atoms);
      some.add(energies, NONE, NONE, geometry, cell, this.listOf(atoms, some));
      return energies;
    };
    const result = divideByGroups(terms.names, whole, division, energiesOf);
    if (division.atomVirials !== true) return { terms: result };
    const virials = new Float64Array(9 + 3 * geometry.positions.length);
    const forces = new Float64Array(geometry.positions.length);
    terms.add(new Float64Array(whole.length), forces, virials, geometry, cell, this.list);
    return { terms: result, atomVirials: virials.slice(9) };
  }

  private require({ positions, cell }: Geometry, want: Want): void {
    if (want.parameterDerivatives !== undefined && want.parameterDerivatives.length > 0) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "A force field has no adjustable parameters", {
        value: want.parameterDerivatives,
        allowed: [...SUPPORTED],
      });
    }
    const atomCount = this.region.length;
    if (positions.length !== 3 * atomCount) {
      throw new InputError("QMMM_GEOMETRY_LENGTH", `The geometry has ${positions.length} coordinates`, {
        value: positions.length,
        allowed: `${3 * atomCount}, for ${atomCount} atoms`,
      });
    }
    if (!positions.every(Number.isFinite)) throw overlapError({ positions, cell });
  }

  /** Nothing on which results depend: see `FullList`. */
  snapshot(): Snapshot {
    return {};
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
