// Seconds of density fitting: three-centre integrals, Coulomb and exchange matrices and their gradients.
// Usage: npx tsc -b packages/gto && node bench/density-fitting.mjs [caffeine] [water4]
import { BOHR_IN_ANGSTROM, selectKernels } from "../packages/core/dist/index.js";
import {
  buildGaussianBasis,
  electronCounts,
  globalExchange,
  gtoKernels,
  linearAlgebraKernels,
  loadBasisSet,
  loadFittingSet,
  ScfEngine,
} from "../packages/gto/dist/index.js";

const MOLECULES = {
  water4:
    "O 0 0 0; H 0.96 0 0; H -0.24 0.93 0; O 2.8 0 0; H 3.76 0 0; H 2.56 0.93 0; O 0 2.8 0; H 0.96 2.8 0; H -0.24 3.73 0; " +
    "O 2.8 2.8 0.3; H 3.76 2.8 0.3; H 2.56 3.73 0.3",
  caffeine:
    "O 0.47 2.5688 0.0006; O -3.1271 -0.4436 -0.0003; N -0.9686 -1.3125 0; N 2.2182 0.1412 -0.0003; N -1.3477 1.0797 -0.0001; " +
    "N 1.4119 -1.9372 0.0002; C 0.8579 0.2592 -0.0008; C 0.3897 -1.0264 -0.0004; C 0.0307 1.422 -0.0006; " +
    "C -1.9061 -0.2495 -0.0004; C 2.5032 -1.1998 0.0003; C -1.4276 -2.696 0.0008; C 3.1926 1.2061 0.0003; " +
    "C -2.2969 2.1881 0.0007; H 3.5163 -1.5787 0.0008; H -1.0451 -3.1973 -0.8937; H -2.5186 -2.7596 0.0011; " +
    "H -1.0447 -3.1963 0.8957; H 4.1992 0.7801 0.0002; H 3.0468 1.8092 -0.8992; H 3.0466 1.8083 0.9004; " +
    "H -1.8087 3.1651 -0.0003; H -2.9322 2.1027 0.8881; H -2.9346 2.1021 -0.8849",
};
const NUMBER = { H: 1, C: 6, N: 7, O: 8 };

const seconds = (label, act) => {
  const start = performance.now();
  const result = act();
  console.log(`  ${label.padEnd(52)} ${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
};

const kernels = await selectKernels([gtoKernels, linearAlgebraKernels], "off");
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : ["water4", "caffeine"]) {
  const rows = MOLECULES[name].split(";").map((row) => row.trim().split(/\s+/));
  const elements = Uint8Array.from(rows, ([symbol]) => NUMBER[symbol]);
  const nuclei = Float64Array.from(
    rows.flatMap((row) => row.slice(1)),
    (x) => Number(x) / BOHR_IN_ANGSTROM,
  );
  const basis = buildGaussianBasis(elements, await loadBasisSet("def2-SVP"));
  const n = basis.functionCount;
  const molecule = { elements, charge: 0, multiplicity: 1 };
  for (const [kind, set] of [
    ["rij", "def2-universal-jfit"],
    ["rijk", "def2-universal-jkfit"],
  ]) {
    const auxiliary = buildGaussianBasis(elements, await loadFittingSet(set));
    const m = auxiliary.functionCount;
    console.log(`${name}: ${elements.length} atoms, ${n} functions, ${m} in ${set}`);
    const engine = kernels.get("gto/threeCentre")(basis, auxiliary, nuclei, 1e-12);
    const pairs = engine.rowFirst.length;
    const block = new Float64Array(40 * 40 * m);
    seconds(`${((pairs * m) / 1e6).toFixed(1)} million integrals (ab|P)`, () => {
      for (let b = 0; b + 1 < engine.rowStart.length; b++) engine.integrals(block, 0, b);
    });
    const density = new Float64Array(n * n).fill(0.01);
    const coefficients = new Float64Array(m).fill(0.01);
    seconds("potential of a density in fitting functions", () => engine.project(new Float64Array(m), density));
    seconds("Coulomb matrix from fitting functions", () => engine.expand(new Float64Array(n * n), coefficients));
    seconds("gradient of both", () =>
      engine.addCoulombGradient(new Float64Array(nuclei.length), density, coefficients),
    );
    seconds("gradient of (P|Q)", () =>
      engine.addMetricGradient(new Float64Array(nuclei.length), new Float64Array(m * m).fill(1e-4)),
    );
    for (const memory of kind === "rij" ? [4e9, 0] : [4e9]) {
      const options = {
        energyTolerance: 1e-9,
        gradientTolerance: 1e-6,
        maxIterations: 60,
        levelShift: 0,
        damping: 0,
        guess: "sad",
        linearDependency: 1e-7,
        retry: true,
        stability: "off",
        memory,
        screening: 1e-12,
      };
      let last = performance.now();
      const times = [];
      const scf = new ScfEngine(
        {
          name,
          reference: "rhf",
          exchange: globalExchange(kind === "rij" ? 0 : 1),
          options,
          densityFitting: { kind, auxiliary },
          onIteration: () => {
            const now = performance.now();
            times.push(((now - last) / 1000).toFixed(2));
            last = now;
          },
        },
        molecule,
        electronCounts(molecule),
        basis,
        kernels,
      );
      const empty = { sites: new Float64Array(0), charges: new Float64Array(0) };
      const start = performance.now();
      const result = await scf.solve(nuclei, empty, {});
      const middle = performance.now();
      console.log(
        `  SCF of ${kind === "rij" ? "Coulomb alone" : "Hartree–Fock"}, ${memory ? "stored" : "direct"}: ${((middle - start) / 1000).toFixed(2)} s, ` +
          `${result.observed.scfIterations} iterations [${times.join(" ")}], E = ${result.energy.toFixed(8)}`,
      );
      await scf.solve(nuclei, empty, { forces: true });
      console.log(`  the same again with forces: ${((performance.now() - middle) / 1000).toFixed(2)} s`);
    }
  }
}
