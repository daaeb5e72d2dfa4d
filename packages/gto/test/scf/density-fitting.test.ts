import { describe, expect, test } from "vitest";
import { EMPTY, engineOf, forceError, TIGHT } from "./engine.js";
import { FITTED, type FittedCase, methodOf } from "./fitted-cases.js";

const titled = FITTED.map(
  (one) =>
    [`${one.kind} of ${one.elements}, charge ${one.charge}, exchange ${one.full}, ${one.longRange}`, one] as const,
);
const isQuick = ({ elements }: FittedCase) => elements.length === 3;

describe.each(titled.filter(([, one]) => isQuick(one)))("density fitting, %s", (_, one) => {
  const nuclei = Float64Array.from(one.nuclei);

  // One closed and one open shell with all integrals computed again each time, too.
  test.each(one.kind === "rijk" ? [1e9, 0] : [1e9])(
    "energy of PySCF (validation/scf_references.py), %d bytes",
    async (memory) => {
      await using engine = await engineOf(one, { ...(await methodOf(one)), options: { ...TIGHT, memory } });
      const { energy } = await engine.solve(nuclei, EMPTY, {});
      expect(Math.abs(energy - one.energy)).toBeLessThan(1e-8);
    },
  );

  test.runIf(one.charge === 1)("forces are the slopes of the energy", async () => {
    await using engine = await engineOf(one, await methodOf(one));
    expect(await forceError(engine, nuclei, [4])).toBeLessThan(1e-8);
  });
});

test("stability analysis works with fitted integrals", async () => {
  const one = FITTED.find(({ kind, charge, full }) => kind === "rijk" && charge === 1 && full === 1);
  if (one === undefined) throw new Error("no such case");
  const nuclei = Float64Array.from(one.nuclei);
  const options = { ...TIGHT, stability: "check" as const };
  await using fit = await engineOf(one, { ...(await methodOf(one)), options });
  await using exact = await engineOf(one, { options });
  const lowest = async (engine: typeof fit) => (await engine.solve(nuclei, EMPTY, {})).observed?.stabilityInternal ?? 0;
  expect(Math.abs((await lowest(fit)) - (await lowest(exact)))).toBeLessThan(1e-3);
});

test.each([
  ["rhf", 0.19],
  ["uhf", 0],
] as const)(
  "range-separated exchange, fitted: near the exact energy, with its slopes as forces: %s, %d",
  async (reference, full) => {
    const one = FITTED.find(({ kind, charge }) => kind === "rijk" && charge === (reference === "rhf" ? 0 : 1));
    if (one === undefined) throw new Error("no such case");
    const nuclei = Float64Array.from(one.nuclei);
    const exchange = { full, longRange: 0.46, omega: 0.33 };
    const { densityFitting } = await methodOf(one);
    await using fit = await engineOf(one, { reference, exchange, densityFitting });
    await using exact = await engineOf(one, { reference, exchange });
    const difference = (await fit.solve(nuclei, EMPTY, {})).energy - (await exact.solve(nuclei, EMPTY, {})).energy;
    expect(Math.abs(difference)).toBeLessThan(1e-4);
    expect(await forceError(fit, nuclei, [4])).toBeLessThan(1e-8);
  },
);
