import type { KernelSignatures } from "@qmmm/core";
import { TableReader } from "../../nonbonded/radial-table.js";
import { Centre, share } from "./centre.js";
import { TANGNEY_SCANDOLO_PAIR as PAIR, type PolarIons } from "./signatures.js";

/**
 * What charges and dipoles a distance apart interact by: the radial derivatives (−d/(r·dr))ⁿ of erfc(βr)/r, n = 0 … 3 (Smith 1998,
 * CCP5 Newsletter 46), and the damping of the field of a charge at close range.
 */
class Radial {
  b0 = 0;
  b1 = 0;
  b2 = 0;
  b3 = 0;
  /** f(r)/r³ and −1/r times its derivative, for f = c·exp(−br)·Σ (br)ᵏ/k!, k up to 4. */
  close = 0;
  closeSlope = 0;
  private readonly table: TableReader;
  private readonly beta: number;

  constructor({ table, beta }: PolarIons) {
    this.table = new TableReader(table);
    this.beta = beta;
  }

  set(r: number, pairs: Float64Array, pair: number): void {
    const { beta, table } = this;
    table.at(r * r);
    const inverse = 1 / r;
    const inverse2 = inverse * inverse;
    const twice = 2 * beta * beta;
    let gaussian = (twice * Math.exp(-beta * beta * r * r)) / (Math.sqrt(Math.PI) * beta);
    this.b0 = table.value;
    this.b1 = -2 * table.bySquare;
    gaussian *= twice;
    this.b2 = (3 * this.b1 + gaussian) * inverse2;
    gaussian *= twice;
    this.b3 = (5 * this.b2 + gaussian) * inverse2;
    const b = pairs[pair + PAIR.b]!;
    const c = pairs[pair + PAIR.c]!;
    this.close = this.closeSlope = 0;
    if (c === 0) return;
    const x = b * r;
    const decay = c * Math.exp(-x) * inverse2 * inverse;
    const sum = 1 + x * (1 + (x / 2) * (1 + (x / 3) * (1 + x / 4)));
    this.close = decay * sum;
    this.closeSlope = (3 * decay * sum * inverse + decay * b * (x ** 4 / 24)) * inverse;
  }
}

/** Neighbours with a higher index, and images of the atom itself, as `Centre.gather` wants to be asked. */
function reach({ typeCount, cutoff }: PolarIons): readonly [Float64Array, Float64Array] {
  return [new Float64Array(typeCount).fill(cutoff), new Float64Array(typeCount)];
}

const NONE = new Float64Array(0);

/**
 * The symmetric part of Σ force ⊗ vector over an atom's pairs. Forces of dipoles that are held fixed are not along the vectors;
 * the other part vanishes in the sum over all pairs and waves, because no torque is on dipoles at the minimum of their energy.
 */
function addSymmetric(virial: Float64Array, { count, x, y, z, fx, fy, fz }: Centre): void {
  for (let n = 0; n < count; n++) {
    virial[0] += fx[n]! * x[n]!;
    virial[4] += fy[n]! * y[n]!;
    virial[8] += fz[n]! * z[n]!;
    const xy = 0.5 * (fx[n]! * y[n]! + fy[n]! * x[n]!);
    const xz = 0.5 * (fx[n]! * z[n]! + fz[n]! * x[n]!);
    const yz = 0.5 * (fy[n]! * z[n]! + fz[n]! * y[n]!);
    virial[1] += xy;
    virial[3] += xy;
    virial[2] += xz;
    virial[6] += xz;
    virial[5] += yz;
    virial[7] += yz;
  }
}

