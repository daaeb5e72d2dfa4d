import { InputError } from "../errors/qmmm-error.js";
import {
  BOHR_IN_ANGSTROM,
  BOLTZMANN,
  DALTON,
  DIPOLE_IN_DEBYE,
  FIELD_IN_VOLT_PER_ANGSTROM,
  HARTREE_IN_EV,
  HARTREE_IN_KCAL_PER_MOL,
  HARTREE_IN_KJ_PER_MOL,
  HARTREE_IN_WAVENUMBER,
  PRESSURE_IN_BAR,
  TIME_IN_FEMTOSECOND,
} from "./constants.js";

const length = {
  bohr: 1,
  a0: 1,
  angstrom: 1 / BOHR_IN_ANGSTROM,
  Å: 1 / BOHR_IN_ANGSTROM,
  A: 1 / BOHR_IN_ANGSTROM,
  nm: 10 / BOHR_IN_ANGSTROM,
  pm: 0.01 / BOHR_IN_ANGSTROM,
};
const energy = {
  hartree: 1,
  Eh: 1,
  mEh: 1e-3,
  eV: 1 / HARTREE_IN_EV,
  meV: 1e-3 / HARTREE_IN_EV,
  "kJ/mol": 1 / HARTREE_IN_KJ_PER_MOL,
  "kcal/mol": 1 / HARTREE_IN_KCAL_PER_MOL,
  "cm^-1": 1 / HARTREE_IN_WAVENUMBER,
};
const time = { au: 1, fs: 1 / TIME_IN_FEMTOSECOND, ps: 1e3 / TIME_IN_FEMTOSECOND, ns: 1e6 / TIME_IN_FEMTOSECOND };

function quotient(
  numerators: Record<string, number>,
  denominators: Record<string, number>,
  power = 1,
): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [top, a] of Object.entries(numerators)) {
    for (const [bottom, b] of Object.entries(denominators))
      out[`${top}/${bottom}${power === 1 ? "" : `^${power}`}`] = a / b ** power;
  }
  return out;
}

function product(
  factors: Record<string, number>,
  lengths: Record<string, number>,
  power: number,
): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [one, a] of Object.entries(factors)) {
    for (const [other, b] of Object.entries(lengths)) out[`${one}*${other}^${power}`] = a * b ** power;
  }
  return out;
}

/** Units by dimension: how many atomic units one of each is. */
export const UNITS = {
  length,
  energy,
  time,
  /** Thermal energy kT. */
  temperature: { K: BOLTZMANN },
  mass: { u: DALTON, Da: DALTON, "g/mol": DALTON, me: 1 },
  charge: { e: 1 },
  angle: { rad: 1, deg: Math.PI / 180, degree: Math.PI / 180, degrees: Math.PI / 180 },
  rate: { "1/ps": 1 / time.ps, "ps^-1": 1 / time.ps, "1/fs": 1 / time.fs, "fs^-1": 1 / time.fs },
  force: quotient(energy, length),
  forceConstant: quotient(energy, length, 2),
  angleForceConstant: quotient(energy, { "rad^2": 1, "deg^2": (Math.PI / 180) ** 2 }),
  inverseLength: {
    "1/a0": 1,
    "1/bohr": 1,
    "1/Å": BOHR_IN_ANGSTROM,
    "1/A": BOHR_IN_ANGSTROM,
    "1/angstrom": BOHR_IN_ANGSTROM,
  },
  /** Energy times the sixth power of a length. */
  dispersion: product(energy, length, 6),
  pressure: {
    bar: 1 / PRESSURE_IN_BAR,
    atm: 1.01325 / PRESSURE_IN_BAR,
    GPa: 1e4 / PRESSURE_IN_BAR,
    MPa: 10 / PRESSURE_IN_BAR,
    Pa: 1e-5 / PRESSURE_IN_BAR,
  },
  compressibility: { "1/bar": PRESSURE_IN_BAR, "1/GPa": PRESSURE_IN_BAR / 1e4, "1/Pa": PRESSURE_IN_BAR * 1e5 },
  /** Polarisability volume α/(4πε0). */
  polarisability: {
    "a0^3": 1,
    "bohr^3": 1,
    "Å^3": 1 / BOHR_IN_ANGSTROM ** 3,
    "A^3": 1 / BOHR_IN_ANGSTROM ** 3,
    "angstrom^3": 1 / BOHR_IN_ANGSTROM ** 3,
  },
  dipole: { "e*a0": 1, D: 1 / DIPOLE_IN_DEBYE, debye: 1 / DIPOLE_IN_DEBYE },
  field: { au: 1, "V/Å": 1 / FIELD_IN_VOLT_PER_ANGSTROM, "V/angstrom": 1 / FIELD_IN_VOLT_PER_ANGSTROM },
  memory: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
} as const satisfies Record<string, Record<string, number>>;

/** A physical dimension that input can state. */
export type Dimension = keyof typeof UNITS;

function unitTable(dimension: Dimension): Record<string, number> {
  return UNITS[dimension];
}

/** Factor from a unit to atomic units (bytes for memory). @throws QmmmError `QMMM_UNIT_UNKNOWN` */
export function unitFactor(dimension: Dimension, unit: string): number {
  const table = unitTable(dimension);
  const factor = Object.hasOwn(table, unit) ? table[unit] : undefined;
  if (factor === undefined) {
    throw new InputError("QMMM_UNIT_UNKNOWN", `"${unit}" is not a unit of ${dimension}`, {
      value: unit,
      allowed: Object.keys(table),
      action: "Use one of the units listed",
    });
  }
  return factor;
}

/** Converts a number in a unit to atomic units. */
export function toAtomic(value: number, dimension: Dimension, unit: string): number {
  return value * unitFactor(dimension, unit);
}

/** Converts a number in atomic units to a unit. */
export function fromAtomic(value: number, dimension: Dimension, unit: string): number {
  return value / unitFactor(dimension, unit);
}

const QUANTITY = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.*?)\s*$/;

/**
 * Reads a number with its unit, such as `0.5 fs` or `10 kcal/mol/Å^2`, into atomic units.
 *
 * @throws QmmmError `QMMM_UNIT_MISSING`, `QMMM_UNIT_UNKNOWN`, `QMMM_QUANTITY_MALFORMED`
 */
export function parseQuantity(text: string | number, dimension: Dimension): number {
  const allowed = Object.keys(unitTable(dimension));
  if (typeof text === "number" || /^\s*[+-]?[\d.]+(?:[eE][+-]?\d+)?\s*$/.test(text)) {
    throw new InputError("QMMM_UNIT_MISSING", `"${text}" has no unit; one of ${dimension} is expected`, {
      value: text,
      allowed,
      action: `Write the unit after the number, for example "${text} ${allowed[0]}"`,
    });
  }
  const match = QUANTITY.exec(text);
  if (match === null) {
    throw new InputError("QMMM_QUANTITY_MALFORMED", `"${text}" is not a number with a unit of ${dimension}`, {
      value: text,
      allowed,
      action: `Write a number and a unit, for example "1 ${allowed[0]}"`,
    });
  }
  return Number(match[1]) * unitFactor(dimension, match[2]!);
}
