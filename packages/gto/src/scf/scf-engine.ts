import {
  type ExternalField,
  InputError,
  type KernelTable,
  type Molecule,
  type QmEngine,
  type QmSolution,
  type QmWant,
  type Snapshot,
} from "@qmmm/core";
import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { SpinDensities } from "../integrals/contracts.js";
import { canonicalOrbitals } from "./canonical-orbitals.js";
import { checkRequest } from "./check-request.js";
import { DensityHistory } from "./density-history.js";
import type { ElectronCounts } from "./electron-counts.js";
import { energyWeightedDensity } from "./energy-weighted-density.js";
import { ResponseOfSurroundings } from "./field-response.js";
import { superpositionOfAtomicDensities } from "./guess/superposition.js";
import { MoleculeInField, totalDensity } from "./molecule-in-field.js";
import { OrbitalHistory } from "./orbital-history.js";
import { orbitalSurface, orbitalsAfter } from "./orbital-surface.js";
import { orthonormalBasis } from "./orthonormal-basis.js";
import { FreeAtoms } from "./properties/free-atoms.js";
import { type Advance, volumesOf } from "./properties/volumes.js";
import { repulsionContributions } from "./repulsion-contributions.js";
import type { ScfHistory } from "./scf-history.js";
import type { ScfProgress, ScfStart, ScfWatch } from "./scf-iterations.js";
import { type ScfKernels, scfKernels } from "./scf-kernels.js";
import { type ContributionsAt, SCF_QUANTITIES, type ScfMethod } from "./scf-method.js";
import type { FockEvaluation, ScfProblem } from "./scf-problem.js";
import { SolutionProperties } from "./solution-properties.js";
import { downhill, type ScfPlan, type ScfResult, solveScf } from "./solve-scf.js";
import { analyseStability, type StabilityReport, UNSTABLE_BELOW } from "./stability.js";

/** Iterations yield to the event loop this often, ms, so that aborting and progress work. */
const YIELD_AFTER = 40;
/** Angle of the rotation along an unstable mode, and how often it is tried. */
const FOLLOW_ANGLE = 0.3;
const FOLLOW_ATTEMPTS = 5;

/**
 * A self-consistent field bound to one molecule: Hartree–Fock as it is, Kohn–Sham with a contribution. Starts each solve
 * from the occupied orbitals of the last ones, taken to the new geometry.
 */
export class ScfEngine implements QmEngine {
  readonly supports = SCF_QUANTITIES;
  private readonly kernels: ScfKernels;
  private readonly charges: Float64Array;
  private readonly history: ScfHistory;
  private readonly freeAtoms: FreeAtoms;
  private readonly electronic: ContributionsAt | undefined;
  private atomicDensity: Float64Array | undefined;

  constructor(
    private readonly method: ScfMethod,
    private readonly molecule: Molecule,
    private readonly counts: ElectronCounts,
    private readonly basis: GaussianBasis,
    kernels: KernelTable,
  ) {
    this.kernels = scfKernels(kernels);
    this.charges = Float64Array.from(molecule.elements);
    const { reference, options, temperature } = method;
    this.electronic = method.electronic?.(molecule.elements, basis);
    this.freeAtoms = new FreeAtoms(this.kernels, method, molecule.elements, basis);
    const n = basis.functionCount;
    this.history =
      temperature > 0
        ? new DensityHistory(n)
        : new OrbitalHistory(options.extrapolation ?? "none", reference, counts, n);
  }