/** The field of the charges at the ions, short-range part; ions that are not polarisable have none. */
export const polarIonFields: KernelSignatures["mm/polarIonFields"] = (field, positions, neighbours, ions) => {
  const { typeOf, typeCount, pairs, charges, polarisabilities } = ions;
  const radial = new Radial(ions);
  const centre = new Centre(neighbours, positions, typeOf);
  const everyone = new Float64Array(typeCount).fill(ions.cutoff);
  for (let i = 0; i < typeOf.length; i++) {
    if (polarisabilities[i] === 0) continue;
    centre.gather(i, everyone, everyone, 0, 1);
    for (let n = 0; n < centre.count; n++) {
      const q = charges[centre.partner[n]!]!;
      if (q === 0) continue;
      radial.set(centre.r[n]!, pairs, (typeOf[i]! * typeCount + centre.type[n]!) * PAIR.size);
      const strength = -q * (radial.b1 + radial.close);
      field[3 * i] += strength * centre.x[n]!;
      field[3 * i + 1] += strength * centre.y[n]!;
      field[3 * i + 2] += strength * centre.z[n]!;
    }
  }
};

/** Pairs of polarisable ions, each once. */
export const polarPairs: KernelSignatures["mm/polarPairs"] = (indices, tensors, positions, neighbours, ions) => {
  const { typeOf, typeCount, pairs, polarisabilities } = ions;
  const radial = new Radial(ions);
  const centre = new Centre(neighbours, positions, typeOf);
  const [later, earlier] = reach(ions);
  let count = 0;
  for (let i = 0; i < typeOf.length; i++) {
    if (polarisabilities[i] === 0) continue;
    centre.gather(i, later, earlier, 0, 1);
    for (let n = 0; n < centre.count; n++) {
      const j = centre.partner[n]!;
      if (polarisabilities[j] === 0) continue;
      if (2 * count + 1 < indices.length) {
        radial.set(centre.r[n]!, pairs, (typeOf[i]! * typeCount + centre.type[n]!) * PAIR.size);
        indices[2 * count] = i;
        indices[2 * count + 1] = j;
        // An atom and its own image stand in the list twice, once for each direction.
        const part = share(i, j);
        const at = 5 * count;
        tensors[at] = centre.x[n]!;
        tensors[at + 1] = centre.y[n]!;
        tensors[at + 2] = centre.z[n]!;
        tensors[at + 3] = part * radial.b1;
        tensors[at + 4] = part * radial.b2;
      }
      count++;
    }
  }
  return count;
};

/** The field of the dipoles at each other, by the pairs of `polarPairs`. */
export const polarPairFields: KernelSignatures["mm/polarPairFields"] = (field, dipoles, indices, tensors, count) => {
  for (let pair = 0; pair < count; pair++) {
    const i = 3 * indices[2 * pair]!;
    const j = 3 * indices[2 * pair + 1]!;
    const at = 5 * pair;
    const [x, y, z] = [tensors[at]!, tensors[at + 1]!, tensors[at + 2]!];
    const b1 = tensors[at + 3]!;
    const b2 = tensors[at + 4]!;
    const fromJ = b2 * (x * dipoles[j]! + y * dipoles[j + 1]! + z * dipoles[j + 2]!);
    const fromI = b2 * (x * dipoles[i]! + y * dipoles[i + 1]! + z * dipoles[i + 2]!);
    field[i] += fromJ * x - b1 * dipoles[j]!;
    field[i + 1] += fromJ * y - b1 * dipoles[j + 1]!;
    field[i + 2] += fromJ * z - b1 * dipoles[j + 2]!;
    field[j] += fromI * x - b1 * dipoles[i]!;
    field[j + 1] += fromI * y - b1 * dipoles[i + 1]!;
    field[j + 2] += fromI * z - b1 * dipoles[i + 2]!;
  }
};

