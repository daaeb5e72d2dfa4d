import type { Neighbours } from "./signatures.js";

/**
 * One atom with the neighbours that matter to it, and the forces that its energy puts on them. A potential that is a sum
 * over atoms of functions of the vectors to their neighbours needs nothing else: what a neighbour feels, the atom feels
 * in reverse, and the virial is Σ force ⊗ vector.
 */
export class Centre {
  atom = 0;
  count = 0;
  readonly partner: Int32Array;
  readonly type: Int32Array;
  /** Vectors from the atom to its neighbours and their lengths, a0. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly r: Float64Array;
  /** Forces on the neighbours, Eh/a0. */
  readonly fx: Float64Array;
  readonly fy: Float64Array;
  readonly fz: Float64Array;

  constructor(
    private readonly neighbours: Neighbours,
    private readonly positions: Float64Array,
    private readonly typeOf: Int32Array,
  ) {
    const { start } = neighbours;
    let most = 0;
    for (let i = 0; i + 1 < start.length; i++) most = Math.max(most, start[i + 1]! - start[i]!);
    this.partner = new Int32Array(most);
    this.type = new Int32Array(most);
    [this.x, this.y, this.z, this.r, this.fx, this.fy, this.fz] = Array.from(
      { length: 7 },
      () => new Float64Array(most),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  }

  /**
   * Turns to an atom and collects its neighbours.
   *
   * @param later - for each type, how near a partner whose index is not below the atom's must be, a0
   * @param earlier - the same for partners of lower index
   * @param row - where in both the atom's type begins
   * @param stride - from one type to the next
   */
  gather(atom: number, later: Float64Array, earlier: Float64Array, row: number, stride: number): void {
    const { neighbours, positions, typeOf, partner, type, x, y, z, r, fx, fy, fz } = this;
    const { start, partners, shiftOf, shifts } = neighbours;
    const xi = positions[3 * atom]!;
    const yi = positions[3 * atom + 1]!;
    const zi = positions[3 * atom + 2]!;
    const end = start[atom + 1]!;
    let count = 0;
    for (let n = start[atom]!; n < end; n++) {
      const j = partners[n]!;
      const shift = 3 * shiftOf[n]!;
      const dx = positions[3 * j]! - xi + shifts[shift]!;
      const dy = positions[3 * j + 1]! - yi + shifts[shift + 1]!;
      const dz = positions[3 * j + 2]! - zi + shifts[shift + 2]!;
      const typeJ = typeOf[j]!;
      const limit = (j < atom ? earlier : later)[row + stride * typeJ]!;
      const r2 = dx * dx + dy * dy + dz * dz;
      if (r2 >= limit * limit) continue;
      const distance = Math.sqrt(r2);
      // Squares may round to one side of the cutoff and the root to the other, where potentials have poles.
      if (distance >= limit) continue;
      partner[count] = j;
      type[count] = typeJ;
      x[count] = dx;
      y[count] = dy;
      z[count] = dz;
      r[count] = distance;
      fx[count] = 0;
      fy[count] = 0;
      fz[count] = 0;
      count++;
    }
    this.atom = atom;
    this.count = count;
  }

  /** Adds a force along the vector to neighbour n: −`slope`·vector/r. */
  pull(n: number, slope: number): void {
    const f = -slope / this.r[n]!;
    this.fx[n] += f * this.x[n]!;
    this.fy[n] += f * this.y[n]!;
    this.fz[n] += f * this.z[n]!;
  }

  /**
   * Hands the forces collected to the atoms, and their virial: its sum, and where there is room for every atom's share half of
   * what belongs to the vector between the atom and a neighbour to each of them.
   */
  scatter(forces: Float64Array, virial: Float64Array): void {
    const { count, partner, x, y, z, fx, fy, fz } = this;
    const i = 3 * this.atom;
    let sumX = 0;
    let sumY = 0;
    let sumZ = 0;
    for (let n = 0; n < count; n++) {
      const j = 3 * partner[n]!;
      forces[j] += fx[n]!;
      forces[j + 1] += fy[n]!;
      forces[j + 2] += fz[n]!;
      sumX += fx[n]!;
      sumY += fy[n]!;
      sumZ += fz[n]!;
    }
    forces[i] -= sumX;
    forces[i + 1] -= sumY;
    forces[i + 2] -= sumZ;
    if (virial.length === 0) return;
    let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
    // Symmetric for each centre, because its energy does not change when all its vectors turn together.
    for (let n = 0; n < count; n++) {
      xx += fx[n]! * x[n]!;
      xy += fx[n]! * y[n]!;
      xz += fx[n]! * z[n]!;
      yy += fy[n]! * y[n]!;
      yz += fy[n]! * z[n]!;
      zz += fz[n]! * z[n]!;
    }
    virial[0] += xx;
    virial[1] += xy;
    virial[2] += xz;
    virial[3] += xy;
    virial[4] += yy;
    virial[5] += yz;
    virial[6] += xz;
    virial[7] += yz;
    virial[8] += zz;
    if (virial.length > 9) this.share(virial);
  }

  private share(virial: Float64Array): void {
    const { x, y, z, fx, fy, fz } = this;
    const own = 9 * (1 + this.atom);
    for (let n = 0; n < this.count; n++) {
      const other = 9 * (1 + this.partner[n]!);
      const vector = [x[n]!, y[n]!, z[n]!];
      [fx[n]!, fy[n]!, fz[n]!].forEach((f, a) => {
        vector.forEach((r, b) => {
          virial[own + 3 * a + b] += 0.5 * f * r;
          virial[other + 3 * a + b] += 0.5 * f * r;
        });
      });
    }
  }
}

/** Share of a pair that the list of one of its atoms answers for, so that each pair counts once; images of itself half. */
export function share(atom: number, partner: number): number {
  return partner > atom ? 1 : partner === atom ? 0.5 : 0;
}