  async solve(nuclei: Float64Array, field: ExternalField, want: QmWant, signal?: AbortSignal): Promise<QmSolution> {
    signal?.throwIfAborted();
    checkRequest(this.method.name, this.supports, this.molecule, nuclei, field, want);
    const place = new MoleculeInField(this.kernels, this.basis, this.charges, nuclei, field);
    const problem = this.problem(place, field);
    const plan = this.plan(problem, place, watcher(this.method.onIteration, signal));
    const first = await solveScf(problem, plan);
    const { result, observed } = await this.stabilised(problem, plan, first);
    this.history.add(problem, nuclei, result);
    const { kernels, molecule, freeAtoms } = this;
    const solved = { kernels, molecule, place, problem, outcome: result, grid: this.method.grid, freeAtoms };
    return {
      energy: result.evaluation.energy,
      terms: result.evaluation.terms,
      ...this.derivatives(place, problem, result, field, want),
      ...new SolutionProperties(solved).wanted(want),
      ...(want.volumes !== undefined && {
        volumes: await volumesOf(solved, want.volumes, advancing(this.method.onWork, signal)),
      }),
      observed: {
        scfIterations: result.iterations,
        scfRetries: result.retries,
        scfError: result.progress.error,
        ...(Number.isFinite(result.gap) && { gap: result.gap }),
        ...zeroTemperature(result.evaluation),
        removedFunctions: problem.basis.functionCount - problem.basis.size,
        ...observed,
      },
    };
  }

  snapshot(): Snapshot {
    return this.history.snapshot();
  }

