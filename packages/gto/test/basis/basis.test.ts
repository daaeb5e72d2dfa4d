import { isQmmmError } from "@qmmm/core";
import { BASIS_SET_NAMES, buildGaussianBasis, gtoKernels, loadBasisSet, parseBasisSetExchangeJson } from "@qmmm/gto";
import { describe, expect, test } from "vitest";

const code = async (run: () => unknown): Promise<string> => {
  try {
    await run();
  } catch (error) {
    if (isQmmmError(error)) return error.code;
    throw error;
  }
  return "none";
};

describe("loadBasisSet", () => {
  test.each([
    ["6-31G(d)", "6-31G*"],
    ["6-31g(d,p)", "6-31G**"],
    ["6-31+G(d)", "6-31+G*"],
    ["6-311G(D,P)", "6-311G**"],
    ["CC-PVDZ", "cc-pVDZ"],
    ["def2svp", "def2-SVP"],
    ["sto3g", "STO-3G"],
  ])("%s is %s", async (alias, name) => {
    expect((await loadBasisSet(alias)).name).toBe(name);
  });

  test("names an unknown set's nearest neighbour", async () => {
    await expect(loadBasisSet("cc-pVDX")).rejects.toMatchObject({
      code: "QMMM_BASIS_UNKNOWN",
      details: { value: "cc-pVDX", nearest: "cc-pVDZ", allowed: BASIS_SET_NAMES },
    });
  });

  test.each(BASIS_SET_NAMES)("%s is complete, cited and normalised", async (name) => {
    const set = await loadBasisSet(name);
    expect(set.references.length).toBeGreaterThan(0);
    for (const z of [1, 6, 7, 8, 9, 15, 16, 17]) expect(set.elements.has(z)).toBe(true);
    const elements = Uint8Array.from([...set.elements.keys()].filter((z) => z <= 10 || z === 17 || z > 34));
    const basis = buildGaussianBasis(elements, set);
    const n = basis.functionCount;
    const nuclei = new Float64Array(3 * elements.length).map((_, i) => 20 * i);
    const overlap = new Float64Array(n * n);
    const kinetic = new Float64Array(n * n);
    gtoKernels.kernels["gto/overlapKinetic"](overlap, kinetic, basis, nuclei);
    for (let i = 0; i < n; i++) expect(Math.abs(overlap[i * n + i] - 1)).toBeLessThan(1e-12);
  });

  // Function counts of carbon: published sizes of the sets.
  test.each([
    ["STO-3G", 5],
    ["3-21G", 9],
    ["6-31G", 9],
    ["6-31G*", 15],
    ["6-31G**", 15],
    ["6-31+G*", 19],
    ["6-311G**", 18],
    ["cc-pVDZ", 14],
    ["cc-pVTZ", 30],
    ["def2-SVP", 14],
    ["def2-TZVP", 31],
  ])("%s puts %i functions on carbon", async (name, count) => {
    expect(buildGaussianBasis(Uint8Array.of(6), await loadBasisSet(name)).functionCount).toBe(count);
  });
});

describe("buildGaussianBasis", () => {
  test("five or six d functions on demand", async () => {
    const set = await loadBasisSet("6-31G*");
    const count = (functions: "as-defined" | "spherical" | "cartesian") =>
      buildGaussianBasis(Uint8Array.of(8), set, { functions }).functionCount;
    expect([count("as-defined"), count("spherical"), count("cartesian")]).toEqual([15, 14, 15]);
  });

  test("transition metals have six d and seven f functions in 6-31G*", async () => {
    const basis = buildGaussianBasis(Uint8Array.of(26), await loadBasisSet("6-31G*"));
    const sizes = [...basis.shellMomentum].map((l, s) => [l, basis.functionOffset[s + 1] - basis.functionOffset[s]]);
    expect(sizes.filter(([l]) => l > 1)).toEqual([
      [2, 6],
      [2, 6],
      [3, 7],
    ]);
  });

  test("a missing element is named", async () => {
    const set = await loadBasisSet("6-31+G*");
    expect(await code(() => buildGaussianBasis(Uint8Array.of(1, 30), set))).toBe("QMMM_BASIS_ELEMENT_MISSING");
  });
});

describe("parseBasisSetExchangeJson", () => {
  const shells = (electron_shells: unknown, more: object = {}) =>
    JSON.stringify({ name: "own", version: "2", elements: { 6: { electron_shells, references: [], ...more } } });
  const sp = {
    function_type: "gto",
    angular_momentum: [0, 1],
    exponents: ["1.5E+00", "0.3"],
    coefficients: [
      ["0.4", "0.7"],
      ["0.2", "0.9"],
    ],
  };

  test("reads shared-exponent shells, general contractions and strings", () => {
    const d = { ...sp, function_type: "gto_cartesian", angular_momentum: [2] };
    const set = parseBasisSetExchangeJson(shells([sp, d]));
    expect([set.name, set.version]).toEqual(["own", "2"]);
    const basis = buildGaussianBasis(Uint8Array.of(6), set);
    expect([...basis.shellMomentum]).toEqual([0, 1, 2, 2]);
    expect([...basis.functionOffset]).toEqual([0, 1, 4, 10, 16]);
    expect(basis.exponents[0]).toBe(1.5);
  });

  test.each([
    ["QMMM_BASIS_MALFORMED", "not json"],
    ["QMMM_BASIS_MALFORMED", shells("none")],
    ["QMMM_BASIS_MALFORMED", shells([{ ...sp, exponents: ["-1", "2"] }])],
    ["QMMM_BASIS_MALFORMED", shells([{ ...sp, exponents: ["x", "2"] }])],
    ["QMMM_BASIS_MALFORMED", shells([{ ...sp, coefficients: [["1"]] }])],
    ["QMMM_BASIS_ECP", shells([sp], { ecp_potentials: [{}] })],
    ["QMMM_BASIS_FUNCTION_TYPE", shells([{ ...sp, function_type: "sto" }])],
    ["QMMM_BASIS_MOMENTUM", shells([{ ...sp, angular_momentum: [7] }])],
  ])("%s", async (expected, text) => {
    expect(await code(() => parseBasisSetExchangeJson(text))).toBe(expected);
  });
});
