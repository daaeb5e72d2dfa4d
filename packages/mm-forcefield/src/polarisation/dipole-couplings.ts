import type { PairDamping } from "./pair-damping.js";
import type { PolarisableSites } from "./sites.js";
import type { Couplings } from "./solvers.js";

/** Above so many pairs couplings are worked out anew each time instead of kept: 64 MiB. */
const MOST_KEPT = 4_194_304;

/** Sites that are polarisable, ascending. */
export function polarisableMembers(polarisabilities: Float64Array): Int32Array {
  return Int32Array.from(polarisabilities.keys()).filter((site) => polarisabilities[site] > 0);
}

/**
 * The interaction of induced dipoles at one geometry: T_ij = s·(3λ5·RRᵀ/r⁵ − λ3/r³), R = r_i − r_j, with the pair's mutual
 * factor s. Dipoles are numbered by `members`.
 */
export class DipoleCouplings implements Couplings {
  readonly members: Int32Array;
  /** Two numbers per pair i < j, row after row: s·λ3/r³ and 3·s·λ5/r⁵. One row only when there are too many pairs. */
  private readonly numbers: Float64Array;
  private readonly kept: boolean;
  private readonly place: Int32Array;
  private readonly at: Float64Array;

  constructor(
    private readonly sites: PolarisableSites,
    private readonly damping: PairDamping,
    positions: Float64Array,
  ) {
    const { polarisabilities } = sites;
    const members = polarisableMembers(polarisabilities);
    this.members = members;
    this.place = new Int32Array(polarisabilities.length).fill(-1);
    this.at = new Float64Array(3 * members.length);
    members.forEach((site, n) => {
      this.place[site] = n;
      for (let d = 0; d < 3; d++) this.at[3 * n + d] = positions[3 * site + d];
    });
    const pairCount = (members.length * (members.length - 1)) / 2;
    this.kept = pairCount <= MOST_KEPT;
    this.numbers = new Float64Array(2 * (this.kept ? pairCount : members.length));
    if (this.kept) for (let i = 0; i < members.length; i++) this.fill(i, this.rowStart(i));
  }

  private rowStart(i: number): number {
    return i * (2 * this.members.length - i - 1);
  }

  private fill(i: number, start: number): void {
    const { at, numbers, members, damping } = this;
    const { scalings } = this.sites;
    const count = members.length;
    for (let j = i + 1, k = start; j < count; j++, k += 2) {
      const x = at[3 * i] - at[3 * j];
      const y = at[3 * i + 1] - at[3 * j + 1];
      const z = at[3 * i + 2] - at[3 * j + 2];
      const r2 = x * x + y * y + z * z;
      const r = Math.sqrt(r2);
      damping.at(members[i], members[j], r);
      const b = 1 / (r2 * r);
      numbers[k] = damping.factors[0] * b;
      numbers[k + 1] = (3 * damping.factors[1] * b) / r2;
    }
    const site = members[i];
    for (let n = scalings.start[site]; n < scalings.start[site + 1]; n++) {
      const j = this.place[scalings.partners[n]];
      if (j < 0) continue;
      const k = start + 2 * (j - i - 1);
      numbers[k] *= scalings.mutual[n];
      numbers[k + 1] *= scalings.mutual[n];
    }
  }

  apply(field: Float64Array, dipoles: Float64Array): void {
    const { at, numbers } = this;
    const count = this.members.length;
    field.fill(0);
    for (let i = 0; i < count; i++) {
      let k = 0;
      if (this.kept) k = this.rowStart(i);
      else this.fill(i, 0);
      const p = 3 * i;
      const xi = at[p];
      const yi = at[p + 1];
      const zi = at[p + 2];
      const mx = dipoles[p];
      const my = dipoles[p + 1];
      const mz = dipoles[p + 2];
      let fx = 0;
      let fy = 0;
      let fz = 0;
      for (let q = p + 3; q < 3 * count; q += 3, k += 2) {
        const x = xi - at[q];
        const y = yi - at[q + 1];
        const z = zi - at[q + 2];
        const ux = dipoles[q];
        const uy = dipoles[q + 1];
        const uz = dipoles[q + 2];
        const b1 = numbers[k];
        const onI = numbers[k + 1] * (ux * x + uy * y + uz * z);
        const onJ = numbers[k + 1] * (mx * x + my * y + mz * z);
        fx += onI * x - b1 * ux;
        fy += onI * y - b1 * uy;
        fz += onI * z - b1 * uz;
        field[q] += onJ * x - b1 * mx;
        field[q + 1] += onJ * y - b1 * my;
        field[q + 2] += onJ * z - b1 * mz;
      }
      field[p] += fx;
      field[p + 1] += fy;
      field[p + 2] += fz;
    }
  }
}
