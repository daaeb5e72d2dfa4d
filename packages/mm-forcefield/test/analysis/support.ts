import { type DividedEnergy, type Evaluation, everyTerm, type MmModel, type Scope, type System } from "@qmmm/core";
import { expect } from "vitest";

/** An evaluation with what it is divided into. */
export type Divided = Evaluation & { readonly divided: DividedEnergy };

/** The evaluation of all terms, forces and virial, divided among groups, and the virial among atoms. */
export async function divided(mm: MmModel, scope: Scope, system: System, groupOf: Int32Array): Promise<Divided> {
  const groupCount = Math.max(...groupOf) + 1;
  await using potential = await mm.potential(everyTerm(system.topology.atomCount), scope);
  const division = { groupOf, groupCount, atomVirials: true };
  return (await potential.evaluate(system.geometry, { forces: true, virial: true, division })) as Divided;
}

export const sumOf = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** Expects parts to add up to the wholes, to 1e-10 of them. */
export function expectSums({ terms, virial, divided: { terms: parts, atomVirials } }: Divided): void {
  expect(Object.keys(parts).sort()).toEqual(Object.keys(terms).sort());
  for (const [name, whole] of Object.entries(terms)) {
    expect(Math.abs(sumOf(parts[name]!) - whole)).toBeLessThan(1e-10 * Math.max(1, Math.abs(whole)));
  }
  const scale = Math.max(...virial!.map(Math.abs));
  for (let k = 0; k < 9; k++) {
    const sum = sumOf(atomVirials!.filter((_, n) => n % 9 === k));
    expect(Math.abs(sum - virial![k]!)).toBeLessThan(1e-10 * scale);
  }
}

/** Three groups that cut through molecules. */
export const threeGroups = (atomCount: number): Int32Array =>
  Int32Array.from({ length: atomCount }, (_, k) => (k % 7) % 3);
