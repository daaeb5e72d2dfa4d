/** Collects forces and virial of an energy that depends on distances only. */
export class PairForces {
  /** −∂E/∂R, Eh/a0; length 3N. */
  readonly forces: Float64Array;
  /** −∂E/∂ε, Eh; length 9, row-major, symmetric. */
  readonly virial = new Float64Array(9);

  constructor(atomCount: number) {
    this.forces = new Float64Array(3 * atomCount);
  }

  /** Adds a pair with the vector from j to i; `slope` is (∂E/∂r)/r, Eh/a0². */
  add(i: number, j: number, x: number, y: number, z: number, slope: number): void {
    const { forces, virial } = this;
    const fx = -slope * x;
    const fy = -slope * y;
    const fz = -slope * z;
    forces[3 * i]! += fx;
    forces[3 * i + 1]! += fy;
    forces[3 * i + 2]! += fz;
    forces[3 * j]! -= fx;
    forces[3 * j + 1]! -= fy;
    forces[3 * j + 2]! -= fz;
    virial[0]! += fx * x;
    virial[4]! += fy * y;
    virial[8]! += fz * z;
    const xy = fx * y;
    const xz = fx * z;
    const yz = fy * z;
    virial[1]! += xy;
    virial[3]! += xy;
    virial[2]! += xz;
    virial[6]! += xz;
    virial[5]! += yz;
    virial[7]! += yz;
  }
}
