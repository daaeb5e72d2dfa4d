import type { z } from "zod";
import { nearestSpelling } from "../errors/nearest.js";
import { InputError } from "../errors/qmmm-error.js";

/** One thing that is wrong with some options. */
export interface OptionIssue {
  /** Keys and list indices from the root of the input document. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly code: string;
  readonly value?: unknown;
  readonly allowed?: readonly string[] | undefined;
  readonly action?: string | undefined;
  /** True when the place is the key itself, not its value. */
  readonly key?: boolean;
}

type ZodIssue = z.core.$ZodIssue;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = value === null || typeof value !== "object" ? undefined : Reflect.get(value, key);
  return value;
}

/** Keys that a schema accepts at a path, looked up through wrappers, objects and unions. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const node = schema as {
    def?: {
      type: string;
      shape?: object;
      innerType?: unknown;
      in?: unknown;
      element?: unknown;
      valueType?: unknown;
      options?: unknown[];
      getter?: () => unknown;
    };
  };
  const def = node?.def;
  if (def === undefined) return [];
  switch (def.type) {
    case "object": {
      const shape = def.shape ?? {};
      if (path.length === 0) return Object.keys(shape);
      return keysAt(Reflect.get(shape, path[0]!), path.slice(1));
    }
    case "array":
      return keysAt(def.element, path.slice(1));
    case "record":
      return keysAt(def.valueType, path.slice(1));
    case "union":
      return [...new Set((def.options ?? []).flatMap((option) => keysAt(option, path)))];
    case "pipe":
      return keysAt(def.in, path);
    case "lazy":
      return keysAt(def.getter?.(), path);
    default:
      return def.innerType === undefined ? [] : keysAt(def.innerType, path);
  }
}

/** Of a union's complaints, those of the alternative that came closest: the one with the deepest place, then the fewest. */
function bestAlternative(alternatives: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined {
  const depth = (issues: readonly ZodIssue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));
  // A value of the right kind that is out of bounds came closer than one of another kind.
  const isKind = ({ path, code }: ZodIssue) => path.length === 0 && ["invalid_type", "invalid_value"].includes(code);
  const concerned = alternatives.filter((issues) => !issues.some(isKind));
  return [...concerned].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

const KINDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a mapping",
  record: "a mapping",
};

const kindOf = (expected: string): string => KINDS[expected] ?? expected;

/** What one alternative of a union would have accepted at a path, in words. */
function formsOf(schema: unknown, issue: ZodIssue, path: readonly PropertyKey[]): readonly string[] {
  switch (issue.code) {
    case "invalid_value":
      return issue.values.map(String);
    case "invalid_union":
      return issue.errors.flatMap((issues) => issues.flatMap((one) => formsOf(schema, one, path)));
    case "invalid_type":
      return issue.expected === "object" ? [`{ ${keysAt(schema, path).join(", ")} }`] : [kindOf(issue.expected)];
    default:
      return [];
  }
}

