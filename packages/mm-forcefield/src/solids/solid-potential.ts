import {
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
   * Adds to energies (Eh), forces (3N, or 0 when not wanted) and virial (9, or 0 when not wanted).
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
    skin: number,
    kernels: KernelTable,
  ) {
    this.list = new FullList(kernels.get("mm/fullNeighbours"), region.slice(), terms.cutoff, skin);
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
    };
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
