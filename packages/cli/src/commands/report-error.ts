import { formatError, InputError, isQmmmError } from "@qmmm/core";
import type { LocatedIssue } from "../input/document.js";

const MOST_PROBLEMS = 10;

function problemText({ span, file, path, excerpt, ...issue }: LocatedIssue): string {
  const place = { file, line: span.line, column: span.column, ...(path.length === 0 ? {} : { path: path.join(".") }) };
  const { code, message, value, allowed, action } = issue;
  const error = new InputError(code as `QMMM_${string}`, message, {
    value,
    ...(allowed === undefined ? {} : { allowed }),
    ...(action === undefined ? {} : { action }),
    place,
  });
  return `${formatError(error)}\n${excerpt}\n`;
}

/**
 * An error as the program prints it: a paragraph for each problem, with the line of the input file where there is one.
 *
 * @param debug - adds the stack trace
 */
export function reportError(error: unknown, debug: boolean): string {
  const problems = isQmmmError(error) ? error.details.problems : undefined;
  const stack = debug && error instanceof Error ? `${error.stack ?? ""}\n${causes(error)}` : "";
  if (!Array.isArray(problems) || problems.length === 0) {
    const hint = isQmmmError(error) || debug ? "" : "This is a fault of the program; --debug shows where.\n";
    return `${formatError(error)}\n${hint}${stack}`;
  }
  const shown = (problems as readonly LocatedIssue[]).slice(0, MOST_PROBLEMS).map(problemText);
  const more = problems.length > MOST_PROBLEMS ? `… and ${problems.length - MOST_PROBLEMS} more problems\n` : "";
  return `${shown.join("\n")}${more}${stack}`;
}

function causes(error: Error): string {
  return error.cause instanceof Error ? `Caused by: ${error.cause.stack ?? ""}\n${causes(error.cause)}` : "";
}
