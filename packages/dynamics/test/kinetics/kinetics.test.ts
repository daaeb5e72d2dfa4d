import { BOLTZMANN, createRandomStream, DALTON } from "@qmmm/core";
import {
  centreOfMass,
  conservedMotions,
  DriftLine,
  kineticEnergy,
  maxwellBoltzmannVelocities,
  removeCentreOfMassMotion,
  removeRigidMotion,
  rigidMotions,
  SnapshotReader,
  scaledToTemperature,
  temperature,
} from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";

const both = { translation: true, rotation: true };
const masses = Float64Array.of(16, 1, 1, 12).map((m) => m * DALTON);
const positions = Float64Array.of(0, 0, 0, 1.8, 0.1, 0, -0.4, 1.7, 0.3, 2, 3, -1.5);

/** Momentum and angular momentum about the centre of mass. */
function momenta(x: Float64Array, v: Float64Array, m: Float64Array): number[] {
  const centre = centreOfMass(x, m);
  const out = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < x.length; k += 3) {
    for (let i = 0; i < 3; i++) {
      const [j, l] = [(i + 1) % 3, (i + 2) % 3];
      const mass = m[k / 3]!;
      out[i]! += mass * v[k + i]!;
      out[3 + i]! += mass * ((x[k + j]! - centre[j]!) * v[k + l]! - (x[k + l]! - centre[l]!) * v[k + j]!);
    }
  }
  return out;
}

describe("rigid motions", () => {
  const random = createRandomStream(1);
  const velocities = maxwellBoltzmannVelocities(masses, 300 * BOLTZMANN, new Uint8Array(4).fill(1), random);

  it("are six for a bent molecule, five for a linear one, three for an atom, three in a cell", () => {
    expect(rigidMotions(positions, masses, both)).toHaveLength(6);
    const linear = Float64Array.of(1, 2, 3, 2, 4, 6, 4, 8, 12);
    expect(rigidMotions(linear, masses.slice(0, 3), both)).toHaveLength(5);
    expect(rigidMotions(linear.slice(0, 3), masses.slice(0, 1), both)).toHaveLength(3);
    expect(rigidMotions(positions, masses, { translation: true, rotation: false })).toHaveLength(3);
    expect(rigidMotions(positions, masses, { translation: false, rotation: false })).toHaveLength(0);
  });

  it("are orthonormal in mass-weighted coordinates", () => {
    const basis = rigidMotions(positions, masses, both);
    for (const a of basis) {
      for (const b of basis) {
        const product = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 13);
      }
    }
  });

  it("once removed leave neither momentum nor angular momentum, and what is left is unchanged by a second removal", () => {
    const scale = Math.max(...momenta(positions, velocities, masses).map(Math.abs));
    const { velocities: left, removed } = removeRigidMotion(positions, velocities, masses, both);
    expect(removed).toBe(6);
    for (const momentum of momenta(positions, left, masses)) expect(Math.abs(momentum)).toBeLessThan(1e-13 * scale);
    const again = removeRigidMotion(positions, left, masses, both).velocities;
    for (let k = 0; k < left.length; k++) expect(again[k]).toBeCloseTo(left[k]!, 15);
    expect(kineticEnergy(left, masses)).toBeLessThan(kineticEnergy(velocities, masses));
  });

  it("of translation agree with the plain removal of the drift", () => {
    const translation = { translation: true, rotation: false };
    const one = removeRigidMotion(positions, velocities, masses, translation).velocities;
    const two = removeCentreOfMassMotion(velocities, masses);
    for (let k = 0; k < one.length; k++) expect(one[k]).toBeCloseTo(two[k]!, 16);
  });

  it("leave velocities alone, to the bit, when none is to go", () => {
    const { velocities: same } = removeRigidMotion(positions, velocities, masses, {
      translation: false,
      rotation: false,
    });
    expect(same).toEqual(velocities);
    expect(same).not.toBe(velocities);
  });

  it("are conserved by an open system, partly by a periodic one, not by a pinned one", () => {
    const cell = { vectors: Float64Array.of(9, 0, 0, 0, 9, 0, 0, 0, 9) };
    const pin = { invariant: { translation: false, rotation: false } };
    const spring = { invariant: both };
    expect(conservedMotions({ positions }, 0, [spring])).toEqual(both);
    expect(conservedMotions({ positions, cell }, 0, [])).toEqual({ translation: true, rotation: false });
    expect(conservedMotions({ positions }, 0, [spring, pin])).toEqual({ translation: false, rotation: false });
    expect(conservedMotions({ positions }, 1, [])).toEqual({ translation: false, rotation: false });
  });
});

