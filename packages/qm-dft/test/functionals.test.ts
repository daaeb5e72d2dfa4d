import { readFileSync } from "node:fs";
import { isQmmmError } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { FUNCTIONALS, Functional, findFunctional } from "../src/index.js";

interface LibxcValues {
  readonly source: string;
  /** ρα, ρβ, |∇ρα|², |∇ρβ|², |∇ρ|², τα, τβ at every point. */
  readonly variables: readonly (readonly number[])[];
  readonly functionals: Readonly<
    Record<string, { readonly energy: readonly number[]; readonly derivatives: readonly (readonly number[])[] }>
  >;
}

const LIBXC: LibxcValues = JSON.parse(readFileSync(new URL("./fixtures/libxc.json", import.meta.url), "utf8"));
const SAME_SEMILOCAL_PART: Readonly<Record<string, string>> = { "wB97X-V": "wB97X-D3BJ", "r2SCAN-3c": "r2SCAN" };
const INPUTS = LIBXC.variables.map((values) => Float64Array.from(values));
const COUNT = INPUTS[0]!.length;

const perVariable = (): Float64Array[] => INPUTS.map(() => new Float64Array(COUNT));

/** Derivatives at the points, moved along a direction. */
function derivativesAt(functional: Functional, inputs: readonly Float64Array[]): Float64Array[] {
  const derivatives = perVariable();
  functional.evaluate(new Float64Array(COUNT), derivatives, inputs);
  return derivatives;
}

describe.each(FUNCTIONALS.map((definition) => [definition.name, definition] as const))("%s", (name, definition) => {
  const functional = new Functional(definition);

  test(`energies and derivatives equal those of ${LIBXC.source}`, () => {
    const energies = new Float64Array(COUNT);
    const derivatives = perVariable();
    functional.evaluate(energies, derivatives, INPUTS);
    const expected = LIBXC.functionals[SAME_SEMILOCAL_PART[name] ?? name]!;
    // TPSS's largest of two correlation energies is the only case that is not equal to rounding.
    const tolerance = name === "TPSS" ? 2e-8 : 1e-11;
    for (let p = 0; p < COUNT; p++) {
      expect(Math.abs(energies[p]! / expected.energy[p]! - 1)).toBeLessThan(tolerance);
      derivatives.forEach((values, v) => {
        const reference = expected.derivatives[v]![p]!;
        expect(Math.abs(values[p]! - reference)).toBeLessThan(tolerance * (Math.abs(reference) + 1e-6));
      });
    }
  });

  test("a closed shell by the variables of one spin", () => {
    const [ra, , saa, , , ta] = INPUTS;
    const inputs = [ra!, ra!, saa!, saa!, saa!.map((value) => 4 * value), ta!, ta!];
    const energies = new Float64Array(COUNT);
    const derivatives = perVariable();
    functional.evaluate(energies, derivatives, inputs);
    const closedEnergies = new Float64Array(COUNT);
    const closed = [0, 1, 2].map(() => new Float64Array(COUNT));
    functional.evaluateClosed(closedEnergies, closed, [ra!, saa!, ta!]);
    const [byRa, byRb, bySaa, bySbb, byStt, byTa, byTb] = derivatives;
    for (let p = 0; p < COUNT; p++) {
      expect(Math.abs(closedEnergies[p]! / energies[p]! - 1)).toBeLessThan(1e-12);
      const expected = [byRa![p]! + byRb![p]!, bySaa![p]! + bySbb![p]! + 4 * byStt![p]!, byTa![p]! + byTb![p]!];
      expected.forEach((value, v) => {
        expect(Math.abs(closed[v]![p]! - value)).toBeLessThan(1e-11 * (Math.abs(value) + 1e-6));
      });
    }
  });

  test("second derivatives along a direction equal fourth-order differences of the first", () => {
    const direction = INPUTS.map((values, v) => values.map((value, p) => value * Math.cos(3 * v + p)));
    const changes = perVariable();
    functional.respond(changes, INPUTS, direction);
    const step = 5e-5;
    const [one, other, two, another] = [step, -step, 2 * step, -2 * step].map((h) =>
      derivativesAt(
        functional,
        INPUTS.map((values, v) => values.map((value, p) => value + h * direction[v]![p]!)),
      ),
    );
    const scale = derivativesAt(functional, INPUTS);
    changes.forEach((values, v) => {
      for (let p = 0; p < COUNT; p++) {
        const numerical = (8 * (one![v]![p]! - other![v]![p]!) - (two![v]![p]! - another![v]![p]!)) / (12 * step);
        expect(Math.abs(values[p]! - numerical)).toBeLessThanOrEqual(
          1e-7 * Math.abs(numerical) + 3e-9 * Math.abs(scale[v]![p]!),
        );
      }
    });
  });

  test("first derivatives equal fourth-order differences of the energy", () => {
    const step = 1e-4;
    const derivatives = derivativesAt(functional, INPUTS);
    INPUTS.forEach((_, v) => {
      const energyAt = (h: number): Float64Array => {
        const energies = new Float64Array(COUNT);
        const moved = INPUTS.map((values, w) => (w === v ? values.map((value) => value * (1 + h)) : values));
        functional.evaluate(energies, perVariable(), moved);
        return energies;
      };
      const [one, other, two, another] = [step, -step, 2 * step, -2 * step].map(energyAt);
      const here = energyAt(0);
      for (let p = 0; p < COUNT; p++) {
        const numerical = (8 * (one![p]! - other![p]!) - (two![p]! - another![p]!)) / (12 * step);
        const analytic = derivatives[v]![p]! * INPUTS[v]![p]!;
        expect(Math.abs(analytic - numerical)).toBeLessThanOrEqual(
          1e-8 * Math.abs(analytic) + 1e-10 * Math.abs(here[p]!),
        );
      }
    });
  });
});

test("names are read whatever their capitals and hyphens, and a bare SVWN is refused", () => {
  expect(findFunctional("cam-b3lyp").name).toBe("CAM-B3LYP");
  expect(findFunctional("r²SCAN").name).toBe("r2SCAN");
  expect(findFunctional("ωB97X-D").name).toBe("wB97X-D");
  try {
    findFunctional("SVWN");
    expect.unreachable();
  } catch (error) {
    expect(isQmmmError(error) && error.code).toBe("QMMM_DFT_FUNCTIONAL");
  }
});

test.each([
  ["PBE-D3", "Write functional: PBE and dispersion: d3bj"],
  ["b3lyp-d3(bj)", "Write functional: B3LYP and dispersion: d3bj"],
  ["r2SCAN-D4", "Write functional: r2SCAN and dispersion: d4"],
  ["M06-D3", "Choose one of these; SVWN comes as SVWN-RPA and SVWN5"],
])("%s with dispersion in its name is refused with the way to write it", (name, action) => {
  expect(() => findFunctional(name)).toThrow(expect.objectContaining({ details: expect.objectContaining({ action }) }));
});
