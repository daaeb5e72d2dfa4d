/** A scalar field at the points of a regular grid around a molecule. */
export interface Volume {
  /** What the values are, with their unit; one line. */
  readonly title: string;
  /** Atomic numbers; length n. */
  readonly elements: Uint8Array;
  /** Positions, a0; length 3n. */
  readonly nuclei: Float64Array;
  /** First point, a0; length 3. */
  readonly origin: Float64Array;
  /** Steps between points along the three axes, a vector per row, a0; length 9. */
  readonly axes: Float64Array;
  /** Numbers of points along the axes. */
  readonly counts: readonly [number, number, number];
  /** Values, the third axis running fastest; length of the product of `counts`. */
  readonly values: Float64Array;
}

/**
 * Fields that can be put on a grid: the electron density, the spin density, the electrostatic potential, and orbitals: from the
 * highest occupied down (`homo`, `homo-1`), from the lowest unoccupied up, or by index from 0 (`orbital:4`); `:beta` for the other
 * spin.
 */
export const VOLUME_FIELD = /^(density|spinDensity|potential|(homo(-\d+)?|lumo(\+\d+)?|orbital:\d+)(:beta)?)$/;

/** Which fields, and at which points. */
export interface VolumeWant {
  /** Each matches {@link VOLUME_FIELD}. */
  readonly of: readonly string[];
  /** Distances of neighbouring points along x, y and z, a0. */
  readonly spacing: readonly [number, number, number];
  /** Room around the nuclei, a0. */
  readonly margin: number;
  /** First point, a0, instead of what the margin gives. */
  readonly origin?: readonly [number, number, number] | undefined;
  /** Numbers of points along x, y and z, instead of what the margin gives. */
  readonly counts?: readonly [number, number, number] | undefined;
}