function explain(
  schema: unknown,
  issue: ZodIssue,
  raw: unknown,
  prefix: readonly (string | number)[],
  inner: readonly PropertyKey[],
): OptionIssue[] {
  const local = [...inner, ...issue.path];
  const path = [...prefix, ...local.map((key) => (typeof key === "number" ? key : String(key)))];
  const value = valueAt(raw, local);
  switch (issue.code) {
    case "unrecognized_keys": {
      const allowed = keysAt(schema, local);
      return issue.keys.map((key) => {
        const near = nearestSpelling(key, allowed);
        return {
          path: [...path, key],
          key: true,
          code: "QMMM_INPUT_KEY_UNKNOWN",
          message: `Unknown key "${key}"`,
          value: key,
          allowed,
          action: near === undefined ? "Remove it, or use one of the keys listed" : `Did you mean "${near}"?`,
        };
      });
    }
    case "invalid_union": {
      const best = bestAlternative(issue.errors);
      if (best !== undefined) return best.flatMap((one) => explain(schema, one, raw, prefix, local));
      const allowed = issue.errors.flatMap((issues) => issues.flatMap((one) => formsOf(schema, one, local)));
      const near = typeof value === "string" ? nearestSpelling(value, allowed) : undefined;
      return [
        {
          path,
          code: "QMMM_INPUT_VALUE",
          message: "The value has the wrong form",
          value,
          allowed: [...new Set(allowed)],
          action: near === undefined ? "Use one of the forms listed" : `Did you mean "${near}"?`,
        },
      ];
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      const near = typeof value === "string" ? nearestSpelling(value, allowed) : undefined;
      return [
        {
          path,
          code: "QMMM_INPUT_VALUE",
          message: `"${String(value)}" is not allowed here`,
          value,
          allowed,
          action: near === undefined ? "Use one of the values listed" : `Did you mean "${near}"?`,
        },
      ];
    }
    case "invalid_type":
      if (value === undefined)
        return [
          {
            path,
            code: "QMMM_INPUT_KEY_MISSING",
            message: `"${String(local.at(-1) ?? "")}" is missing`,
            allowed: [kindOf(issue.expected)],
            action: "Add it",
          },
        ];
      return [
        {
          path,
          code: "QMMM_INPUT_TYPE",
          message: "The value is of another kind",
          value,
          allowed: [kindOf(issue.expected)],
          action: "Give a value of this kind",
        },
      ];
    case "too_small":
    case "too_big": {
      if (typeof value !== "number") return [{ path, code: "QMMM_INPUT_VALUE", message: issue.message, value }];
      const isSmall = issue.code === "too_small";
      const bound = isSmall ? issue.minimum : issue.maximum;
      const side = issue.inclusive === false ? (isSmall ? "above" : "below") : isSmall ? "at least" : "at most";
      return [
        {
          path,
          code: "QMMM_INPUT_VALUE",
          message: `${value} is too ${isSmall ? "small" : "large"}`,
          value,
          allowed: [`${side} ${bound}`],
          action: "Give a number within this bound",
        },
      ];
    }
    case "custom": {
      const extra = (issue.params ?? {}) as { qmmm?: string; allowed?: readonly string[]; action?: string };
      return [
        {
          path,
          code: extra.qmmm ?? "QMMM_INPUT_VALUE",
          message: issue.message,
          value,
          allowed: extra.allowed,
          action: extra.action,
        },
      ];
    }
    default:
      return [{ path, code: "QMMM_INPUT_VALUE", message: issue.message, value }];
  }
}

/** One line for an issue: place, what, what is allowed, what to do. */
export function describeIssue(issue: OptionIssue): string {
  const place = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  const value =
    issue.value === undefined || issue.key === true || issue.message.includes(String(issue.value))
      ? ""
      : ` (found ${JSON.stringify(issue.value)})`;
  return `${place}${issue.message}${value}`;
}

/** Makes the error for what is wrong with some options; its code is that of the only issue, or `QMMM_INPUT_INVALID`. */
export function optionsError(issues: readonly OptionIssue[], what: string): InputError {
  const [first] = issues;
  const only = issues.length === 1 && first !== undefined;
  return new InputError(
    only ? (first.code as `QMMM_${string}`) : "QMMM_INPUT_INVALID",
    only ? describeIssue(first) : `${what}: ${issues.map(describeIssue).join("; ")}`,
    {
      issues,
      ...(only && first.value !== undefined ? { value: first.value } : {}),
      ...(only && first.allowed !== undefined ? { allowed: first.allowed } : {}),
      ...(only && first.action !== undefined ? { action: first.action } : {}),
      ...(first === undefined ? {} : { place: { path: first.path.join(".") } }),
    },
  );
}

/**
 * Validates options against a schema.
 *
 * @param path - place of the options in the input document, put before the places of issues
 * @param what - the component, for messages
 * @throws QmmmError with `details.issues`: every {@link OptionIssue} found
 */
export function parseOptions<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  path: readonly (string | number)[],
  what: string,
): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw optionsError(
    result.error.issues.flatMap((issue) => explain(schema, issue, raw, path, [])),
    what,
  );
}
