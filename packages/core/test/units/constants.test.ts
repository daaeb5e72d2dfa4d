import * as core from "@qmmm/core";
import { describe, expect, test } from "vitest";

// CODATA 2022 (NIST, https://physics.nist.gov/constants; also scipy.constants 1.17). Exact: c, e, h, k, N_A.
const SPEED_OF_LIGHT = 299792458;
const ELEMENTARY_CHARGE = 1.602176634e-19;
const PLANCK = 6.62607015e-34;
const BOHR_RADIUS = 5.29177210544e-11;
const HARTREE = 4.359744722206e-18;
const ELECTRON_MASS = 9.1093837139e-31;
const ATOMIC_MASS_CONSTANT = 1.66053906892e-27;
const FINE_STRUCTURE = 7.2973525643e-3;

describe("constants are those of CODATA 2022", () => {
  test.each([
    ["BOHR_IN_ANGSTROM", core.BOHR_IN_ANGSTROM, 0.529177210544, 0],
    ["HARTREE_IN_JOULE", core.HARTREE_IN_JOULE, HARTREE, 0],
    ["HARTREE_IN_EV", core.HARTREE_IN_EV, 27.211386245981, 0],
    ["AVOGADRO", core.AVOGADRO, 6.02214076e23, 0],
    ["BOLTZMANN_IN_JOULE_PER_KELVIN", core.BOLTZMANN_IN_JOULE_PER_KELVIN, 1.380649e-23, 0],
    ["TIME_IN_FEMTOSECOND", core.TIME_IN_FEMTOSECOND, 2.4188843265864e-2, 0],
    ["HARTREE_IN_WAVENUMBER", core.HARTREE_IN_WAVENUMBER, 219474.63136314, 0],
    ["BOLTZMANN", core.BOLTZMANN, 3.1668115634564e-6, 1e-13],
    ["DALTON", core.DALTON, 1822.8884862781, 1e-13],
    // 8.4783536198(13)e-30 C·m in debye of 1e-21/c C·m.
    ["DIPOLE_IN_DEBYE", core.DIPOLE_IN_DEBYE, (8.4783536198e-30 * SPEED_OF_LIGHT) / 1e-21, 1e-11],
    ["HARTREE_IN_KJ_PER_MOL", core.HARTREE_IN_KJ_PER_MOL, 2625.49963948, 1e-11],
    ["HARTREE_IN_KCAL_PER_MOL", core.HARTREE_IN_KCAL_PER_MOL, 627.509474061, 1e-11],
    ["PRESSURE_IN_BAR", core.PRESSURE_IN_BAR, 2.9421015757e8, 1e-10],
    // 5.14220675112(80)e11 V/m.
    ["FIELD_IN_VOLT_PER_ANGSTROM", core.FIELD_IN_VOLT_PER_ANGSTROM, 51.4220675112, 1e-11],
  ])("%s", (_, value, expected, relative) => {
    expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(relative);
  });
});

describe("constants agree with each other", () => {
  const close = (a: number, b: number, relative: number) => expect(Math.abs(a / b - 1)).toBeLessThan(relative);
  test("Eh = α²·mₑ·c²", () => close(HARTREE, FINE_STRUCTURE ** 2 * ELECTRON_MASS * SPEED_OF_LIGHT ** 2, 1e-9));
  test("a0 = ħ/(α·mₑ·c)", () =>
    close(BOHR_RADIUS, PLANCK / (2 * Math.PI * FINE_STRUCTURE * ELECTRON_MASS * SPEED_OF_LIGHT), 1e-9));
  test("eV", () => close(core.HARTREE_IN_EV, HARTREE / ELEMENTARY_CHARGE, 1e-13));
  test("cm⁻¹", () => close(core.HARTREE_IN_WAVENUMBER, HARTREE / (PLANCK * SPEED_OF_LIGHT * 100), 1e-12));
  test("time", () => close(core.TIME_IN_FEMTOSECOND, (PLANCK / (2 * Math.PI * HARTREE)) * 1e15, 1e-12));
  test("mass", () => close(core.DALTON, ATOMIC_MASS_CONSTANT / ELECTRON_MASS, 2e-11));
  test("dipole", () => close(core.DIPOLE_IN_DEBYE, (ELEMENTARY_CHARGE * BOHR_RADIUS * SPEED_OF_LIGHT) / 1e-21, 1e-11));
});
