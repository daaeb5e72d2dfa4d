import type { Molecule, QmEngine, Resources } from "@qmmm/core";
import { qmMethodUnderTest } from "@qmmm/core/testing";
import hartreeFock from "../src/index.js";

/** Runs something with a Hartree–Fock engine for a molecule, made as a simulation would make it. */
export async function withEngine<T>(
  molecule: Molecule,
  options: object,
  act: (engine: QmEngine) => Promise<T>,
  resources?: Resources,
): Promise<T> {
  const { method, scope } = await qmMethodUnderTest({
    plugins: [hartreeFock],
    id: "hf",
    options,
    ...(resources !== undefined && { resources }),
  });
  try {
    await using engine = await method.open(molecule, scope);
    return await act(engine);
  } finally {
    await scope.dispose();
  }
}

/** Largest difference between two arrays. */
export function deviation(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>): number {
  if (actual?.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(actual[i]! - expected[i]!));
  return largest;
}
