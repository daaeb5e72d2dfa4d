import { describe, expect, it } from "vitest";
import { allowed, CHANGES, invariance } from "./invariance.js";
import { PEPTIDE } from "./whole-potentials.js";

describe("energies of a peptide depend on nothing but the peptide, and its motion restarts in the same bits", () => {
  it.each(PEPTIDE.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const { changes, restarts } = await invariance(one);
    for (const change of CHANGES) {
      const applies = one.system.geometry.cell !== undefined || !["images", "cell vectors"].includes(change);
      expect(changes[change] !== undefined, change).toBe(applies);
      expect(changes[change] ?? 0, change).toBeLessThan(allowed(one, change));
    }
    expect(restarts).toBe(true);
  });
});
