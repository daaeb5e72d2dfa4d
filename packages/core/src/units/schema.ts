import { z } from "zod";
import { isQmmmError } from "../errors/qmmm-error.js";
import { type Dimension, parseQuantity, UNITS } from "./units.js";

/** Limits of a quantity, in atomic units. */
export interface QuantityLimits {
  readonly min?: number;
  readonly max?: number;
  /** Smallest excluded value, usually 0. */
  readonly above?: number;
}

/**
 * A zod schema for an option with a unit: takes text such as `"0.5 fs"`, gives the number in atomic units. Bare numbers
 * are refused, so that a unit can't be guessed wrongly.
 */
export function quantity(dimension: Dimension, limits: QuantityLimits = {}) {
  const units = Object.keys(UNITS[dimension]);
  return z
    .union([z.string(), z.number()])
    .describe(`${dimension} with a unit (${units.join(", ")})`)
    .transform((text, context) => {
      try {
        const value = parseQuantity(text, dimension);
        const { min, max, above } = limits;
        if (
          (min !== undefined && value < min) ||
          (max !== undefined && value > max) ||
          (above !== undefined && value <= above)
        ) {
          const bounds = [
            min !== undefined ? "not too small" : "",
            above === 0 ? "positive" : "",
            max !== undefined ? "not too large" : "",
          ];
          context.addIssue({
            code: "custom",
            message: `"${text}" is outside the allowed range (${bounds.filter(Boolean).join(", ")})`,
            params: { qmmm: "QMMM_QUANTITY_RANGE" },
          });
          return z.NEVER;
        }
        return value;
      } catch (error) {
        if (!isQmmmError(error)) throw error;
        context.addIssue({
          code: "custom",
          message: error.message,
          params: { qmmm: error.code, allowed: error.details.allowed, action: error.details.action },
        });
        return z.NEVER;
      }
    });
}
