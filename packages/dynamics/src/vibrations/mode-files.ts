import { DALTON, ELEMENT_SYMBOLS } from "@qmmm/core";

/** Modes for files: Cartesian displacements of the atoms listed. */
export interface ModeTable {
  /** Atomic numbers of all atoms; length N. */
  readonly elements: Uint8Array;
  /** a0; length 3N. */
  readonly positions: Float64Array;
  /** Atoms that vibrate. */
  readonly atoms: Int32Array;
  /** cm⁻¹, imaginary ones negative. */
  readonly wavenumbers: Float64Array;
  /** Displacements of the atoms that vibrate, a0, normalised; one row of 3n per mode. */
  readonly displacements: readonly Float64Array[];
  /** km/mol. */
  readonly intensities?: Float64Array | undefined;
  /** mₑ. */
  readonly reducedMasses: Float64Array;
}

/** The modes in the Molden format, which Molden, Jmol and Avogadro animate. */
export function moldenModes(table: ModeTable): string {
  const { elements, positions, atoms, wavenumbers, displacements, intensities } = table;
  const lines = ["[Molden Format]", "[FREQ]"];
  for (const value of wavenumbers) lines.push(value.toFixed(4));
  lines.push("[FR-COORD]");
  const row = (numbers: ArrayLike<number>): string =>
    Array.from(numbers, (value) => value.toFixed(8).padStart(14)).join(" ");
  for (const [atom, element] of elements.entries()) {
    lines.push(`${ELEMENT_SYMBOLS[element]!.padEnd(3)} ${row(positions.subarray(3 * atom, 3 * atom + 3))}`);
  }
  lines.push("[FR-NORM-COORD]");
  const still = new Float64Array(3);
  for (const [mode, displacement] of displacements.entries()) {
    lines.push(`vibration ${mode + 1}`);
    for (let atom = 0; atom < elements.length; atom++) {
      const n = atoms.indexOf(atom);
      lines.push(row(n < 0 ? still : displacement.subarray(3 * n, 3 * n + 3)));
    }
  }
  if (intensities !== undefined) {
    lines.push("[INT]");
    for (const value of intensities) lines.push(value.toFixed(4));
  }
  return `${lines.join("\n")}\n`;
}

/** One line per mode. */
export function modesCsv({ wavenumbers, intensities, reducedMasses }: ModeTable): string {
  const header = `mode,wavenumber_cm-1,reducedMass_u${intensities === undefined ? "" : ",intensity_km/mol"}`;
  const lines = Array.from(wavenumbers, (value, mode) =>
    [mode + 1, value, reducedMasses[mode]! / DALTON, ...(intensities === undefined ? [] : [intensities[mode]!])].join(
      ",",
    ),
  );
  return `${[header, ...lines].join("\n")}\n`;
}
