import { CHARGE_MODELS, NO_FIELD } from "../contracts/quantum.js";
import { difference } from "./compare.js";
import type { QmBench } from "./qm-bench.js";
import type { QmCheck } from "./qm-checks.js";
import type { Checks } from "./runner.js";

/** Charges, spins, potentials. */
export function declarePropertyChecks(bench: QmBench, checks: Checks<QmCheck>): void {
  const { target, points } = bench;
  const { nuclei, molecule } = target;
  checks.check("potentialAt", "the potential is what a small charge feels, and the field its slope", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("potentialAt")) return [];
      const { potentialAt } = await engine.solve(nuclei, NO_FIELD, { potentialAt: points });
      const { tolerances } = bench;
      const problems: string[] = [];
      if (engine.supports.has("fieldForces")) {
        const energy = bench.energy(engine);
        const charged = (charges: Float64Array): Promise<number> => energy(nuclei, { sites: points, charges });
        const none = new Float64Array(points.length / 3);
        problems.push(
          ...(await bench.compareGradient("potential", potentialAt?.potential, none, 1, charged, {
            step: 0.01,
            tolerance: tolerances.potential,
            label: (k) => ` at point ${k}`,
          })),
        );
      }
      // Each potential depends on its own point only, so their sum has all the fields as its slopes.
      const summed = async (moved: Float64Array): Promise<number> => {
        const solved = await engine.solve(nuclei, NO_FIELD, { potentialAt: moved });
        return solved.potentialAt!.potential.reduce((a, b) => a + b, 0);
      };
      const options = { tolerance: tolerances.potential };
      return [...problems, ...(await bench.compareGradient("field", potentialAt?.field, points, -1, summed, options))];
    }),
  );
  checks.check("charges", "atomic charges add up to the molecule's", () =>
    bench.withEngines(1, async (engine) => {
      const problems: string[] = [];
      for (const model of CHARGE_MODELS.filter((one) => engine.supports.has(`charges:${one}`))) {
        const { charges } = await engine.solve(nuclei, NO_FIELD, { charges: model });
        const sum = charges?.reduce((a, b) => a + b, 0);
        const integrated = model === "hirshfeld" || model === "cm5";
        const tolerance = integrated ? bench.tolerances.integratedCharges : bench.tolerances.charges;
        problems.push(...difference(`sum of the ${model} charges`, sum, molecule.charge, tolerance));
      }
      return problems;
    }),
  );
  checks.check("spin", "spin populations add up to the unpaired electrons", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("spin")) return [];
      const { spin } = await engine.solve(nuclei, NO_FIELD, { spin: true });
      const sum = spin?.populations.reduce((a, b) => a + b, 0);
      const s = (molecule.multiplicity - 1) / 2;
      return [
        ...difference("sum of the spin populations", sum, molecule.multiplicity - 1, bench.tolerances.charges),
        ...((spin?.s2 ?? -1) >= s * (s + 1) - 1e-8 ? [] : [`⟨S²⟩ is ${spin?.s2}, below ${s * (s + 1)}`]),
      ];
    }),
  );
}
