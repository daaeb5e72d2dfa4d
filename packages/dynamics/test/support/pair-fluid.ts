import type { Evaluation, Geometry, Potential, Quantity, Snapshot, Want } from "@qmmm/core";
import { cellVolume, createMinimumImage, UnsupportedError } from "@qmmm/core";

/**
 * Lennard-Jones atoms with shifted force at a cutoff (σ = ε = 1), in any cell, with virial; atoms of the same molecule do
 * not see each other.
 */
export class LennardJonesFluid implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces", "virial"]);

  constructor(
    private readonly cutoff: number,
    private readonly moleculeOf?: ArrayLike<number>,
  ) {}

  async evaluate({ positions: r, cell }: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    if (want.parameterDerivatives !== undefined) throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "None");
    const image = createMinimumImage(cell);
    const rc = this.cutoff;
    const edge = 4 * (rc ** -12 - rc ** -6);
    const edgeSlope = 24 * (rc ** -7 - 2 * rc ** -13);
    const forces = new Float64Array(r.length);
    const virial = new Float64Array(9);
    const d = new Float64Array(3);
    let energy = 0;
    for (let i = 0; i < r.length; i += 3) {
      for (let j = 0; j < i; j += 3) {
        if (this.moleculeOf !== undefined && this.moleculeOf[i / 3] === this.moleculeOf[j / 3]) continue;
        for (let c = 0; c < 3; c++) d[c] = r[i + c]! - r[j + c]!;
        const square = image.apply(d);
        if (square >= rc * rc) continue;
        const length = Math.sqrt(square);
        const six = square ** -3;
        energy += 4 * six * (six - 1) - edge - edgeSlope * (length - rc);
        const pull = (24 * six * (1 - 2 * six)) / square - edgeSlope / length;
        for (let a = 0; a < 3; a++) {
          forces[i + a]! -= pull * d[a]!;
          forces[j + a]! += pull * d[a]!;
          for (let b = 0; b < 3; b++) virial[3 * a + b]! -= pull * d[a]! * d[b]!;
        }
      }
    }
    return { energy, terms: { lennardJones: energy }, forces, virial: want.virial ? virial : undefined };
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** An energy that depends on the volume only, c·ln V: volumes of n atoms then have a gamma distribution of shape n + 1 − c/kT. */
export class LogarithmicVolume extends LennardJonesFluid {
  constructor(private readonly strength: number) {
    super(0);
  }

  override async evaluate({ positions, cell }: Geometry): Promise<Evaluation> {
    const energy = this.strength * Math.log(cellVolume(cell!));
    const virial = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1).map((one) => -this.strength * one);
    return { energy, terms: { volume: energy }, forces: new Float64Array(positions.length), virial };
  }
}

/** Atoms on a simple cubic lattice that fills a cube. */
export function lattice(edge: number, side: number): Float64Array {
  const h = side / edge;
  const place = (k: number) => [k % edge, Math.floor(k / edge) % edge, Math.floor(k / edge ** 2)];
  return Float64Array.from(Array.from({ length: edge ** 3 }, (_, k) => place(k).map((n) => h * n)).flat());
}
