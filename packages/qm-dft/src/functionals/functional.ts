import { CompiledExpression } from "../expressions/compiled-expression.js";
import { CLOSED, CLOSED_VARIABLES, COMMON, VARIABLES } from "./components/variables.js";
import type { FunctionalDefinition } from "./definitions.js";

/** What a functional depends on: densities; their gradients too; kinetic energy densities too. */
export type Rung = "density" | "gradient" | "kinetic";

/** One array per variable of the formulas, in the order of VARIABLES, each of the length of the points. */
export type PerVariable = readonly Float64Array[];

/** The semilocal part of a functional, ready to be evaluated at many points. */
export class Functional {
  private readonly expression: CompiledExpression;
  private readonly closed: CompiledExpression;

  constructor(readonly definition: FunctionalDefinition) {
    const { formulas } = definition;
    this.expression = new CompiledExpression(`${COMMON}\n${formulas}`, VARIABLES, "energy");
    this.closed = new CompiledExpression(`${CLOSED}\n${COMMON}\n${formulas}`, CLOSED_VARIABLES, "energy");
  }

  /**
   * Energy per volume, Eh/a0³, and its derivatives by every variable, both overwritten.
   *
   * @param inputs - densities of each spin above zero, everything else not below
   */
  evaluate(energies: Float64Array, derivatives: PerVariable, inputs: PerVariable): void {
    this.expression.evaluate(energies, derivatives, inputs);
  }

  /**
   * The same where both spins are equal, in about half the time.
   *
   * @param derivatives - by ρ, |∇ρ|² and τ of one spin while the other changes alike
   * @param inputs - ρ, |∇ρ|² and τ of one spin
   */
  evaluateClosed(energies: Float64Array, derivatives: PerVariable, inputs: PerVariable): void {
    this.closed.evaluate(energies, derivatives, inputs);
  }

  /** First-order changes, overwritten, of the derivatives along a change of the variables. */
  respond(changes: PerVariable, inputs: PerVariable, direction: PerVariable): void {
    this.expression.respond(changes, inputs, direction);
  }
}
