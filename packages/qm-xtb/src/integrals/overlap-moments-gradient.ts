import type { GaussianBasis } from "@qmmm/gto";
import type { MomentStride, XtbKernels } from "./contracts.js";
import { MOST_OVERLAPS } from "./overlap-moments.js";
import { fillLine, fillSlopes, LARGEST_EXPONENT, lines } from "./primitive-tables.js";
import { LINE, shellPairLayout } from "./shell-pair-layout.js";

/** Derivative of a weighted sum of overlap and moment integrals. */
export const overlapMomentsGradient: XtbKernels["xtb/overlapMomentsGradient"] = (
  gradient,
  byIntegral,
  basis,
  nuclei,
  stride,
) => {
  const table = lines();
  const slopes = lines();
  const byOverlap = new Float64Array(MOST_OVERLAPS);
  const byB = new Float64Array(3);
  const { shellAtom } = basis;
  for (let a = 0; a < basis.shellCount; a++) {
    for (let b = 0; b < a; b++) {
      // Integrals on one atom move along with it.
      if (shellAtom[a] === shellAtom[b]) break;
      if (!collect(byOverlap, byIntegral, basis, a, b, stride)) continue;
      contractSlopes(byB, byOverlap, table, slopes, basis, nuclei, a, b, stride);
      for (let i = 0; i < 3; i++) {
        gradient[3 * shellAtom[b] + i] += byB[i];
        gradient[3 * shellAtom[a] + i] -= byB[i];
      }
    }
  }
};

/** Weights of the Cartesian overlaps of two shells: the transpose of `assemble`; false when all are zero. */
function collect(
  byOverlap: Float64Array,
  byIntegral: Float64Array,
  basis: GaussianBasis,
  a: number,
  b: number,
  stride: MomentStride,
): boolean {
  const { functionOffset, shellMomentum } = basis;
  const { count, termOffset, termSource, termWeight } = shellPairLayout(shellMomentum[a], shellMomentum[b], stride);
  byOverlap.fill(0, 0, count);
  let integral = 0;
  let some = false;
  for (let mu = functionOffset[a]; mu < functionOffset[a + 1]; mu++) {
    for (let nu = functionOffset[b]; nu < functionOffset[b + 1]; nu++) {
      const place = ((mu * (mu + 1)) / 2 + nu) * stride;
      for (let m = 0; m < stride; m++, integral++) {
        const weight = byIntegral[place + m];
        if (weight === 0) continue;
        some = true;
        for (let t = termOffset[integral]; t < termOffset[integral + 1]; t++) {
          byOverlap[termSource[t]] += termWeight[t] * weight;
        }
      }
    }
  }
  return some;
}

/** Derivative by the place of B, into `byB`. */
function contractSlopes(
  byB: Float64Array,
  byOverlap: Float64Array,
  table: Float64Array,
  slopes: Float64Array,
  basis: GaussianBasis,
  nuclei: Float64Array,
  a: number,
  b: number,
  stride: MomentStride,
): void {
  const { coefficients, exponents, primitiveOffset, shellAtom, shellMomentum } = basis;
  const la = shellMomentum[a];
  const lb = shellMomentum[b];
  const { count, factors } = shellPairLayout(la, lb, stride);
  const highest = stride === 1 ? la : la + 2;
  const i = 3 * shellAtom[a];
  const j = 3 * shellAtom[b];
  const x = nuclei[i] - nuclei[j];
  const y = nuclei[i + 1] - nuclei[j + 1];
  const z = nuclei[i + 2] - nuclei[j + 2];
  const r2 = x * x + y * y + z * z;
  let gx = 0;
  let gy = 0;
  let gz = 0;
  for (let k = primitiveOffset[a]; k < primitiveOffset[a + 1]; k++) {
    const alpha = exponents[k];
    for (let l = primitiveOffset[b]; l < primitiveOffset[b + 1]; l++) {
      const beta = exponents[l];
      const inverse = 1 / (alpha + beta);
      const decay = alpha * beta * inverse * r2;
      if (decay > LARGEST_EXPONENT) continue;
      const root = Math.sqrt(Math.PI * inverse);
      const first = coefficients[k] * coefficients[l] * root * root * root * Math.exp(-decay);
      const toA = -beta * inverse;
      const toB = alpha * inverse;
      fillLine(table, 0, first, toA * x, toB * x, 0.5 * inverse, highest, lb + 1);
      fillLine(table, LINE, 1, toA * y, toB * y, 0.5 * inverse, highest, lb + 1);
      fillLine(table, 2 * LINE, 1, toA * z, toB * z, 0.5 * inverse, highest, lb + 1);
      for (let d = 0; d < 3; d++) fillSlopes(slopes, table, d * LINE, beta, highest, lb);
      for (let n = 0, f = 0; n < count; n++, f += 3) {
        const px = factors[f];
        const py = factors[f + 1];
        const pz = factors[f + 2];
        const weight = byOverlap[n];
        const ix = weight * table[px];
        const iy = table[py];
        const iz = table[pz];
        gx += weight * slopes[px] * iy * iz;
        gy += ix * slopes[py] * iz;
        gz += ix * iy * slopes[pz];
      }
    }
  }
  byB[0] = gx;
  byB[1] = gy;
  byB[2] = gz;
}
