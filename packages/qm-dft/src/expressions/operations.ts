/** Operations of an expression graph: on one or two nodes, with a constant, or a choice. */
export const OPERATIONS = [
  "input",
  "add",
  "multiply",
  "addConstant",
  "scale",
  "reciprocal",
  "sqrt",
  "cbrt",
  "exp",
  "expm1",
  "log",
  "log1p",
  "atan",
  "asinh",
  "erf",
  "power",
  "atLeast",
  "atMost",
  "choose",
] as const;

export type Operation = (typeof OPERATIONS)[number];

/** Functions of one variable that formulas may name. */
export const NAMED_FUNCTIONS: ReadonlySet<string> = new Set<Operation>([
  "sqrt",
  "cbrt",
  "exp",
  "expm1",
  "log",
  "log1p",
  "atan",
  "asinh",
  "erf",
]);