describe("Maxwell–Boltzmann velocities", () => {
  const count = 20_000;
  const many = new Float64Array(count).map((_, k) => (k % 2 === 0 ? 16 : 1) * DALTON);
  const mobile = new Uint8Array(count).map((_, k) => (k % 10 === 9 ? 0 : 1));
  const kT = 300 * BOLTZMANN;
  const velocities = maxwellBoltzmannVelocities(many, kT, mobile, createRandomStream(2));

  it("have the width √(kT/m), no skew and the kurtosis of a Gaussian, for each mass", () => {
    for (const parity of [0, 1]) {
      const scaled: number[] = [];
      for (let atom = parity; atom < count; atom += 2) {
        if (mobile[atom] === 0) continue;
        const width = Math.sqrt(kT / many[atom]!);
        for (let k = 3 * atom; k < 3 * atom + 3; k++) scaled.push(velocities[k]! / width);
      }
      const moment = (n: number) => scaled.reduce((sum, x) => sum + x ** n, 0) / scaled.length;
      // Four standard errors: the moments of n Gaussians have variances 1/n, 2/n, 15/n and 96/n.
      const error = (variance: number) => 4 * Math.sqrt(variance / scaled.length);
      expect(Math.abs(moment(1))).toBeLessThan(error(1));
      expect(Math.abs(moment(2) - 1)).toBeLessThan(error(2));
      expect(Math.abs(moment(3))).toBeLessThan(error(15));
      expect(Math.abs(moment(4) - 3)).toBeLessThan(error(96));
    }
  });

  it("are zero for frozen atoms", () => {
    for (let atom = 9; atom < count; atom += 10)
      expect(velocities.subarray(3 * atom, 3 * atom + 3)).toEqual(new Float64Array(3));
  });

  it("can be given their temperature exactly", () => {
    const scaled = scaledToTemperature(velocities, many, kT, 1234);
    expect(temperature(kineticEnergy(scaled, many), 1234)).toBeCloseTo(300, 9);
    expect(scaledToTemperature(new Float64Array(6), many.slice(0, 2), kT, 6)).toEqual(new Float64Array(6));
  });
});

describe("DriftLine", () => {
  it("finds slope, mean and fluctuation of a line with noise on a large number", () => {
    const line = new DriftLine();
    const copy = new DriftLine();
    const n = 1001;
    for (let k = 0; k < n; k++) {
      line.add(k, -7600 + 1e-9 * k + (k % 2 === 0 ? 1e-8 : -1e-8));
      if (k === 500) copy.restore(SnapshotReader.of(line.snapshot()));
      else if (k > 500) copy.add(k, -7600 + 1e-9 * k + (k % 2 === 0 ? 1e-8 : -1e-8));
    }
    expect(line.slope).toBeCloseTo(1e-9, 13);
    expect(line.fluctuation).toBeCloseTo(1e-8, 10);
    expect(line.mean).toBeCloseTo(-7600 + 0.5e-6, 9);
    expect(copy.snapshot()).toEqual(line.snapshot());
  });

  it("says nothing of too few points", () => {
    const line = new DriftLine();
    expect([line.mean, line.slope, line.fluctuation]).toEqual([0, 0, 0]);
    line.add(0, 5);
    expect([line.mean, line.slope, line.fluctuation]).toEqual([5, 0, 0]);
  });
});
