import { expect, test } from "vitest";
import { frequencies, largestDifference, reported, vibrationReferences } from "./support.js";

test("ethanol HF/STO-3G: frequencies and intensities of PySCF", { timeout: 600_000 }, async () => {
  const reference = vibrationReferences["ethanol HF/STO-3G"]!;
  const result = await frequencies("ethanol HF/STO-3G");
  expect(largestDifference(reported(result, "wavenumbers"), reference.wavenumbers)).toBeLessThan(0.5);
  expect(largestDifference(reported(result, "infraredIntensities"), reference.intensities)).toBeLessThan(0.05);
  expect(Math.abs(result.summary.gibbsEnergy!.value - reference.thermo!.G_tot)).toBeLessThan(2e-6);
});
