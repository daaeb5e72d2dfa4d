import { erf } from "@qmmm/core";
import type { Operation } from "./operations.js";

/*
 * Functions of one variable along rows of numbers: x stands from place `a` on in `v`, the function's value y from `at` on.
 */

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** y = f(x). */
export function functionValues(
  operation: Operation,
  v: Float64Array,
  at: number,
  a: number,
  count: number,
  c: number,
): void {
  switch (operation) {
    case "reciprocal":
      for (let p = 0; p < count; p++) v[at + p] = 1 / v[a + p];
      break;
    case "sqrt":
      for (let p = 0; p < count; p++) v[at + p] = Math.sqrt(v[a + p]);
      break;
    case "cbrt":
      for (let p = 0; p < count; p++) v[at + p] = Math.cbrt(v[a + p]);
      break;
    case "exp":
      for (let p = 0; p < count; p++) v[at + p] = Math.exp(v[a + p]);
      break;
    case "expm1":
      for (let p = 0; p < count; p++) v[at + p] = Math.expm1(v[a + p]);
      break;
    case "log":
      for (let p = 0; p < count; p++) v[at + p] = Math.log(v[a + p]);
      break;
    case "log1p":
      for (let p = 0; p < count; p++) v[at + p] = Math.log1p(v[a + p]);
      break;
    case "atan":
      for (let p = 0; p < count; p++) v[at + p] = Math.atan(v[a + p]);
      break;
    case "asinh":
      for (let p = 0; p < count; p++) v[at + p] = Math.asinh(v[a + p]);
      break;
    case "erf":
      for (let p = 0; p < count; p++) v[at + p] = erf(v[a + p]);
      break;
    case "power":
      for (let p = 0; p < count; p++) v[at + p] = v[a + p] ** c;
      break;
    case "atLeast":
      for (let p = 0; p < count; p++) v[at + p] = Math.max(v[a + p], c);
      break;
    case "atMost":
      for (let p = 0; p < count; p++) v[at + p] = Math.min(v[a + p], c);
      break;
  }
}

/** f′(x), into `row`. */
export function slopes(
  row: Float64Array,
  operation: Operation,
  v: Float64Array,
  at: number,
  a: number,
  count: number,
  c: number,
): void {
  switch (operation) {
    case "reciprocal":
      for (let p = 0; p < count; p++) row[p] = -v[at + p] * v[at + p];
      break;
    case "sqrt":
      for (let p = 0; p < count; p++) row[p] = 0.5 / v[at + p];
      break;
    case "cbrt":
      for (let p = 0; p < count; p++) row[p] = 1 / (3 * v[at + p] * v[at + p]);
      break;
    case "exp":
      for (let p = 0; p < count; p++) row[p] = v[at + p];
      break;
    case "expm1":
      for (let p = 0; p < count; p++) row[p] = v[at + p] + 1;
      break;
    case "log":
      for (let p = 0; p < count; p++) row[p] = 1 / v[a + p];
      break;
    case "log1p":
      for (let p = 0; p < count; p++) row[p] = 1 / (1 + v[a + p]);
      break;
    case "atan":
      for (let p = 0; p < count; p++) row[p] = 1 / (1 + v[a + p] * v[a + p]);
      break;
    case "asinh":
      for (let p = 0; p < count; p++) row[p] = 1 / Math.sqrt(1 + v[a + p] * v[a + p]);
      break;
    case "erf":
      for (let p = 0; p < count; p++) row[p] = TWO_OVER_ROOT_PI * Math.exp(-v[a + p] * v[a + p]);
      break;
    case "power":
      for (let p = 0; p < count; p++) row[p] = (c * v[at + p]) / v[a + p];
      break;
    case "atLeast":
      for (let p = 0; p < count; p++) row[p] = v[a + p] > c ? 1 : 0;
      break;
    case "atMost":
      for (let p = 0; p < count; p++) row[p] = v[a + p] < c ? 1 : 0;
      break;
  }
}

/** f″(x), into `row`. */
export function curvatures(
  row: Float64Array,
  operation: Operation,
  v: Float64Array,
  at: number,
  a: number,
  count: number,
  c: number,
): void {
  switch (operation) {
    case "reciprocal":
      for (let p = 0; p < count; p++) row[p] = 2 * v[at + p] ** 3;
      break;
    case "sqrt":
      for (let p = 0; p < count; p++) row[p] = -0.25 / (v[a + p] * v[at + p]);
      break;
    case "cbrt":
      for (let p = 0; p < count; p++) row[p] = -2 / (9 * v[a + p] * v[at + p] * v[at + p]);
      break;
    case "exp":
      for (let p = 0; p < count; p++) row[p] = v[at + p];
      break;
    case "expm1":
      for (let p = 0; p < count; p++) row[p] = v[at + p] + 1;
      break;
    case "log":
      for (let p = 0; p < count; p++) row[p] = -1 / (v[a + p] * v[a + p]);
      break;
    case "log1p":
      for (let p = 0; p < count; p++) row[p] = -1 / ((1 + v[a + p]) * (1 + v[a + p]));
      break;
    case "atan":
      for (let p = 0; p < count; p++) row[p] = (-2 * v[a + p]) / (1 + v[a + p] * v[a + p]) ** 2;
      break;
    case "asinh":
      for (let p = 0; p < count; p++) row[p] = -v[a + p] / (1 + v[a + p] * v[a + p]) ** 1.5;
      break;
    case "erf":
      for (let p = 0; p < count; p++) row[p] = -2 * v[a + p] * TWO_OVER_ROOT_PI * Math.exp(-v[a + p] * v[a + p]);
      break;
    case "power":
      for (let p = 0; p < count; p++) row[p] = (c * (c - 1) * v[at + p]) / (v[a + p] * v[a + p]);
      break;
    default:
      row.fill(0, 0, count);
  }
}
