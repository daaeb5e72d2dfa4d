import { type Molecule, NO_FIELD, type QmEngine, type QmSolution, type QmWant } from "@qmmm/core";
import { qmMethodUnderTest } from "@qmmm/core/testing";
import xtb, { type XtbModel } from "../src/index.js";

/** Runs something with an engine for a molecule, made as a simulation would make it. */
export async function withEngine<T>(
  model: XtbModel,
  molecule: Molecule,
  act: (engine: QmEngine) => Promise<T>,
  options: object = {},
): Promise<T> {
  const { method, scope } = await qmMethodUnderTest({ plugins: [xtb], id: model, options });
  try {
    await using engine = await method.open(molecule, scope);
    return await act(engine);
  } finally {
    await scope.dispose();
  }
}

/** One solve in empty space, with charges converged to 1e-10 e. */
export function solve(model: XtbModel, molecule: Molecule, nuclei: Float64Array, want: QmWant): Promise<QmSolution> {
  return withEngine(model, molecule, (engine) => engine.solve(nuclei, NO_FIELD, want), { scf: { tolerance: 1e-10 } });
}

/** Largest difference between two arrays. */
export function deviation(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>): number {
  if (actual?.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(actual[i]! - expected[i]!));
  return largest;
}
