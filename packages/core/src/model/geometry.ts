/** A periodic cell. Open directions do not exist yet: a geometry either has a cell, periodic along all three, or none. */
export interface Cell {
  /** Cell vectors a, b, c as rows, a0; length 9, right-handed. */
  readonly vectors: Float64Array;
}

/** Where the atoms are. */
export interface Geometry {
  /** Positions x, y, z of each atom, a0; length 3N. Never modified by who receives it. */
  readonly positions: Float64Array;
  readonly cell?: Cell | undefined;
}

/** Volume of a cell, a0³. */
export function cellVolume(cell: Cell): number {
  const v = cell.vectors;
  return v[0] * (v[4] * v[8] - v[5] * v[7]) - v[1] * (v[3] * v[8] - v[5] * v[6]) + v[2] * (v[3] * v[7] - v[4] * v[6]);
}

/** True when the cell vectors lie along x, y and z. */
export function isOrthorhombic(cell: Cell): boolean {
  const v = cell.vectors;
  return v[1] === 0 && v[2] === 0 && v[3] === 0 && v[5] === 0 && v[6] === 0 && v[7] === 0;
}

/** The geometry under a homogeneous strain: every position and cell vector r becomes (1 + ε)·r; ε has 9 entries, row-major. */
export function strained(geometry: Geometry, strain: ArrayLike<number>): Geometry {
  const apply = (source: Float64Array): Float64Array => {
    const out = new Float64Array(source.length);
    for (let k = 0; k < source.length; k += 3) {
      for (let i = 0; i < 3; i++) {
        let sum = source[k + i];
        for (let j = 0; j < 3; j++) sum += strain[3 * i + j] * source[k + j];
        out[k + i] = sum;
      }
    }
    return out;
  };
  const positions = apply(geometry.positions);
  return geometry.cell === undefined ? { positions } : { positions, cell: { vectors: apply(geometry.cell.vectors) } };
}
