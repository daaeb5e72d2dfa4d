import { type Cell, createRandomStream, reciprocalOf } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { type BondedKernel, type CmapGrid, mmKernels } from "../../src/index.js";
import { cmapTables } from "../../src/parameters/cmap-splines.js";

const NONE = new Float64Array(0);
const STEP = 3e-4;

/** Fourth-order central difference. */
function slope(f: (x: number) => number, step = STEP): number {
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}

function cellNumbers(cell: Cell | undefined): Float64Array {
  return cell === undefined ? NONE : Float64Array.of(...cell.vectors, ...reciprocalOf(cell));
}

function strain(vectors: Float64Array, a: number, b: number, amount: number): Float64Array {
  return vectors.map((x, k) => (k % 3 === a ? x + amount * vectors[k - a + b]! : x));
}

interface Case {
  readonly name: string;
  readonly kernel: BondedKernel;
  readonly atoms: number[];
  readonly parameters: number[];
  readonly positions: number[];
  readonly energy?: number;
}

const square = [1.1, 0.2, 0.1, 0, 0, 0, 0.3, 1.9, -0.2, 1.2, 2.6, 1.1];
const kernels = mmKernels.kernels;

/** A grid whose energies are not smooth: their differences are all that the derivatives can come from. */
const rippled: CmapGrid = {
  size: 12,
  energies: Float64Array.from({ length: 144 }, (_, k) => 0.01 * Math.sin(1.7 * k) + 0.003 * Math.cos(0.9 * k * k)),
};
const ripple: BondedKernel = (energies, forces, virial, positions, cell, atoms) => {
  const { starts, sizes, grids } = cmapTables({ atoms, gridOf: Int32Array.of(0), grids: [rippled] });
  kernels["mm/cmap"]!(energies, forces, virial, positions, cell, atoms, starts, sizes, grids);
};
const cases: Case[] = [
  {
    name: "bond",
    kernel: kernels["mm/bonds"]!,
    atoms: [0, 1],
    parameters: [0.35, 1.8],
    positions: square.slice(0, 6),
    energy: 0.35 * (Math.hypot(1.1, 0.2, 0.1) - 1.8) ** 2,
  },
  {
    name: "angle",
    kernel: kernels["mm/angles"]!,
    atoms: [0, 1, 2],
    parameters: [0.1, 1.9],
    positions: square.slice(0, 9),
  },
  {
    name: "nearly linear angle",
    kernel: kernels["mm/angles"]!,
    atoms: [0, 1, 2],
    parameters: [0.1, 3.0],
    positions: [1.5, 0, 0, 0, 0, 0, -1.4, 0.05, 0.01],
  },
  {
    name: "linear equilibrium, nearly linear angle",
    kernel: kernels["mm/angles"]!,
    atoms: [0, 1, 2],
    parameters: [0.1, Math.PI],
    positions: [1.5, 0, 0, 0, 0, 0, -1.4, 0.03, 0.01],
  },
  {
    name: "quartic bond",
    kernel: kernels["mm/quarticBonds"]!,
    atoms: [0, 1],
    parameters: [0.09, 1.8],
    positions: square.slice(0, 6),
    energy: 0.09 * (1.1 ** 2 + 0.2 ** 2 + 0.1 ** 2 - 1.8 ** 2) ** 2,
  },
  {
    name: "Morse bond",
    kernel: kernels["mm/morseBonds"]!,
    atoms: [0, 1],
    parameters: [0.16, 1.1, 1.8],
    positions: square.slice(0, 6),
    energy: 0.16 * (1 - Math.exp(-1.1 * (Math.sqrt(1.26) - 1.8))) ** 2,
  },
  {
    name: "cubic bond",
    kernel: kernels["mm/cubicBonds"]!,
    atoms: [0, 1],
    parameters: [0.35, -1.3, 1.8],
    positions: square.slice(0, 6),
    energy: 0.35 * (Math.sqrt(1.26) - 1.8) ** 2 * (1 - 1.3 * (Math.sqrt(1.26) - 1.8)),
  },
  {
    name: "FENE bond",
    kernel: kernels["mm/feneBonds"]!,
    atoms: [0, 1],
    parameters: [0.35, 1.5],
    positions: square.slice(0, 6),
    energy: -0.5 * 0.35 * 2.25 * Math.log(1 - 1.26 / 2.25),
  },
  // r = 1.1225
  ...(
    [
      ["below its range", [0.3, 1.3, 1.5, 1.8], 0.3 * (1.3 - Math.sqrt(1.26)) ** 2],
      ["above its range", [0.3, 0.5, 0.9, 1.3], 0.3 * (Math.sqrt(1.26) - 0.9) ** 2],
      ["far above its range", [0.3, 0.5, 0.7, 0.9], 0.3 * 0.2 ** 2 + 2 * 0.3 * 0.2 * (Math.sqrt(1.26) - 0.9)],
    ] as const
  ).map(([where, parameters, energy]) => ({
    name: `flat bond ${where}`,
    kernel: kernels["mm/flatBonds"]!,
    atoms: [0, 1],
    parameters: [...parameters],
    positions: square.slice(0, 6),
    energy,
  })),
  {
    name: "restricted angle",
    kernel: kernels["mm/restrictedAngles"]!,
    atoms: [0, 1, 2],
    parameters: [0.1, -0.4],
    positions: square.slice(0, 9),
    energy: (0.1 * (0.69 / Math.sqrt(1.26 * 3.74) + 0.4) ** 2) / (1 - 0.69 ** 2 / (1.26 * 3.74)),
  },
  {
    name: "quartic angle",
    kernel: kernels["mm/quarticAngles"]!,
    atoms: [0, 1, 2],
    parameters: [1.7, 0.01, -0.02, 0.1, 0.05, -0.03],
    positions: square.slice(0, 9),
  },
  {
    name: "atoms in line",
    kernel: kernels["mm/linearAngles"]!,
    atoms: [0, 1, 2],
    parameters: [0.2, 0.4],
    positions: square.slice(0, 9),
    energy: 0.2 * ((0.44 + 0.18) ** 2 + (0.08 + 1.14) ** 2 + (0.04 - 0.12) ** 2),
  },
  {
    name: "bond-bond cross term",
    kernel: kernels["mm/bondBondCross"]!,
    atoms: [0, 1, 2],
    parameters: [0.2, 1.4, 1.7],
    positions: square.slice(0, 9),
    energy: 0.2 * (Math.sqrt(1.26) - 1.4) * (Math.sqrt(3.74) - 1.7),
  },
  {
    name: "bond-angle cross term",
    kernel: kernels["mm/bondAngleCross"]!,
    atoms: [0, 1, 2],
    parameters: [0.2, 1.4, 1.7, 1.2],
    positions: square.slice(0, 9),
    energy: 0.2 * (Math.hypot(0.8, 1.7, 0.3) - 1.2) * (Math.sqrt(1.26) - 1.4 + Math.sqrt(3.74) - 1.7),
  },
  {
    name: "restricted torsion",
    kernel: kernels["mm/restrictedTorsions"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.01, 0.5],
    positions: square,
  },
  {
    name: "bending and torsion",
    kernel: kernels["mm/bendingTorsions"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.01, -0.4, 0.02, 0.03, -0.01],
    positions: square,
  },
  {
    name: "bending and torsion, three atoms nearly in line",
    kernel: kernels["mm/bendingTorsions"]!,
    atoms: [0, 1, 2, 3],
    parameters: [1, -0.4, 0.2, 0.3, -0.1],
    positions: [1.5, 0, 0, 0, 0, 0, -1.4, 0.05, 0.01, -1.9, 1.3, 0.4],
  },
  {
    name: "angle by its cosine",
    kernel: kernels["mm/cosineAngles"]!,
    atoms: [0, 1, 2],
    parameters: [0.1, -0.4],
    positions: square.slice(0, 9),
    energy: 0.1 * (0.69 / Math.sqrt(1.26 * 3.74) + 0.4) ** 2,
  },
  {
    name: "nearly linear angle by its cosine",
    kernel: kernels["mm/cosineAngles"]!,
    atoms: [0, 1, 2],
    parameters: [0.1, 0.3],
    positions: [1.5, 0, 0, 0, 0, 0, -1.4, 0.05, 0.01],
  },
  ...[1, 2, 3].map((n) => ({
    name: `torsion of period ${n}`,
    kernel: kernels["mm/torsions"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.01, n, 0.5],
    positions: square,
  })),
  {
    name: "torsion near cis",
    kernel: kernels["mm/torsions"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.02, 2, Math.PI],
    positions: [1, 1, 0.001, 1, 0, 0, 0, 0, 0, 0, 1, 0],
  },
  {
    name: "torsion near trans",
    kernel: kernels["mm/torsions"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.02, 3, 0.3],
    positions: [1, 1, 0.001, 1, 0, 0, 0, 0, 0, 0, -1, 0],
  },
  {
    name: "harmonic improper",
    kernel: kernels["mm/harmonicImpropers"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.05, 0.4],
    positions: square,
  },
  {
    name: "harmonic improper at the seam of the angle",
    kernel: kernels["mm/harmonicImpropers"]!,
    atoms: [0, 1, 2, 3],
    parameters: [0.05, -Math.PI],
    positions: [1, 1, 0.001, 1, 0, 0, 0, 0, 0, 0, -1, -0.1],
    energy: 0.05 * (Math.atan(0.1) - Math.atan(0.001)) ** 2,
  },
  {
    name: "CMAP",
    kernel: ripple,
    atoms: [0, 1, 2, 3, 1, 2, 3, 4],
    parameters: [],
    positions: [...square, 2.4, 2.5, 0.2],
  },
  {
    name: "CMAP near trans",
    kernel: ripple,
    atoms: [0, 1, 2, 3, 1, 2, 3, 4],
    parameters: [],
    positions: [1, 1, 0.001, 1, 0, 0, 0, 0, 0, 0, -1, 0, -1, -1.2, 0.02],
  },
  {
    name: "charge-induced dipole",
    kernel: kernels["mm/inverseFourth"]!,
    atoms: [0, 3],
    parameters: [3, 0],
    positions: square,
    energy: -3 / Math.hypot(0.1, 2.4, 1) ** 4,
  },
  {
    name: "charge-induced dipole before its cutoff",
    kernel: kernels["mm/inverseFourth"]!,
    atoms: [0, 3],
    parameters: [3, 1 / 3.5],
    positions: square,
    energy: -3 * (Math.hypot(0.1, 2.4, 1) ** -4 - 3.5 ** -4 + (4 * (Math.hypot(0.1, 2.4, 1) - 3.5)) / 3.5 ** 5),
  },
  {
    name: "scaled pair",
    kernel: kernels["mm/exceptions"]!,
    atoms: [0, 3],
    parameters: [3000, 9, -0.3],
    positions: square,
  },
];

