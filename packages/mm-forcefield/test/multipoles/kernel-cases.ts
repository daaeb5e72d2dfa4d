import { createRandomStream } from "@qmmm/core";
import { type KernelCase, kernelCase } from "@qmmm/core/testing";
import { halfSpaceWaves } from "../../src/long-range/ewald-waves.js";
import { latticeOf } from "../../src/long-range/lattice.js";
import { componentsUpTo } from "../../src/multipoles/components.js";
import { CELLS, randomCharges } from "../long-range/support.js";

const [n0, n1, n2] = [12, 10, 18];
const POINTS = 7;

function noise(length: number): Float64Array {
  const random = createRandomStream("moment kernels");
  return Float64Array.from({ length }, () => random.normal());
}

/** Cases of the kernels of moments and derivatives of potentials. */
export function momentCases(): KernelCase[] {
  const { positions, cell } = randomCharges(CELLS.triclinic!, 20, 1);
  const lattice = latticeOf(cell);
  const waves = halfSpaceWaves(lattice, 0.25);
  const points = positions.subarray(0, 3 * POINTS).map((x, k) => (k < 3 ? x : x + 0.7));
  const start = Int32Array.from({ length: POINTS + 1 }, (_, k) => 3 * k);
  const partners = Int32Array.from({ length: 3 * POINTS }, (_, k) => (7 * k) % 20);
  return [0, 1, 2].flatMap((momentRank) => {
    const moments = noise(20 * componentsUpTo(momentRank));
    const rank = 3 - momentRank;
    const derivatives = () => noise(POINTS * componentsUpTo(rank));
    const none = new Int32Array(0);
    return [
      kernelCase("mm/momentPairs", `moments of rank ${momentRank}, in a cell`, (call) => {
        const out = derivatives();
        call(out, rank, points, positions, moments, momentRank, lattice, 0.4, 6, start, partners);
        return { derivatives: out };
      }),
      kernelCase("mm/momentPairs", `moments of rank ${momentRank}, open`, (call) => {
        const out = derivatives();
        call(out, rank, points, positions, moments, momentRank, new Float64Array(0), 0, 1e9, none, none);
        return { derivatives: out };
      }),
      kernelCase("mm/momentStructure", `rank ${momentRank}`, (call) => {
        const structure = noise((2 * waves.length) / 3);
        call(structure, positions, lattice, moments, momentRank, waves);
        return { structure };
      }),
      kernelCase("mm/waveDerivatives", `rank ${rank}`, (call) => {
        const out = derivatives();
        call(out, rank, points, lattice, noise((2 * waves.length) / 3), waves);
        return { derivatives: out };
      }),
      ...[4, 5, 8].flatMap((order) => [
        kernelCase("mm/momentSpread", `rank ${momentRank}, order ${order}`, (call) => {
          const grid = noise(n0 * n1 * n2);
          call(grid, positions, lattice, moments, momentRank, order, n0, n1, n2);
          return { grid };
        }),
        kernelCase("mm/gridDerivatives", `rank ${rank}, order ${order}`, (call) => {
          const out = derivatives();
          call(out, rank, noise(n0 * n1 * n2), points, lattice, order, n0, n1, n2);
          return { derivatives: out };
        }),
      ]),
    ];
  });
}
