import type { GaussianBasis } from "../basis/gaussian-basis.js";
import { forEachPrimitivePair, OverlapTables } from "./overlap-tables.js";
import { groupShells } from "./shell-groups.js";

/** Kernel `gto/overlapKinetic`: overlap ⟨μ|ν⟩ and kinetic energy ⟨μ|−½∇²|ν⟩, N×N each, overwritten. */
export function overlapKinetic(
  overlap: Float64Array,
  kinetic: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
): void {
  const n = basis.functionCount;
  overlap.fill(0);
  kinetic.fill(0);
  const groups = groupShells(basis);
  const tables = new OverlapTables(groups, 0);
  const [sx, sy, sz] = tables.overlap;
  const [tx, ty, tz] = tables.kinetic;
  const size = tables.size;
  forEachPrimitivePair(groups, nuclei, tables, (a, b, i, j) => {
    const na = a.functions.length;
    const nb = b.functions.length;
    for (let fa = 0; fa < na; fa++) {
      const ca = a.coefficients[i * na + fa];
      if (ca === 0) continue;
      const partA = a.angular[fa];
      for (let fb = 0; fb < nb; fb++) {
        const c = ca * b.coefficients[j * nb + fb];
        if (c === 0) continue;
        const partB = b.angular[fb];
        let s = 0;
        let t = 0;
        for (let ta = 0; ta < partA.factors.length; ta++) {
          const pa = partA.powers[ta];
          for (let tb = 0; tb < partB.factors.length; tb++) {
            const pb = partB.powers[tb];
            const factor = partA.factors[ta] * partB.factors[tb];
            const x = pa[0] * size + pb[0];
            const y = pa[1] * size + pb[1];
            const z = pa[2] * size + pb[2];
            s += factor * sx[x] * sy[y] * sz[z];
            t += factor * (tx[x] * sy[y] * sz[z] + sx[x] * ty[y] * sz[z] + sx[x] * sy[y] * tz[z]);
          }
        }
        const o = a.functions[fa] * n + b.functions[fb];
        overlap[o] += c * s;
        kinetic[o] += c * t;
      }
    }
  });
  for (const [ga, a] of groups.entries()) {
    for (let gb = 0; gb < ga; gb++) {
      for (const fa of a.functions) {
        for (const fb of groups[gb].functions) {
          overlap[fb * n + fa] = overlap[fa * n + fb];
          kinetic[fb * n + fa] = kinetic[fa * n + fb];
        }
      }
    }
  }
}

/** Kernel `gto/overlapKineticGradient`: adds the weighted derivatives of overlap and kinetic energy to `gradient`. */
export function overlapKineticGradient(
  gradient: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  overlapWeights: Float64Array,
  kineticWeights: Float64Array,
): void {
  const n = basis.functionCount;
  const groups = groupShells(basis);
  const tables = new OverlapTables(groups, 1);
  const { overlap: s, kinetic: t, size } = tables;
  // Derivatives of the one-dimensional factors with respect to A: 2a⟨i+1|j⟩ − i⟨i−1|j⟩.
  const ds = s.map((table) => new Float64Array(table.length));
  const dt = t.map((table) => new Float64Array(table.length));
  forEachPrimitivePair(groups, nuclei, tables, (a, b, i, j) => {
    if (a.atom === b.atom) return;
    const alpha = a.exponents[i];
    for (let x = 0; x < 3; x++) {
      for (let l = 0; l <= a.maxMomentum; l++) {
        for (let k = 0; k <= b.maxMomentum; k++) {
          const o = l * size + k;
          ds[x][o] = 2 * alpha * s[x][o + size] - (l > 0 ? l * s[x][o - size] : 0);
          dt[x][o] = 2 * alpha * t[x][o + size] - (l > 0 ? l * t[x][o - size] : 0);
        }
      }
    }
    const na = a.functions.length;
    const nb = b.functions.length;
    let gx = 0;
    let gy = 0;
    let gz = 0;
    for (let fa = 0; fa < na; fa++) {
      const partA = a.angular[fa];
      for (let fb = 0; fb < nb; fb++) {
        // Both (a, b) and (b, a) of the symmetric weights.
        const c = 2 * a.coefficients[i * na + fa] * b.coefficients[j * nb + fb];
        if (c === 0) continue;
        const o = a.functions[fa] * n + b.functions[fb];
        const ws = c * overlapWeights[o];
        const wt = c * kineticWeights[o];
        if (ws === 0 && wt === 0) continue;
        const partB = b.angular[fb];
        for (let ta = 0; ta < partA.factors.length; ta++) {
          const pa = partA.powers[ta];
          for (let tb = 0; tb < partB.factors.length; tb++) {
            const pb = partB.powers[tb];
            const factor = partA.factors[ta] * partB.factors[tb];
            const x = pa[0] * size + pb[0];
            const y = pa[1] * size + pb[1];
            const z = pa[2] * size + pb[2];
            const xy = s[0][x] * s[1][y];
            const yz = s[1][y] * s[2][z];
            const xz = s[0][x] * s[2][z];
            const fs = factor * ws;
            const ft = factor * wt;
            gx += fs * ds[0][x] * yz + ft * (dt[0][x] * yz + ds[0][x] * (t[1][y] * s[2][z] + s[1][y] * t[2][z]));
            gy += fs * ds[1][y] * xz + ft * (dt[1][y] * xz + ds[1][y] * (t[0][x] * s[2][z] + s[0][x] * t[2][z]));
            gz += fs * ds[2][z] * xy + ft * (dt[2][z] * xy + ds[2][z] * (t[0][x] * s[1][y] + s[0][x] * t[1][y]));
          }
        }
      }
    }
    gradient[3 * a.atom] += gx;
    gradient[3 * a.atom + 1] += gy;
    gradient[3 * a.atom + 2] += gz;
    gradient[3 * b.atom] -= gx;
    gradient[3 * b.atom + 1] -= gy;
    gradient[3 * b.atom + 2] -= gz;
  });
}
