import { expect, test } from "vitest";
import { IntervalSchema } from "../../src/input/duration.js";

test.each([
  ["30 s", { seconds: 30 }],
  ["1.5 min", { seconds: 90 }],
  ["2h", { seconds: 7200 }],
  ["0 s", { seconds: 0 }],
  ["500 steps", { steps: 500 }],
  ["1 step", { steps: 1 }],
])("%s", (text, interval) => {
  expect(IntervalSchema.parse(text)).toEqual(interval);
});

test.each(["30", "s", "-3 s", "1.5 steps", "0 steps", "3 fs", ""])("refuses %j", (text) => {
  expect(IntervalSchema.safeParse(text).success).toBe(false);
});
