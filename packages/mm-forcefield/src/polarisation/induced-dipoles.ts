import { type Geometry, InputError, type Snapshot, UnsupportedError } from "@qmmm/core";
import { latticeOf } from "../long-range/lattice.js";
import { overlapError } from "../model/overlap.js";
import { requireCharges } from "../parameters/check-charges.js";
import { PairDamping } from "./pair-damping.js";
import { type PeriodicInduction, PeriodicSpace } from "./periodic-space.js";
import { type PolarisableSites, requireSites } from "./sites.js";
import { choleskyFactor, choleskySolve, conjugateGradient, type DipoleEquations } from "./solvers.js";
import { openSpace } from "./space.js";

/** A field from outside, such as that of a quantum molecule, at the sites. */
export interface SiteField {
  /** Eh/(e·a0); length 3N. */
  readonly field: Float64Array;
  /** ∂F_a/∂x_b at [9·site + 3a + b], Eh/(e·a0²); length 9N; absent for a uniform field. */
  readonly gradient?: Float64Array | undefined;
}

/** How the dipoles are solved for. */
export interface InductionOptions {
  /** `direct` factorises the matrix: exact, for up to some hundred sites. Default: `iterative`. */
  readonly solver?: "iterative" | "direct";
  /** Residual relative to the field at which iterations end. Default: 1e-10. */
  readonly tolerance?: number;
  /** Default: 200. */
  readonly maxIterations?: number;
  /** For sites in a cell, whose images all polarise each other; absent: open space. */
  readonly periodic?: PeriodicInduction | undefined;
}

/** Induced dipoles and what follows from them. Fresh arrays. */
export interface Induction {
  /** Polarisation energy, Eh: the least of ½μ·μ/α − ½μ·T·μ − μ·E over the dipoles, which is −½μ·E. */
  readonly energy: number;
  /** Induced dipoles, e·a0; length 3N. */
  readonly dipoles: Float64Array;
  /** The charges' own field at the sites, Eh/(e·a0), without the field from outside; length 3N. */
  readonly chargeField: Float64Array;
  /**
   * −∂E/∂F for the field from outside, e·a0; length 3N: what acts back on its source. The dipoles themselves, or the mean of
   * both sets where direct and energy factors differ.
   */
  readonly response: Float64Array;
  /** Forces on the sites, Eh/a0; length 3N. */
  readonly forces?: Float64Array;
  /** −∂E/∂ε, Eh; length 9, of the sites among themselves: a field from outside is not strained along. */
  readonly virial?: Float64Array;
  readonly iterations: number;
}

/**
 * Point dipoles that fields induce on polarisable sites, with Thole damping, in open space or in a cell with all images:
 * (1/α − T)·μ = E. Keeps its last dipoles as the next guess, hence `snapshot`.
 */
export class InducedDipoles {
  readonly siteCount: number;
  private readonly damping: PairDamping;
  private readonly space: PeriodicSpace | undefined;
  private readonly oneSet: boolean;
  private readonly tolerance: number;
  private readonly maxIterations: number;
  private readonly sites: PolarisableSites;
  /** Last solutions: of the direct field, and of the energy field where it differs. Empty before the first. */
  private guess: Float64Array[] = [];

  /** @throws QmmmError `QMMM_POLARISATION_SITES` */
  constructor(
    given: PolarisableSites,
    private readonly options: InductionOptions = {},
  ) {
    requireSites(given);
    const sites = { ...given, charges: given.charges.slice() };
    this.sites = sites;
    this.siteCount = sites.charges.length;
    this.damping = new PairDamping(sites, options.periodic?.settings.cutoff);
    if (options.periodic !== undefined) this.space = new PeriodicSpace(sites, this.damping, options.periodic);
    const { direct, energy } = sites.scalings;
    this.oneSet = direct.every((factor, n) => factor === energy[n]);
    this.tolerance = options.tolerance ?? 1e-10;
    this.maxIterations = options.maxIterations ?? 200;
  }

  /**
   * Dipoles and energy at a geometry, and forces and virial where wanted.
   *
   * @throws QmmmError `QMMM_POLARISATION_PERIODIC` for a cell without `periodic`, `QMMM_POLARISATION_CATASTROPHE`,
   * `QMMM_POLARISATION_NOT_CONVERGED`, `QMMM_MM_ATOMS_OVERLAP`
   */
  induce(geometry: Geometry, external?: SiteField, want: { forces?: boolean; virial?: boolean } = {}): Induction {
    const { sites, damping, siteCount } = this;
    const { positions } = geometry;
    this.require(geometry, external);
    const here =
      geometry.cell === undefined || this.space === undefined
        ? openSpace(sites, damping, positions)
        : this.space.at(positions, latticeOf(geometry.cell));
    const direct = new Float64Array(3 * siteCount);
    const energy = this.oneSet ? direct : new Float64Array(3 * siteCount);
    here.chargeFields(direct, energy);
    const couplings = here.couplings();
    const { members } = couplings;
    const fields = (this.oneSet ? [direct] : [direct, energy]).map((field) => {
      const total = external === undefined ? field : field.map((x, k) => x + external.field[k]);
      return gather(total, members);
    });
    const solved = this.solve(
      { couplings, polarisabilities: Float64Array.from(members, (site) => sites.polarisabilities[site]) },
      fields,
      geometry,
    );
    const sets = solved.dipoles.map((set) => scatter(set, members, siteCount));
    const [induced] = sets;
    const other = sets[sets.length - 1];
    const result = {
      energy: solved.energy,
      dipoles: induced,
      chargeField: direct,
      response: this.oneSet ? induced.slice() : induced.map((x, k) => 0.5 * (x + other[k])),
      iterations: solved.iterations,
    };
    if (want.forces !== true && want.virial !== true) return result;
    const forces = new Float64Array(3 * siteCount);
    const virial = new Float64Array(want.virial === true ? 9 : 0);
    here.forces(forces, virial, induced, other);
    if (external?.gradient !== undefined) addFieldForces(forces, external.gradient, result.response);
    return {
      ...result,
      ...(want.forces === true ? { forces } : {}),
      ...(want.virial === true ? { virial } : {}),
    };
  }

