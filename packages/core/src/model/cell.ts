import { InputError } from "../errors/qmmm-error.js";
import { type Cell, cellVolume, type Geometry } from "./geometry.js";

/** Lengths (a0) and angles (rad) of a cell: α between b and c, β between a and c, γ between a and b. */
export interface CellParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

function refuse(what: string, value: unknown): never {
  throw new InputError("QMMM_CELL_INVALID", `The periodic cell is impossible: ${what}`, {
    value,
    allowed: "three independent vectors, right-handed, with lengths above zero",
    action: "Correct the cell, or leave it out for an open system",
  });
}

/** cos of an angle, with exact zero and halves where rounding of π would spoil a right or hexagonal angle. */
function cosine(angle: number): number {
  const value = Math.cos(angle);
  for (const exact of [0, 0.5, -0.5]) if (Math.abs(value - exact) < 4e-16) return exact;
  return value;
}

/**
 * The cell of given lengths (a0) and angles (rad), with a along x and b in the xy plane.
 *
 * @throws QmmmError `QMMM_CELL_INVALID`
 */
export function cellFromLengthsAngles(
  a: number,
  b: number,
  c: number,
  alpha: number,
  beta: number,
  gamma: number,
): Cell {
  const parameters = [a, b, c, alpha, beta, gamma];
  if (!parameters.every((value) => Number.isFinite(value) && value > 0))
    refuse("a length or angle is not positive", parameters);
  const cosAlpha = cosine(alpha);
  const cosBeta = cosine(beta);
  const cosGamma = cosine(gamma);
  const sinGamma = Math.sqrt(1 - cosGamma ** 2);
  const cy = (cosAlpha - cosBeta * cosGamma) / sinGamma;
  const cz2 = 1 - cosBeta ** 2 - cy ** 2;
  if (!(cz2 > 1e-12) || Math.max(alpha, beta, gamma) >= Math.PI)
    refuse("its angles do not fit together", [alpha, beta, gamma]);
  return { vectors: Float64Array.of(a, 0, 0, b * cosGamma, b * sinGamma, 0, c * cosBeta, c * cy, c * Math.sqrt(cz2)) };
}

/** Lengths and angles of a cell. */
export function lengthsAnglesOf(cell: Cell): CellParameters {
  const v = cell.vectors;
  const dot = (i: number, j: number): number =>
    v[3 * i]! * v[3 * j]! + v[3 * i + 1]! * v[3 * j + 1]! + v[3 * i + 2]! * v[3 * j + 2]!;
  const length = [0, 1, 2].map((i) => Math.sqrt(dot(i, i)));
  const angle = (i: number, j: number): number =>
    Math.acos(Math.max(-1, Math.min(1, dot(i, j) / (length[i]! * length[j]!))));
  return { a: length[0]!, b: length[1]!, c: length[2]!, alpha: angle(1, 2), beta: angle(0, 2), gamma: angle(0, 1) };
}

/**
 * Matrix W, row-major, that takes a position r to its fractional coordinates s = W·r. Its rows are the reciprocal vectors
 * (without 2π); the length of row d is one over the width of the cell along d.
 *
 * @throws QmmmError `QMMM_CELL_INVALID` for a cell without volume or a left-handed one
 */
export function reciprocalOf(cell: Cell): Float64Array {
  const v = cell.vectors;
  const volume = cellVolume(cell);
  if (v.length !== 9 || !(volume > 0))
    refuse(v.length === 9 ? `its volume is ${volume}` : "it needs nine numbers", Array.from(v));
  const w = new Float64Array(9);
  for (let d = 0; d < 3; d++) {
    const p = 3 * ((d + 1) % 3);
    const q = 3 * ((d + 2) % 3);
    for (let i = 0; i < 3; i++) {
      const y = (i + 1) % 3;
      const z = (i + 2) % 3;
      w[3 * d + i] = (v[p + y]! * v[q + z]! - v[p + z]! * v[q + y]!) / volume;
    }
  }
  return w;
}

/**
 * The same lattice with vectors as short as possible (Semaev 2001, doi:10.1007/3-540-44670-2_13; Nguyen and Stehlé 2009,
 * doi:10.1145/1597036.1597050). In such a basis the nearest image is at most one cell from the rounded one.
 */
function reducedVectors(cell: Cell): Float64Array {
  const basis = [0, 3, 6].map((k) => Array.from(cell.vectors.subarray(k, k + 3)));
  const dot = (a: readonly number[], b: readonly number[]): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
  const subtract = (a: number[], b: readonly number[], n: number): void => {
    for (let k = 0; k < 3; k++) a[k]! -= n * b[k]!;
  };
  const reducePair = (u: number[], v: number[]): void => {
    // Gauss: u stays the shorter one.
    for (;;) {
      subtract(v, u, Math.round(dot(u, v) / dot(u, u)));
      if (dot(v, v) >= dot(u, u) * (1 - 1e-12)) return;
      for (let k = 0; k < 3; k++) [u[k], v[k]] = [v[k]!, u[k]!];
    }
  };
  for (let pass = 0; pass < 100; pass++) {
    basis.sort((p, q) => dot(p, p) - dot(q, q));
    const [a, b, c] = basis as [number[], number[], number[]];
    reducePair(a, b);
    const before = dot(c, c);
    // Nearest point to c of the plane lattice of a and b: around the rounded solution.
    const ab = dot(a, b);
    const aa = dot(a, a);
    const bb = dot(b, b);
    const det = aa * bb - ab * ab;
    const na = Math.round((dot(c, a) * bb - dot(c, b) * ab) / det);
    const nb = Math.round((dot(c, b) * aa - dot(c, a) * ab) / det);
    let best = c;
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        const trial = [...c];
        subtract(trial, a, na + i);
        subtract(trial, b, nb + j);
        if (dot(trial, trial) < dot(best, best) * (1 - 1e-12)) best = trial;
      }
    }
    basis[2] = best;
    if (dot(best, best) >= before * (1 - 1e-12)) break;
  }
  return Float64Array.from(basis.flat());
}

