import { ConvergenceError, createRandomStream, DALTON } from "@qmmm/core";
import {
  CONVERGENCE_PRESETS,
  Fire,
  isConverged,
  Lbfgs,
  type Minimiser,
  measureConvergence,
  optimise,
} from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import {
  AnalyticPotential,
  anharmonicChain,
  harmonic,
  lennardJones,
  type Surface,
  scattered,
} from "../support/analytic-potential.js";

/** Chained Rosenbrock function (Rosenbrock 1960, doi:10.1093/comjnl/3.3.175). */
const rosenbrock: Surface = (x, gradient) => {
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const bend = x[i + 1]! - x[i]! ** 2;
    value += 100 * bend ** 2 + (1 - x[i]!) ** 2;
    gradient[i]! += -400 * x[i]! * bend - 2 * (1 - x[i]!);
    gradient[i + 1]! += 200 * bend;
  }
  return value;
};

/** ½Σκᵢxᵢ² with κ from 1 to `condition`, turned so that no axis is special. */
const illConditioned =
  (condition: number): Surface =>
  (x, gradient) => {
    const n = x.length;
    // Householder reflection about (1, 1, …, 1).
    const reflect = (v: Float64Array) => {
      const shift = (2 / n) * v.reduce((a, b) => a + b, 0);
      return v.map((value) => value - shift);
    };
    const y = reflect(x);
    const curvature = y.map((_, k) => condition ** (k / (n - 1)));
    gradient.set(reflect(y.map((value, k) => value * curvature[k]!)));
    return 0.5 * y.reduce((sum, value, k) => sum + curvature[k]! * value * value, 0);
  };

const tight = { maxForce: 1e-7, rmsForce: 1e-7, maxDisplacement: 1, rmsDisplacement: 1 };

async function minimum(
  surface: Surface,
  start: Float64Array,
  minimiser: Minimiser,
  maxSteps: number,
  convergence = tight,
) {
  const potential = new AnalyticPotential(surface);
  const result = await optimise(potential, { positions: start }, { minimiser, maxSteps, convergence });
  return { ...result, evaluations: potential.evaluations };
}

