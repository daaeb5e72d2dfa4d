import {
  ConvergenceError,
  type ExternalField,
  InputError,
  type Molecule,
  NO_FIELD,
  type QmEngine,
  type QmQuantity,
  type QmSolution,
  type QmWant,
  type Snapshot,
} from "@qmmm/core";
import { checkRequest } from "@qmmm/gto";
import type { ValenceElectrons } from "./electron-counts.js";
import { type ChargeInteraction, Multipoles } from "./energy/multipoles.js";
import type { ChargesInField } from "./field/charges-in-field.js";
import type { RespondingSurroundings } from "./field/responding-surroundings.js";
import type { Embedding } from "./field/site-coupling.js";
import { Surroundings } from "./field/surroundings.js";
import { UniformField } from "./field/uniform-field.js";
import { Hamiltonian, type IntegralKernels } from "./hamiltonian.js";
import { wantedProperties } from "./properties/wanted-properties.js";
import { ChargeResponse } from "./scc/charge-response.js";
import { type AlgebraKernels, GeneralisedEigenproblem } from "./scc/generalised-eigenproblem.js";
import { SecantMixer } from "./scc/secant-mixer.js";
import {
  type InteractionEnergies,
  interactionEnergies,
  iterate,
  type SelfConsistencyPlan,
  type SelfConsistencyProblem,
  type SelfConsistencyProgress,
  type SelfConsistencyResult,
  weightedDensity,
} from "./scc/self-consistency.js";
import { yielding } from "./scc/yielding.js";
import type { ModelAtGeometry, TightBindingModel } from "./tight-binding-model.js";

/** What the engine offers. */
export const XTB_QUANTITIES: ReadonlySet<QmQuantity> = new Set<QmQuantity>([
  "forces",
  "fieldForces",
  "fieldPotential",
  "dipole",
  "quadrupole",
  "potentialAt",
  "spin",
  "orbitals",
  "bondOrders",
  "charges:mulliken",
  "field:widths",
  "field:dipoles",
  "field:uniform",
  "field:response",
  "field:dipoleResponse",
]);

/** The second attempt takes smaller first steps and more of them. */
const RETRY_DAMPING = 0.1;
const RETRY_ITERATIONS = 3;

/** Kernels that the engine uses. */
export interface XtbEngineKernels {
  readonly integrals: IntegralKernels;
  readonly algebra: AlgebraKernels;
}

/** How an engine works. */
export interface XtbEngineOptions {
  /** Name of the method, for messages. */
  readonly name: string;
  /** Electronic temperature, Eh. */
  readonly temperature: number;
  readonly embedding: Embedding;
  readonly plan: SelfConsistencyPlan;
  readonly retry: boolean;
  readonly onIteration?: (progress: SelfConsistencyProgress) => void;
}

/** One solve: the model at a geometry, in a field. */
interface Setting {
  readonly nuclei: Float64Array;
  readonly place: ModelAtGeometry;
  readonly problem: SelfConsistencyProblem;
  readonly surroundings: Surroundings;
  readonly inField: ChargesInField | undefined;
  readonly responding: RespondingSurroundings | undefined;
  /** Atoms with dipoles and quadrupoles of their own, or 0. */
  readonly polarAtoms: number;
}

/**
 * Tight binding bound to one molecule. Starts each solve from the last charges and multipoles; the first from equilibrated
 * electronegativities.
 */
export class XtbEngine implements QmEngine {
  readonly supports = XTB_QUANTITIES;
  /** Shell charges, then dipoles and quadrupoles when there were any. */
  private last: Float64Array | undefined;
  private readonly mixer = new SecantMixer();

  constructor(
    private readonly model: TightBindingModel,
    private readonly molecule: Molecule,
    private readonly electrons: ValenceElectrons,
    private readonly kernels: XtbEngineKernels,
    private readonly options: XtbEngineOptions,
  ) {}