/** Energies of the charges' pairs, and the forces of charges and dipoles together. */
export const polarIonForces: KernelSignatures["mm/polarIonForces"] = (
  energies,
  forces,
  virial,
  positions,
  neighbours,
  ions,
  dipoles,
  factor,
) => {
  const { typeOf, typeCount, pairs, charges } = ions;
  const radial = new Radial(ions);
  const centre = new Centre(neighbours, positions, typeOf);
  const [later, earlier] = reach(ions);
  let coulomb = 0;
  for (let i = 0; i < typeOf.length; i++) {
    centre.gather(i, later, earlier, 0, 1);
    const qi = charges[i]!;
    const [ax, ay, az] = [dipoles[3 * i]!, dipoles[3 * i + 1]!, dipoles[3 * i + 2]!];
    for (let n = 0; n < centre.count; n++) {
      const j = centre.partner[n]!;
      const qj = charges[j]!;
      const part = factor * share(i, j);
      radial.set(centre.r[n]!, pairs, (typeOf[i]! * typeCount + centre.type[n]!) * PAIR.size);
      const { b1, b2, b3, close, closeSlope } = radial;
      coulomb += part * qi * qj * radial.b0;
      if (forces.length === 0) continue;
      const [x, y, z] = [centre.x[n]!, centre.y[n]!, centre.z[n]!];
      const [bx, by, bz] = [dipoles[3 * j]!, dipoles[3 * j + 1]!, dipoles[3 * j + 2]!];
      // With d from the atom to its neighbour: u = qq·B0 + (qj a·d − qi b·d)(B1 + close) + (a·b)·B1 − (a·d)(b·d)·B2.
      const along = ax * x + ay * y + az * z;
      const across = bx * x + by * y + bz * z;
      const mixed = qj * along - qi * across;
      const radially =
        qi * qj * b1 + mixed * (b2 + closeSlope) + (ax * bx + ay * by + az * bz) * b2 - along * across * b3;
      const field = b1 + close;
      const fx = radially * x - (qj * ax - qi * bx) * field + b2 * (ax * across + bx * along);
      const fy = radially * y - (qj * ay - qi * by) * field + b2 * (ay * across + by * along);
      const fz = radially * z - (qj * az - qi * bz) * field + b2 * (az * across + bz * along);
      centre.fx[n] += part * fx;
      centre.fy[n] += part * fy;
      centre.fz[n] += part * fz;
    }
    if (forces.length === 0) continue;
    centre.scatter(forces, NONE);
    if (virial.length > 0) addSymmetric(virial, centre);
  }
  energies[0] += coulomb;
};

/** Morse stretches, E = D·(exp(γ(1 − r/r0)) − 2·exp(γ(1 − r/r0)/2)), by shifted force. */
export const morseStretches: KernelSignatures["mm/morseStretches"] = (
  energies,
  forces,
  virial,
  positions,
  neighbours,
  ions,
  region,
  kept,
) => {
  const { typeOf, typeCount, pairs, cutoff } = ions;
  const centre = new Centre(neighbours, positions, typeOf);
  const [later, earlier] = reach(ions);
  let sum = 0;
  for (let i = 0; i < typeOf.length; i++) {
    centre.gather(i, later, earlier, 0, 1);
    for (let n = 0; n < centre.count; n++) {
      const j = centre.partner[n]!;
      const part = share(i, j) * kept[region[i]! + region[j]!]!;
      if (part === 0) continue;
      const at = (typeOf[i]! * typeCount + centre.type[n]!) * PAIR.size;
      const r = centre.r[n]!;
      const depth = pairs[at + PAIR.depth]!;
      const steepness = pairs[at + PAIR.gamma]! / pairs[at + PAIR.r0]!;
      const half = Math.exp(0.5 * (pairs[at + PAIR.gamma]! - steepness * r));
      const slopeAtCutoff = pairs[at + PAIR.slopeAtCutoff]!;
      sum += part * (depth * half * (half - 2) - pairs[at + PAIR.valueAtCutoff]! - (r - cutoff) * slopeAtCutoff);
      if (forces.length > 0) centre.pull(n, part * (depth * steepness * half * (1 - half) - slopeAtCutoff));
    }
    if (forces.length > 0) centre.scatter(forces, virial);
  }
  energies[0] += sum;
};
