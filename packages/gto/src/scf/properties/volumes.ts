import { InputError, VOLUME_FIELD, type Volume, type VolumeWant } from "@qmmm/core";
import { partitionOf } from "../../grid/partition/atomic-cells.js";
import { bisect } from "../../grid/spatial-blocks.js";
import { canonicalOrbitals } from "../canonical-orbitals.js";
import { addScaled } from "../linear-algebra/matrices.js";
import { totalDensity } from "../molecule-in-field.js";
import { addNuclearPotential } from "../nuclear-interactions.js";
import type { SolvedMolecule } from "../solution-properties.js";

/** Points that are worked on together. */
const BLOCK = 128;
/** Blocks between two breaths. */
const BLOCKS = 64;
/** Points of potentials between two breaths. */
const BREATH = 512;
const MOST_POINTS = 5e7;
/** Distance from a nucleus at which the potential is taken when a point lies on it, a0. */
const OFF_NUCLEUS = 1e-3;

/** Told what is worked on and how much of it is done; gives way to the event loop now and then, and throws when the work is to stop. */
export type Advance = (what: string, done: number, total: number) => void | Promise<void>;

/** Told how many points of one field are done. */
type AdvanceOfField = (done: number) => void | Promise<void>;

/** Points of a box with axes along x, y and z, the last running fastest. */
interface Box {
  readonly origin: Float64Array;
  readonly axes: Float64Array;
  readonly counts: readonly [number, number, number];
  /** Length 3n. */
  readonly points: Float64Array;
}

/**
 * Fields of a solution at the points of a box around the nuclei.
 *
 * @throws InputError `QMMM_VOLUME_SIZE`, `QMMM_VOLUME_FIELD`
 */
export async function volumesOf(
  solved: SolvedMolecule,
  want: VolumeWant,
  advance: Advance,
): Promise<Record<string, Volume>> {
  const { molecule, place } = solved;
  const { points, ...box } = boxAround(place.nuclei, want);
  const out: Record<string, Volume> = {};
  for (const name of want.of) {
    const { title, values } = await fieldOf(solved, name, points, (done) =>
      advance(`points of ${name}`, done, points.length / 3),
    );
    out[name] = { title, ...box, elements: molecule.elements, nuclei: place.nuclei.slice(), values };
  }
  return out;
}

function boxAround(nuclei: Float64Array, { spacing, margin, ...given }: VolumeWant): Box {
  const lowest = [0, 1, 2].map((k) =>
    nuclei.reduce((least, x, i) => (i % 3 === k ? Math.min(least, x) : least), Infinity),
  );
  const highest = [0, 1, 2].map((k) =>
    nuclei.reduce((most, x, i) => (i % 3 === k ? Math.max(most, x) : most), -Infinity),
  );
  const origin = Float64Array.from(given.origin ?? lowest.map((x) => x - margin));
  const [nx, ny, nz] =
    given.counts ?? highest.map((x, k) => Math.max(1, Math.ceil((x + margin - origin[k]) / spacing[k]) + 1));
  const total = nx * ny * nz;
  if (!(total <= MOST_POINTS)) {
    throw new InputError("QMMM_VOLUME_SIZE", `A grid of ${nx} x ${ny} x ${nz} points is too large`, {
      value: total,
      allowed: `at most ${MOST_POINTS} points`,
      action: "Take a wider spacing or a smaller margin",
    });
  }
  const points = new Float64Array(3 * total);
  let at = 0;
  for (let i = 0; i < nx; i++) {
    for (let j = 0; j < ny; j++) {
      for (let k = 0; k < nz; k++) {
        points[at++] = origin[0] + i * spacing[0];
        points[at++] = origin[1] + j * spacing[1];
        points[at++] = origin[2] + k * spacing[2];
      }
    }
  }
  const axes = Float64Array.of(spacing[0], 0, 0, 0, spacing[1], 0, 0, 0, spacing[2]);
  return { origin, axes, counts: [nx, ny, nz], points };
}

async function fieldOf(
  solved: SolvedMolecule,
  name: string,
  points: Float64Array,
  advance: AdvanceOfField,
): Promise<{ readonly title: string; readonly values: Float64Array }> {
  const { alpha, beta } = solved.outcome.densities;
  switch (name) {
    case "density":
      return {
        title: "electron density, a0^-3",
        values: await densityAt(solved, totalDensity({ alpha, beta }), points, advance),
      };
    case "spinDensity": {
      const difference = alpha.slice();
      addScaled(difference, beta, -1);
      return {
        title: "spin density (alpha - beta), a0^-3",
        values: await densityAt(solved, difference, points, advance),
      };
    }
    case "potential":
      return {
        title: "electrostatic potential of nuclei and electrons, Eh/e",
        values: await potentialAt(solved, points, advance),
      };
    default: {
      const { title, orbital } = orbitalOf(solved, name);
      return { title, values: await orbitalAt(solved, orbital, points, advance) };
    }
  }
}

/** Neighbouring points, in blocks. */
interface Chunk {
  /** Where the points stand among all. */
  readonly order: Int32Array;
  /** Length 3·order. */
  readonly points: Float64Array;
  /** First point of each block; length blocks + 1. */
  readonly blockOffset: Int32Array;
}

function* chunksOf(points: Float64Array): Generator<Chunk> {
  const order = Int32Array.from({ length: points.length / 3 }, (_, p) => p);
  const offsets = bisect(order, points, BLOCK);
  for (let first = 0; first + 1 < offsets.length; first += BLOCKS) {
    const blockOffset = offsets.slice(first, first + BLOCKS + 1).map((offset) => offset - offsets[first]);
    const own = order.subarray(offsets[first], offsets[first] + blockOffset[blockOffset.length - 1]);
    const positions = new Float64Array(3 * own.length);
    own.forEach((from, to) => {
      for (let k = 0; k < 3; k++) positions[3 * to + k] = points[3 * from + k];
    });
    yield { order: own, points: positions, blockOffset };
  }
}

