import type { Cell, Geometry, Topology } from "@qmmm/core";
import { bondedNeighbours, InputError, moleculesOf } from "@qmmm/core";
import { latticeShifts } from "../constraints/distance-constraints.js";

/** Groups of atoms that a change of the cell moves as rigid wholes. */
export interface ScaledGroups {
  /** Group of every atom, from 0; length N. */
  readonly groupOf: Int32Array;
  readonly groupCount: number;
  /** Whole cell vectors to add to an atom's position so that its group hangs together; length 3N. */
  readonly images: Int32Array;
}

/** Every atom a group of its own. */
export function atomGroups(atomCount: number): ScaledGroups {
  return {
    groupOf: Int32Array.from({ length: atomCount }, (_, atom) => atom),
    groupCount: atomCount,
    images: new Int32Array(3 * atomCount),
  };
}

/**
 * The molecules of a topology, made whole along their bonds.
 *
 * @throws QmmmError `QMMM_DYNAMICS_MOLECULE_WITHOUT_END` for a molecule that is bonded to its own periodic image
 */
export function moleculeGroups(topology: Topology, { positions: r, cell }: Geometry): ScaledGroups {
  const { atomCount } = topology;
  const groupOf = moleculesOf(topology);
  const neighbours = bondedNeighbours(topology);
  const images = new Int32Array(3 * atomCount);
  const shift = latticeShifts(cell);
  const seen = new Uint8Array(atomCount);
  const d = new Float64Array(3);
  for (let first = 0; first < atomCount; first++) {
    if (seen[first] === 1) continue;
    seen[first] = 1;
    const stack = [first];
    for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
      for (const next of neighbours[atom]) {
        for (let c = 0; c < 3; c++) d[c] = r[3 * atom + c] - r[3 * next + c];
        const image = shift(d).map((n, c) => images[3 * atom + c] + n);
        if (seen[next] === 0) {
          seen[next] = 1;
          images.set(image, 3 * next);
          stack.push(next);
        } else if (image.some((n, c) => n !== images[3 * next + c])) {
          throw new InputError(
            "QMMM_DYNAMICS_MOLECULE_WITHOUT_END",
            `The molecule of atom ${next} (counting from 0; ${topology.names[next]}) is bonded to its own periodic image and can't keep its shape while the cell changes`,
            { value: next, action: "Use scaling: atoms for the barostat", place: { path: "barostat.scaling" } },
          );
        }
      }
    }
  }
  return { groupOf, groupCount: groupOf.reduce((most, group) => Math.max(most, group + 1), 0), images };
}

function cellTimes({ vectors }: Cell, factor: number): Cell {
  return { vectors: vectors.map((x) => factor * x) };
}

/** Scales a periodic system by moving groups of atoms: their centres of mass follow the cell, their shapes stay. */
export class GroupScaling {
  private readonly totalMass: Float64Array;
  /** Number of groups that have a mass: a site that follows others moves with them, not by itself. */
  readonly count: number;

  constructor(
    private readonly groups: ScaledGroups,
    /** mₑ; length N. */
    private readonly masses: Float64Array,
  ) {
    this.totalMass = new Float64Array(groups.groupCount);
    for (let atom = 0; atom < masses.length; atom++) this.totalMass[groups.groupOf[atom]] += masses[atom];
    this.count = this.totalMass.reduce((count, mass) => (mass > 0 ? count + 1 : count), 0);
  }

  /** Averages of vectors on atoms over each group, weighted by mass; length 3 × groups. */
  private centres(vectors: Float64Array, cell?: Cell): Float64Array {
    const { groupOf, images } = this.groups;
    const centres = new Float64Array(3 * this.groups.groupCount);
    const h = cell?.vectors;
    for (let atom = 0; atom < groupOf.length; atom++) {
      const at = 3 * groupOf[atom];
      if (this.masses[atom] === 0) continue;
      const weight = this.masses[atom] / this.totalMass[groupOf[atom]];
      for (let c = 0; c < 3; c++) {
        const image = h === undefined ? 0 : this.imageVector(images, 3 * atom, h, c);
        centres[at + c] += weight * (vectors[3 * atom + c] + image);
      }
    }
    return centres;
  }

  private imageVector(images: Int32Array, k: number, h: Float64Array, c: number): number {
    if (images[k] === 0 && images[k + 1] === 0 && images[k + 2] === 0) return 0;
    return images[k] * h[c] + images[k + 1] * h[3 + c] + images[k + 2] * h[6 + c];
  }

  /** The geometry with every length of the cell, and the centre of every group, times `factor`. */
  scaled({ positions, cell }: Geometry & { readonly cell: Cell }, factor: number): Geometry & { readonly cell: Cell } {
    const { groupOf, images } = this.groups;
    const centres = this.centres(positions, cell);
    const out = positions.slice();
    for (let atom = 0; atom < groupOf.length; atom++) {
      const at = 3 * groupOf[atom];
      for (let c = 0; c < 3; c++) {
        out[3 * atom + c] += (factor - 1) * (centres[at + c] - this.imageVector(images, 3 * atom, cell.vectors, c));
      }
    }
    return { positions: out, cell: cellTimes(cell, factor) };
  }

  /** Velocities with that of every group's centre times `factor`; fresh. */
  scaledVelocities(velocities: Float64Array, factor: number): Float64Array {
    const { groupOf } = this.groups;
    const centres = this.centres(velocities);
    return velocities.map((v, k) => v + (factor - 1) * centres[3 * groupOf[Math.floor(k / 3)] + (k % 3)]);
  }

  /** Twice the kinetic energy of the centres of the groups, Eh. */
  twiceKineticEnergy(velocities: Float64Array): number {
    const centres = this.centres(velocities);
    let sum = 0;
    for (let k = 0; k < centres.length; k++) sum += this.totalMass[Math.floor(k / 3)] * centres[k] ** 2;
    return sum;
  }

  /**
   * −∂E/∂ln(length) when the groups are moved, Eh: the trace of the virial of all atoms less the share Σ F·(r − R) that goes
   * into deforming groups about their centres R. Forces of constraint inside a group have no part in it.
   */
  virialTrace({ positions, cell }: Geometry, forces: Float64Array, virial: Float64Array): number {
    const { groupOf, images } = this.groups;
    const centres = this.centres(positions, cell);
    let trace = virial[0] + virial[4] + virial[8];
    for (let atom = 0; atom < groupOf.length; atom++) {
      for (let c = 0; c < 3; c++) {
        const image = cell === undefined ? 0 : this.imageVector(images, 3 * atom, cell.vectors, c);
        trace -= forces[3 * atom + c] * (positions[3 * atom + c] + image - centres[3 * groupOf[atom] + c]);
      }
    }
    return trace;
  }
}
