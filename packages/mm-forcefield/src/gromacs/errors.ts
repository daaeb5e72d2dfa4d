import { type ErrorDetails, InputError, type SourcePlace, UnsupportedError } from "@qmmm/core";

function where({ file, line }: SourcePlace): string {
  return line === undefined ? `${file}` : `${file}, line ${line}`;
}

/** Refusal of what a topology holds but this engine does not compute. */
export function unsupported(place: SourcePlace, what: string, details: ErrorDetails = {}): UnsupportedError {
  return new UnsupportedError("QMMM_MM_TERM_UNSUPPORTED", `${where(place)}: ${what}, which is not supported`, {
    action: "Use a topology without it",
    ...details,
    place,
  });
}

/** Parameters that neither the line nor the types of its atoms give. */
export function missing(place: SourcePlace, what: string, details: ErrorDetails = {}): InputError {
  return new InputError("QMMM_MM_PARAMETERS_MISSING", `${where(place)}: there are no parameters for ${what}`, {
    action: "Include the force field that the topology was made with, or write the parameters into the line",
    ...details,
    place,
  });
}

/** Parameters that make no sense. */
export function invalid(place: SourcePlace, what: string, details: ErrorDetails = {}): InputError {
  return new InputError("QMMM_MM_PARAMETERS_INVALID", `${where(place)}: ${what}`, {
    action: "Correct the line",
    ...details,
    place,
  });
}
