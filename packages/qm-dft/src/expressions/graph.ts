import type { Operation } from "./operations.js";

/** One operation on earlier nodes. */
export interface GraphNode {
  readonly operation: Operation;
  /** Places of its operands in the graph. */
  readonly operands: readonly number[];
  /** Constant of `addConstant`, `scale`, `power`, `atLeast` and `atMost`; index of an input. */
  readonly constant: number;
}

/** A number, or a place in the graph. */
export type Term = { readonly number: number } | { readonly node: number };

export const constant = (number: number): Term => ({ number });

/** A directed acyclic graph of operations; equal nodes are made once, constants are folded. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  private readonly known = new Map<string, number>();

  input(index: number): Term {
    return this.node("input", [], index);
  }

  add(a: Term, b: Term): Term {
    if ("number" in a) {
      if ("number" in b) return constant(a.number + b.number);
      return a.number === 0 ? b : this.node("addConstant", [b.node], a.number);
    }
    if ("number" in b) return this.add(b, a);
    const one = this.multiple(a.node);
    const other = this.multiple(b.node);
    if (one.of === other.of) return this.multiply(constant(one.factor + other.factor), { node: one.of });
    return this.node("add", a.node < b.node ? [a.node, b.node] : [b.node, a.node]);
  }

  multiply(a: Term, b: Term): Term {
    if ("number" in a) {
      if ("number" in b) return constant(a.number * b.number);
      if (a.number === 0) return a;
      if (a.number === 1) return b;
      const inner = this.nodes[b.node];
      if (inner.operation === "scale") return this.node("scale", inner.operands, a.number * inner.constant);
      return this.node("scale", [b.node], a.number);
    }
    if ("number" in b) return this.multiply(b, a);
    return this.node("multiply", a.node < b.node ? [a.node, b.node] : [b.node, a.node]);
  }

  subtract(a: Term, b: Term): Term {
    return this.add(a, this.multiply(constant(-1), b));
  }

  divide(a: Term, b: Term): Term {
    return this.multiply(a, this.power(b, -1));
  }

  /** Powers by multiples of ½ and ⅓ become products, square and cube roots, the others are computed as such. */
  power(base: Term, exponent: number): Term {
    if ("number" in base) return constant(base.number ** exponent);
    if (exponent === 0) return constant(1);
    if (exponent === 1) return base;
    if (exponent < 0) {
      const inverse = this.power(base, -exponent);
      return "number" in inverse ? constant(1 / inverse.number) : this.node("reciprocal", [inverse.node]);
    }
    const whole = Math.floor(exponent);
    const rest = exponent - whole;
    if (rest === 0) {
      const half = this.power(base, Math.floor(whole / 2));
      const square = this.multiply(half, half);
      return whole % 2 === 0 ? square : this.multiply(square, base);
    }
    const thirds = Math.round(3 * rest);
    if (Math.abs(3 * rest - thirds) < 1e-12) {
      const root = this.apply("cbrt", base);
      return this.multiply(this.power(base, whole), this.power(root, thirds));
    }
    if (rest === 0.5) return this.multiply(this.power(base, whole), this.apply("sqrt", base));
    return this.node("power", [base.node], exponent);
  }

  /** A function of one variable. */
  apply(operation: Operation, a: Term): Term {
    if ("node" in a) return this.node(operation, [a.node]);
    if (operation === "sqrt") return constant(Math.sqrt(a.number));
    if (operation === "cbrt") return constant(Math.cbrt(a.number));
    if (operation === "exp") return constant(Math.exp(a.number));
    if (operation === "log") return constant(Math.log(a.number));
    if (operation === "atan") return constant(Math.atan(a.number));
    throw new SyntaxError(`${operation} of a number is not needed in any formula`);
  }

  /** `atLeast` or `atMost` a number. */
  limit(operation: "atLeast" | "atMost", a: Term, bound: number): Term {
    if ("number" in a) return constant(operation === "atLeast" ? Math.max(a.number, bound) : Math.min(a.number, bound));
    return this.node(operation, [a.node], bound);
  }

  /** `yes` where a < b, else `no`. */
  choose(a: Term, b: Term, yes: Term, no: Term): Term {
    const difference = this.subtract(a, b);
    if ("number" in difference) return difference.number < 0 ? yes : no;
    return this.node("choose", [difference.node, this.asNode(yes), this.asNode(no)]);
  }

  /** A term as a node, where a constant won't do: 0·x + c of any node x. */
  asNode(term: Term): number {
    if ("node" in term) return term.node;
    return this.node("addConstant", [this.node("scale", [0], 0).node], term.number).node;
  }

  /** A node as a multiple of another. */
  private multiple(node: number): { readonly of: number; readonly factor: number } {
    const { operation, operands, constant: factor } = this.nodes[node];
    return operation === "scale" ? { of: operands[0], factor } : { of: node, factor: 1 };
  }

  private node(operation: Operation, operands: readonly number[], value = 0): { readonly node: number } {
    const key = `${operation} ${operands.join(" ")} ${value}`;
    let place = this.known.get(key);
    if (place === undefined) {
      place = this.nodes.push({ operation, operands, constant: value }) - 1;
      this.known.set(key, place);
    }
    return { node: place };
  }
}
