import { type ErrorCode, InputError, UnsupportedError } from "@qmmm/core";
import { type BasisSet, type BasisShell, MAX_MOMENTUM } from "./basis-set.js";

const MALFORMED = "QMMM_BASIS_MALFORMED" satisfies ErrorCode;
const ACTION = 'Download the set again from basissetexchange.org in the format "JSON"';

/**
 * Reads a basis set in the JSON format of the Basis Set Exchange (numbers are strings; shared-exponent shells and general
 * contractions are kept). A shell of undeclared type (`gto`) is spherical.
 *
 * @throws InputError `QMMM_BASIS_MALFORMED` naming the key that is wrong.
 * @throws UnsupportedError `QMMM_BASIS_ECP` for effective core potentials, `QMMM_BASIS_FUNCTION_TYPE` for other than
 *   Gaussian functions, `QMMM_BASIS_MOMENTUM` above i functions.
 */
export function parseBasisSetExchangeJson(text: string): BasisSet {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new InputError(MALFORMED, "The basis set is not valid JSON", { action: ACTION }, { cause });
  }
  const root = record(document, "$");
  const elements = new Map<number, readonly BasisShell[]>();
  for (const [z, value] of Object.entries(record(root.elements, "elements"))) {
    const path = `elements.${z}`;
    const atomicNumber = Number(z);
    if (!Number.isInteger(atomicNumber) || atomicNumber < 1 || atomicNumber > 255) fail(path, "an atomic number", z);
    const element = record(value, path);
    if (Array.isArray(element.ecp_potentials) && element.ecp_potentials.length > 0) {
      throw new UnsupportedError("QMMM_BASIS_ECP", `Element ${z} of this basis set has an effective core potential`, {
        value: z,
        allowed: "all-electron basis sets",
        action: "Use an all-electron basis set for this element",
      });
    }
    const shells = list(element.electron_shells, `${path}.electron_shells`);
    elements.set(
      atomicNumber,
      shells.map((shell, i) => parseShell(shell, `${path}.electron_shells[${i}]`)),
    );
  }
  return {
    name: typeof root.name === "string" ? root.name : "unnamed",
    version: typeof root.version === "string" ? root.version : "unknown",
    source: "Basis Set Exchange JSON",
    references: referenceKeys(root),
    elements,
  };
}

function parseShell(value: unknown, path: string): BasisShell {
  const shell = record(value, path);
  const type = shell.function_type;
  if (type !== "gto" && type !== "gto_spherical" && type !== "gto_cartesian") {
    throw new UnsupportedError("QMMM_BASIS_FUNCTION_TYPE", `${path}.function_type is not a Gaussian`, {
      value: type,
      allowed: ["gto", "gto_spherical", "gto_cartesian"],
      action: "Use a basis set of Gaussian functions",
    });
  }
  const momenta = list(shell.angular_momentum, `${path}.angular_momentum`).map((l, i) =>
    number(l, `${path}.angular_momentum[${i}]`),
  );
  for (const l of momenta) {
    if (!Number.isInteger(l) || l < 0) fail(`${path}.angular_momentum`, "whole numbers from 0", l);
    if (l > MAX_MOMENTUM) {
      throw new UnsupportedError("QMMM_BASIS_MOMENTUM", `${path} has angular momentum ${l}`, {
        value: l,
        allowed: `0 to ${MAX_MOMENTUM}`,
        action: "Leave these functions out",
      });
    }
  }
  const exponents = list(shell.exponents, `${path}.exponents`).map((x, i) => {
    const exponent = number(x, `${path}.exponents[${i}]`);
    return exponent > 0 ? exponent : fail(`${path}.exponents[${i}]`, "a positive number", x);
  });
  const coefficients = list(shell.coefficients, `${path}.coefficients`).map((row, j) => {
    const place = `${path}.coefficients[${j}]`;
    const values = list(row, place).map((c, i) => number(c, `${place}[${i}]`));
    return values.length === exponents.length ? values : fail(place, `${exponents.length} numbers`, values.length);
  });
  if (exponents.length === 0) fail(`${path}.exponents`, "at least one exponent", 0);
  if (momenta.length === 0) fail(`${path}.angular_momentum`, "at least one entry", 0);
  if (coefficients.length === 0) fail(`${path}.coefficients`, "at least one contraction", 0);
  if (momenta.length > 1 && momenta.length !== coefficients.length) {
    fail(`${path}.coefficients`, `${momenta.length} contractions, one per angular momentum`, coefficients.length);
  }
  return { momenta, exponents, coefficients, spherical: type !== "gto_cartesian" };
}

function referenceKeys(root: Record<string, unknown>): string[] {
  const keys = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) collect(entry);
    else if (typeof value === "object" && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        if (key !== "reference_keys") collect(entry);
        else if (Array.isArray(entry)) for (const text of entry) if (typeof text === "string") keys.add(text);
      }
    }
  };
  collect(root.elements);
  return [...keys].sort();
}

function fail(path: string, allowed: string, value: unknown): never {
  throw new InputError(MALFORMED, `${path} should be ${allowed}, not ${JSON.stringify(value) ?? "missing"}`, {
    value,
    allowed,
    action: ACTION,
    place: { path },
  });
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, "an object", value);
  return value as Record<string, unknown>;
}

function list(value: unknown, path: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(path, "a list", value);
}

function number(value: unknown, path: string): number {
  const result =
    typeof value === "number" ? value : typeof value === "string" && value.trim() ? Number(value) : Number.NaN;
  return Number.isFinite(result) ? result : fail(path, "a number", value);
}