describe("optimisers", () => {
  // FIRE is told the largest curvature: its longest time step then stays below the limit of stability.
  const minimisers: readonly [string, (stiffness?: number) => Minimiser, number][] = [
    ["lbfgs", () => new Lbfgs({ maxMove: 0.5, initialCurvature: 10 }), 1],
    ["fire", (stiffness = 600) => new Fire({ timeStep: 0.1 / Math.sqrt(stiffness), mass: 1, maxMove: 0.2 }), 12],
  ];
  for (const [name, make, effort] of minimisers) {
    it(`${name} follows the curved valley of Rosenbrock's function`, async () => {
      const start = Float64Array.of(-1.2, 1, -1.2, 1, -1.2, 1);
      const result = await minimum(rosenbrock, start, make(1500), 120 * effort);
      expect(result.converged).toBe(true);
      for (const x of result.geometry.positions) expect(x).toBeCloseTo(1, 5);
      expect(result.evaluations).toBeLessThan(150 * effort);
    });

    it(`${name} minimises an ill-conditioned quadratic`, async () => {
      const start = Float64Array.from({ length: 30 }, (_, k) => Math.cos(k));
      const result = await minimum(illConditioned(1e4), start, make(1e4), 650 * Math.sqrt(effort));
      // SciPy 1.17's L-BFGS-B with the same memory takes 540 steps and 586 evaluations.
      expect(result.converged).toBe(true);
      expect(result.evaluation.energy).toBeLessThan(1e-12);
    });

    it(`${name} finds the icosahedral minimum of 13 Lennard-Jones atoms`, async () => {
      // −44.326801 ε: Hoare & Pal 1971; Cambridge Cluster Database. Start: a shaken icosahedron.
      const random = createRandomStream(3);
      const golden = (1 + Math.sqrt(5)) / 2;
      const shell = [-1, 1].flatMap((a) => [-golden, golden].map((b) => [0, a, b]));
      const corners = shell
        .flatMap(([x, y, z]) => [
          [x, y, z],
          [z, x, y],
          [y, z, x],
        ])
        .flat() as number[];
      const start = Float64Array.from([0, 0, 0, ...corners], (x) => 0.6 * x + 0.1 * (random.uniform() - 0.5));
      const result = await minimum(lennardJones, start, make(), 100 * effort);
      expect(result.converged).toBe(true);
      expect(result.evaluation.energy).toBeCloseTo(-44.326801, 6);
    });

    it(`${name} copes with atoms nearly on top of each other`, async () => {
      const random = createRandomStream(5);
      const start = scattered(20, 3, 0.45, () => random.uniform());
      const result = await minimum(lennardJones, start, make(5000), 150 * effort);
      expect(result.converged).toBe(true);
      expect(result.evaluation.energy).toBeLessThan(-70);
    });

    it(`${name} leaves frozen atoms where they are, to the bit`, async () => {
      const random = createRandomStream(9);
      const start = scattered(12, 4, 0.9, () => random.uniform());
      start[9] = -0;
      const potential = new AnalyticPotential(lennardJones);
      const frozen = [0, 3, 11];
      const options = { minimiser: make(), convergence: tight, maxSteps: 400 * effort, frozen };
      const result = await optimise(potential, { positions: start }, options);
      expect(result.converged).toBe(true);
      for (const atom of frozen) {
        for (let k = 3 * atom; k < 3 * atom + 3; k++)
          expect(Object.is(result.geometry.positions[k], start[k])).toBe(true);
      }
      expect(Math.max(...Array.from(result.evaluation.forces!.subarray(9, 12), Math.abs))).toBeGreaterThan(1e-4);
    });

    it(`${name} says so when the steps run out`, async () => {
      const result = await minimum(rosenbrock, Float64Array.of(-1.2, 1, -1.2), make(), 3);
      expect(result).toMatchObject({ converged: false, steps: 3 });
      expect(result.message).toMatch(/Not converged within 3 steps/);
    });
  }

  it("FIRE goes step for step as FIRE2 of ASE 3.29 does", async () => {
    // Up to the first uphill step, at which ASE evaluates the forces once more.
    const start = Float64Array.from({ length: 39 }, (_, k) => {
      const place = [Math.floor(k / 3) % 3, Math.floor(k / 9) % 3, Math.floor(k / 27)];
      return 1.3 * place[k % 3]! + 0.1 * Math.sin(7 * k);
    });
    const expected: Readonly<Record<number, number>> = {
      10: -16.81021297930445,
      20: -19.47757626901069,
      30: -24.213003975903607,
    };
    const fire = new Fire({ timeStep: 0.01, mass: 1, maxMove: 10 });
    const objective = async (x: Float64Array) => {
      const gradient = new Float64Array(x.length);
      return { x, value: lennardJones(x, gradient), gradient };
    };
    let point = await objective(start);
    for (let step = 1; step <= 30; step++) {
      point = (await fire.advance(point, objective))!;
      if (expected[step] !== undefined) expect(point.value).toBeCloseTo(expected[step]!, 12);
    }
  });

  it("steps back from a place where the energy is not finite", async () => {
    const surface: Surface = (x, gradient) => {
      gradient[0] = 2 * (x[0]! - 0.7);
      return x[0]! < 0.5 ? Number.NaN : (x[0]! - 0.7) ** 2;
    };
    const minimiser = new Lbfgs({ initialCurvature: 0.5, maxMove: 10 });
    const result = await minimum(surface, Float64Array.of(1, 0, 0), minimiser, 50);
    expect(result.converged).toBe(true);
    const fire = minimum(surface, Float64Array.of(1, 0, 0), new Fire({ mass: 1, timeStep: 3 }), 50);
    await expect(fire).rejects.toMatchObject({ code: "QMMM_DYNAMICS_UNSTABLE" });
  });

  it("L-BFGS needs about as many evaluations as steps", async () => {
    const start = Float64Array.from({ length: 60 }, (_, k) => (k % 3 === 0 ? (2 * k) / 3 : 0.2 * Math.cos(k)));
    const result = await minimum(anharmonicChain(0.2, 2.4, -0.02), start, new Lbfgs(), 200);
    expect(result.converged).toBe(true);
    expect(result.evaluations).toBeLessThan(1.15 * result.steps + 3);
  });

  it("L-BFGS never takes an atom further than it may, and never accepts a rise", async () => {
    const random = createRandomStream(13);
    const start = scattered(10, 3.5, 0.7, () => random.uniform());
    const potential = new AnalyticPotential(lennardJones);
    let [before, energy] = [start, Number.POSITIVE_INFINITY];
    const minimiser = new Lbfgs({ maxMove: 0.1 });
    const gradient = new Float64Array(30);
    const objective = async (x: Float64Array) => {
      const { energy: value, forces } = await potential.evaluate({ positions: x }, { forces: true });
      return { x, value, gradient: forces!.map((f) => -f) };
    };
    lennardJones(start, gradient);
    let point = await objective(start);
    for (let step = 0; step < 40; step++) {
      const next = await minimiser.advance(point, objective);
      if (next === undefined) break;
      for (let k = 0; k < 30; k += 3) {
        const moved = Math.hypot(
          next.x[k]! - before[k]!,
          next.x[k + 1]! - before[k + 1]!,
          next.x[k + 2]! - before[k + 2]!,
        );
        expect(moved).toBeLessThan(0.1 + 1e-12);
      }
      expect(next.value).toBeLessThan(energy + 1e-6);
      [before, energy, point] = [next.x, next.value, next];
    }
  });

  it("L-BFGS steps back from a place where the potential fails", async () => {
    const surface: Surface = (x, gradient) => {
      if (x[0]! < 0.5) throw new ConvergenceError("QMMM_SCF_NOT_CONVERGED", "No convergence there");
      gradient[0] = 2 * (x[0]! - 0.7);
      return (x[0]! - 0.7) ** 2;
    };
    const minimiser = new Lbfgs({ initialCurvature: 0.5, maxMove: 10 });
    const result = await minimum(surface, Float64Array.of(1, 0, 0), minimiser, 50);
    expect(result.converged).toBe(true);
    expect(result.geometry.positions[0]).toBeCloseTo(0.7, 6);
  });

  it("passes a failure on where stepping back does not help", async () => {
    const surface: Surface = (x, gradient) => {
      if (x[0] !== 1) throw new ConvergenceError("QMMM_SCF_NOT_CONVERGED", "No convergence anywhere else");
      gradient[0] = 1;
      return 0;
    };
    for (const [, make] of minimisers) {
      await expect(minimum(surface, Float64Array.of(1, 0, 0), make(), 50)).rejects.toMatchObject({
        code: "QMMM_SCF_NOT_CONVERGED",
      });
    }
  });

  it("stops, and says why, where forces do not belong to the energy", async () => {
    const surface: Surface = (x, gradient) => {
      gradient[0] = -1;
      return x[0]!;
    };
    const result = await minimum(surface, new Float64Array(3), new Lbfgs(), 50);
    expect(result.converged).toBe(false);
    expect(result.message).toMatch(/do not belong to it/);
  });

  it("converges although the energy is noisy at the level of a loose SCF", async () => {
    const surface: Surface = (x, gradient) => {
      const value = harmonic(0.5)(x, gradient);
      return -76 + value + 3e-9 * Math.sin(1e9 * x[0]! + 7e8 * x[4]!);
    };
    const start = Float64Array.from({ length: 9 }, (_, k) => 0.3 * Math.sin(k + 1));
    const convergence = CONVERGENCE_PRESETS.tight;
    const result = await minimum(surface, start, new Lbfgs(), 60, convergence);
    expect(result.converged).toBe(true);
  });

  it("refuses forces that are not finite, naming step and atom", async () => {
    const surface: Surface = (_, gradient) => {
      gradient[4] = Number.NaN;
      return 0;
    };
    await expect(minimum(surface, new Float64Array(6), new Lbfgs(), 5)).rejects.toMatchObject({
      code: "QMMM_DYNAMICS_UNSTABLE",
      message: expect.stringMatching(/At step 0 the force on atom 1 \(counting from 0\) is not finite/),
    });
  });

  it("refuses to optimise nothing", async () => {
    const potential = new AnalyticPotential(harmonic(1));
    expect(() => optimise(potential, { positions: new Float64Array(3) }, { frozen: [0] })).toThrow(
      expect.objectContaining({ code: "QMMM_DYNAMICS_NOTHING_MOVES" }),
    );
    expect(() => optimise(potential, { positions: new Float64Array(3) }, { frozen: [1] })).toThrow(
      expect.objectContaining({ code: "QMMM_DYNAMICS_ATOM" }),
    );
  });
});

