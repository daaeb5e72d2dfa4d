import { z } from "zod";

const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/** How often something happens: by wall time or by steps. */
export type Interval = { readonly seconds: number } | { readonly steps: number };

/** An interval such as `30 s`, `5 min`, `1 h` or `500 steps`. */
export const IntervalSchema = z
  .string()
  .describe("wall time (s, min, h) or number of steps, for example `30 s` or `500 steps`")
  .transform((text, context): Interval => {
    const match = /^\s*(\d+\.?\d*|\.\d+)\s*(s|min|h|steps?)\s*$/.exec(text);
    const value = Number(match?.[1]);
    const unit = match?.[2] ?? "";
    if (match !== null && unit.startsWith("step") && Number.isInteger(value) && value > 0) return { steps: value };
    if (match !== null && unit in SECONDS) return { seconds: value * SECONDS[unit]! };
    context.addIssue({
      code: "custom",
      message: `"${text}" is neither a time nor a number of steps`,
      params: {
        qmmm: "QMMM_INPUT_INTERVAL",
        allowed: ["30 s", "5 min", "1 h", "500 steps"],
        action: "Write it like those",
      },
    });
    return z.NEVER;
  });
