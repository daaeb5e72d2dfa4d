import { EMPTY, engineOf, type MoleculeCase, TIGHT } from "./engine.js";

/** Water, off its equilibrium. */
export const WATER: MoleculeCase = {
  elements: [8, 1, 1],
  nuclei: [0, 0.1, 0, 0, 1.43, 1.11, 0, -1.47, 1.08],
  charge: 0,
  multiplicity: 1,
  basis: "6-31G",
};
const MASSES = [29156.9, 1837.2, 1837.2];

/** Velocity Verlet of a water molecule that bends and stretches; iterations and total energies of all steps. */
export async function vibrate(
  one: MoleculeCase,
  extrapolation: "none" | "aspc",
  steps: number,
  gradientTolerance: number,
  step = 20,
): Promise<{ iterations: number; drift: number; spread: number }> {
  const options = { ...TIGHT, energyTolerance: 1e-2 * gradientTolerance, gradientTolerance, extrapolation };
  await using engine = await engineOf(one, { options });
  const x = Float64Array.from(one.nuclei);
  const v = Float64Array.from({ length: 9 }, (_, c) => (c < 3 ? 0 : 4e-4 * Math.cos(1.7 * c)));
  let solution = await engine.solve(x, EMPTY, { forces: true });
  let iterations = 0;
  const energies: number[] = [];
  for (let s = 0; s < steps; s++) {
    const half = () => {
      for (let c = 0; c < 9; c++)
        v[c] += (0.5 * step * (solution.forces?.[c] ?? Number.NaN)) / MASSES[Math.floor(c / 3)];
    };
    half();
    for (let c = 0; c < 9; c++) x[c] += step * v[c];
    solution = await engine.solve(x, EMPTY, { forces: true });
    half();
    // The first steps fill the history.
    if (s >= 4) iterations += solution.observed?.scfIterations ?? Number.NaN;
    let kinetic = 0;
    for (let c = 0; c < 9; c++) kinetic += 0.5 * MASSES[Math.floor(c / 3)] * v[c] * v[c];
    energies.push(solution.energy + kinetic);
  }
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const quarter = Math.floor(steps / 4);
  return {
    iterations: iterations / (steps - 4),
    drift: mean(energies.slice(-quarter)) - mean(energies.slice(0, quarter)),
    spread: Math.max(...energies) - Math.min(...energies),
  };
}
