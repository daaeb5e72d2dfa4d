import { describe, expect, it } from "vitest";
import { gasAtPressure } from "./support/gas.js";
import { ensembleSlope } from "./support/statistics.js";
import { course } from "./support/thermostatted-fluid.js";

describe("ensembles", () => {
  for (const kind of ["bussi", "nose-hoover"] as const) {
    it(`energies at two temperatures have distributions with the right ratio (${kind})`, async () => {
      const [cold, hot] = [await course(kind, 1.4, 0.008, 60_000, 5), await course(kind, 1.6, 0.008, 60_000, 6)];
      const { slope, error } = ensembleSlope(cold.potential, hot.potential);
      const exact = 1 / 1.4 - 1 / 1.6;
      console.log(`${kind}: ${slope.toFixed(5)} ± ${error.toFixed(5)}, exact ${exact.toFixed(5)}`);
      expect(Math.abs(slope - exact)).toBeLessThan(4 * error);
      expect(error).toBeLessThan(0.1 * exact);
    });
  }

  for (const kind of ["mc", "scr"] as const) {
    it(`volumes at two pressures have distributions with the right ratio (${kind})`, async () => {
      const [low, high] = [await gasAtPressure(kind, 0.7, 60_000), await gasAtPressure(kind, 0.85, 60_000)];
      const { slope, error } = ensembleSlope(low.volumes, high.volumes);
      const exact = (0.7 - 0.85) / 2;
      console.log(`${kind}: ${slope.toFixed(5)} ± ${error.toFixed(5)}, exact ${exact.toFixed(5)}`);
      expect(Math.abs(slope - exact)).toBeLessThan(4 * error);
      expect(error).toBeLessThan(0.15 * Math.abs(exact));
      // The instantaneous pressure has the mean of the bath.
      expect(Math.abs(high.summary.meanPressure!.value / 2.94210157e8 / 0.85 - 1)).toBeLessThan(0.03);
    });
  }
});
