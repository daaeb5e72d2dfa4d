import { isQmmmError, type SourcePlace } from "./qmmm-error.js";

const LONGEST_LIST = 12;
const LONGEST_VALUE = 80;

function placeText(place: SourcePlace): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(":");
  const lineOnly = place.file === undefined && place.line !== undefined ? `line ${position}` : position;
  if (place.path === undefined) return lineOnly;
  return lineOnly === "" ? place.path : `${lineOnly} (${place.path})`;
}

function valueText(value: unknown): string {
  const text = typeof value === "string" ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

function allowedText(allowed: readonly string[] | string): string {
  if (typeof allowed === "string") return allowed;
  const shown = allowed.slice(0, LONGEST_LIST).join(", ");
  return allowed.length > LONGEST_LIST ? `${shown}, … (${allowed.length - LONGEST_LIST} more)` : shown;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  // A text that shows a place on lines of its own ends with that.
  return /[.!?…]$/.test(trimmed) || trimmed.includes("\n") ? trimmed : `${trimmed}.`;
}

/**
 * An error as one paragraph for people: code, place, what happened, the offending value, what is allowed (shortened when
 * long) and what to do next. Never a stack trace.
 */
export function formatError(error: unknown): string {
  if (!isQmmmError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return `Unexpected error: ${sentence(message === "" ? "no message" : message)}`;
  }
  const { value, allowed, action, place, plugin } = error.details;
  const where = place === undefined ? "" : placeText(place);
  const parts = [sentence(error.message)];
  if (value !== undefined && !error.message.includes(typeof value === "string" ? value : valueText(value))) {
    parts.push(`Given: ${sentence(valueText(value))}`);
  }
  if (allowed !== undefined && allowed.length > 0) parts.push(`Allowed: ${sentence(allowedText(allowed))}`);
  if (action !== undefined) parts.push(sentence(action));
  if (plugin !== undefined && !error.message.includes(plugin)) parts.push(`Raised by ${sentence(plugin)}`);
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  if (cause !== undefined && cause !== "" && !parts.some((part) => part.includes(cause))) {
    parts.push(`Cause: ${sentence(cause)}`);
  }
  const [what, ...rest] = parts;
  const gap = rest.length > 0 && what!.includes("\n") ? "\n" : " ";
  return `${error.code}${where === "" ? "" : ` at ${where}`}: ${what}${gap}${rest.join(" ")}`.trimEnd();
}
