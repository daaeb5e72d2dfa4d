import { isQmmmError } from "@qmmm/core";
import { centralDifference, potentialSuite, strainDerivative } from "@qmmm/core/testing";
import { createDispersion, type DispersionOptions } from "@qmmm/dispersion";
import { describe, expect, test } from "vitest";
import { cells, deviation, moleculeNamed } from "./fixtures.js";

const SMALL_CUTOFFS = { twoBody: 16, threeBody: 9, coordination: 16, width: 5 };
const ATOMS = { first: 0, fourth: 3 };
const runner = { describe, test, expect };
const tolerances = { forces: 2e-9, virial: 1e-8, balance: 1e-15, invariance: 1e-14 };

for (const model of ["d3", "d4"] as const) {
  for (const name of ["HCOO-", "early actinides"]) {
    const { elements, positions, charge } = moleculeNamed(name);
    potentialSuite({
      ...runner,
      name: `${model} of ${name}`,
      tolerances,
      atoms: ATOMS,
      create: async () => ({
        potential: await createDispersion({ model, elements, functional: "B3LYP", threeBody: true, charge }),
        geometry: { positions: Float64Array.from(positions) },
      }),
    });
  }
  for (const one of cells()) {
    potentialSuite({
      ...runner,
      name: `${model} of the cell of ${one.name}`,
      tolerances,
      atoms: ATOMS,
      create: async () => ({
        potential: await createDispersion({
          model,
          elements: one.elements,
          functional: "PBE",
          threeBody: true,
          cutoffs: SMALL_CUTOFFS,
        }),
        geometry: { positions: Float64Array.from(one.positions), cell: { vectors: Float64Array.from(one.cell) } },
      }),
    });
  }
}

describe("derivatives", () => {
  const at = async (options: Omit<DispersionOptions, "elements">, name: string) => {
    const molecule = moleculeNamed(name);
    return {
      potential: await createDispersion({ ...options, elements: molecule.elements, charge: molecule.charge }),
      geometry: { positions: Float64Array.from(molecule.positions) },
    };
  };

  test.each(["d3", "d4"] as const)(
    "%s: every force of several molecules to 1e-9 Eh/a0, the virial likewise",
    async (model) => {
      for (const name of ["CH3CH2OH", "SO2", "NaCl", "NH4+", "PO4 3-"]) {
        const { potential, geometry } = await at({ model, functional: "PBE", threeBody: true }, name);
        const { forces, virial } = await potential.evaluate(geometry, { forces: true, virial: true });
        expect(deviation(forces!, await centralDifference(potential, geometry, 3e-3)), name).toBeLessThan(1e-9);
        expect(deviation(virial!, await strainDerivative(potential, geometry, 5e-4)), name).toBeLessThan(1e-9);
      }
    },
  );

  test("terms that fade out at a cutoff within the molecule", async () => {
    const cutoffs = { twoBody: 8, threeBody: 7, coordination: 6, width: 5 };
    for (const model of ["d3", "d4"] as const) {
      const { potential, geometry } = await at({ model, functional: "PBE", threeBody: true, cutoffs }, "CH3CH2OH");
      const { forces } = await potential.evaluate(geometry, { forces: true });
      expect(deviation(forces!, await centralDifference(potential, geometry, 2e-3))).toBeLessThan(1e-9);
    }
  });
});

test("renumbering the atoms renumbers the forces", async () => {
  const { elements, positions, charge } = moleculeNamed("cluster 4");
  const order = elements.map((_, i) => (7 * i + 3) % elements.length);
  expect(new Set(order).size).toBe(elements.length);
  for (const model of ["d3", "d4"] as const) {
    const options = { model, functional: "r2SCAN", threeBody: true, charge } as const;
    const first = await (await createDispersion({ ...options, elements })).evaluate(
      { positions: Float64Array.from(positions) },
      { forces: true },
    );
    const second = await (await createDispersion({ ...options, elements: order.map((i) => elements[i]!) })).evaluate(
      { positions: Float64Array.from(order.flatMap((i) => positions.slice(3 * i, 3 * i + 3))) },
      { forces: true },
    );
    expect(Math.abs(second.energy - first.energy)).toBeLessThan(1e-14);
    const expected = order.flatMap((i) => Array.from(first.forces!.subarray(3 * i, 3 * i + 3)));
    expect(deviation(second.forces!, expected)).toBeLessThan(1e-14);
  }
});

test("a lone atom and far atoms", async () => {
  for (const model of ["d3", "d4"] as const) {
    const lone = await createDispersion({ model, elements: [18], functional: "PBE", threeBody: true });
    const one = await lone.evaluate({ positions: new Float64Array(3) }, { forces: true, virial: true });
    expect(one.energy).toBe(0);
    expect(Array.from(one.forces!)).toEqual([0, 0, 0]);
    const far = await createDispersion({ model, elements: [18, 18], functional: "PBE" });
    const { energy, forces } = await far.evaluate({ positions: Float64Array.of(0, 0, 0, 0, 0, 70) }, { forces: true });
    expect(energy).toBe(0);
    expect(forces!.every((f) => Math.abs(f) < 1e-15)).toBe(true);
  }
});

describe("refusals", () => {
  const water = { elements: [8, 1, 1], positions: Float64Array.of(0, 0, 0, 0, 1.43, 1.11, 0, -1.43, 1.11) };
  const code = async (act: () => Promise<unknown>): Promise<string> => {
    try {
      await act();
    } catch (error) {
      if (isQmmmError(error)) return error.code;
      throw error;
    }
    return "nothing was refused";
  };
  const make = (options: Partial<DispersionOptions>) => () =>
    createDispersion({ model: "d3", elements: water.elements, functional: "PBE", ...options });

  test("options", async () => {
    expect(await code(make({ functional: "SVWN" }))).toBe("QMMM_DISPERSION_FUNCTIONAL");
    expect(await code(make({ functional: "wB97X-V" }))).toBe("QMMM_DISPERSION_FUNCTIONAL");
    expect(await code(make({ elements: [8, 0, 1] }))).toBe("QMMM_DISPERSION_ELEMENT");
    expect(await code(make({ elements: [95] }))).toBe("QMMM_DISPERSION_ELEMENT");
    expect(await code(make({ model: "d4", elements: [104] }))).toBe("QMMM_DISPERSION_ELEMENT");
    const parameters = { s6: 1, s8: Number.NaN, a1: 0.4, a2: 5, s9: 0 };
    expect(await code(make({ parameters }))).toBe("QMMM_DISPERSION_PARAMETERS");
    const { functional: _, ...own } = { functional: "PBE", model: "d3", elements: [8], parameters } as const;
    expect(await code(() => createDispersion(own))).toBe("QMMM_DISPERSION_PARAMETERS");
  });

  test("geometries", async () => {
    const evaluate = (options: Partial<DispersionOptions>, positions: Float64Array) => async () =>
      (await make(options)()).evaluate({ positions }, {});
    expect(await code(evaluate({}, new Float64Array(6)))).toBe("QMMM_DISPERSION_ATOMS");
    expect(await code(evaluate({}, new Float64Array(9)))).toBe("QMMM_GEOMETRY_ATOMS_COINCIDE");
    expect(await code(evaluate({ cutoffs: { twoBody: 5, width: 8 } }, water.positions))).toBe("QMMM_DISPERSION_CUTOFF");
  });
});
