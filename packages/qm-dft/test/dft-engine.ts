import type { Molecule, QmEngine } from "@qmmm/core";
import { qmMethodUnderTest } from "@qmmm/core/testing";
import dft from "../src/index.js";

/** Runs something with a density-functional engine for a molecule, made as a simulation would make it. */
export async function withEngine<T>(
  molecule: Molecule,
  options: object,
  act: (engine: QmEngine) => Promise<T>,
): Promise<T> {
  const { method, scope } = await qmMethodUnderTest({ plugins: [dft], id: "dft", options });
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
