import type { DensityOnGrid } from "@qmmm/gto";
import { VARIABLES } from "./functionals/components/variables.js";
import type { Functional, PerVariable } from "./functionals/functional.js";

/** Points with a smaller density, both spins together, contribute nothing, a0⁻³. */
const SMALLEST_DENSITY = 1e-11;
/** Least density of one spin that formulas are given, and least |∇ρ|²: at zero their derivatives have no finite limit. */
const SPIN_FLOOR = 1e-15;
const SQUARE_FLOOR = 1e-36;

const [RA, RB, SAA, SBB, STT, TA, TB] = VARIABLES.map((_, index) => index);

/**
 * A functional at the points of a grid: from densities and gradients of either spin to its variables, and from its
 * derivatives by these back to derivatives by densities and gradients. Densities come as one (a closed shell) or two spins.
 */
export class FunctionalOnGrid {
  /** Σ w e of the last densities, Eh. */
  energy = 0;
  /** Energy per volume at every point, Eh/a0³. */
  readonly energies: Float64Array;
  /** ∂E/∂ρσ, ∂E/∂∇ρσ and ∂E/∂τσ at every point, weight included; as many spins as the densities had. */
  derivatives: readonly DensityOnGrid[] = [];
  private readonly inputs: PerVariable;
  private readonly byVariable: PerVariable;
  private densities: readonly DensityOnGrid[] = [];

  /** @param weights - of the points, a0³ */
  constructor(
    private readonly functional: Functional,
    private readonly weights: Float64Array,
  ) {
    this.energies = new Float64Array(weights.length);
    this.inputs = this.perVariable();
    this.byVariable = this.perVariable();
  }

  /** Zero densities of a number of spins, with what the functional needs. */
  emptyDensities(spins: number): DensityOnGrid[] {
    const { rung } = this.functional.definition;
    const n = this.weights.length;
    return Array.from({ length: spins }, () => ({
      density: new Float64Array(n),
      gradient: rung === "density" ? null : new Float64Array(3 * n),
      kinetic: rung === "kinetic" ? new Float64Array(n) : null,
    }));
  }

  /** @param densities - kept until the next evaluation */
  evaluate(densities: readonly DensityOnGrid[]): void {
    const { functional, inputs, byVariable, energies, weights } = this;
    this.densities = densities;
    this.setInputs();
    if (densities.length === 1) this.evaluateClosed();
    else functional.evaluate(energies, byVariable, inputs);
    this.leaveOutEmptyPoints([energies, ...byVariable]);
    this.energy = 0;
    for (let p = 0; p < weights.length; p++) this.energy += weights[p] * energies[p];
    this.derivatives = this.toDensities(byVariable, densities, densities.length);
  }

  /** Changes of the derivatives when the densities of the last evaluation change. */
  respond(changes: readonly DensityOnGrid[]): readonly DensityOnGrid[] {
    const { functional, inputs, densities, byVariable, energies } = this;
    // Spins that change apart need the derivatives by each variable, which a closed shell's energy does not.
    if (changes.length > densities.length) functional.evaluate(energies.slice(), byVariable, inputs);
    const byDirection = this.perVariable();
    functional.respond(byDirection, inputs, this.direction(changes));
    this.leaveOutEmptyPoints([...byDirection, ...byVariable]);
    const response = this.toDensities(byDirection, densities, changes.length);
    if (densities[0].gradient === null) return response;
    // ∂E/∂∇ρ is a derivative by |∇ρ|² times ∇ρ: the other factor changes too.
    this.toDensities(byVariable, changes, changes.length).forEach(({ gradient }, spin) => {
      const target = response[spin].gradient!;
      for (let i = 0; i < target.length; i++) target[i] += gradient![i];
    });
    return response;
  }

  /** Derivatives by the variables of the spins as halves of those by the variables of both. */
  private evaluateClosed(): void {
    const { functional, energies, inputs, byVariable } = this;
    for (const values of byVariable) values.fill(0);
    const derivatives = [byVariable[RA], byVariable[SAA], byVariable[TA]];
    functional.evaluateClosed(energies, derivatives, [inputs[RA], inputs[SAA], inputs[TA]]);
    for (const values of derivatives) for (let p = 0; p < values.length; p++) values[p] *= 0.5;
    byVariable[RB].set(byVariable[RA]);
    byVariable[SBB].set(byVariable[SAA]);
    byVariable[TB].set(byVariable[TA]);
  }

