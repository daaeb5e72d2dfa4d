import type { Geometry } from "@qmmm/core";
import { triangular } from "../numerics/packed-integers.js";
import type { PairForces } from "../pairs/pair-forces.js";
import { PairSum } from "../pairs/pair-sum.js";
import { Switching } from "../pairs/switching.js";
import type { InterpolatedC6 } from "../references/reference-c6.js";
import type { Species } from "../references/species.js";

/** Exponent of the damping by (R̄₀/r̄): α/3 with α = 16 (Grimme et al. 2010, section II B). */
const EXPONENT = 16 / 3;

/**
 * A pair of atoms as triples see it. The energy of a triple is Π root · angle · damping with products over its three pairs;
 * `root` is √C6 times the switching function, `damp` is (R₀/r)^(16/3).
 */
interface Sides {
  readonly square: Float64Array;
  readonly inverseSquare: Float64Array;
  readonly root: Float64Array;
  readonly damp: Float64Array;
  /** Grows with every triple: Σ E of the triples with this side, and ∂E/∂r² at fixed `root`. */
  readonly energy: Float64Array;
  readonly slope: Float64Array;
}

function emptySides(count: number): Sides {
  const array = (): Float64Array => new Float64Array(count);
  return { square: array(), inverseSquare: array(), root: array(), damp: array(), energy: array(), slope: array() };
}

/**
 * Angle times damping of a triple from the squares a, b, c of its sides, their inverses, and the product of the sides' `damp`:
 *
 *   out[0] = (3 cosα cosβ cosγ + 1)/(abc)^(3/2) / (1 + 6 damp),   out[1…3] = its derivatives by a, b, c.
 */
function triple(
  a: number,
  b: number,
  c: number,
  inverseA: number,
  inverseB: number,
  inverseC: number,
  damp: number,
  out: Float64Array,
): void {
  const inverse = inverseA * inverseB * inverseC;
  const inverse3 = inverse * Math.sqrt(inverse);
  const inverse5 = 0.375 * inverse3 * inverse;
  const u = a + b - c;
  const v = a - b + c;
  const w = b + c - a;
  const cosines = u * v * w * inverse5;
  const damping = 1 / (1 + 6 * damp);
  const value = (cosines + inverse3) * damping;
  // d/da of abc to a power and of the damping: everything that goes with 1/a.
  const common = value * damping * damp * (3 * EXPONENT) - damping * (2.5 * cosines + 1.5 * inverse3);
  const angular = inverse5 * damping;
  out[0] = value;
  out[1] = angular * (v * w + u * w - u * v) + common * inverseA;
  out[2] = angular * (v * w - u * w + u * v) + common * inverseB;
  out[3] = angular * (u * w + u * v - v * w) + common * inverseC;
}

/**
 * Axilrod–Teller–Muto energy of triples of atoms,
 *
 *   E = s9 Σ √(C6_ij C6_ik C6_jk) (3 cosα cosβ cosγ + 1)/(r_ij r_ik r_jk)³ / (1 + 6 (R̄₀/r̄)^16)
 *
 * with geometric means R̄₀ and r̄ (Axilrod and Teller 1943, doi:10.1063/1.1723844; Grimme et al. 2010). Triples count when
 * all three sides are within the cutoff.
 */
export class ThreeBody {
  private readonly switching: Switching;

  /**
   * @param radii - R₀ of pairs of species, a0
   * @param s9 - scale of the term
   */
  constructor(
    private readonly species: Species,
    private readonly radii: Float64Array,
    private readonly s9: number,
    private readonly geometry: Geometry,
    private readonly reach: { readonly cutoff: number; readonly width: number },
  ) {
    this.switching = new Switching(reach.cutoff, reach.width);
  }

  /** Energy, Eh; with `out` also forces and virial at fixed C6, and the C6 take in their derivatives. */
  energy(c6: InterpolatedC6, out?: PairForces): number {
    return this.geometry.cell === undefined ? this.open(c6, out) : this.periodic(c6, out);
  }

  private radius(i: number, j: number): number {
    const { of, elements } = this.species;
    return this.radii[of[i]! * elements.length + of[j]!]!;
  }

  /** √C6 of a pair times the switching function. */
  private root(i: number, j: number, r2: number, c6: InterpolatedC6): number {
    const root = Math.sqrt(c6.between(i, j));
    return r2 > this.switching.start2 ? root * this.switching.value(Math.sqrt(r2)) : root;
  }

  private fill(sides: Sides, at: number, i: number, j: number, r2: number, c6: InterpolatedC6): void {
    sides.square[at] = r2;
    sides.inverseSquare[at] = 1 / r2;
    sides.root[at] = this.root(i, j, r2, c6);
    sides.damp[at] = (this.radius(i, j) ** 2 / r2) ** (EXPONENT / 2);
  }

  /** Hands on what the triples of one side add up to: `energy` and `slope` as in `Sides`. */
  private finish(
    i: number,
    j: number,
    x: number,
    y: number,
    z: number,
    r2: number,
    energy: number,
    slope: number,
    c6: InterpolatedC6,
    out: PairForces,
  ): void {
    if (energy === 0 && slope === 0) return;
    c6.addAdjoint(i, j, energy / (2 * c6.between(i, j)));
    let total = 2 * slope;
    if (r2 > this.switching.start2) {
      const r = Math.sqrt(r2);
      total += (energy * this.switching.slope(r)) / this.switching.value(r);
    }
    out.add(i, j, x, y, z, total);
  }

