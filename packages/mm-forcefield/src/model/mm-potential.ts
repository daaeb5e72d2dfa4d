import {
  type Evaluation,
  type Geometry,
  InputError,
  isOrthorhombic,
  type KernelTable,
  type Potential,
  type Quantity,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import type { BondedKernel } from "../kernels/signatures.js";
import { PairList } from "../nonbonded/pair-list.js";
import type { BondedTerms } from "../parameters/mm-parameters.js";
import type { KeptTerms } from "./masking.js";
import { overlapError } from "./overlap.js";

const SUPPORTED: ReadonlySet<Quantity> = new Set(["forces", "virial"]);
const NONE = new Float64Array(0);

/** The kept terms of a force field as a potential. Terms that keep nothing are absent from the ledger. */
export class MmPotential implements Potential {
  readonly supports = SUPPORTED;
  private readonly list: PairList | undefined;

  constructor(
    private readonly atomCount: number,
    private readonly terms: KeptTerms,
    private readonly cutoff: number | undefined,
    skin: number,
    private readonly kernels: KernelTable,
  ) {
    const { pairs, lennardJones, coulomb } = terms;
    if (cutoff !== undefined && (lennardJones || coulomb)) {
      const build = kernels.get("mm/neighbourList");
      this.list = new PairList(build, atomCount, cutoff, skin, pairs.exclusionStart, pairs.exclusions);
    }
  }

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    if (want.parameterDerivatives !== undefined && want.parameterDerivatives.length > 0) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "A force field has no adjustable parameters", {
        value: want.parameterDerivatives,
        allowed: [...SUPPORTED],
      });
    }
    const { positions } = geometry;
    if (positions.length !== 3 * this.atomCount) {
      throw new InputError("QMMM_GEOMETRY_LENGTH", `The geometry has ${positions.length} coordinates`, {
        value: positions.length,
        allowed: `${3 * this.atomCount}, for ${this.atomCount} atoms`,
      });
    }
    const box = this.boxOf(geometry);
    const wantVirial = want.virial === true;
    const forces = want.forces === true || wantVirial ? new Float64Array(positions.length) : NONE;
    const virial = wantVirial ? new Float64Array(9) : NONE;
    const ledger: Record<string, number> = {};
    this.bonded(ledger, forces, virial, positions, box);
    this.nonbonded(ledger, forces, virial, positions, box);
    let energy = 0;
    for (const term of Object.values(ledger)) energy += term;
    let check = energy;
    for (let k = 0; k < forces.length; k++) check += forces[k]!;
    if (!Number.isFinite(check)) throw overlapError(geometry);
    symmetrise(virial);
    return {
      energy,
      terms: ledger,
      ...(want.forces === true ? { forces } : {}),
      ...(wantVirial ? { virial } : {}),
    };
  }

  private bonded(
    ledger: Record<string, number>,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    box: Float64Array,
  ): void {
    const energies = new Float64Array(2);
    const run = (kernel: BondedKernel, terms: BondedTerms): void => {
      energies.fill(0);
      kernel(energies, forces, virial, positions, box, terms.atoms, terms.parameters);
    };
    const { bonds, angles, torsions, impropers, exceptions, lennardJones14, coulomb14 } = this.terms;
    for (const [name, kernel, terms] of [
      ["bonds", "mm/bonds", bonds],
      ["angles", "mm/angles", angles],
      ["torsions", "mm/torsions", torsions],
      ["impropers", "mm/torsions", impropers],
    ] as const) {
      if (terms.atoms.length === 0) continue;
      run(this.kernels.get(kernel), terms);
      ledger[name] = energies[0]!;
    }
    if (!lennardJones14 && !coulomb14) return;
    run(this.kernels.get("mm/exceptions"), exceptions);
    if (lennardJones14) ledger.lennardJones14 = energies[0]!;
    if (coulomb14) ledger.coulomb14 = energies[1]!;
  }

  private nonbonded(
    ledger: Record<string, number>,
    forces: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    box: Float64Array,
  ): void {
    const { pairs, lennardJones, coulomb } = this.terms;
    if (!lennardJones && !coulomb) return;
    const energies = new Float64Array(2);
    if (this.list !== undefined && this.cutoff !== undefined) {
      this.list.update(positions, box);
      const { start, partners } = this.list;
      const listed = this.kernels.get("mm/listedPairs");
      listed(energies, forces, virial, positions, box, pairs, this.cutoff, start, partners);
    } else {
      this.kernels.get("mm/allPairs")(energies, forces, virial, positions, pairs);
    }
    if (lennardJones) ledger.lennardJones = energies[0]!;
    if (coulomb) ledger.coulomb = energies[1]!;
  }

  /** Edges of the cell, zeros when there is none. */
  private boxOf(geometry: Geometry): Float64Array {
    const { cell } = geometry;
    if (cell === undefined) return new Float64Array(3);
    if (!isOrthorhombic(cell)) {
      throw new UnsupportedError(
        "QMMM_MM_CELL_UNSUPPORTED",
        "The force field needs a cell with right angles along x, y, z",
        {
          value: Array.from(cell.vectors),
          allowed: "an orthorhombic cell, or none",
          action: "Use an orthorhombic cell",
        },
      );
    }
    const box = Float64Array.of(cell.vectors[0]!, cell.vectors[4]!, cell.vectors[8]!);
    const shortest = Math.min(...box);
    const { lennardJones, coulomb } = this.terms;
    if (!lennardJones && !coulomb) return box;
    if (this.cutoff === undefined) {
      throw new InputError("QMMM_MM_CUTOFF_MISSING", "A periodic cell needs a cutoff for the non-bonded pairs", {
        allowed: `a length up to half the shortest edge, ${(shortest / 2).toFixed(3)} bohr`,
        action: "Set the force field's option cutoff, or leave the cell out",
      });
    }
    if (this.cutoff > shortest / 2) {
      throw new InputError(
        "QMMM_MM_CUTOFF_CELL",
        `The cutoff of ${this.cutoff.toFixed(3)} bohr is longer than half the shortest edge of the cell`,
        {
          value: this.cutoff,
          allowed: `up to ${(shortest / 2).toFixed(3)} bohr`,
          action: "Shorten the force field's cutoff or use a larger cell",
        },
      );
    }
    return box;
  }

  /** Nothing: the list of neighbours does not change any result. */
  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

function symmetrise(virial: Float64Array): void {
  if (virial.length === 0) return;
  for (const [a, b] of [
    [1, 3],
    [2, 6],
    [5, 7],
  ] as const) {
    virial[a] = virial[b] = (virial[a]! + virial[b]!) / 2;
  }
}
