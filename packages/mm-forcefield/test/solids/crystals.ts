import { atomicNumber, createRandomStream, createSystem, type System } from "@qmmm/core";
import { ANGSTROM } from "../support.js";

/** A crystal: cell vectors as rows, Å, and atoms at fractional coordinates. */
interface Crystal {
  readonly vectors: readonly (readonly [number, number, number])[];
  readonly atoms: readonly (readonly [symbol: string, a: number, b: number, c: number])[];
}

const FCC = [
  [0, 0, 0],
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
] as const;

function cubic(a: number): Crystal["vectors"] {
  return [
    [a, 0, 0],
    [0, a, 0],
    [0, 0, a],
  ];
}

function diamondSites(shift: number): readonly (readonly [number, number, number])[] {
  return FCC.map(([x, y, z]) => [x + shift, y + shift, z + shift] as const);
}

/** Silicon in the diamond structure, 8 atoms. */
export function diamond(a: number, symbols: readonly [string, string] = ["Si", "Si"]): Crystal {
  return {
    vectors: cubic(a),
    atoms: [0, 0.25].flatMap((shift, k) => diamondSites(shift).map((at) => [symbols[k]!, ...at] as const)),
  };
}

/** Face-centred cubic, 4 atoms. */
export function fcc(a: number, symbol: string): Crystal {
  return { vectors: cubic(a), atoms: FCC.map((at) => [symbol, ...at] as const) };
}

/** Idealised β-cristobalite: silicon as in diamond, oxygen half way between; 24 atoms. */
export function cristobalite(a: number): Crystal {
  const silicon = [...diamondSites(0), ...diamondSites(0.25)].map((at) => ["Si", ...at] as const);
  const oxygen = FCC.flatMap(([x, y, z]) =>
    [
      [1, 1, 1],
      [1, -1, -1],
      [-1, 1, -1],
      [-1, -1, 1],
    ].map(([p, q, r]) => ["O", x + p! / 8, y + q! / 8, z + r! / 8] as const),
  );
  return { vectors: cubic(a), atoms: [...silicon, ...oxygen] };
}

/** n1 × n2 × n3 cells of a crystal as a system; `tilt` is added to the vectors of the whole cell (rows, Å). */
export function supercell(
  { vectors, atoms }: Crystal,
  [n1, n2, n3]: readonly [number, number, number],
  tilt: readonly (readonly number[])[] = [],
): System {
  const count = [n1, n2, n3];
  const cell = vectors.map((row, d) => row.map((x, k) => x * count[d]! + (tilt[d]?.[k] ?? 0)));
  const elements: number[] = [];
  const positions: number[] = [];
  for (let i = 0; i < n1; i++) {
    for (let j = 0; j < n2; j++) {
      for (let k = 0; k < n3; k++) {
        for (const [symbol, a, b, c] of atoms) {
          const s = [(i + a) / n1, (j + b) / n2, (k + c) / n3];
          elements.push(atomicNumber(symbol)!);
          for (let d = 0; d < 3; d++)
            positions.push(ANGSTROM * (s[0]! * cell[0]![d]! + s[1]! * cell[1]![d]! + s[2]! * cell[2]![d]!));
        }
      }
    }
  }
  return createSystem({
    elements,
    positions: Float64Array.from(positions),
    cell: { vectors: Float64Array.from(cell.flat(), (x) => x * ANGSTROM) },
  });
}

/** A system of an extended list: symbols, positions and cell in Å; no cell for an open one. */
export function systemOf(
  symbols: readonly string[],
  positions: readonly (readonly number[])[],
  cell?: readonly (readonly number[])[],
): System {
  return createSystem({
    elements: symbols.map((symbol) => atomicNumber(symbol)!),
    positions: Float64Array.from(positions.flat(), (x) => x * ANGSTROM),
    cell: cell === undefined ? undefined : { vectors: Float64Array.from(cell.flat(), (x) => x * ANGSTROM) },
  });
}

/** Two formula units of silica in a small triclinic cell, no known crystal. */
export function smallSilica(): System {
  return systemOf(
    ["Si", "O", "O", "Si", "O", "O"],
    [
      [0, 0, 0],
      [1.5, 0.4, 0.2],
      [-0.4, 1.5, 0.3],
      [2.6, 1.6, 0.4],
      [2.5, 1.9, 2.0],
      [0.3, -0.3, 1.7],
    ],
    [
      [4.2, 0, 0],
      [0.6, 4.4, 0],
      [-0.5, 0.4, 4.6],
    ],
  );
}

/** The system with every coordinate moved by up to an amount, Å; the same in every run. */
export function shaken(system: System, amount: number): System {
  const random = createRandomStream("crystals").split(`${system.topology.atomCount}`);
  const positions = system.geometry.positions.map((x) => x + ANGSTROM * amount * (2 * random.uniform() - 1));
  return { ...system, geometry: { ...system.geometry, positions } };
}

/** The atoms of one cell in open space. */
export function withoutCell(system: System): System {
  return { ...system, geometry: { positions: system.geometry.positions } };
}
