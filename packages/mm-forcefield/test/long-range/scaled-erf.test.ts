import { describe, expect, it } from "vitest";
import { type ScaledErf, scaledErf } from "../../src/long-range/scaled-erf.js";

// erf(z)/z and −2 d/ds of it, s = z²: mpmath 1.3, 30 digits.
const REFERENCE = [
  [0, 1.1283791670955126, 0.752252778063675],
  [0.01, 1.124629160182849, 0.7477553393911979],
  [1, 0.8427007929497149, 0.4275932955291202],
  [7.3, 0.3700674112190275, 0.05058974621075803],
  [20, 0.2236067976931911, 0.01118033976837142],
  [40, 0.15811388300841897, 0.003952847075210474],
] as const;

describe("erf(√s)/√s", () => {
  it.each(REFERENCE)("at s = %f", (s, value, slope) => {
    const out: ScaledErf = { value: 0, slope: 0 };
    scaledErf(out, s);
    expect(Math.abs(out.value / value - 1)).toBeLessThan(2e-15);
    expect(Math.abs(out.slope / slope - 1)).toBeLessThan(2e-15);
  });
});
