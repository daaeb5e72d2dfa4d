import { difference } from "../kernels/nearest-image.js";
import type { NearSites } from "./near-sites.js";
import type { PairDamping } from "./pair-damping.js";
import type { PolarisableSites } from "./sites.js";

const OPEN = new Float64Array(0);

/**
 * Adds the forces (3N) and, where given (length 9), the virial Σ F⊗R of the pairs, for dipoles that satisfy their
 * equations: then the dipoles' own change with the positions does not matter.
 *
 * With B1 = λ3/r³, B2 = 3λ5/r⁵, B3 = 15λ7/r⁷ a pair has, for charges and dipoles, −B1·c·R with c = q_j·m_i − q_i·m_j, and for
 * dipoles −s·[B2·(μ_i·R)(μ_j·R) − B1·μ_i·μ_j]. Where two sets of dipoles exist, products are taken of one from each set,
 * averaged over both ways.
 *
 * @param direct - dipoles of the direct field, 3N
 * @param energy - dipoles of the energy field, 3N; the same array where there is one set
 * @param near - pairs to take, nearest images; absent: all, in open space
 */
export function dipoleForces(
  forces: Float64Array,
  virial: Float64Array,
  sites: PolarisableSites,
  damping: PairDamping,
  positions: Float64Array,
  direct: Float64Array,
  energy: Float64Array,
  near?: NearSites,
): void {
  const { charges, polarisabilities, scalings } = sites;
  const count = charges.length;
  const v = new Float64Array(3);
  for (let i = 0; i < count; i++) {
    let next = scalings.start[i];
    const end = scalings.start[i + 1];
    const a = 3 * i;
    const soft = polarisabilities[i] > 0;
    const last = near === undefined ? count : near.start[i + 1];
    for (let n = near === undefined ? i + 1 : near.start[i]; n < last; n++) {
      const j = near === undefined ? n : near.partners[n];
      let d = 1;
      let p = 1;
      let u = 1;
      if (next < end && scalings.partners[next] === j) {
        d = scalings.direct[next];
        p = scalings.energy[next];
        u = scalings.mutual[next];
        next++;
      }
      const mutual = soft && polarisabilities[j] > 0 ? u : 0;
      if (!soft && polarisabilities[j] === 0) continue;
      if (d === 0 && p === 0 && mutual === 0) continue;
      const b = 3 * j;
      difference(v, 0, positions, a, b, near === undefined ? OPEN : near.cell);
      const [x, y, z] = [v[0], v[1], v[2]];
      const r2 = x * x + y * y + z * z;
      const r = Math.sqrt(r2);
      damping.at(i, j, r);
      const l3 = damping.factors[0];
      const l5 = damping.factors[1];
      const l7 = damping.factors[2];
      const b1 = 1 / (r2 * r);
      const b2 = (3 * b1) / r2;
      // Charges with dipoles: the direct charges' field meets the dipoles of the energy field, and the other way round.
      const qi = 0.5 * charges[i];
      const qj = 0.5 * charges[j];
      const cx = qj * (d * energy[a] + p * direct[a]) - qi * (d * energy[b] + p * direct[b]);
      const cy = qj * (d * energy[a + 1] + p * direct[a + 1]) - qi * (d * energy[b + 1] + p * direct[b + 1]);
      const cz = qj * (d * energy[a + 2] + p * direct[a + 2]) - qi * (d * energy[b + 2] + p * direct[b + 2]);
      const along = (sites.damping.charges ? b2 * l5 : b2) * (cx * x + cy * y + cz * z);
      const first = sites.damping.charges ? b1 * l3 : b1;
      let fx = first * cx - along * x;
      let fy = first * cy - along * y;
      let fz = first * cz - along * z;
      if (mutual !== 0) {
        const di = direct[a] * x + direct[a + 1] * y + direct[a + 2] * z;
        const dj = direct[b] * x + direct[b + 1] * y + direct[b + 2] * z;
        const ei = energy[a] * x + energy[a + 1] * y + energy[a + 2] * z;
        const ej = energy[b] * x + energy[b + 1] * y + energy[b + 2] * z;
        const product =
          0.5 *
          (direct[a] * energy[b] +
            direct[a + 1] * energy[b + 1] +
            direct[a + 2] * energy[b + 2] +
            energy[a] * direct[b] +
            energy[a + 1] * direct[b + 1] +
            energy[a + 2] * direct[b + 2]);
        const damped = mutual * b2 * l5;
        const radial = damped * product - (mutual * 5 * b2 * l7 * 0.5 * (di * ej + ei * dj)) / r2;
        const half = 0.5 * damped;
        fx += radial * x + half * (direct[a] * ej + energy[a] * dj + direct[b] * ei + energy[b] * di);
        fy += radial * y + half * (direct[a + 1] * ej + energy[a + 1] * dj + direct[b + 1] * ei + energy[b + 1] * di);
        fz += radial * z + half * (direct[a + 2] * ej + energy[a + 2] * dj + direct[b + 2] * ei + energy[b + 2] * di);
      }
      forces[a] += fx;
      forces[a + 1] += fy;
      forces[a + 2] += fz;
      forces[b] -= fx;
      forces[b + 1] -= fy;
      forces[b + 2] -= fz;
      if (virial.length > 0) {
        virial[0] += fx * x;
        virial[4] += fy * y;
        virial[8] += fz * z;
        virial[1] += 0.5 * (fx * y + fy * x);
        virial[2] += 0.5 * (fx * z + fz * x);
        virial[5] += 0.5 * (fy * z + fz * y);
      }
    }
  }
  if (virial.length === 0) return;
  virial[3] = virial[1];
  virial[6] = virial[2];
  virial[7] = virial[5];
}
