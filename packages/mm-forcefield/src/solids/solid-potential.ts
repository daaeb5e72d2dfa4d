import {
  type Evaluation,
  type Geometry,
  InputError,
  type KernelTable,
  type Potential,
  type Quantity,
  reciprocalOf,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import { overlapError } from "../model/overlap.js";
import { FullList } from "./full-list.js";
import type { ManyBodyKernel } from "./kernels/signatures.js";
import type { Share } from "./ownership.js";

const SUPPORTED: ReadonlySet<Quantity> = new Set(["forces", "virial"]);
const NONE = new Float64Array(0);

/** A many-body potential with the parameters of one system. */
export interface ManyBodyInteraction {
  /** Names of its terms, in the order of the kernel's energies. */
  readonly terms: readonly string[];
  /** Beyond this distance atoms do not see each other, a0. */
  readonly cutoff: number;
  /** Whether it is a sum over pairs and triplets. */
  readonly clusters: boolean;
  /** Its kernel with the parameters filled in. */
  bind(kernels: KernelTable): BoundInteraction;
}

type WithoutLast<T extends readonly unknown[]> = T extends readonly [...infer Rest, unknown] ? Rest : never;
type BoundInteraction = (...args: WithoutLast<Parameters<ManyBodyKernel<unknown>>>) => void;

/** What a mask keeps of a many-body potential. */
export class SolidPotential implements Potential {
  readonly supports = SUPPORTED;
  private readonly list: FullList;
  private readonly kernel: BoundInteraction;

  constructor(
    private readonly region: Uint8Array,
    private readonly interaction: ManyBodyInteraction,
    private readonly shares: readonly Share[],
    skin: number,
    kernels: KernelTable,
  ) {
    this.list = new FullList(kernels.get("mm/fullNeighbours"), region.slice(), interaction.cutoff, skin);
    this.kernel = interaction.bind(kernels);
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    this.require(geometry, want);
    const { positions } = geometry;
    const wantVirial = want.virial === true;
    const forces = want.forces === true || wantVirial ? new Float64Array(positions.length) : NONE;
    const virial = wantVirial ? new Float64Array(9) : NONE;
    const { terms } = this.interaction;
    const energies = new Float64Array(terms.length);
    if (this.shares.length > 0) {
      const cell =
        geometry.cell === undefined ? NONE : Float64Array.of(...geometry.cell.vectors, ...reciprocalOf(geometry.cell));
      const everybody = this.list.at(positions, cell);
      for (const { atoms, owned } of this.shares) {
        const neighbours = atoms === "all" ? everybody : this.list.regionAlone();
        this.kernel(energies, forces, virial, positions, neighbours, owned);
      }
    }
    let energy = 0;
    const ledger: Record<string, number> = {};
    for (const [n, name] of terms.entries()) {
      ledger[name] = energies[n]!;
      energy += energies[n]!;
    }
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
