import { describe, expect, test } from "vitest";
import { EMPTY, engineOf, forceError, TIGHT } from "./engine.js";
import { FITTED, methodOf } from "./fitted-cases.js";

describe.each(FITTED)("density fitting of $elements, $kind, exchange $full, $longRange", (one) => {
  const nuclei = Float64Array.from(one.nuclei);

  test.each([1e9, 0])("energy of PySCF (validation/scf_references.py), %d bytes", async (memory) => {
    await using engine = await engineOf(one, { ...(await methodOf(one)), options: { ...TIGHT, memory } });
    const { energy } = await engine.solve(nuclei, EMPTY, {});
    expect(Math.abs(energy - one.energy)).toBeLessThan(1e-8);
  });

  test("forces are the slopes of the energy", async () => {
    await using engine = await engineOf(one, await methodOf(one));
    expect(await forceError(engine, nuclei, Array.from(nuclei.keys()))).toBeLessThan(1e-8);
  });
});