describe.each(cases)("$name", ({ kernel, atoms, parameters, positions, energy }) => {
  const skewed: Cell = { vectors: Float64Array.of(20, 0.5, 0.2, 1, 21, 0.3, -0.4, 0.6, 22) };
  const shifted = positions.map((x, k) => (k < 3 ? x + skewed.vectors[k]! : x));
  const terms = [Int32Array.from(atoms), Float64Array.from(parameters)] as const;
  const energyOf = (at: Float64Array, cell: Float64Array): number => {
    const energies = new Float64Array(2);
    kernel(energies, NONE, NONE, at, cell, ...terms);
    return energies[0]! + energies[1]!;
  };

  it.each([
    ["open", positions, undefined],
    ["across a cell", shifted, skewed],
  ] as const)("%s: forces and virial are derivatives", (_, start, cell) => {
    const at = Float64Array.from(start);
    const numbers = cellNumbers(cell);
    const forces = new Float64Array(at.length);
    const virial = new Float64Array(9);
    const energies = new Float64Array(2);
    kernel(energies, forces, virial, at, numbers, ...terms);
    expect(energies[0]! + energies[1]!).toBe(energyOf(at, numbers));
    expect(energyOf(at, numbers)).toBeCloseTo(energyOf(Float64Array.from(positions), NONE), 13);
    if (energy !== undefined) expect(energyOf(at, numbers)).toBeCloseTo(energy, 13);
    const largest = Math.max(...forces.map(Math.abs));
    expect(largest).toBeGreaterThan(1e-6);
    forces.forEach((force, k) => {
      const numerical = -slope((d) => energyOf(at.with(k, at[k]! + d), numbers));
      expect(Math.abs(force - numerical), `coordinate ${k}`).toBeLessThan(1e-7 * largest);
    });
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        const numerical = -slope((e) => {
          const strained = cell && { vectors: strain(cell.vectors, a, b, e) };
          return energyOf(strain(at, a, b, e), cellNumbers(strained));
        });
        expect(Math.abs(virial[3 * a + b]! - numerical), `strain ${a}${b}`).toBeLessThan(
          2e-7 * Math.max(largest, 0.01),
        );
      }
    }
  });
});