  async solve(nuclei: Float64Array, field: ExternalField, want: QmWant, signal?: AbortSignal): Promise<QmSolution> {
    signal?.throwIfAborted();
    checkRequest(this.options.name, this.supports, this.molecule, nuclei, field, want);
    const setting = this.setting(nuclei, field, want);
    const { result, retries, iterations } = await this.converged(setting, signal);
    const { state } = result;
    this.last = state.multipoles.all.slice();
    const { interactions, hamiltonian, shells } = setting.problem;
    const energies = interactionEnergies(interactions, shells, state.multipoles);
    const gradient = wantsGradient(want) ? new Float64Array(nuclei.length) : undefined;
    const terms: Record<string, number> = {
      "band structure": hamiltonian.bandEnergy(state.density),
      entropy: state.entropy,
      ...energies.terms,
    };
    for (const term of this.model.staticTerms) {
      terms[term.name] = (terms[term.name] ?? 0) + term.evaluate(nuclei, gradient);
    }
    return {
      energy: Object.values(terms).reduce((sum, value) => sum + value, 0),
      terms,
      ...this.derivatives(setting, result, energies, gradient, field, want),
      ...wantedProperties(setting, state, this.molecule, want),
      observed: {
        scfIterations: iterations,
        scfRetries: retries,
        scfError: result.error,
        ...gapOf(state.energies, this.electrons),
      },
    };
  }

  snapshot(): Snapshot {
    return this.last === undefined ? null : { multipoles: this.last.slice(), ...this.mixer.snapshot() };
  }