  restore(state: Snapshot): void {
    if (this.history.restore(state)) return;
    throw new InputError(
      "QMMM_QM_SNAPSHOT",
      `The saved state of ${this.method.name} belongs to another molecule or basis`,
      {
        action: "Restore a state that an engine of the same molecule, basis and reference saved",
      },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.history.clear();
    this.atomicDensity = undefined;
  }

  private problem(place: MoleculeInField, field: ExternalField): ScfProblem {
    const { kernels, basis, method, counts } = this;
    const { reference, exchange, options, temperature } = method;
    const { overlap, operators } = place.oneElectron();
    const orthonormal = orthonormalBasis(kernels.algebra, overlap, basis.functionCount, options.linearDependency);
    if (orthonormal.size < counts.alpha) {
      throw new InputError(
        "QMMM_QM_BASIS_TOO_SMALL",
        `The basis has ${orthonormal.size} independent functions for ${counts.alpha} electrons of one spin`,
        { value: orthonormal.size, action: "Choose a larger basis set" },
      );
    }
    const repulsion = repulsionContributions(kernels, {
      basis,
      nuclei: place.nuclei,
      exchange,
      fitting: method.densityFitting,
      memory: options.memory,
      threshold: options.screening,
      closedShell: reference === "rhf",
    });
    return {
      algebra: kernels.algebra,
      reference,
      counts,
      temperature,
      overlap,
      basis: orthonormal,
      oneElectron: operators,
      constantTerms: place.constantTerms(),
      contributions: [
        ...repulsion,
        ...(this.electronic?.(place.nuclei) ?? []),
        ...(method.nuclear?.(place.nuclei) ?? []),
        ...(field.response === undefined ? [] : [new ResponseOfSurroundings(kernels, place, field.response)]),
      ],
    };
  }

  private plan(problem: ScfProblem, place: MoleculeInField, watch: ScfWatch): ScfPlan {
    const { options, name } = this.method;
    const fresh = (): ScfStart => ({ kind: "density", densities: this.guess() });
    return {
      name,
      settings: options,
      retry: options.retry,
      start: this.history.start(problem, place.nuclei) ?? fresh(),
      fresh,
      watch,
    };
  }

  private guess(): SpinDensities {
    const { molecule, basis, kernels } = this;
    if (this.method.options.guess === "core") {
      const zero = new Float64Array(basis.functionCount ** 2);
      return { alpha: zero, beta: zero };
    }
    this.atomicDensity ??= superpositionOfAtomicDensities(kernels.algebra, molecule.elements, basis);
    return { alpha: this.atomicDensity, beta: this.atomicDensity };
  }

  /** Checks stability where asked for, and follows unstable modes downhill. */
  private async stabilised(
    problem: ScfProblem,
    plan: ScfPlan,
    first: ScfResult,
  ): Promise<{ result: ScfResult; observed: Record<string, number> }> {
    const { stability } = this.method.options;
    if (stability === "off") return { result: first, observed: {} };
    let result = first;
    for (let followed = 0; ; followed++) {
      const sets = canonicalOrbitals(problem, result.evaluation.fock, result.occupied);
      const report = analyseStability(problem, sets, result.evaluation.fock);
      const done = { result, observed: stabilityFigures(report, followed) };
      if (stability === "check" || report.internal > UNSTABLE_BELOW || followed === FOLLOW_ATTEMPTS) return done;
      const surface = orbitalSurface(problem, sets, result.evaluation.fock, "singlet");
      const rotation = report.internalMode.map((share) => FOLLOW_ANGLE * share);
      const moved = orbitalsAfter(problem, surface, rotation);
      if (moved === undefined) return done;
      const next = await solveScf(problem, {
        ...plan,
        start: { kind: "orbitals", ...moved },
        settings: downhill(plan.settings),
        retry: false,
      });
      if (next.evaluation.energy > result.evaluation.energy - plan.settings.energyTolerance) return done;
      result = { ...next, iterations: result.iterations + next.iterations, retries: result.retries };
    }
  }

  private derivatives(
    place: MoleculeInField,
    problem: ScfProblem,
    result: ScfResult,
    field: ExternalField,
    want: QmWant,
  ): Pick<QmSolution, "forces" | "fieldForces" | "fieldPotential"> {
    if (want.forces !== true && want.fieldForces !== true) return {};
    const density = totalDensity(result.densities);
    const gradient = new Float64Array(place.nuclei.length);
    const sitesGradient = want.fieldForces === true ? new Float64Array(field.sites.length) : null;
    const weighted = energyWeightedDensity(problem, result.evaluation.fock, result.occupied);
    place.addGradient(gradient, sitesGradient, density, weighted);
    if (want.forces === true) {
      for (const contribution of problem.contributions) contribution.addGradient(gradient, result.densities);
    }
    return {
      ...(want.forces === true && { forces: gradient.map((value) => -value) }),
      ...(sitesGradient !== null && {
        fieldForces: sitesGradient.map((value) => -value),
        fieldPotential: place.potentialAtSites(density),
      }),
    };
  }
}

/** Reports iterations, gives way to the event loop now and then, and stops when aborted. */
function watcher(
  onIteration: ((progress: ScfProgress) => void) | undefined,
  signal: AbortSignal | undefined,
): ScfWatch {
  const breathe = breathing(signal);
  return (progress) => {
    onIteration?.(progress);
    return breathe();
  };
}

/** Reports work on many points, gives way to the event loop now and then, and stops when aborted. */
function advancing(onWork: ScfMethod["onWork"], signal: AbortSignal | undefined): Advance {
  const breathe = breathing(signal);
  return (what, done, total) => {
    onWork?.(what, done, total);
    return breathe();
  };
}

/** Gives way to the event loop now and then, and stops when aborted. */
function breathing(signal: AbortSignal | undefined): () => void | Promise<void> {
  let last = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - last < YIELD_AFTER) return;
    return new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}

/** Energy without and with the entropy, averaged: that of 0 K to second order. Gillan 1989, doi:10.1088/0953-8984/1/4/005. */
function zeroTemperature({ energy, terms }: FockEvaluation): Record<string, number> {
  return terms.entropy === undefined ? {} : { zeroTemperatureEnergy: energy - 0.5 * terms.entropy };
}

function stabilityFigures({ internal, external }: StabilityReport, followed: number): Record<string, number> {
  return {
    ...(Number.isFinite(internal) && { stabilityInternal: internal }),
    ...(external !== undefined && Number.isFinite(external) && { stabilityExternal: external }),
    unstable: Number(Math.min(internal, external ?? internal) <= UNSTABLE_BELOW),
    ...(followed > 0 && { stabilityFollowed: followed }),
  };
}
