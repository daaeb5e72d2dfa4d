import { type ErrorDetails, InputError, type SourcePlace, UnsupportedError } from "@qmmm/core";

function where({ file, line }: SourcePlace): string {
  return `${file}, line ${line}`;
}

/** Refusal of what a file holds but this engine does not compute. */
export function unsupported(place: SourcePlace, what: string, details: ErrorDetails = {}): UnsupportedError {
  return new UnsupportedError("QMMM_MM_TERM_UNSUPPORTED", `${where(place)}: ${what}, which is not supported`, {
    action: "Use a file without it",
    ...details,
    place,
  });
}

/** Parameters that make no sense. */
export function invalid(place: SourcePlace, what: string, details: ErrorDetails = {}): InputError {
  return new InputError("QMMM_MM_PARAMETERS_INVALID", `${where(place)}: ${what}`, {
    action: "Correct the file",
    ...details,
    place,
  });
}
