import { BOHR_IN_ANGSTROM, createRandomStream, isQmmmError, lengthsAnglesOf } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { readInpcrd } from "../../src/index.js";
import { AKMA_TIME, ANGSTROM, FEMTOSECOND } from "../../src/units.js";
import { expectFormatError, hasSharedData, sharedData } from "../support.js";
import { netcdfRestart } from "./netcdf-writer.js";

const coordinates = [1.25, -2.5, 3.75, 0.1, 0.2, 0.3];
const velocities = [0.5, 0.25, -0.125, 1, 2, 3];

describe("NetCDF restart files", () => {
  it.each([1, 2] as const)("version %s: coordinates, velocities and cell", (version) => {
    const bytes = netcdfRestart({ version, coordinates, velocities, lengths: [30, 31, 32], angles: [90, 100, 90] });
    const { geometry, velocities: found, title } = readInpcrd(bytes, "a.rst7");
    expect(title).toBe("a title");
    coordinates.forEach((x, k) => {
      expect(geometry.positions[k]).toBe(x * ANGSTROM);
    });
    velocities.forEach((v, k) => {
      expect(found![k]).toBeCloseTo((v * ANGSTROM) / AKMA_TIME, 14);
    });
    const { c, beta } = lengthsAnglesOf(geometry.cell!);
    expect(c * BOHR_IN_ANGSTROM).toBeCloseTo(32, 10);
    expect((beta * 180) / Math.PI).toBeCloseTo(100, 10);
  });

  it("takes velocities without a factor as Å/ps", () => {
    const bytes = netcdfRestart({ version: 1, coordinates, velocities, scale: undefined });
    expect(readInpcrd(bytes, "a").velocities![3]).toBeCloseTo(ANGSTROM / (1000 * FEMTOSECOND), 14);
    expect(readInpcrd(bytes, "a").geometry.cell).toBeUndefined();
  });

  it.each([
    ["another version", (b: Uint8Array) => b.with(3, 5), /classic format/],
    ["HDF5", () => Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0, 0, 0, 0), /classic format/],
    ["a file cut off in its data", (b: Uint8Array) => b.slice(0, -20), /ends in the middle of velocities/],
    ["a file cut off in its header", (b: Uint8Array) => b.slice(0, 40), /inside its header/],
    [
      "a trajectory",
      () => netcdfRestart({ version: 1, coordinates, velocities, conventions: "AMBER" }),
      /conventions AMBER/,
    ],
    [
      "an impossible cell",
      () => netcdfRestart({ version: 1, coordinates, velocities, lengths: [1, 0, 1], angles: [90, 90, 90] }),
      /not positive/,
    ],
    [
      "a coordinate that is no number",
      () => netcdfRestart({ version: 1, coordinates: coordinates.with(2, Number.NaN), velocities }),
      /Entry 2 .* of coordinates is not a number of sound size/,
    ],
  ])("refuses %s", (_, change, message) => {
    const bytes = netcdfRestart({ version: 1, coordinates, velocities });
    expectFormatError(() => readInpcrd(change(bytes), "a.rst7"), undefined, message);
  });

  it("damaged bytes end in a coded error or finite numbers", () => {
    const whole = netcdfRestart({ version: 2, coordinates, velocities, lengths: [30, 31, 32], angles: [90, 100, 90] });
    const random = createRandomStream("netcdf");
    const below = (n: number) => Math.floor(random.uniform() * n);
    let refused = 0;
    for (let k = 0; k < 900; k++) {
      const bytes = k % 3 === 0 ? whole.slice(0, below(whole.length)) : whole.slice();
      for (let n = 0; n < k % 3; n++) bytes[below(bytes.length)] = below(256);
      try {
        const { geometry, velocities: found } = readInpcrd(bytes, "a.ncrst");
        const numbers = [...geometry.positions, ...(found ?? []), ...(geometry.cell?.vectors ?? [])];
        expect(numbers.every(Number.isFinite)).toBe(true);
      } catch (error) {
        if (!isQmmmError(error)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(300);
    expect(refused).toBeLessThan(900);
  });

  it.skipIf(!hasSharedData)("the box of DHFR, whose name says ASCII", () => {
    const { geometry, velocities: found } = readInpcrd(sharedData("openmmtools-systems/dhfr/JAC.inpcrd"), "JAC.inpcrd");
    const { positions, cell } = geometry;
    expect(positions).toHaveLength(3 * 23558);
    expect(found).toHaveLength(3 * 23558);
    // as SciPy reads them
    expect(positions[0]! * BOHR_IN_ANGSTROM).toBeCloseTo(35.33373666021882, 11);
    expect(positions.at(-1)! * BOHR_IN_ANGSTROM).toBeCloseTo(34.266478358946756, 11);
    expect((found![0]! * AKMA_TIME) / ANGSTROM).toBeCloseTo(0.16098563616735276, 11);
    expect(lengthsAnglesOf(cell!).a * BOHR_IN_ANGSTROM).toBeCloseTo(61.64472315757705, 8);
  });
});