/** The same lattice, right-handed, in vectors as short as possible. */
export function reducedCell(cell: Cell): Cell {
  const vectors = reducedVectors(cell);
  return { vectors: cellVolume({ vectors }) > 0 ? vectors : vectors.map((x) => -x) };
}

/** Takes difference vectors to their nearest periodic images. */
export interface MinimumImage {
  /**
   * Replaces the vector at `vectors[at…at+2]` by its shortest periodic image.
   *
   * @returns its squared length, a0²
   */
  apply(vectors: Float64Array, at?: number): number;
}

/** The nearest-image rule of any cell, exact also for strongly skewed ones; without a cell it leaves vectors alone. */
export function createMinimumImage(cell: Cell | undefined): MinimumImage {
  if (cell === undefined) {
    return { apply: (r, at = 0) => r[at]! ** 2 + r[at + 1]! ** 2 + r[at + 2]! ** 2 };
  }
  const original = reciprocalOf(cell);
  const reduced = reducedCell(cell);
  const w = reciprocalOf(reduced);
  const b = reduced.vectors;
  // An image shorter than half the shortest lattice vector has no shorter one.
  const sure = 0.25 * Math.min(...[0, 3, 6].map((k) => b[k]! ** 2 + b[k + 1]! ** 2 + b[k + 2]! ** 2));
  const orthogonal = [1, 2, 3, 5, 6, 7].every((k) => original[k] === 0);
  return {
    apply(r, at = 0) {
      let x = r[at]!;
      let y = r[at + 1]!;
      let z = r[at + 2]!;
      const n0 = Math.round(w[0]! * x + w[1]! * y + w[2]! * z);
      const n1 = Math.round(w[3]! * x + w[4]! * y + w[5]! * z);
      const n2 = Math.round(w[6]! * x + w[7]! * y + w[8]! * z);
      x -= n0 * b[0]! + n1 * b[3]! + n2 * b[6]!;
      y -= n0 * b[1]! + n1 * b[4]! + n2 * b[7]!;
      z -= n0 * b[2]! + n1 * b[5]! + n2 * b[8]!;
      let shortest = x * x + y * y + z * z;
      if (shortest > sure && !orthogonal) {
        const x0 = x;
        const y0 = y;
        const z0 = z;
        for (let i = -1; i <= 1; i++) {
          for (let j = -1; j <= 1; j++) {
            for (let k = -1; k <= 1; k++) {
              const tx = x0 + i * b[0]! + j * b[3]! + k * b[6]!;
              const ty = y0 + i * b[1]! + j * b[4]! + k * b[7]!;
              const tz = z0 + i * b[2]! + j * b[5]! + k * b[8]!;
              const length = tx * tx + ty * ty + tz * tz;
              if (length >= shortest) continue;
              shortest = length;
              x = tx;
              y = ty;
              z = tz;
            }
          }
        }
      }
      r[at] = x;
      r[at + 1] = y;
      r[at + 2] = z;
      return shortest;
    },
  };
}

/**
 * The geometry with atoms moved by whole cell vectors into the cell (fractional coordinates from 0 up to 1). With
 * `groupOf` (molecules, residues: a number from 0 per atom) each group moves as one, its centre into the cell. An open
 * geometry comes back as it is, copied.
 */
export function wrapped(geometry: Geometry, groupOf?: ArrayLike<number>): Geometry {
  const { cell } = geometry;
  const positions = geometry.positions.slice();
  if (cell === undefined) return { positions };
  const v = cell.vectors;
  const w = reciprocalOf(cell);
  const atomCount = positions.length / 3;
  const group = groupOf ?? Int32Array.from({ length: atomCount }, (_, atom) => atom);
  let groupCount = 0;
  for (let atom = 0; atom < atomCount; atom++) groupCount = Math.max(groupCount, group[atom]! + 1);
  const centre = new Float64Array(3 * groupCount);
  const size = new Int32Array(groupCount);
  for (let atom = 0; atom < atomCount; atom++) {
    size[group[atom]!]!++;
    for (let i = 0; i < 3; i++) centre[3 * group[atom]! + i]! += positions[3 * atom + i]!;
  }
  for (let atom = 0; atom < atomCount; atom++) {
    const at = 3 * group[atom]!;
    for (let d = 0; d < 3; d++) {
      const fractional =
        (w[3 * d]! * centre[at]! + w[3 * d + 1]! * centre[at + 1]! + w[3 * d + 2]! * centre[at + 2]!) /
        size[group[atom]!]!;
      const cells = Math.floor(fractional);
      if (cells === 0) continue;
      for (let i = 0; i < 3; i++) positions[3 * atom + i]! -= cells * v[3 * d + i]!;
    }
  }
  return { positions, cell };
}
