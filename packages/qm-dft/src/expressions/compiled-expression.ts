import { buildGraph } from "./build-graph.js";
import type { GraphNode } from "./graph.js";
import { curvatures, functionValues, slopes } from "./unary-functions.js";

/** Points that are worked on together: the rows of a long formula stay in the processor's cache. */
const CHUNK = 64;

/**
 * A formula ready to be evaluated at many points, with its derivatives by every input (reverse accumulation) and the change
 * of those derivatives along a direction (forward over reverse). Griewank & Walther, Evaluating Derivatives (2008),
 * doi:10.1137/1.9780898717761. All derivatives come from the one formula, exact to rounding.
 */
export class CompiledExpression {
  private readonly nodes: readonly GraphNode[];
  private readonly inputCount: number;
  /** Rows of CHUNK numbers: values, derivatives of the output by each node, and changes of both along a direction. */
  private readonly values: Float64Array;
  private readonly adjoints: Float64Array;
  private readonly row = new Float64Array(CHUNK);
  private valueChanges: Float64Array | undefined;
  private adjointChanges: Float64Array | undefined;

  /**
   * @param program - statements as `parseProgram` reads them
   * @param inputs - names of its variables
   * @param wanted - name of the value to evaluate
   */
  constructor(program: string, inputs: readonly string[], wanted: string) {
    const { graph, output } = buildGraph(program, inputs, wanted);
    this.nodes = neededNodes(graph.nodes, output);
    this.inputCount = inputs.length;
    this.values = new Float64Array(this.nodes.length * CHUNK);
    this.adjoints = new Float64Array(this.nodes.length * CHUNK);
  }

  /** Number of operations. */
  get length(): number {
    return this.nodes.length;
  }

  /**
   * Values and derivatives at n points.
   *
   * @param values - overwritten; length n
   * @param derivatives - by each input, overwritten; each of length n
   * @param inputs - each of length n
   */
  evaluate(values: Float64Array, derivatives: readonly Float64Array[], inputs: readonly Float64Array[]): void {
    for (let first = 0; first < values.length; first += CHUNK) {
      const count = Math.min(CHUNK, values.length - first);
      this.forward(inputs, first, count);
      const output = (this.nodes.length - 1) * CHUNK;
      for (let p = 0; p < count; p++) values[first + p] = this.values[output + p];
      this.reverse(count);
      this.collect(derivatives, this.adjoints, first, count);
    }
  }

  /**
   * First-order changes of the derivatives when the inputs change.
   *
   * @param changes - of the derivatives by each input, overwritten; each of length n
   * @param inputs - where; each of length n
   * @param direction - changes of the inputs; each of length n
   */
  respond(changes: readonly Float64Array[], inputs: readonly Float64Array[], direction: readonly Float64Array[]): void {
    this.valueChanges ??= new Float64Array(this.values.length);
    this.adjointChanges ??= new Float64Array(this.values.length);
    const total = inputs[0].length;
    for (let first = 0; first < total; first += CHUNK) {
      const count = Math.min(CHUNK, total - first);
      this.forward(inputs, first, count);
      this.forwardChanges(this.valueChanges, direction, first, count);
      this.reverse(count);
      this.reverseChanges(this.adjointChanges, this.valueChanges, count);
      this.collect(changes, this.adjointChanges, first, count);
    }
  }

  /** The inputs are the first nodes. */
  private collect(out: readonly Float64Array[], rows: Float64Array, first: number, count: number): void {
    for (let i = 0; i < this.inputCount; i++) {
      for (let p = 0; p < count; p++) out[i][first + p] = rows[i * CHUNK + p];
    }
  }

  private forward(inputs: readonly Float64Array[], first: number, count: number): void {
    const v = this.values;
    this.nodes.forEach(({ operation, operands, constant: c }, node) => {
      const to = node * CHUNK;
      const a = operands[0] * CHUNK;
      const b = operands[1] * CHUNK;
      switch (operation) {
        case "input":
          for (let p = 0; p < count; p++) v[to + p] = inputs[c][first + p];
          break;
        case "add":
          for (let p = 0; p < count; p++) v[to + p] = v[a + p] + v[b + p];
          break;
        case "multiply":
          for (let p = 0; p < count; p++) v[to + p] = v[a + p] * v[b + p];
          break;
        case "addConstant":
          for (let p = 0; p < count; p++) v[to + p] = v[a + p] + c;
          break;
        case "scale":
          for (let p = 0; p < count; p++) v[to + p] = c * v[a + p];
          break;
        case "choose": {
          const no = operands[2] * CHUNK;
          for (let p = 0; p < count; p++) v[to + p] = v[a + p] < 0 ? v[b + p] : v[no + p];
          break;
        }
        default:
          functionValues(operation, v, to, a, count, c);
      }
    });
  }

