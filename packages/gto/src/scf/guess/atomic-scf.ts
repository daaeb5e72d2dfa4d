import { Diis } from "../diis.js";
import { addScaled, dot, type MatrixAlgebra, maxAbs } from "../linear-algebra/matrices.js";
import { type OrthonormalBasis, orthonormalBasis } from "../orthonormal-basis.js";
import { electronsByMomentum } from "./configurations.js";
import { radialInverse, radialKinetic, radialOverlap, slaterIntegral, threeJSquared } from "./radial-integrals.js";

const MAX_ITERATIONS = 60;
const TOLERANCE = 1e-6;

/** Contracted radial functions of one angular momentum on an atom. */
export interface RadialShells {
  readonly momentum: number;
  /** Distinct exponents, a0⁻². */
  readonly exponents: Float64Array;
  /** Coefficients of r^l e^(−a r²), one row per contracted function. */
  readonly contractions: readonly Float64Array[];
}

/** Density of a spherical atom: for each entry of the shells, the density matrix of one m component, both spins together. */
export interface AtomicDensity {
  readonly densities: readonly Float64Array[];
  /** Energy of the spherical atom, Eh. */
  readonly energy: number;
}

/** One angular momentum during the iterations. */
interface Channel {
  readonly momentum: number;
  readonly electrons: number;
  readonly size: number;
  readonly exponents: Float64Array;
  /** Normalised contraction, size×primitives. */
  readonly contraction: Float64Array;
  readonly core: Float64Array;
  readonly basis: OrthonormalBasis;
}

/**
 * Restricted Hartree–Fock of a neutral atom with its electrons spread evenly over the components and spins of each
 * subshell, so that the density is spherical: the atomic part of a superposition-of-atomic-densities guess. Almlöf, Faegri
 * & Korsell 1982, doi:10.1002/jcc.540030314; Van Lenthe et al. 2006, doi:10.1002/jcc.20393. Only a guess: the last
 * density is returned when the iterations do not converge.
 */
export function atomicScf(algebra: MatrixAlgebra, z: number, shells: readonly RadialShells[]): AtomicDensity {
  const electrons = electronsByMomentum(z);
  const channels = shells
    .filter(({ momentum }) => (electrons[momentum] ?? 0) > 0)
    .map((shell) => makeChannel(algebra, z, shell, electrons[shell.momentum]));
  const repulsion = makeRepulsion(channels);
  const offsets = channels.map((_, i) => channels.slice(0, i).reduce((sum, c) => sum + c.basis.size ** 2, 0));
  const length = channels.reduce((sum, c) => sum + c.basis.size ** 2, 0);
  const diis = new Diis(6);
  let densities = channels.map((channel) => occupy(algebra, channel, channel.core));
  let energy = 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const focks = repulsion(algebra, densities);
    energy = 0;
    const vector = new Float64Array(length);
    const error = new Float64Array(length);
    channels.forEach(({ momentum, core, basis, size }, i) => {
      addScaled(focks[i], core, 1);
      energy += 0.5 * (2 * momentum + 1) * (dot(densities[i], core) + dot(densities[i], focks[i]));
      const m = basis.size;
      const fock = algebra.congruence(basis.vectors, focks[i], m, size);
      const density = algebra.congruence(basis.covectors, densities[i], m, size);
      const product = algebra.product(fock, density, m, m, m);
      vector.set(fock, offsets[i]);
      for (let a = 0; a < m; a++) {
        for (let b = 0; b < m; b++) error[offsets[i] + a * m + b] = product[a * m + b] - product[b * m + a];
      }
    });
    if (maxAbs(error) < TOLERANCE) break;
    const mixed = diis.extrapolate(vector, error);
    densities = channels.map((channel, i) =>
      occupyOrthonormal(algebra, channel, mixed.subarray(offsets[i], offsets[i] + channel.basis.size ** 2)),
    );
  }
  return {
    energy,
    densities: shells.map(({ momentum, contractions }) => {
      const index = channels.findIndex((channel) => channel.momentum === momentum);
      return index < 0 ? new Float64Array(contractions.length ** 2) : densities[index];
    }),
  };
}

