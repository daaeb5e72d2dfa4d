import { difference } from "../kernels/nearest-image.js";
import type { MomentSum } from "../multipoles/moment-sum.js";
import { screenedRadials } from "../multipoles/pair-derivatives.js";
import { polarisableMembers } from "./dipole-couplings.js";
import type { NearSites } from "./near-sites.js";
import type { PairDamping } from "./pair-damping.js";
import type { PolarisableSites } from "./sites.js";
import type { Couplings } from "./solvers.js";

/**
 * The interaction of induced dipoles and all their images in a cell (Toukmaji, Sagui, Board and Darden 2000,
 * doi:10.1063/1.1324708): pairs by B₁ and B₂ of erfc(βr)/r, nearest images damped and scaled, the reciprocal sum, and a dipole's
 * own share of it.
 */
export class PeriodicCouplings implements Couplings {
  readonly members: Int32Array;
  /** Pairs of members, numbered by them. */
  private readonly pairs: Int32Array;
  /** x, y, z, B₁, B₂ of each pair. */
  private readonly numbers: Float64Array;
  private readonly positions: Float64Array;

  constructor(
    sites: PolarisableSites,
    damping: PairDamping,
    positions: Float64Array,
    near: NearSites,
    private readonly settings: { readonly beta: number; readonly cutoff: number },
    private readonly sum: MomentSum,
  ) {
    const { polarisabilities, scalings } = sites;
    this.members = polarisableMembers(polarisabilities);
    const { members } = this;
    const place = new Int32Array(polarisabilities.length).fill(-1);
    members.forEach((site, n) => {
      place[site] = n;
    });
    this.positions = Float64Array.from({ length: 3 * members.length }, (_, k) => {
      return positions[3 * members[Math.floor(k / 3)] + (k % 3)];
    });
    this.cell = near.cell;
    const { beta, cutoff } = settings;
    const pairs: number[] = [];
    const numbers: number[] = [];
    const d = new Float64Array(3);
    const radials = new Float64Array(3);
    for (const i of members) {
      let next = scalings.start[i];
      for (let n = near.start[i]; n < near.start[i + 1]; n++) {
        const j = near.partners[n];
        const scaled = next < scalings.start[i + 1] && scalings.partners[next] === j;
        const mutual = scaled ? scalings.mutual[next++] : 1;
        if (place[j] < 0) continue;
        difference(d, 0, positions, 3 * i, 3 * j, near.cell);
        const r2 = d[0] ** 2 + d[1] ** 2 + d[2] ** 2;
        const r = Math.sqrt(r2);
        let [b1, b2] = [0, 0];
        if (r < cutoff) {
          screenedRadials(radials, r2, beta);
          [, b1, b2] = radials;
        }
        damping.at(i, j, r);
        b1 += (mutual * damping.factors[0] - 1) / (r2 * r);
        b2 += (3 * (mutual * damping.factors[1] - 1)) / (r2 * r2 * r);
        pairs.push(place[i], place[j]);
        numbers.push(d[0], d[1], d[2], b1, b2);
      }
    }
    this.pairs = Int32Array.from(pairs);
    this.numbers = Float64Array.from(numbers);
  }

  private readonly cell: Float64Array;

  apply(field: Float64Array, dipoles: Float64Array): void {
    const { pairs, numbers, positions } = this;
    const count = this.members.length;
    const values = new Float64Array(4 * count);
    for (let k = 0; k < dipoles.length; k++) values[4 * Math.floor(k / 3) + 1 + (k % 3)] = dipoles[k];
    const derivatives = new Float64Array(4 * count);
    const none = new Float64Array(0);
    this.sum(derivatives, 1, none, positions, { positions, rank: 1, values }, this.cell);
    const own = (4 * this.settings.beta ** 3) / (3 * Math.sqrt(Math.PI));
    for (let k = 0; k < field.length; k++) {
      field[k] = own * dipoles[k] - derivatives[4 * Math.floor(k / 3) + 1 + (k % 3)];
    }
    for (let n = 0, at = 0; n < pairs.length; n += 2, at += 5) {
      const p = 3 * pairs[n];
      const q = 3 * pairs[n + 1];
      const x = numbers[at];
      const y = numbers[at + 1];
      const z = numbers[at + 2];
      const b1 = numbers[at + 3];
      const onP = numbers[at + 4] * (dipoles[q] * x + dipoles[q + 1] * y + dipoles[q + 2] * z);
      const onQ = numbers[at + 4] * (dipoles[p] * x + dipoles[p + 1] * y + dipoles[p + 2] * z);
      field[p] += onP * x - b1 * dipoles[q];
      field[p + 1] += onP * y - b1 * dipoles[q + 1];
      field[p + 2] += onP * z - b1 * dipoles[q + 2];
      field[q] += onQ * x - b1 * dipoles[p];
      field[q + 1] += onQ * y - b1 * dipoles[p + 1];
      field[q + 2] += onQ * z - b1 * dipoles[p + 2];
    }
  }
}
