// Times the TypeScript integral kernels: least and median processor time. Build first (npx tsc -b packages/gto), then: node bench/gto-integrals.mjs [large]
import { buildGaussianBasis, gtoKernels, loadBasisSet } from "../packages/gto/dist/index.js";

const { kernels } = gtoKernels;
const set = await loadBasisSet("6-31G*");
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

function time(label, repeats, run) {
  for (let i = 0; i < Math.min(repeats, 20); i++) run();
  const times = [];
  for (let i = 0; i < repeats; i++) {
    const start = process.cpuUsage().user;
    run();
    times.push((process.cpuUsage().user - start) / 1000);
  }
  console.log(
    `${label.padEnd(46)} ${Math.min(...times)
      .toFixed(2)
      .padStart(10)} ${median(times).toFixed(2).padStart(10)} ms`,
  );
}

function bench(label, elements, nuclei, repeats) {
  const basis = buildGaussianBasis(Uint8Array.from(elements), set);
  const n = basis.functionCount;
  const matrix = () => new Float64Array(n * n);
  console.log(`${label}: ${n} functions`);
  // Falls off with distance as a real density does.
  const p = matrix();
  kernels["gto/overlapKinetic"](p, matrix(), basis, nuclei);
  const densities = { alpha: p, beta: p };
  const out = { coulomb: matrix(), exchangeAlpha: matrix(), exchangeBeta: matrix() };
  const sites = 600;
  const positions = Float64Array.from(
    { length: 3 * sites },
    (_, i) => (i % 3 === 0 ? 6 : -4) + 22 * Math.sin(12.9898 * i),
  );
  const charges = Float64Array.from({ length: sites }, (_, i) => (i % 3 === 0 ? -0.834 : 0.417));
  const field = { positions, charges };
  const gradient = new Float64Array(3 * elements.length);
  const siteGradient = new Float64Array(3 * sites);
  const nine = new Float64Array(9 * n * n);
  time("overlap and kinetic", repeats, () => kernels["gto/overlapKinetic"](matrix(), matrix(), basis, nuclei));
  time("overlap and kinetic gradient", repeats, () =>
    kernels["gto/overlapKineticGradient"](gradient, basis, nuclei, p, p),
  );
  time("multipoles", repeats, () => kernels["gto/multipoles"](nine, basis, nuclei, [0, 0, 0]));
  time(`potential of ${sites} charges`, repeats, () =>
    kernels["gto/chargePotential"](out.coulomb, basis, nuclei, field),
  );
  time(`gradient with ${sites} charges`, repeats, () =>
    kernels["gto/chargePotentialGradient"](gradient, siteGradient, basis, nuclei, field, p),
  );
  let engine;
  time("unique repulsion integrals (stored)", repeats, () => {
    engine = kernels["gto/repulsion"](basis, nuclei, 8e9);
  });
  time("J and K from stored integrals", repeats, () => engine.build(out, densities, 1e-10));
  const direct = kernels["gto/repulsion"](basis, nuclei, 0);
  time("J and K, direct", repeats, () => direct.build(out, densities, 1e-10));
  time("repulsion gradient", repeats, () =>
    kernels["gto/repulsionGradient"](gradient, basis, nuclei, densities, { coulomb: 1, exchange: 1 }, 1e-10),
  );
}

bench(
  "Water 6-31G*",
  [8, 1, 1],
  Float64Array.of(0, 0, 0, 0.1, -1.430522675, 1.10926925, 0, 1.430522675, 1.10926925),
  60,
);

// Alanine dipeptide (C7eq-like geometry, Å), made up of standard bond lengths and angles.
const ALANINE = `
H 2.000 1.000 0.000; C 2.000 2.090 0.000; H 1.486 2.454 0.890; H 1.486 2.454 -0.890; C 3.427 2.641 0.000; O 4.391 1.877 0.000
N 3.555 3.970 0.000; H 2.733 4.556 0.000; C 4.853 4.614 0.000; H 5.408 4.316 0.890; C 5.661 4.221 -1.232; H 5.123 4.521 -2.131
H 6.630 4.719 -1.206; H 5.809 3.141 -1.241; C 4.713 6.129 0.000; O 3.601 6.653 0.000; N 5.846 6.835 0.000; H 6.737 6.359 0.000
C 5.846 8.284 0.000; H 4.819 8.648 0.000; H 6.360 8.648 0.890; H 6.360 8.648 -0.890`;
if (process.argv.includes("large")) {
  const atoms = ALANINE.trim()
    .split(/[;\n]/)
    .map((line) => line.trim().split(/\s+/));
  const elements = atoms.map(([symbol]) => ({ H: 1, C: 6, N: 7, O: 8 })[symbol]);
  const nuclei = Float64Array.from(atoms.flatMap((a) => a.slice(1).map((x) => Number(x) / 0.529177210544)));
  bench("Alanine dipeptide 6-31G*", elements, nuclei, 1);
}
