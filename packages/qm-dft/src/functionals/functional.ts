import { CompiledExpression } from "../expressions/compiled-expression.js";
import { COMMON, VARIABLES } from "./components/variables.js";
import type { FunctionalDefinition } from "./definitions.js";

/** What a functional depends on: densities; their gradients too; kinetic energy densities too. */
export type Rung = "density" | "gradient" | "kinetic";

/** One array per variable of the formulas, in the order of VARIABLES, each of the length of the points. */
export type PerVariable = readonly Float64Array[];

/** The semilocal part of a functional, ready to be evaluated at many points. */
export class Functional {
  private readonly expression: CompiledExpression;

  constructor(readonly definition: FunctionalDefinition) {
    this.expression = new CompiledExpression(`${COMMON}\n${definition.formulas}`, VARIABLES, "energy");
  }

  /**
   * Energy per volume, Eh/a0³, and its derivatives by every variable, both overwritten.
   *
   * @param inputs - densities of each spin above zero, everything else not below
   */
  evaluate(energies: Float64Array, derivatives: PerVariable, inputs: PerVariable): void {
    this.expression.evaluate(energies, derivatives, inputs);
  }

  /** First-order changes, overwritten, of the derivatives along a change of the variables. */
  respond(changes: PerVariable, inputs: PerVariable, direction: PerVariable): void {
    this.expression.respond(changes, inputs, direction);
  }
}
