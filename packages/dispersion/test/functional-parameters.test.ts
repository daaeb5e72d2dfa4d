import { createDispersion, functionalParameters, functionalsWith } from "@qmmm/dispersion";
import { describe, expect, test } from "vitest";

describe("damping parameters", () => {
  // Grimme, Ehrlich and Goerigk 2011, table 2; Caldeweyher et al. 2019, supplement; Ehlert et al. 2021.
  test.each([
    ["d3", "PBE", { s8: 0.7875, a1: 0.4289, a2: 4.4407 }],
    ["d3", "BLYP", { s8: 2.6996, a1: 0.4298, a2: 4.2359 }],
    ["d3", "B3LYP", { s8: 1.9889, a1: 0.3981, a2: 4.4211 }],
    ["d3", "PBE0", { s8: 1.2177, a1: 0.4145, a2: 4.8593 }],
    ["d3", "r2SCAN", { s8: 0.78981345, a1: 0.49484001, a2: 5.73083694 }],
    ["d4", "PBE", { s8: 0.95948085, a1: 0.38574991, a2: 4.80688534 }],
    ["d4", "BLYP", { s8: 2.34076671, a1: 0.44488865, a2: 4.0933009 }],
    ["d4", "B3LYP", { s8: 2.02929367, a1: 0.40868035, a2: 4.53807137 }],
    ["d4", "PBE0", { s8: 1.20065498, a1: 0.40085597, a2: 5.02928789 }],
    ["d4", "r2SCAN", { s8: 0.6018749, a1: 0.51559235, a2: 5.77342911 }],
  ] as const)("%s of %s as published", (model, functional, expected) => {
    expect(functionalParameters(model, functional)).toMatchObject({ s6: 1, s9: model === "d4" ? 1 : 0, ...expected });
  });

  test("functionals are found under their usual names, with the source of their parameters", () => {
    for (const name of [
      "PBE",
      "revPBE",
      "BLYP",
      "BP86",
      "TPSS",
      "r2SCAN",
      "B3LYP",
      "PBE0",
      "CAM-B3LYP",
      "HF",
      "ωB97X",
      "wB97M",
    ]) {
      for (const model of ["d3", "d4"] as const) {
        expect(functionalParameters(model, name).doi, `${model} ${name}`).toMatch(/^10\./);
      }
    }
    expect(functionalParameters("d3", "cam_b3lyp")).toEqual(functionalParameters("d3", "CAM-B3LYP"));
    expect(functionalParameters("d3", "BP86")).toEqual(functionalParameters("d3", "bp"));
    expect(functionalParameters("d4", "r2SCAN-3c").s9).toBe(2);
    expect(functionalsWith("d3").length).toBeGreaterThan(100);
    expect(functionalsWith("d4").length).toBeGreaterThan(80);
  });

  test("a misspelt functional is met with the nearest name", () => {
    expect(() => functionalParameters("d4", "B3LYPP")).toThrow(/did you mean "b3lyp"/);
  });

  test("parameters of one's own do what a functional's do", async () => {
    const geometry = { positions: Float64Array.of(0, 0, 0, 0, 0, 7) };
    const energy = async (own: boolean): Promise<number> => {
      const parameters = functionalParameters("d3", "TPSS");
      const potential = await createDispersion({
        model: "d3",
        elements: [36, 17],
        ...(own ? { parameters } : { functional: "TPSS" }),
      });
      return (await potential.evaluate(geometry, {})).energy;
    };
    expect(await energy(true)).toBe(await energy(false));
  });
});