  private setInputs(): void {
    const { inputs, densities } = this;
    const [alpha, beta] = bothSpins(densities);
    const n = this.weights.length;
    for (let p = 0; p < n; p++) {
      if (alpha.density[p] + beta.density[p] < SMALLEST_DENSITY) {
        for (const input of inputs) input[p] = 1;
        continue;
      }
      inputs[RA][p] = Math.max(alpha.density[p], SPIN_FLOOR);
      inputs[RB][p] = Math.max(beta.density[p], SPIN_FLOOR);
      if (alpha.gradient === null || beta.gradient === null) continue;
      inputs[SAA][p] = Math.max(SQUARE_FLOOR, product(alpha.gradient, alpha.gradient, p, n));
      inputs[SBB][p] = Math.max(SQUARE_FLOOR, product(beta.gradient, beta.gradient, p, n));
      const mixed = product(alpha.gradient, beta.gradient, p, n);
      inputs[STT][p] = Math.max(SQUARE_FLOOR, inputs[SAA][p] + inputs[SBB][p] + 2 * mixed);
      if (alpha.kinetic === null || beta.kinetic === null) continue;
      // Nothing has less kinetic energy than a single orbital (von Weizsäcker).
      inputs[TA][p] = Math.max(alpha.kinetic[p], inputs[SAA][p] / (8 * inputs[RA][p]));
      inputs[TB][p] = Math.max(beta.kinetic[p], inputs[SBB][p] / (8 * inputs[RB][p]));
    }
  }

  /** Changes of the variables. */
  private direction(changes: readonly DensityOnGrid[]): PerVariable {
    const out = this.perVariable();
    const [alpha, beta] = bothSpins(this.densities);
    const [alphaChange, betaChange] = bothSpins(changes);
    const n = this.weights.length;
    out[RA].set(alphaChange.density);
    out[RB].set(betaChange.density);
    if (alpha.gradient !== null && alphaChange.gradient !== null) {
      const betaGradient = beta.gradient!;
      const betaSlopes = betaChange.gradient!;
      for (let p = 0; p < n; p++) {
        out[SAA][p] = 2 * product(alpha.gradient, alphaChange.gradient, p, n);
        out[SBB][p] = 2 * product(betaGradient, betaSlopes, p, n);
        out[STT][p] =
          out[SAA][p] +
          out[SBB][p] +
          2 * (product(alpha.gradient, betaSlopes, p, n) + product(betaGradient, alphaChange.gradient, p, n));
      }
    }
    if (alphaChange.kinetic !== null) {
      out[TA].set(alphaChange.kinetic);
      out[TB].set(betaChange.kinetic!);
    }
    return out;
  }

  /** Derivatives by densities from those by the variables; `vectors` take the place of ∇ρ. */
  private toDensities(byVariable: PerVariable, vectors: readonly DensityOnGrid[], spins: number): DensityOnGrid[] {
    const { weights } = this;
    const n = weights.length;
    const both = bothSpins(vectors);
    const out = this.emptyDensities(spins);
    const byTotal = byVariable[STT];
    out.forEach(({ density, gradient, kinetic }, spin) => {
      const byDensity = byVariable[spin === 0 ? RA : RB];
      for (let p = 0; p < n; p++) density[p] = weights[p] * byDensity[p];
      if (gradient !== null) {
        const bySpin = byVariable[spin === 0 ? SAA : SBB];
        const own = both[spin].gradient!;
        const other = both[1 - spin].gradient!;
        for (let k = 0; k < 3; k++) {
          for (let p = 0, i = k * n; p < n; p++, i++) {
            gradient[i] = 2 * weights[p] * (bySpin[p] * own[i] + byTotal[p] * (own[i] + other[i]));
          }
        }
      }
      if (kinetic !== null) {
        const byKinetic = byVariable[spin === 0 ? TA : TB];
        for (let p = 0; p < n; p++) kinetic[p] = weights[p] * byKinetic[p];
      }
    });
    return out;
  }

  private leaveOutEmptyPoints(arrays: readonly Float64Array[]): void {
    const [alpha, beta] = bothSpins(this.densities);
    for (let p = 0; p < this.weights.length; p++) {
      if (alpha.density[p] + beta.density[p] < SMALLEST_DENSITY) for (const array of arrays) array[p] = 0;
    }
  }

  private perVariable(): Float64Array[] {
    return VARIABLES.map(() => new Float64Array(this.weights.length));
  }
}

function bothSpins(densities: readonly DensityOnGrid[]): readonly [DensityOnGrid, DensityOnGrid] {
  return [densities[0], densities[1] ?? densities[0]];
}

/** Scalar product of two vectors at point p of n. */
function product(a: Float64Array, b: Float64Array, p: number, n: number): number {
  return a[p] * b[p] + a[n + p] * b[n + p] + a[2 * n + p] * b[2 * n + p];
}
