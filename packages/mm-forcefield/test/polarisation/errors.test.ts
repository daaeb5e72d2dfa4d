import { isQmmmError } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { InducedDipoles, type InductionOptions, type PolarisableSites, pairScalings } from "../../src/index.js";
import { cluster, positions, sitesOf } from "./support.js";

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    if (isQmmmError(error)) {
      expect(String(error.details.action ?? error.details.allowed)).toMatch(/\w+ \w+/);
      return error.code;
    }
    throw error;
  }
  return undefined;
};

describe("polarisation catastrophe", () => {
  const pair = (model: "none" | "thole-exponential", options: InductionOptions) =>
    new InducedDipoles(
      {
        charges: Float64Array.of(0.1, -0.1),
        polarisabilities: Float64Array.of(6, 8),
        damping: { model, factor: 1.9088, charges: true },
        scalings: pairScalings(2, []),
      },
      options,
    );
  // (4·α·α')^(1/6)
  const limit = (4 * 6 * 8) ** (1 / 6);

  test.each(["iterative", "direct"] as const)(
    "point dipoles below the limit are refused by the %s solver",
    (solver) => {
      const at = (r: number) => ({ positions: Float64Array.of(0, 0, 0, r, 0, 0) });
      const solve = (r: number) =>
        pair("none", { solver }).induce(at(r), { field: Float64Array.of(1, 0, 0, 0.5, 0, 0) });
      expect(codeOf(() => solve(0.99 * limit))).toBe("QMMM_POLARISATION_CATASTROPHE");
      expect(codeOf(() => solve(1.01 * limit))).toBeUndefined();
      expect(codeOf(() => pair("thole-exponential", { solver }).induce(at(0.5 * limit)))).toBeUndefined();
    },
  );
});

test("too few iterations are an error of convergence", () => {
  const { dipoles, positions: at } = cluster(30, { maxIterations: 3 });
  expect(codeOf(() => dipoles.induce({ positions: at }))).toBe("QMMM_POLARISATION_NOT_CONVERGED");
});

test("sites on top of each other are named", () => {
  for (const solver of ["iterative", "direct"] as const) {
    const dipoles = new InducedDipoles({ ...sitesOf("none"), scalings: pairScalings(8, []) }, { solver });
    const at = positions.slice();
    at.copyWithin(3, 0, 3);
    expect(codeOf(() => dipoles.induce({ positions: at }))).toBe("QMMM_MM_ATOMS_OVERLAP");
    at[4] = Number.NaN;
    expect(codeOf(() => dipoles.induce({ positions: at }))).toBe("QMMM_GEOMETRY_NOT_FINITE");
  }
});

test("arrays of the wrong length are refused", () => {
  const solver = new InducedDipoles(sitesOf("amoeba"));
  expect(codeOf(() => solver.induce({ positions: positions.slice(3) }))).toBe("QMMM_GEOMETRY_LENGTH");
  expect(codeOf(() => solver.induce({ positions }, { field: new Float64Array(3) }))).toBe("QMMM_GEOMETRY_LENGTH");
});

test.each<[string, Partial<PolarisableSites>]>([
  ["a negative polarisability", { polarisabilities: new Float64Array(8).fill(-1) }],
  ["a missing polarisability", { polarisabilities: new Float64Array(7) }],
  ["a damping factor of zero", { damping: { model: "amoeba", factor: 0, charges: true } }],
  ["damping factors of other sites", { damping: { model: "amoeba", factor: new Float64Array(3), charges: true } }],
  ["pair factors of other sites", { scalings: pairScalings(3, []) }],
])("%s is refused", (_, change) => {
  expect(codeOf(() => new InducedDipoles({ ...sitesOf("amoeba"), ...change }))).toBe("QMMM_POLARISATION_SITES");
});