  private open(c6: InterpolatedC6, out: PairForces | undefined): number {
    const { atomCount } = this.species;
    const sides = emptySides(triangular(atomCount, 0));
    const { square, inverseSquare, root, damp, energy, slope } = sides;
    const pairs = new PairSum(this.geometry, this.reach.cutoff);
    pairs.forEach((i, j, _x, _y, _z, r2) => {
      this.fill(sides, triangular(i, j), i, j, r2, c6);
    });
    const term = new Float64Array(4);
    let total = 0;
    for (let i = 0; i < atomCount; i++) {
      for (let j = 0; j < i; j++) {
        const ij = triangular(i, j);
        // Sides beyond the cutoff were never filled.
        const rootIJ = this.s9 * root[ij]!;
        if (rootIJ === 0) continue;
        const a = square[ij]!;
        const inverseA = inverseSquare[ij]!;
        const dampIJ = damp[ij]!;
        let energyIJ = 0;
        let slopeIJ = 0;
        let ik = triangular(i, 0);
        let jk = triangular(j, 0);
        for (let k = 0; k < j; k++, ik++, jk++) {
          const c9 = rootIJ * root[ik]! * root[jk]!;
          if (c9 === 0) continue;
          triple(
            a,
            square[ik]!,
            square[jk]!,
            inverseA,
            inverseSquare[ik]!,
            inverseSquare[jk]!,
            dampIJ * damp[ik]! * damp[jk]!,
            term,
          );
          const e = c9 * term[0]!;
          energyIJ += e;
          energy[ik]! += e;
          energy[jk]! += e;
          slopeIJ += c9 * term[1]!;
          slope[ik]! += c9 * term[2]!;
          slope[jk]! += c9 * term[3]!;
          total += e;
        }
        energy[ij]! += energyIJ;
        slope[ij]! += slopeIJ;
      }
    }
    if (out !== undefined) {
      pairs.forEach((i, j, x, y, z, r2) => {
        const at = triangular(i, j);
        this.finish(i, j, x, y, z, r2, energy[at]!, slope[at]!, c6, out);
      });
    }
    return total;
  }

  /**
   * Triples of atom i with two neighbours j, k ≤ i or images of them, each triple once: those with two images of i itself
   * are met from all of the atoms that are equal, and count ½ or ⅓.
   */
  private periodic(c6: InterpolatedC6, out: PairForces | undefined): number {
    const { atomCount } = this.species;
    const limit = this.reach.cutoff ** 2;
    const near = neighboursOf(this.geometry, atomCount, this.reach.cutoff);
    const term = new Float64Array(4);
    let total = 0;
    for (let i = 0; i < atomCount; i++) {
      const { atoms, vectors } = near[i]!;
      const count = atoms.length;
      const sides = emptySides(count);
      const { square, inverseSquare, root, damp, energy, slope } = sides;
      for (let p = 0; p < count; p++) {
        const r2 = vectors[3 * p]! ** 2 + vectors[3 * p + 1]! ** 2 + vectors[3 * p + 2]! ** 2;
        this.fill(sides, p, i, atoms[p]!, r2, c6);
      }
      for (let p = 0; p < count; p++) {
        const j = atoms[p]!;
        const rootIJ = this.s9 * root[p]!;
        if (rootIJ === 0) continue;
        for (let q = 0; q < p; q++) {
          const k = atoms[q]!;
          const x = vectors[3 * p]! - vectors[3 * q]!;
          const y = vectors[3 * p + 1]! - vectors[3 * q + 1]!;
          const z = vectors[3 * p + 2]! - vectors[3 * q + 2]!;
          const c = x * x + y * y + z * z;
          if (c > limit) continue;
          const share = j === i && k === i ? 1 / 3 : j === i || k === i ? 1 / 2 : 1;
          const c9 = share * rootIJ * root[q]! * this.root(j, k, c, c6);
          if (c9 === 0) continue;
          const inverseC = 1 / c;
          const dampJK = (this.radius(j, k) ** 2 * inverseC) ** (EXPONENT / 2);
          triple(
            square[p]!,
            square[q]!,
            c,
            inverseSquare[p]!,
            inverseSquare[q]!,
            inverseC,
            damp[p]! * damp[q]! * dampJK,
            term,
          );
          const e = c9 * term[0]!;
          total += e;
          if (out === undefined) continue;
          energy[p]! += e;
          energy[q]! += e;
          slope[p]! += c9 * term[1]!;
          slope[q]! += c9 * term[2]!;
          // Vectors point from the neighbours to i: their difference points from j to k.
          this.finish(k, j, x, y, z, c, e, c9 * term[3]!, c6, out);
        }
      }
      if (out === undefined) continue;
      for (let p = 0; p < count; p++) {
        const r2 = square[p]!;
        this.finish(
          i,
          atoms[p]!,
          vectors[3 * p]!,
          vectors[3 * p + 1]!,
          vectors[3 * p + 2]!,
          r2,
          energy[p]!,
          slope[p]!,
          c6,
          out,
        );
      }
    }
    return total;
  }
}

interface Neighbours {
  readonly atoms: number[];
  /** From the neighbour to the atom, a0. */
  readonly vectors: number[];
}

/** For every atom i the images of atoms j ≤ i within the cutoff; of an atom's own images both T and −T. */
function neighboursOf(geometry: Geometry, atomCount: number, cutoff: number): readonly Neighbours[] {
  const near: Neighbours[] = Array.from({ length: atomCount }, () => ({ atoms: [], vectors: [] }));
  new PairSum(geometry, cutoff).forEach((i, j, x, y, z) => {
    near[i]!.atoms.push(j);
    near[i]!.vectors.push(x, y, z);
  });
  return near;
}
