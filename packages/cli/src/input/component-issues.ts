import { type ComponentKind, isQmmmError, type OptionIssue, type PluginRegistry, parseOptions } from "@qmmm/core";
import type { InputPath } from "./document.js";
import { type Input, stagesOf } from "./schema.js";

/** The issues that an error carries; an error without a list counts as one at its place. */
export function issuesOf(error: unknown): readonly OptionIssue[] {
  if (!isQmmmError(error)) throw error;
  if (Array.isArray(error.details.issues)) return error.details.issues as readonly OptionIssue[];
  const { value, allowed, action, place } = error.details;
  return [
    {
      path: place?.path === undefined ? [] : place.path.split("."),
      code: error.code,
      message: error.message,
      value,
      allowed: typeof allowed === "string" ? [allowed] : allowed,
      action,
    },
  ];
}

/** Everything that is wrong with the components that an input file names and with their options. */
export function componentIssues(input: Input, registry: PluginRegistry): readonly OptionIssue[] {
  const issues: OptionIssue[] = [];
  const collect = (path: InputPath, work: () => void): void => {
    try {
      work();
    } catch (error) {
      for (const issue of issuesOf(error)) issues.push(issue.path.length === 0 ? { ...issue, path } : issue);
    }
  };
  const check = (kind: ComponentKind, id: string, idKey: string, options: unknown, path: InputPath): void => {
    collect([...path, idKey], () => {
      const { options: schema } = registry.find(kind, id);
      collect(path, () => parseOptions(schema, options, path, `Options of ${id}`));
    });
  };
  for (const [name, { method, ...own }] of Object.entries(input.levels)) {
    check("qmMethod", method, "method", own, ["levels", name]);
  }
  if (input.forcefield !== undefined) {
    const { type, ...own } = input.forcefield;
    check("forceField", type, "type", own, ["forcefield"]);
  }
  if (input.coupling !== undefined) {
    const { type, boundary, ...own } = input.coupling;
    check("coupling", type, "type", own, ["coupling"]);
    if (boundary !== undefined) {
      const { type: boundaryType, ...boundaryOwn } = boundary;
      check("boundary", boundaryType, "type", boundaryOwn, ["coupling", "boundary"]);
    }
  }
  for (const { options, path } of stagesOf(input)) {
    const { type, ...own } = options;
    check("task", type, "type", own, path);
  }
  if (input.adaptive !== undefined && registry.list("adaptiveScheme").length === 0) {
    issues.push({
      path: ["adaptive"],
      key: true,
      code: "QMMM_ADAPTIVE_UNAVAILABLE",
      message: "No installed plugin offers regions that change during a run",
      value: "adaptive",
      action: "Remove `adaptive`, or install a plugin that offers it",
    });
  }
  return issues;
}
