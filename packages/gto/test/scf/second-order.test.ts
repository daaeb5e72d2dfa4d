import { selectKernels } from "@qmmm/core";
import { buildGaussianBasis, globalExchange, gtoKernels, linearAlgebraKernels, loadBasisSet } from "@qmmm/gto";
import { describe, expect, test } from "vitest";
import { canonicalOrbitals } from "../../src/scf/canonical-orbitals.js";
import type { SpinReference } from "../../src/scf/electron-counts.js";
import { minimiseOnSimplex } from "../../src/scf/linear-algebra/minimise-on-simplex.js";
import { MoleculeInField } from "../../src/scf/molecule-in-field.js";
import { densitiesOf } from "../../src/scf/orbital-space.js";
import { orbitalSurface, orbitalsAfter } from "../../src/scf/orbital-surface.js";
import { orthonormalBasis } from "../../src/scf/orthonormal-basis.js";
import { repulsionContributions } from "../../src/scf/repulsion-contributions.js";
import { iterateScf, type ScfSettings } from "../../src/scf/scf-iterations.js";
import { scfKernels } from "../../src/scf/scf-kernels.js";
import { coreHamiltonian, evaluateFock, type ScfProblem } from "../../src/scf/scf-problem.js";
import { minimiseOverRotations } from "../../src/scf/second-order.js";
import { EMPTY } from "./engine.js";

const kernels = scfKernels(await selectKernels([gtoKernels, linearAlgebraKernels], "off"));
const SETTINGS: ScfSettings = {
  energyTolerance: 1e-10,
  gradientTolerance: 1e-8,
  maxIterations: 60,
  levelShift: 0,
  damping: 0,
};

async function problemOf(
  elements: readonly number[],
  nuclei: readonly number[],
  counts: { alpha: number; beta: number },
  openShell: SpinReference = "uhf",
): Promise<ScfProblem> {
  const basis = buildGaussianBasis(Uint8Array.from(elements), await loadBasisSet("6-31G"));
  const positions = Float64Array.from(nuclei);
  const place = new MoleculeInField(kernels, basis, Float64Array.from(elements), positions, EMPTY);
  const { overlap, operators } = place.oneElectron();
  const reference = counts.alpha === counts.beta ? "rhf" : openShell;
  return {
    algebra: kernels.algebra,
    reference,
    counts,
    temperature: 0,
    overlap,
    basis: orthonormalBasis(kernels.algebra, overlap, basis.functionCount, 1e-7),
    oneElectron: operators,
    constantTerms: place.constantTerms(),
    contributions: repulsionContributions(kernels, {
      basis,
      nuclei: positions,
      exchange: globalExchange(1),
      fitting: undefined,
      memory: 1e9,
      threshold: 1e-13,
      closedShell: reference === "rhf",
    }),
  };
}

const CASES = [
  ["water", [8, 1, 1], [0, 0.1, 0, 0, 1.43, 1.11, 0, -1.47, 1.08], { alpha: 5, beta: 5 }],
  ["OH radical", [8, 1], [0, 0, 0, 0, 0, 1.83], { alpha: 5, beta: 4 }],
] as const;

describe.each(CASES)("%s from the orbitals of the core Hamiltonian", (_, elements, nuclei, counts) => {
  const start = async (problem: ScfProblem) => {
    const zero = new Float64Array(problem.overlap.length);
    const densities = { alpha: zero, beta: zero };
    return { kind: "density", densities } as const;
  };

  test("second-order steps end where DIIS does or, for OH, in the ground state beneath; the energy never rises", async () => {
    const problem = await problemOf(elements, nuclei, counts);
    const begin = await start(problem);
    const one = await iterateScf(problem, begin, { ...SETTINGS, maxIterations: 1 }, () => {});
    const energies: number[] = [];
    const second = await minimiseOverRotations(problem, one.occupied, SETTINGS, ({ energy }) => {
      energies.push(energy);
    });
    const diis = await iterateScf(problem, begin, { ...SETTINGS, adiis: counts.alpha > counts.beta }, () => {});
    expect([second.converged, diis.converged]).toEqual([true, true]);
    const higher = second.progress.energy - diis.progress.energy;
    if (counts.alpha === counts.beta) {
      expect(Math.abs(higher)).toBeLessThan(1e-8);
      expect(Math.abs(second.gap - diis.gap)).toBeLessThan(1e-5);
    } else {
      // The start has the symmetry of the molecule and no hole in the π orbitals; mixing keeps both, and ends in ²Σ⁺, where the
      // orbitals are those of least energy too. Second-order steps leave that saddle for ²Π. Energies of both by PySCF 2.14, UHF
      // with occupations of C2v; the orbital Hessian of ²Σ⁺ there has two eigenvalues of −0.147 Eh, that of ²Π none.
      expect(Math.abs(diis.progress.energy - -75.2078858164)).toBeLessThan(1e-7);
      expect(Math.abs(second.progress.energy - -75.3631752557)).toBeLessThan(1e-7);
    }
    expect(second.progress.iteration).toBeLessThan(25);
    for (let i = 1; i < energies.length; i++) expect(energies[i]).toBeLessThanOrEqual(energies[i - 1] + 1e-9);
  });

  test("ADIIS ends no higher than DIIS", async () => {
    const problem = await problemOf(elements, nuclei, counts);
    const begin = await start(problem);
    const [plain, directed] = await Promise.all(
      [false, true].map((adiis) => iterateScf(problem, begin, { ...SETTINGS, adiis }, () => {})),
    );
    expect(directed.converged).toBe(true);
    expect(directed.progress.energy - plain.progress.energy).toBeLessThan(1e-8);
  });
});