function makeChannel(algebra: MatrixAlgebra, z: number, shell: RadialShells, electrons: number): Channel {
  const { momentum: l, exponents, contractions } = shell;
  const primitives = exponents.length;
  const size = contractions.length;
  const table = (f: (a: number, b: number) => number): Float64Array => {
    const out = new Float64Array(primitives * primitives);
    for (let p = 0; p < primitives; p++) {
      for (let q = 0; q < primitives; q++) out[p * primitives + q] = f(exponents[p], exponents[q]);
    }
    return out;
  };
  const primitiveOverlap = table((a, b) => radialOverlap(l, a, b));
  const contraction = new Float64Array(size * primitives);
  contractions.forEach((row, i) => {
    const self = algebra.congruence(row, primitiveOverlap, 1, primitives)[0];
    for (let p = 0; p < primitives; p++) contraction[i * primitives + p] = row[p] / Math.sqrt(self);
  });
  const overlap = algebra.congruence(contraction, primitiveOverlap, size, primitives);
  const primitiveCore = table((a, b) => radialKinetic(l, a, b) - z * radialInverse(l, a, b));
  return {
    momentum: l,
    electrons,
    size,
    exponents,
    contraction,
    core: algebra.congruence(contraction, primitiveCore, size, primitives),
    basis: orthonormalBasis(algebra, overlap, size, 1e-9),
  };
}

/** Density of the lowest orbitals of a Fock matrix over the contracted functions. */
function occupy(algebra: MatrixAlgebra, channel: Channel, fock: Float64Array): Float64Array {
  const { basis, size } = channel;
  return occupyOrthonormal(algebra, channel, algebra.congruence(basis.vectors, fock, basis.size, size));
}

/**
 * Density of the lowest orbitals of a Fock matrix over a channel's orthonormal vectors, over its functions: that of one m component,
 * both spins together.
 */
export function occupyOrthonormal(
  algebra: MatrixAlgebra,
  channel: Pick<Channel, "momentum" | "electrons" | "size" | "basis">,
  fock: Float64Array,
): Float64Array {
  const { basis, size, momentum, electrons } = channel;
  const components = 2 * momentum + 1;
  const { vectors } = algebra.eigen(fock, basis.size);
  const orbitals = algebra.product(vectors, basis.vectors, basis.size, basis.size, size);
  let left = electrons;
  let used = 0;
  for (; used < basis.size && left > 0; used++) {
    const taken = Math.min(left, 2 * components);
    left -= taken;
    const weight = Math.sqrt(taken / components);
    for (let j = 0; j < size; j++) orbitals[used * size + j] *= weight;
  }
  return algebra.outer(orbitals.subarray(0, used * size), used, size);
}

/** Makes the function that gives J − ½K over contracted functions, from supermatrices over primitives. */
function makeRepulsion(
  channels: readonly Channel[],
): (algebra: MatrixAlgebra, densities: readonly Float64Array[]) => Float64Array[] {
  const blocks = channels.map((left) => channels.map((right) => supermatrix(left, right)));
  return (algebra, densities) => {
    const primitiveDensities = channels.map(({ contraction, size, exponents }, i) =>
      algebra.expand(contraction, densities[i], size, exponents.length),
    );
    return channels.map(({ contraction, size, exponents }, i) => {
      const count = exponents.length;
      const fock = new Float64Array(count * count);
      channels.forEach((right, j) => {
        const pairs = right.exponents.length ** 2;
        const density = primitiveDensities[j];
        const block = blocks[i][j];
        for (let p = 0, row = 0; p < count; p++) {
          for (let q = 0; q <= p; q++, row += pairs) {
            let sum = 0;
            for (let rs = 0; rs < pairs; rs++) sum += block[row + rs] * density[rs];
            fock[p * count + q] += sum;
            if (q !== p) fock[q * count + p] += sum;
          }
        }
      });
      return algebra.congruence(contraction, fock, size, count);
    });
  };
}

/**
 * (2l'+1)·[F⁰(pq; rs) − ½ Σ_k (l k l'; 000)² Gᵏ(pr; qs)] for p ≥ q of one momentum (rows) and all r, s of another.
 */
function supermatrix(left: Channel, right: Channel): Float64Array {
  const { momentum: l, exponents: a } = left;
  const { momentum: m, exponents: b } = right;
  const rows = (a.length * (a.length + 1)) / 2;
  const count = b.length;
  const out = new Float64Array(rows * count * count);
  const orders: { k: number; weight: number }[] = [];
  for (let k = Math.abs(l - m); k <= l + m; k += 2) orders.push({ k, weight: 0.5 * threeJSquared(l, k, m) });
  for (let p = 0, row = 0; p < a.length; p++) {
    for (let q = 0; q <= p; q++, row++) {
      for (let r = 0; r < count; r++) {
        for (let s = 0; s <= r; s++) {
          let value = slaterIntegral(0, 2 * l, a[p] + a[q], 2 * m, b[r] + b[s]);
          for (const { k, weight } of orders) {
            value -=
              0.5 *
              weight *
              (slaterIntegral(k, l + m, a[p] + b[r], l + m, a[q] + b[s]) +
                slaterIntegral(k, l + m, a[p] + b[s], l + m, a[q] + b[r]));
          }
          value *= 2 * m + 1;
          out[(row * count + r) * count + s] = value;
          out[(row * count + s) * count + r] = value;
        }
      }
    }
  }
  return out;
}