/** The density of a symmetric matrix. */
async function densityAt(
  { kernels, molecule, place, grid: recipe }: SolvedMolecule,
  matrix: Float64Array,
  points: Float64Array,
  advance: AdvanceOfField,
): Promise<Float64Array> {
  const values = new Float64Array(points.length / 3);
  const partition = partitionOf(molecule.elements, recipe.partition, recipe.adjustedBorders);
  let done = 0;
  for (const { order, points: positions, blockOffset } of chunksOf(points)) {
    const count = order.length;
    const unused = { weights: new Float64Array(count), atomicWeights: new Float64Array(count), partition };
    const grid = { count, points: positions, blockOffset, parents: new Int32Array(count), ...unused };
    const density = new Float64Array(count);
    kernels
      .grid("gto/gridOrbitals")(place.basis, place.nuclei, grid, 0)
      .densities([{ density, gradient: null, kinetic: null }], [matrix]);
    order.forEach((to, p) => {
      values[to] = density[p];
    });
    done += order.length;
    await advance(done);
  }
  return values;
}

async function potentialAt(
  { kernels, place, outcome }: SolvedMolecule,
  points: Float64Array,
  advance: AdvanceOfField,
): Promise<Float64Array> {
  const { basis, charges, nuclei } = place;
  const values = new Float64Array(points.length / 3);
  const density = totalDensity(outcome.densities);
  for (let first = 0; first < values.length; first += BREATH) {
    const own = values.subarray(first, first + BREATH);
    const positions = offNuclei(points.subarray(3 * first, 3 * (first + own.length)), nuclei);
    kernels.electronPotential(own, null, basis, nuclei, positions, null, density);
    addNuclearPotential(own, null, charges, nuclei, positions);
    await advance(first + own.length);
  }
  return values;
}

/** The points, those on a nucleus moved a little: the potential there is infinite. */
function offNuclei(points: Float64Array, nuclei: Float64Array): Float64Array {
  const out = points.slice();
  for (let p = 0; p < out.length; p += 3) {
    for (let a = 0; a < nuclei.length; a += 3) {
      const distance = Math.hypot(out[p] - nuclei[a], out[p + 1] - nuclei[a + 1], out[p + 2] - nuclei[a + 2]);
      if (distance < OFF_NUCLEUS) out[p] += OFF_NUCLEUS;
    }
  }
  return out;
}

/** The value of an orbital, with the sign that makes its largest coefficient positive. */
async function orbitalAt(
  { kernels, place }: SolvedMolecule,
  orbital: Float64Array,
  points: Float64Array,
  advance: AdvanceOfField,
): Promise<Float64Array> {
  const { basis, nuclei } = place;
  const n = basis.functionCount;
  const shells = Int32Array.from({ length: basis.shellCount }, (_, s) => s);
  const values = new Float64Array(points.length / 3);
  const largest = orbital.reduce((most, c) => (Math.abs(c) > Math.abs(most) ? c : most), 0);
  const signed = largest < 0 ? orbital.map((c) => -c) : orbital;
  let done = 0;
  for (const { order, points: positions, blockOffset } of chunksOf(points)) {
    for (let b = 0; b + 1 < blockOffset.length; b++) {
      const first = blockOffset[b];
      const count = blockOffset[b + 1] - first;
      const functions = new Float64Array(n * count);
      const own = positions.subarray(3 * first, 3 * (first + count));
      kernels.grid("gto/orbitalsOnGrid")(functions, basis, nuclei, shells, own, count, 0);
      const block = kernels.algebra.product(signed, functions, 1, n, count);
      block.forEach((value, p) => {
        values[order[first + p]] = value;
      });
    }
    done += order.length;
    await advance(done);
  }
  return values;
}

/** The orbital that a name means. */
function orbitalOf(
  { problem, outcome, molecule }: SolvedMolecule,
  name: string,
): { readonly title: string; readonly orbital: Float64Array } {
  const { counts, reference, basis } = problem;
  const { functionCount: n, size } = basis;
  const isBeta = name.endsWith(":beta");
  const spin = isBeta ? "beta" : "alpha";
  const occupied = counts[spin];
  const [, which, shift] = /^(homo|lumo|orbital)[:+-]?(\d*)/.exec(name) ?? [];
  const step = Number(shift);
  const index = which === "homo" ? occupied - 1 - step : which === "lumo" ? occupied + step : step;
  if (!VOLUME_FIELD.test(name) || !(index >= 0 && index < size)) {
    throw new InputError(
      "QMMM_VOLUME_FIELD",
      `There is no field "${name}" in a molecule of charge ${molecule.charge}`,
      {
        value: name,
        allowed: `density, spinDensity, potential, homo-N, lumo+N, or orbital:0 to orbital:${size - 1}, each orbital also with :beta; ${occupied} of ${size} ${spin} orbitals are occupied`,
        action: "Ask for one of these",
      },
    );
  }
  const sets = canonicalOrbitals(problem, outcome.evaluation.fock, outcome.occupied);
  const { orbitals, energies } = sets[isBeta && reference === "uhf" ? 1 : 0];
  return {
    title: `orbital ${index}${reference === "uhf" ? ` (${spin})` : ""}, a0^-3/2, energy ${energies[index].toFixed(6)} Eh`,
    orbital: orbitals.subarray(index * n, (index + 1) * n),
  };
}