  /** The sites' charges, e; length N. */
  get charges(): Float64Array {
    return this.sites.charges.slice();
  }

  /**
   * Gives sites other charges: the next induction follows.
   *
   * @param charges - e, of these sites
   * @throws QmmmError `QMMM_MM_CHARGES`
   */
  setCharges(sites: Int32Array, charges: Float64Array): void {
    requireCharges(sites, charges, this.siteCount);
    for (let n = 0; n < sites.length; n++) this.sites.charges[sites[n]] = charges[n];
  }

  private solve(equations: DipoleEquations, fields: readonly Float64Array[], geometry: Geometry) {
    if (!fields.every((field) => field.every(Number.isFinite))) throw overlapError(geometry);
    if (this.options.solver === "direct") {
      const factor = choleskyFactor(equations);
      const dipoles = fields.map((field) => {
        const set = new Float64Array(field.length);
        choleskySolve(set, factor, field);
        return set;
      });
      return { dipoles, iterations: 0, energy: halfProduct(dipoles[0], fields[fields.length - 1]) };
    }
    const size = fields[0].length;
    const residual = new Float64Array(size);
    let iterations = 0;
    // The residual of the first set corrects the energy, which is then accurate to the square of the tolerance.
    let first = residual;
    const dipoles = fields.map((field, n) => {
      const set = this.guess[n]?.slice() ?? new Float64Array(size);
      iterations += conjugateGradient(set, residual, equations, field, this.tolerance, this.maxIterations).iterations;
      if (n === 0) first = residual.slice();
      return set;
    });
    const energy = halfProduct(dipoles[0], fields[fields.length - 1]) + halfProduct(dipoles[dipoles.length - 1], first);
    this.guess = dipoles;
    return { dipoles, iterations, energy };
  }

  private require({ positions, cell }: Geometry, external: SiteField | undefined): void {
    if (cell !== undefined && this.space === undefined) {
      throw new UnsupportedError(
        "QMMM_POLARISATION_PERIODIC",
        "Induced dipoles in a periodic cell need a sum over all images, which these have not",
        {
          value: Array.from(cell.vectors),
          allowed: "a system without a cell, or electrostatics by Ewald's sum or PME",
          action: "Set electrostatics to { type: ewald } or { type: pme }; a cutoff would not conserve the energy",
        },
      );
    }
    if (cell === undefined && this.options.periodic !== undefined) {
      throw new InputError(
        "QMMM_MM_CELL_MISSING",
        "The induced dipoles were set up for a periodic system; this geometry has no cell",
        { allowed: "geometries with a cell", action: "Give the system a cell, or use other electrostatics" },
      );
    }
    for (const [what, length, needed] of [
      ["coordinates", positions.length, 3 * this.siteCount],
      ["components of the field", external?.field.length ?? 3 * this.siteCount, 3 * this.siteCount],
      ["components of the field gradient", external?.gradient?.length ?? 9 * this.siteCount, 9 * this.siteCount],
    ] as const) {
      if (length === needed) continue;
      throw new InputError("QMMM_GEOMETRY_LENGTH", `There are ${length} ${what}`, {
        value: length,
        allowed: `${needed}, for ${this.siteCount} sites`,
      });
    }
  }

  /** The dipoles that serve as the next guess. */
  snapshot(): Snapshot {
    return this.guess.map((set) => set.slice());
  }

  /** Returns to a state that `snapshot` gave. */
  restore(state: Snapshot): void {
    this.guess = Array.isArray(state)
      ? state.filter((set) => set instanceof Float64Array).map((set) => set.slice())
      : [];
  }
}

function gather(all: Float64Array, members: Int32Array): Float64Array {
  return Float64Array.from({ length: 3 * members.length }, (_, k) => all[3 * members[Math.floor(k / 3)] + (k % 3)]);
}

function scatter(some: Float64Array, members: Int32Array, siteCount: number): Float64Array {
  const all = new Float64Array(3 * siteCount);
  members.forEach((site, n) => {
    for (let d = 0; d < 3; d++) all[3 * site + d] = some[3 * n + d];
  });
  return all;
}

/** −½ a·b. */
function halfProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return -0.5 * sum;
}

/** Adds Σ_a μ_a·∂F_a/∂x_b. */
function addFieldForces(forces: Float64Array, gradient: Float64Array, dipoles: Float64Array): void {
  for (let site = 0; 3 * site < forces.length; site++) {
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) forces[3 * site + b] += dipoles[3 * site + a] * gradient[9 * site + 3 * a + b];
    }
  }
}
