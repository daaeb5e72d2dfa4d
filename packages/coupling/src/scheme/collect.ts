import type { Potential } from "@qmmm/core";
import type { SignedPart } from "./signed-sum.js";
import { SignedSum } from "./signed-sum.js";

/** A part that is still to be made. */
export interface PlannedPart {
  readonly owner: string;
  readonly sign: 1 | -1;
  readonly make: () => Promise<Potential>;
}

/** Makes the parts in order and sums them; when one fails, those made before are disposed. */
export async function sumOf(planned: readonly PlannedPart[]): Promise<Potential> {
  const parts: SignedPart[] = [];
  try {
    for (const { owner, sign, make } of planned) parts.push({ owner, sign, potential: await make() });
  } catch (error) {
    for (const { potential } of parts.toReversed()) await potential[Symbol.asyncDispose]();
    throw error;
  }
  return new SignedSum(parts);
}
