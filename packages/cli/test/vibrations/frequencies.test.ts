import { describe, expect, test } from "vitest";
import { frequencies, largestDifference, reported, vibrationReferences } from "./support.js";

describe("harmonic frequencies against PySCF's analytic Hessian", () => {
  test.for([
    ["water HF/cc-pVDZ", { stencil: 4, step: "0.02 a0" }, 0.01],
    ["heavy water HOD HF/6-31G", { stencil: 4, step: "0.02 a0" }, 0.01],
    ["carbon dioxide HF/STO-3G", { stencil: 4, step: "0.02 a0" }, 0.01],
  ] as const)("%s, %s", async ([name, options, tolerance]) => {
    const reference = vibrationReferences[name]!;
    const result = await frequencies(name, options);
    expect(result.converged).toBe(true);
    expect(largestDifference(reported(result, "wavenumbers"), reference.wavenumbers)).toBeLessThan(tolerance);
    expect(largestDifference(reported(result, "infraredIntensities"), reference.intensities)).toBeLessThan(0.05);
    expect(result.summary.imaginaryModes!.value).toBe(0);
    expect(result.summary.projectedMotions!.value).toBe(name.startsWith("carbon") ? 5 : 6);
    const { thermo } = reference;
    if (thermo === undefined) return;
    const joule = 4.359744722206e-18 * 6.02214076e23;
    for (const [ours, theirs, scale] of [
      ["zeroPointEnergy", thermo.ZPE, 1],
      ["internalEnergy", thermo.E_tot, 1],
      ["enthalpy", thermo.H_tot, 1],
      ["gibbsEnergy", thermo.G_tot, 1],
      ["entropy", thermo.S_tot, 1 / joule],
    ] as const) {
      expect(Math.abs(result.summary[ours]!.value * scale - theirs), ours).toBeLessThan(1e-6);
    }
  });

  test("published with the masses of isotopes: water HF/cc-pVDZ, 1775.65, 4113.38, 4212.18 cm⁻¹ (Psi4)", async () => {
    const isotopes = [
      { select: "element H", mass: "1.00782503 u" },
      { select: "element O", mass: "15.99491462 u" },
    ];
    const result = await frequencies("water HF/cc-pVDZ", { isotopes });
    expect(largestDifference(reported(result, "wavenumbers"), [1775.65, 4113.38, 4212.18])).toBeLessThan(0.5);
  });
});
