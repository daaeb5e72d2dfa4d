import { difference } from "../kernels/nearest-image.js";
import type { NearSites } from "./near-sites.js";
import type { PairDamping } from "./pair-damping.js";
import type { PolarisableSites } from "./sites.js";

const OPEN = new Float64Array(0);

/**
 * The charges' fields at the sites, E_i = Σ_j s·q_j·λ3·R/r³ with R = r_i − r_j: with the direct factors (`direct`) and with
 * the energy factors (`energy`), both 3N, overwritten; they may be one array where the factors agree.
 *
 * @param near - pairs to take, nearest images; absent: all, in open space
 */
export function chargeFields(
  direct: Float64Array,
  energy: Float64Array,
  sites: PolarisableSites,
  damping: PairDamping,
  positions: Float64Array,
  near?: NearSites,
): void {
  const { charges, polarisabilities, scalings } = sites;
  const count = charges.length;
  const same = direct === energy;
  const v = new Float64Array(3);
  direct.fill(0);
  energy.fill(0);
  for (let i = 0; i < count; i++) {
    let next = scalings.start[i];
    const end = scalings.start[i + 1];
    const last = near === undefined ? count : near.start[i + 1];
    for (let n = near === undefined ? i + 1 : near.start[i]; n < last; n++) {
      const j = near === undefined ? n : near.partners[n];
      let d = 1;
      let p = 1;
      if (next < end && scalings.partners[next] === j) {
        d = scalings.direct[next];
        p = scalings.energy[next];
        next++;
      }
      const qi = polarisabilities[j] === 0 ? 0 : charges[i];
      const qj = polarisabilities[i] === 0 ? 0 : charges[j];
      if ((qi === 0 && qj === 0) || (d === 0 && p === 0)) continue;
      difference(v, 0, positions, 3 * i, 3 * j, near === undefined ? OPEN : near.cell);
      const [x, y, z] = [v[0], v[1], v[2]];
      const r2 = x * x + y * y + z * z;
      const r = Math.sqrt(r2);
      let b = 1 / (r2 * r);
      if (sites.damping.charges) {
        damping.at(i, j, r);
        b *= damping.factors[0];
      }
      add(direct, i, j, d * b, qi, qj, x, y, z);
      if (!same) add(energy, i, j, p * b, qi, qj, x, y, z);
    }
  }
}

function add(
  field: Float64Array,
  i: number,
  j: number,
  b: number,
  qi: number,
  qj: number,
  x: number,
  y: number,
  z: number,
): void {
  const onI = b * qj;
  const onJ = b * qi;
  field[3 * i] += onI * x;
  field[3 * i + 1] += onI * y;
  field[3 * i + 2] += onI * z;
  field[3 * j] -= onJ * x;
  field[3 * j + 1] -= onJ * y;
  field[3 * j + 2] -= onJ * z;
}