describe("convergence", () => {
  const criteria = CONVERGENCE_PRESETS.default;

  it("takes components, not atoms, and leaves out nothing", () => {
    const measures = measureConvergence(Float64Array.of(3e-4, -4e-4, 0), Float64Array.of(1e-3, 0, -1e-3));
    expect(measures.maxForce).toBe(4e-4);
    expect(measures.rmsForce).toBeCloseTo(Math.sqrt((9e-8 + 16e-8) / 3), 15);
    expect(measures.maxDisplacement).toBe(1e-3);
    expect(measures.rmsDisplacement).toBeCloseTo(Math.sqrt(2e-6 / 3), 15);
  });

  it("needs all four below their thresholds", () => {
    const good = { maxForce: 4e-4, rmsForce: 2e-4, maxDisplacement: 1e-3, rmsDisplacement: 1e-3 };
    expect(isConverged(good, criteria)).toBe(true);
    for (const key of ["maxForce", "rmsForce", "maxDisplacement", "rmsDisplacement"] as const) {
      expect(isConverged({ ...good, [key]: 2 * criteria[key] }, criteria), key).toBe(false);
    }
  });

  it("accepts forces a hundred times below theirs, however long the step", () => {
    const far = { maxDisplacement: Number.POSITIVE_INFINITY, rmsDisplacement: Number.POSITIVE_INFINITY };
    expect(isConverged({ maxForce: 4.4e-6, rmsForce: 2.9e-6, ...far }, criteria)).toBe(true);
    expect(isConverged({ maxForce: 4.6e-6, rmsForce: 2.9e-6, ...far }, criteria)).toBe(false);
  });

  it("does not call a start converged whose last step is unknown, unless its forces vanish", async () => {
    const potential = new AnalyticPotential(harmonic(0.1));
    const near = await optimise(potential, { positions: Float64Array.of(1e-3, 0, 0) });
    expect(near.steps).toBeGreaterThan(0);
    const at = await optimise(potential, { positions: new Float64Array(3) });
    expect(at).toMatchObject({ converged: true, steps: 0 });
  });

  it("FIRE's own time step suits a stiff bond with the default mass", () => {
    // An O–H bond of 0.5 Eh/a0² at the longest time step: ω·Δt below 2, the limit of stability.
    const omega = Math.sqrt(0.5 / (12 * DALTON));
    expect(omega * 10 * 41.34).toBeLessThan(2.1);
  });
});