  restore(state: Snapshot): void {
    if (state === null) {
      this.last = undefined;
      this.mixer.forget();
      return;
    }
    if (typeof state === "object" && "multipoles" in state && "steps" in state && "changes" in state) {
      const { changes, multipoles, steps } = state;
      const bare = this.model.shells.basis.shellCount;
      const full = bare + 9 * this.molecule.elements.length;
      if (
        multipoles instanceof Float64Array &&
        (multipoles.length === bare || multipoles.length === full) &&
        steps instanceof Float64Array &&
        changes instanceof Float64Array &&
        steps.length === changes.length &&
        steps.length % multipoles.length === 0
      ) {
        this.last = multipoles.slice();
        this.mixer.restore({ steps, changes }, multipoles.length);
        return;
      }
    }
    throw new InputError("QMMM_QM_SNAPSHOT", `The saved state of ${this.options.name} belongs to another molecule`, {
      action: "Restore a state that an engine of the same molecule and method saved",
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.last = undefined;
    this.mixer.forget();
  }

  private setting(nuclei: Float64Array, field: ExternalField, want: QmWant): Setting {
    const { electrons, kernels, model } = this;
    const { shells } = model;
    const place = model.at(nuclei);
    const polar =
      model.hasMultipoles ||
      field.uniform !== undefined ||
      (this.options.embedding.mode === "multipole" && (field !== NO_FIELD || want.potentialAt !== undefined)) ||
      want.dipole === true ||
      want.quadrupole === true;
    const polarAtoms = polar ? shells.elements.length : 0;
    const hamiltonian = new Hamiltonian(kernels.integrals, shells, nuclei, place.coordination, polar ? 10 : 1);
    const interactions: ChargeInteraction[] = [...place.interactions];
    const surroundings = new Surroundings(model, this.options.embedding, nuclei, place);
    const inField = surroundings.fixed(field, polarAtoms);
    if (inField !== undefined) interactions.push(inField);
    if (field.uniform !== undefined) interactions.push(new UniformField(shells, nuclei, field.uniform));
    const responding = field.response === undefined ? undefined : surroundings.responding(field.response);
    if (responding !== undefined) interactions.push(responding);
    const problem: SelfConsistencyProblem = {
      algebra: kernels.algebra,
      shells,
      hamiltonian,
      response: new ChargeResponse(shells, hamiltonian.overlap, place.hardness),
      eigenproblem: new GeneralisedEigenproblem(kernels.algebra, hamiltonian.overlap, shells.basis.functionCount),
      interactions,
      electrons,
      temperature: this.options.temperature,
    };
    return { nuclei, place, problem, surroundings, inField, responding, polarAtoms };
  }

  /**
   * Charges to start from: the last ones, or equilibrated charges spread like the electrons of the neutral atoms. Where d shells
   * are occupied these may lead to excited states, and neutral atoms are the better start.
   */
  private start({ nuclei, polarAtoms }: Setting): Multipoles {
    const { shells } = this.model;
    const { atomShells, basis, elements, occupations } = shells;
    const start = new Multipoles(basis.shellCount, polarAtoms);
    if (this.last !== undefined) {
      const known = Math.min(this.last.length, start.all.length);
      start.all.set(this.last.subarray(0, known));
      return start;
    }
    if (occupations.some((electrons, s) => electrons > 0 && basis.shellMomentum[s] === 2)) return start;
    const charges = this.model.equilibratedCharges(nuclei, this.molecule.charge);
    for (let a = 0; a < elements.length; a++) {
      let electrons = 0;
      for (let s = atomShells[a]; s < atomShells[a + 1]; s++) electrons += occupations[s];
      for (let s = atomShells[a]; s < atomShells[a + 1]; s++) {
        start.shell[s] = (charges[a] * occupations[s]) / electrons;
      }
    }
    return start;
  }

  private async converged(
    setting: Setting,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly result: SelfConsistencyResult; readonly retries: number; readonly iterations: number }> {
    const { name, plan, retry } = this.options;
    const watch = yielding(this.options.onIteration, signal);
    const first = await iterate(setting.problem, plan, this.start(setting), this.mixer, watch);
    if (first.converged) return { result: first, retries: 0, iterations: first.iterations };
    let iterations = first.iterations;
    let last = first;
    if (retry) {
      const neutral = new Multipoles(this.model.shells.basis.shellCount, setting.polarAtoms);
      const patient = { ...plan, damping: RETRY_DAMPING, maxIterations: RETRY_ITERATIONS * plan.maxIterations };
      this.mixer.forget();
      last = await iterate(setting.problem, patient, neutral, this.mixer, watch);
      iterations += last.iterations;
      if (last.converged) return { result: last, retries: 1, iterations };
    }
    throw new ConvergenceError(
      "QMMM_SCF_NOT_CONVERGED",
      `The self-consistent charges of ${name} did not converge in ${iterations} iterations: last change ${last.error.toExponential(1)}`,
      {
        iterations,
        error: last.error,
        action:
          "Check charge, multiplicity and geometry; then try a higher temperature, smaller scf.damping or more scf.maxIterations",
      },
    );
  }

  private derivatives(
    { inField, nuclei, place, problem, responding }: Setting,
    { state }: SelfConsistencyResult,
    { potential }: InteractionEnergies,
    gradient: Float64Array | undefined,
    field: ExternalField,
    want: QmWant,
  ): Pick<QmSolution, "forces" | "fieldForces" | "fieldPotential" | "responseForces"> {
    if (gradient === undefined) return {};
    const byCoordination = new Float64Array(nuclei.length / 3);
    const atSites =
      want.fieldForces === true
        ? { sites: new Float64Array(field.sites.length), charges: new Float64Array(field.charges.length) }
        : undefined;
    const byPoints =
      atSites !== undefined && field.response !== undefined
        ? new Float64Array(field.response.points.length)
        : undefined;
    inField?.addDerivatives(state.multipoles, gradient, byCoordination, atSites);
    responding?.addDerivatives(state.multipoles, gradient, byCoordination, byPoints);
    if (want.forces === true) {
      for (const interaction of problem.interactions) {
        if (interaction === inField || interaction === responding) continue;
        interaction.addGradient(state.multipoles, gradient, byCoordination);
      }
      const { alpha, beta } = state.occupations;
      const weights = state.energies.map((energy, k) => energy * (alpha[k] + beta[k]));
      const weighted = weightedDensity(problem, state, weights);
      problem.hamiltonian.addGradient(state.density, weighted, potential, gradient, byCoordination);
      place.addThroughCoordination(byCoordination, gradient);
    }
    return {
      ...(want.forces === true && { forces: gradient.map((value) => -value) }),
      ...(atSites !== undefined && {
        fieldForces: atSites.sites.map((value) => -value),
        fieldPotential: atSites.charges,
      }),
      ...(byPoints !== undefined && { responseForces: byPoints.map((value) => -value) }),
    };
  }
}

function wantsGradient(want: QmWant): boolean {
  return want.forces === true || want.fieldForces === true;
}

/** Energy between the highest occupied and the lowest empty orbital at 0 K, Eh; absent when there is no such pair. */
function gapOf(energies: Float64Array, { alpha }: ValenceElectrons): { readonly gap?: number } {
  return alpha > 0 && alpha < energies.length ? { gap: energies[alpha] - energies[alpha - 1] } : {};
}