describe("undefined directions", () => {
  const run = (kernel: BondedKernel, atoms: number[], parameters: number[], positions: number[]) => {
    const energies = new Float64Array(1);
    const forces = new Float64Array(positions.length);
    const virial = new Float64Array(9);
    kernel(
      energies,
      forces,
      virial,
      Float64Array.from(positions),
      NONE,
      Int32Array.from(atoms),
      Float64Array.from(parameters),
    );
    return { energy: energies[0]!, forces, virial };
  };

  it("a straight angle has its energy, and no force that is not a number", () => {
    const straight = run(kernels["mm/angles"]!, [0, 1, 2], [0.1, 2], [1, 0, 0, 0, 0, 0, -1, 0, 0]);
    expect(straight.energy).toBeCloseTo(0.1 * (Math.PI - 2) ** 2, 14);
    expect([...straight.forces, ...straight.virial].every(Number.isFinite)).toBe(true);
  });

  it("a torsion about a straight chain is finite", () => {
    const straight = run(kernels["mm/torsions"]!, [0, 1, 2, 3], [0.1, 2, 0], [2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
    expect([straight.energy, ...straight.forces, ...straight.virial].every(Number.isFinite)).toBe(true);
  });

  it("the torsion has the sign of IUPAC", () => {
    // Looking along j→k, the far bond is turned clockwise by 60° from the near one: φ = +60°.
    const [c, s] = [Math.cos(Math.PI / 3), Math.sin(Math.PI / 3)];
    const positions = [1, 0, 1, 0, 0, 1, 0, 0, 0, c, -s, 0];
    const towards = run(kernels["mm/torsions"]!, [0, 1, 2, 3], [1, 1, Math.PI / 3], positions);
    expect(towards.energy).toBeCloseTo(2, 12);
  });
});

describe("random angles down to straight ones", () => {
  it("keep their precision", () => {
    const random = createRandomStream("angles");
    for (let n = 0; n < 200; n++) {
      const bend = 10 ** (-6 * random.uniform());
      const positions = Float64Array.of(1, 0, 0, 0, 0, 0, -Math.cos(bend), Math.sin(bend), 0);
      const energies = new Float64Array(1);
      kernels["mm/angles"]!(energies, NONE, NONE, positions, NONE, Int32Array.of(0, 1, 2), Float64Array.of(1, Math.PI));
      expect(Math.abs(energies[0]! / bend ** 2 - 1)).toBeLessThan(1e-9);
    }
  });
});