describe("a restricted open shell", () => {
  const solved = async () => {
    const problem = await problemOf([8, 1], [0, 0, 0, 0, 0, 1.83], { alpha: 5, beta: 4 }, "rohf");
    const zero = new Float64Array(problem.overlap.length);
    const begin = { kind: "density", densities: { alpha: zero, beta: zero } } as const;
    const one = await iterateScf(problem, begin, { ...SETTINGS, maxIterations: 1 }, () => {});
    return { problem, outcome: await minimiseOverRotations(problem, one.occupied, SETTINGS, () => {}) };
  };

  test("second-order steps end where DIIS from there stays", async () => {
    const { problem, outcome } = await solved();
    expect(outcome.converged).toBe(true);
    const again = await iterateScf(problem, { kind: "orbitals", ...outcome.occupied }, SETTINGS, () => {});
    expect(again.converged).toBe(true);
    expect(Math.abs(again.progress.energy - outcome.progress.energy)).toBeLessThan(1e-9);
  });

  test("the Hessian is the second derivative of the energy, and symmetric", async () => {
    const { problem, outcome } = await solved();
    const { fock } = outcome.evaluation;
    const sets = canonicalOrbitals(problem, fock, outcome.occupied);
    const surface = orbitalSurface(problem, sets, fock, "uhf");
    const size = surface.diagonal.length;
    const direction = (seed: number) => Float64Array.from({ length: size }, (_, p) => Math.sin(seed * (p + 1)));
    const [first, second] = [direction(1.3), direction(2.9)];
    const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, p) => sum + value * b[p], 0);
    const core = coreHamiltonian(problem);
    const energyAt = (t: number) => {
      const moved = orbitalsAfter(
        problem,
        surface,
        first.map((value) => t * value),
      )!;
      return evaluateFock(problem, core, densitiesOf(problem, moved)).energy;
    };
    const h = 2e-3;
    const here = outcome.evaluation.energy;
    const curvature =
      (16 * (energyAt(h) + energyAt(-h) - 2 * here) - (energyAt(2 * h) + energyAt(-2 * h) - 2 * here)) / (24 * h * h);
    const image = surface.multiply(first);
    expect(Math.abs(product(first, image) / curvature - 1)).toBeLessThan(1e-5);
    expect(Math.abs(product(second, image) - product(first, surface.multiply(second)))).toBeLessThan(1e-9);
    expect(surface.gradient.every((slope) => Math.abs(slope) < 1e-7)).toBe(true);
  });
});

test("the minimum on a simplex, inside, on an edge and in a corner", () => {
  const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const inside = minimiseOnSimplex(Float64Array.of(0, 0, 0), identity);
  for (const value of inside) expect(value).toBeCloseTo(1 / 3, 8);
  const edge = minimiseOnSimplex(Float64Array.of(0, 0, 10), identity);
  expect([...edge].map((value) => Math.round(1e8 * value) / 1e8)).toEqual([0.5, 0.5, 0]);
  const concave = minimiseOnSimplex(
    Float64Array.of(0, -0.1, 0.2),
    identity.map((value) => -value),
  );
  expect([...concave]).toEqual([0, 1, 0]);
});
