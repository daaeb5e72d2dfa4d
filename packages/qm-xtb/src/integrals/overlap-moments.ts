import type { GaussianBasis } from "@qmmm/gto";
import type { MomentStride, XtbKernels } from "./contracts.js";
import { fillLine, LARGEST_EXPONENT, lines } from "./primitive-tables.js";
import { LINE, shellPairLayout } from "./shell-pair-layout.js";

/** Cartesian overlaps of two d shells with second moments: (6 + 10 + 15)·6. */
export const MOST_OVERLAPS = 186;

/** Overlap and moment integrals of all pairs of functions. */
export const overlapMoments: XtbKernels["xtb/overlapMoments"] = (out, basis, nuclei, stride) => {
  const table = lines();
  const overlaps = new Float64Array(MOST_OVERLAPS);
  for (let a = 0; a < basis.shellCount; a++) {
    for (let b = 0; b <= a; b++) {
      cartesianOverlaps(overlaps, table, basis, nuclei, a, b, stride);
      assemble(out, overlaps, basis, a, b, stride);
    }
  }
};

/** Contracted Cartesian overlaps of shells a and b, in the order of their layout. */
function cartesianOverlaps(
  overlaps: Float64Array,
  table: Float64Array,
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
  overlaps.fill(0, 0, count);
  for (let k = primitiveOffset[a]; k < primitiveOffset[a + 1]; k++) {
    const alpha = exponents[k];
    for (let l = primitiveOffset[b]; l < primitiveOffset[b + 1]; l++) {
      const beta = exponents[l];
      const inverse = 1 / (alpha + beta);
      const decay = alpha * beta * inverse * r2;
      if (decay > LARGEST_EXPONENT) continue;
      const root = Math.sqrt(Math.PI * inverse);
      const first = coefficients[k] * coefficients[l] * root * root * root * Math.exp(-decay);
      // P − A = −b/(a + b)·(A − B), P − B = a/(a + b)·(A − B).
      const toA = -beta * inverse;
      const toB = alpha * inverse;
      fillLine(table, 0, first, toA * x, toB * x, 0.5 * inverse, highest, lb);
      fillLine(table, LINE, 1, toA * y, toB * y, 0.5 * inverse, highest, lb);
      fillLine(table, 2 * LINE, 1, toA * z, toB * z, 0.5 * inverse, highest, lb);
      for (let n = 0, f = 0; n < count; n++, f += 3) {
        overlaps[n] += table[factors[f]] * table[factors[f + 1]] * table[factors[f + 2]];
      }
    }
  }
}

/** Puts the integrals of shells a and b in their places. */
function assemble(
  out: Float64Array,
  overlaps: Float64Array,
  basis: GaussianBasis,
  a: number,
  b: number,
  stride: MomentStride,
): void {
  const { functionOffset, shellMomentum } = basis;
  const { termOffset, termSource, termWeight } = shellPairLayout(shellMomentum[a], shellMomentum[b], stride);
  let integral = 0;
  for (let mu = functionOffset[a]; mu < functionOffset[a + 1]; mu++) {
    for (let nu = functionOffset[b]; nu < functionOffset[b + 1]; nu++) {
      if (nu > mu) {
        integral += stride;
        continue;
      }
      const place = ((mu * (mu + 1)) / 2 + nu) * stride;
      for (let m = 0; m < stride; m++, integral++) {
        let sum = 0;
        for (let t = termOffset[integral]; t < termOffset[integral + 1]; t++) {
          sum += termWeight[t] * overlaps[termSource[t]];
        }
        out[place + m] = sum;
      }
    }
  }
}