  private reverse(count: number): void {
    const { values: v, adjoints: d, nodes, row } = this;
    d.fill(0);
    d.fill(1, (nodes.length - 1) * CHUNK, (nodes.length - 1) * CHUNK + count);
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { operation, operands, constant: c } = nodes[node];
      const at = node * CHUNK;
      const a = operands[0] * CHUNK;
      const b = operands[1] * CHUNK;
      switch (operation) {
        case "input":
          break;
        case "add":
          for (let p = 0; p < count; p++) {
            d[a + p] += d[at + p];
            d[b + p] += d[at + p];
          }
          break;
        case "multiply":
          for (let p = 0; p < count; p++) {
            d[a + p] += d[at + p] * v[b + p];
            d[b + p] += d[at + p] * v[a + p];
          }
          break;
        case "addConstant":
          for (let p = 0; p < count; p++) d[a + p] += d[at + p];
          break;
        case "scale":
          for (let p = 0; p < count; p++) d[a + p] += c * d[at + p];
          break;
        case "choose": {
          const no = operands[2] * CHUNK;
          for (let p = 0; p < count; p++) d[(v[a + p] < 0 ? b : no) + p] += d[at + p];
          break;
        }
        default:
          slopes(row, operation, v, at, a, count, c);
          addProducts(d, a, d, at, row, count);
      }
    }
  }

  private forwardChanges(t: Float64Array, direction: readonly Float64Array[], first: number, count: number): void {
    const { values: v, row } = this;
    this.nodes.forEach(({ operation, operands, constant: c }, node) => {
      const to = node * CHUNK;
      const a = operands[0] * CHUNK;
      const b = operands[1] * CHUNK;
      switch (operation) {
        case "input":
          for (let p = 0; p < count; p++) t[to + p] = direction[c][first + p];
          break;
        case "add":
          for (let p = 0; p < count; p++) t[to + p] = t[a + p] + t[b + p];
          break;
        case "multiply":
          for (let p = 0; p < count; p++) t[to + p] = t[a + p] * v[b + p] + v[a + p] * t[b + p];
          break;
        case "addConstant":
          for (let p = 0; p < count; p++) t[to + p] = t[a + p];
          break;
        case "scale":
          for (let p = 0; p < count; p++) t[to + p] = c * t[a + p];
          break;
        case "choose": {
          const no = operands[2] * CHUNK;
          for (let p = 0; p < count; p++) t[to + p] = t[(v[a + p] < 0 ? b : no) + p];
          break;
        }
        default:
          slopes(row, operation, v, to, a, count, c);
          t.fill(0, to, to + count);
          addProducts(t, to, t, a, row, count);
      }
    });
  }

  private reverseChanges(e: Float64Array, t: Float64Array, count: number): void {
    const { values: v, adjoints: d, nodes, row } = this;
    e.fill(0);
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { operation, operands, constant: c } = nodes[node];
      const at = node * CHUNK;
      const a = operands[0] * CHUNK;
      const b = operands[1] * CHUNK;
      switch (operation) {
        case "input":
          break;
        case "add":
          for (let p = 0; p < count; p++) {
            e[a + p] += e[at + p];
            e[b + p] += e[at + p];
          }
          break;
        case "multiply":
          for (let p = 0; p < count; p++) {
            e[a + p] += e[at + p] * v[b + p] + d[at + p] * t[b + p];
            e[b + p] += e[at + p] * v[a + p] + d[at + p] * t[a + p];
          }
          break;
        case "addConstant":
          for (let p = 0; p < count; p++) e[a + p] += e[at + p];
          break;
        case "scale":
          for (let p = 0; p < count; p++) e[a + p] += c * e[at + p];
          break;
        case "choose": {
          const no = operands[2] * CHUNK;
          for (let p = 0; p < count; p++) e[(v[a + p] < 0 ? b : no) + p] += e[at + p];
          break;
        }
        default:
          slopes(row, operation, v, at, a, count, c);
          addProducts(e, a, e, at, row, count);
          curvatures(row, operation, v, at, a, count, c);
          for (let p = 0; p < count; p++) row[p] *= d[at + p];
          addProducts(e, a, t, a, row, count);
      }
    }
  }
}

/** The nodes that an output depends on, inputs first and the output last, with places renumbered. */
function neededNodes(nodes: readonly GraphNode[], output: number): GraphNode[] {
  const needed = new Set<number>([output]);
  for (let node = output; node >= 0; node--) {
    if (needed.has(node)) for (const operand of nodes[node].operands) needed.add(operand);
  }
  const places = new Map<number, number>();
  const kept: GraphNode[] = [];
  nodes.slice(0, output + 1).forEach((node, place) => {
    if (node.operation !== "input" && !needed.has(place)) return;
    places.set(place, kept.length);
    kept.push({ ...node, operands: node.operands.map((operand) => places.get(operand)!) });
  });
  return kept;
}

/** target += factor · row, from places on; where the factor is 0 it is 0, whatever the row is. */
function addProducts(
  target: Float64Array,
  to: number,
  factor: Float64Array,
  from: number,
  row: Float64Array,
  count: number,
): void {
  for (let p = 0; p < count; p++) {
    const f = factor[from + p];
    if (f !== 0) target[to + p] += f * row[p];
  }
}
