import { createHooks, type Potential, type StepReport, type System } from "@qmmm/core";
import { constraintsFromGeometry } from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import { AnalyticPotential } from "../support/analytic-potential.js";
import { makeContext, makeTask } from "../support/context.js";
import { EmptyPotential } from "../support/empty-potential.js";
import { ARM, largestDeviation, methanes, springs, waters } from "../support/rigid-systems.js";

const rugged = () => new AnalyticPotential(springs(0.005));
const bath = { temperature: "300 K", steps: 20 };

async function run(options: Record<string, unknown>, system: System, potential: Potential = rugged()) {
  const hooks = createHooks();
  const reports: StepReport[] = [];
  hooks.tap("afterStep", "test", (report) => void reports.push(report));
  const result = await makeTask("dynamics", options).run(makeContext(system, potential, { hooks }));
  return { result, reports };
}

describe("ensembles and constraints of the task dynamics", () => {
  const nvt = { ensemble: "nvt", ...bath };
  const box = waters(4, 20);

  it("count degrees of freedom", async () => {
    const count = async (options: Record<string, unknown>, system: System) =>
      (await run({ ...options, steps: 1 }, system)).result.summary.degreesOfFreedom!.value;
    const open = waters(4).system;
    expect(await count({ ...nvt, constraints: "water" }, open)).toBe(24);
    expect(await count({ ...nvt, constraints: "hydrogens" }, methanes(2).system)).toBe(22);
    expect(await count({ ...nvt, constraints: "water", thermostat: { type: "bussi" } }, open)).toBe(18);
    expect(await count({ ...nvt, constraints: "water", thermostat: { type: "nose-hoover" } }, box.system)).toBe(21);
    expect(await count({ ensemble: "nve", temperature: "300 K", constraints: "water" }, box.system)).toBe(21);
    expect(await count({ ...nvt, constraints: { bonds: "index0 0 to 2" } }, open)).toBe(34);
    expect(await count({ ...nvt, constraints: { bonds: "index0 0 to 2", water: true } }, open)).toBe(24);
    // A frozen molecule has no constraints; one with a frozen oxygen has all three.
    expect(await count({ ...nvt, constraints: "water", frozen: "index0 0 to 2" }, open)).toBe(18);
    expect(await count({ ...nvt, constraints: "water", frozen: "index0 0" }, open)).toBe(21);
  });

  it("start on the surface of the constraints, at exactly the temperature asked for", async () => {
    const options = { ...nvt, constraints: "water", exactTemperature: true };
    const { reports } = await run(options, box.system);
    expect(reports[0]!.quantities.temperature!.value).toBeCloseTo(300, 9);
    const list = constraintsFromGeometry(box.sides, box.system.geometry);
    for (const { geometry } of reports)
      expect(largestDeviation(geometry.positions, list, geometry.cell)).toBeLessThan(1e-10);
  });

  it("bring molecules to the lengths that are given", async () => {
    const lengths = { "H-O": "1.0 angstrom", "H-H": "1.633 angstrom" };
    const { reports } = await run({ ...nvt, constraints: "water", constraintLengths: lengths }, box.system);
    const list = constraintsFromGeometry(box.sides, reports[0]!.geometry);
    expect(list.lengths[0]! / ARM).toBeCloseTo(1 / 0.9572, 12);
    expect(list.lengths[2]! * 0.529177210544).toBeCloseTo(1.633, 12);
    const last = reports.at(-1)!.geometry;
    expect(largestDeviation(last.positions, list, last.cell)).toBeLessThan(1e-10);
  });

  it("move heavier hydrogens more slowly", async () => {
    const { reports } = await run({ ...nvt, hydrogenMass: "3 u", exactTemperature: true }, methanes(2).system);
    expect(reports[0]!.quantities.temperature!.value).toBeCloseTo(300, 9);
  });

  it("report volume, density and pressure", async () => {
    const npt = { ensemble: "npt", pressure: "1 bar", ...bath };
    const { reports, result } = await run(npt, box.system, new EmptyPotential());
    const { volume, density, pressure } = reports[0]!.quantities;
    expect(volume!.value).toBeCloseTo((20 * 0.529177210544) ** 3, 8);
    expect(density!.value).toBeCloseTo((4 * 18.015) / 0.602214076 / volume!.value, 4);
    const kinetic = reports[0]!.quantities.kineticEnergy!.value;
    expect(pressure!.value).toBeCloseTo(((2 / 3) * kinetic * 2.94210157e8) / 20 ** 3, 3);
    expect(reports.at(-1)!.quantities.volume!.value).not.toBe(volume!.value);
    expect(Object.keys(result.summary)).toEqual(
      expect.arrayContaining(["meanVolume", "meanDensity", "meanPressure", "volume"]),
    );
    const mc = { ...npt, barostat: { type: "monte-carlo", every: 2 } };
    const without = await run(mc, box.system);
    expect(without.result.summary.volumeAcceptance!.value).toBeGreaterThan(0);
    expect(without.reports[0]!.quantities.pressure).toBeUndefined();
    expect(without.reports[0]!.quantities.volume!.value).toBe(volume!.value);
    const nve = { ensemble: "nve", ...bath, reportPressure: true };
    expect((await run(nve, box.system, new EmptyPotential())).reports[0]!.quantities.pressure!.unit).toBe("bar");
  });

  const npt = { ensemble: "npt", pressure: "1 bar", ...bath };
  const invalid: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ["npt without pressure", { ensemble: "npt", ...bath }, /needs the pressure/],
    ["npt without temperature", { ensemble: "npt", steps: 5, pressure: "1 bar" }, /needs the temperature/],
    ["a thermostat in nve", { ensemble: "nve", ...bath, thermostat: { type: "bussi" } }, /no thermostat/],
    ["a barostat in nvt", { ...nvt, barostat: { type: "monte-carlo" } }, /no barostat/],
    ["friction beside a thermostat", { ...nvt, friction: "1 1/ps", thermostat: { type: "bussi" } }, /Both friction/],
    ["frozen atoms in npt", { ...npt, frozen: "index0 0" }, /Frozen atoms/],
    [
      "constraints that scaling would break",
      { ...npt, constraints: "water", barostat: { type: "monte-carlo", scaling: "atoms" } },
      /Scaling every atom/,
    ],
    ["an unknown thermostat", { ...nvt, thermostat: { type: "berendsen" } }, /thermostat/],
    ["lengths of what is no pair", { ...nvt, constraintLengths: { OH: "1 angstrom" } }, /constraintLengths/],
  ];
  for (const [name, options, message] of invalid) {
    it(`refuse ${name}`, () => {
      expect(() => makeTask("dynamics", options)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^QMMM_/), message: expect.stringMatching(message) }),
      );
    });
  }

  const impossible: readonly (readonly [string, Record<string, unknown>, System, string])[] = [
    ["npt in open space", npt, waters(2).system, "QMMM_DYNAMICS_CELL_MISSING"],
    ["cell rescaling without a virial", npt, box.system, "QMMM_QUANTITY_UNSUPPORTED"],
    ["a pressure without a virial", { ...nvt, reportPressure: true }, box.system, "QMMM_QUANTITY_UNSUPPORTED"],
    ["constraints on nothing", { ...nvt, constraints: "water" }, methanes(1).system, "QMMM_DYNAMICS_CONSTRAINTS"],
    [
      "hydrogens heavier than their partners",
      { ...nvt, hydrogenMass: "4 u" },
      methanes(1).system,
      "QMMM_DYNAMICS_HYDROGEN_MASS",
    ],
  ];
  for (const [name, options, system, code] of impossible) {
    it(`refuse ${name}`, async () => {
      await expect((async () => run(options, system))()).rejects.toMatchObject({ code });
    });
  }
});
