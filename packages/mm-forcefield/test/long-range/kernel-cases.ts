import { createRandomStream } from "@qmmm/core";
import { type KernelCase, kernelCase } from "@qmmm/core/testing";
import type { PairParameters } from "../../src/index.js";
import { dampedScreening } from "../../src/long-range/damped-coulomb.js";
import { dispersionInfluence } from "../../src/long-range/dispersion-grid.js";
import { halfSpaceWaves } from "../../src/long-range/ewald-waves.js";
import { fftForward } from "../../src/long-range/fft3d.js";
import { latticeOf } from "../../src/long-range/lattice.js";
import { LENNARD_JONES_FORMS, lennardJonesForm } from "../../src/long-range/lennard-jones-form.js";
import { pmeInfluence } from "../../src/long-range/pme-grid.js";
import { ewaldScreening, screenedTable } from "../../src/long-range/screening.js";
import { listOf } from "../pair-lists.js";
import { CELLS, randomCharges } from "./support.js";

const SIZES = [12, 10, 18] as const;
const [n0, n1, n2] = SIZES;
const GRID = n0 * n1 * n2;
const SPECTRUM = n0 * n1 * (n2 + 2);

function noise(length: number): Float64Array {
  const random = createRandomStream("long-range kernels");
  return Float64Array.from({ length }, () => random.normal());
}

/** Cases of the kernels of long-range electrostatics, for pairs with a mask. */
export function longRangeCases(pairs: () => PairParameters): KernelCase[] {
  const { charges } = pairs();
  const { positions, cell } = randomCharges(CELLS.triclinic!, charges.length, 1);
  const lattice = latticeOf(cell);
  const waves = halfSpaceWaves(lattice, 0.3);
  const results = () => ({
    energies: new Float64Array(2),
    forces: new Float64Array(positions.length),
    virial: new Float64Array(9),
  });
  const dispersing = () => ({
    coefficients: Float64Array.from(charges, (_, k) => 3 + (k % 5)),
    region: pairs().region,
    kept: Float64Array.of(1, 1, 0),
  });
  const points = () => ({ potential: new Float64Array(charges.length), gradient: new Float64Array(positions.length) });
  return [
    ...LENNARD_JONES_FORMS.map((name) =>
      kernelCase("mm/listedPairs", name, (call) => {
        const out = results();
        const { energies, forces, virial } = out;
        const form = lennardJonesForm(name, 7, 5);
        const list = listOf(pairs(), positions, lattice, 7);
        const table = screenedTable(ewaldScreening(0.4), 7);
        call(energies, forces, virial, positions, lattice, pairs(), form, table, list);
        return out;
      }),
    ),
    kernelCase("mm/ewaldExclusions", "with a mask", (call) => {
      const out = results();
      call(out.energies, out.forces, out.virial, positions, lattice, pairs(), ewaldScreening(0.4));
      return out;
    }),
    kernelCase("mm/ewaldExclusions", "damped pairs, some beyond the reach", (call) => {
      const out = results();
      call(out.energies, out.forces, out.virial, positions, lattice, pairs(), dampedScreening("dsf", 0.2, 4));
      return out;
    }),
    kernelCase("mm/listedPairs", "damped shifted force", (call) => {
      const out = results();
      const { energies, forces, virial } = out;
      const table = screenedTable(dampedScreening("dsf", 0.2, 7), 7);
      const form = lennardJonesForm("shift", 7, 7);
      const list = listOf(pairs(), positions, lattice, 7);
      call(energies, forces, virial, positions, lattice, pairs(), form, table, list);
      return out;
    }),
    kernelCase("mm/ewaldStructure", "triclinic", (call) => {
      const structure = noise((2 * waves.length) / 3);
      call(structure, positions, lattice, charges, waves);
      return { structure };
    }),
    kernelCase("mm/ewaldInterpolate", "triclinic", (call) => {
      const out = points();
      call(out.potential, out.gradient, positions, lattice, noise((2 * waves.length) / 3), waves);
      return out;
    }),
    ...[3, 4, 5, 6, 7, 8].flatMap((order) => [
      kernelCase("mm/pmeSpread", `order ${order}`, (call) => {
        const grid = noise(GRID);
        call(grid, positions, lattice, charges, order, n0, n1, n2);
        return { grid };
      }),
      kernelCase("mm/pmeInfluence", `order ${order}`, (call) => {
        const influence = new Float64Array(SPECTRUM / 2);
        call(influence, lattice, 0.4, order, "essmann", n0, n1, n2);
        return { influence };
      }),
      kernelCase("mm/pmeConvolve", `order ${order}`, (call) => {
        const spectrum = noise(SPECTRUM);
        const virial = new Float64Array(9);
        const influence = new Float64Array(SPECTRUM / 2);
        pmeInfluence(influence, lattice, 0.4, order, "essmann", n0, n1, n2);
        call(spectrum, virial, influence, lattice, 0.4, n0, n1, n2);
        return { spectrum, virial };
      }),
      kernelCase("mm/pmeInterpolate", `order ${order}`, (call) => {
        const out = points();
        call(out.potential, out.gradient, noise(GRID), positions, lattice, order, n0, n1, n2);
        return out;
      }),
    ]),
    ...[4, 7].flatMap((order) => [
      kernelCase("mm/dispersionInfluence", `order ${order}`, (call) => {
        const [influence, slopes] = [new Float64Array(SPECTRUM / 2), new Float64Array(SPECTRUM / 2)];
        call(influence, slopes, lattice, 0.4, order, n0, n1, n2);
        return { influence, slopes };
      }),
      kernelCase("mm/dispersionConvolve", `order ${order}`, (call) => {
        const spectrum = noise(SPECTRUM);
        const virial = new Float64Array(9);
        const [influence, slopes] = [new Float64Array(SPECTRUM / 2), new Float64Array(SPECTRUM / 2)];
        dispersionInfluence(influence, slopes, lattice, 0.4, order, n0, n1, n2);
        call(spectrum, virial, influence, slopes, lattice, n0, n1, n2);
        return { spectrum, virial };
      }),
    ]),
    kernelCase("mm/dispersionExclusions", "with a mask", (call) => {
      const { energies, forces, virial } = results();
      const { exclusionStart, exclusions } = pairs();
      call(energies, forces, virial, positions, lattice, dispersing(), 0.4, exclusionStart, exclusions);
      return { energies, forces, virial };
    }),
    kernelCase("mm/fftForward", "odd and large prime lengths", (call) => {
      const spectrum = new Float64Array(2 * 14 * 11 * 5);
      call(spectrum, noise(14 * 11 * 9), 14, 11, 9);
      return { spectrum };
    }),
    kernelCase("mm/fftForward", "mixed radices", (call) => {
      const spectrum = new Float64Array(SPECTRUM);
      call(spectrum, noise(GRID), n0, n1, n2);
      return { spectrum };
    }),
    kernelCase("mm/fftBackward", "odd and large prime lengths", (call) => {
      const grid = new Float64Array(14 * 11 * 9);
      const spectrum = new Float64Array(2 * 14 * 11 * 5);
      fftForward(spectrum, noise(14 * 11 * 9), 14, 11, 9);
      call(grid, spectrum, 14, 11, 9);
      return { grid };
    }),
    kernelCase("mm/fftBackward", "mixed radices", (call) => {
      const grid = new Float64Array(GRID);
      // Defined for spectra of real grids only.
      const spectrum = new Float64Array(SPECTRUM);
      fftForward(spectrum, noise(GRID), n0, n1, n2);
      call(grid, spectrum, n0, n1, n2);
      return { grid };
    }),
  ];
}
