import { constant, Graph, type Term } from "./graph.js";
import { NAMED_FUNCTIONS, type Operation } from "./operations.js";
import { parseProgram, type Statement, type Syntax } from "./parse.js";

/** What names mean: values, and functions with the scope that they were defined in. */
interface Scope {
  readonly values: Map<string, Term>;
  readonly functions: Map<string, Statement>;
  readonly outer?: Scope | undefined;
}

/**
 * The graph of one value of a program.
 *
 * @param inputs - names of the variables, in the order of the inputs
 * @param wanted - name of the value
 * @throws SyntaxError for an unknown name or a malformed program
 */
export function buildGraph(text: string, inputs: readonly string[], wanted: string): { graph: Graph; output: number } {
  const graph = new Graph();
  const scope: Scope = { values: new Map([["pi", constant(Math.PI)]]), functions: new Map() };
  inputs.forEach((name, index) => {
    scope.values.set(name, graph.input(index));
  });
  const builder = new Builder(graph);
  builder.run(parseProgram(text), scope);
  return { graph, output: graph.asNode(builder.lookUp(wanted, scope)) };
}

class Builder {
  constructor(private readonly graph: Graph) {}

  run(statements: readonly Statement[], scope: Scope): void {
    for (const statement of statements) {
      if (statement.parameters === undefined) scope.values.set(statement.name, this.value(statement.body, scope));
      else scope.functions.set(statement.name, statement);
    }
  }

  lookUp(name: string, scope: Scope | undefined): Term {
    for (let at = scope; at !== undefined; at = at.outer) {
      const found = at.values.get(name);
      if (found !== undefined) return found;
    }
    throw new SyntaxError(`Nothing is called "${name}"`);
  }

  private value(syntax: Syntax, scope: Scope): Term {
    switch (syntax.kind) {
      case "number":
        return constant(syntax.value);
      case "name":
        return this.lookUp(syntax.name, scope);
      case "block": {
        const inner: Scope = { values: new Map(), functions: new Map(), outer: scope };
        this.run(syntax.statements, inner);
        return this.value(syntax.value, inner);
      }
      case "binary":
        return this.binary(syntax.operator, this.value(syntax.left, scope), this.value(syntax.right, scope));
      case "call":
        return this.call(syntax.name, syntax.args, scope);
    }
  }

  private binary(operator: string, left: Term, right: Term): Term {
    const { graph } = this;
    switch (operator) {
      case "+":
        return graph.add(left, right);
      case "-":
        return graph.subtract(left, right);
      case "*":
        return graph.multiply(left, right);
      case "/":
        return graph.divide(left, right);
      case "^":
        if ("number" in right) return graph.power(left, right.number);
        throw new SyntaxError("An exponent is a number");
      default:
        throw new SyntaxError(`"${operator}" stands outside if(a < b, c, d)`);
    }
  }

  private call(name: string, args: readonly Syntax[], scope: Scope): Term {
    const { graph } = this;
    if (name === "if") {
      const [condition, yes, no] = args;
      if (condition?.kind !== "binary" || condition.operator !== "<" || no === undefined) {
        throw new SyntaxError("A choice is written if(a < b, c, d)");
      }
      return graph.choose(
        this.value(condition.left, scope),
        this.value(condition.right, scope),
        this.value(yes, scope),
        this.value(no, scope),
      );
    }
    const terms = args.map((arg) => this.value(arg, scope));
    if (NAMED_FUNCTIONS.has(name)) return graph.apply(name as Operation, terms[0]);
    if (name === "max" || name === "min") {
      const [a, b] = terms;
      if (!("number" in b)) return name === "max" ? graph.choose(a, b, b, a) : graph.choose(a, b, a, b);
      return graph.limit(name === "max" ? "atLeast" : "atMost", a, b.number);
    }
    for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
      const own = at.functions.get(name);
      if (own?.parameters === undefined) continue;
      if (own.parameters.length !== terms.length) throw new SyntaxError(`${name} takes ${own.parameters.join(", ")}`);
      const inner = new Map(own.parameters.map((parameter, i) => [parameter, terms[i]]));
      return this.value(own.body, { values: inner, functions: new Map(), outer: at });
    }
    throw new SyntaxError(`No function is called "${name}"`);
  }
}
