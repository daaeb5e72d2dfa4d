import { existsSync, readFileSync } from "node:fs";
import { isQmmmError, type QmmmError } from "@qmmm/core";
import { expect } from "vitest";

/** The error that a call throws; fails when it throws none of this project's. */
export function errorOf(call: () => unknown): QmmmError {
  try {
    call();
  } catch (error) {
    if (isQmmmError(error)) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

/** Expects an error of format at a line, whose message and action are written for people. */
export function expectFormatError(call: () => unknown, line: number | undefined, message: RegExp): void {
  const error = errorOf(call);
  expect(error.code).toBe("QMMM_FILE_FORMAT");
  expect(error.details.place?.line).toBe(line);
  expect(error.message).toMatch(message);
  expect(error.details.action).toBeTruthy();
}

const shared = new URL("../../../../shared/data/", import.meta.url);

/** True where the public reference files are at hand. */
export const hasSharedData = existsSync(shared);

export function sharedData(path: string): Uint8Array {
  return readFileSync(new URL(path, shared));
}

/** A file of the examples. */
export function example(path: string): Uint8Array {
  return readFileSync(new URL(`../../../examples/${path}`, import.meta.url));
}
