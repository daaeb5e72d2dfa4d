import { type Molecule, selectKernels } from "@qmmm/core";
import {
  buildGaussianBasis,
  electronCounts,
  globalExchange,
  gridLevel,
  gtoKernels,
  linearAlgebraKernels,
  loadBasisSet,
  ScfEngine,
  type ScfMethod,
  type ScfOptions,
} from "@qmmm/gto";

/** Tight settings, so that what is compared is the method and not its convergence. */
export const TIGHT: ScfOptions = {
  energyTolerance: 1e-11,
  gradientTolerance: 1e-9,
  maxIterations: 100,
  levelShift: 0,
  damping: 0,
  guess: "sad",
  linearDependency: 1e-7,
  retry: true,
  stability: "off",
  memory: 1e9,
  screening: 1e-13,
};

/** A molecule with a geometry, a0, and a basis set by name. */
export interface MoleculeCase extends Omit<Molecule, "elements"> {
  readonly elements: readonly number[];
  readonly nuclei: readonly number[];
  readonly basis: string;
}

/** An engine of a case; Hartree–Fock unless told otherwise. */
export async function engineOf(one: MoleculeCase, method: Partial<ScfMethod> = {}): Promise<ScfEngine> {
  const molecule = { ...one, elements: Uint8Array.from(one.elements) };
  const kernels = await selectKernels([gtoKernels, linearAlgebraKernels], "off");
  const basis = buildGaussianBasis(molecule.elements, await loadBasisSet(one.basis));
  return new ScfEngine(
    {
      name: "test",
      reference: one.multiplicity === 1 ? "rhf" : "uhf",
      exchange: globalExchange(1),
      temperature: 0,
      grid: gridLevel(3),
      ...method,
      options: { ...TIGHT, ...method.options },
    },
    molecule,
    electronCounts(molecule),
    basis,
    kernels,
  );
}

/** No charges around. */
export const EMPTY = { sites: new Float64Array(0), charges: new Float64Array(0) };

/** Largest difference of an engine's forces along the given coordinates from fourth-order central differences. */
export async function forceError(
  engine: ScfEngine,
  nuclei: Float64Array,
  coordinates: readonly number[],
  step = 2e-3,
): Promise<number> {
  const { forces } = await engine.solve(nuclei, EMPTY, { forces: true });
  let largest = 0;
  for (const c of coordinates) {
    const at = async (shift: number) => {
      const moved = nuclei.slice();
      moved[c] += shift;
      return (await engine.solve(moved, EMPTY, {})).energy;
    };
    const slope =
      (8 * ((await at(step)) - (await at(-step))) - ((await at(2 * step)) - (await at(-2 * step)))) / (12 * step);
    largest = Math.max(largest, Math.abs((forces?.[c] ?? Number.NaN) + slope));
  }
  return largest;
}
