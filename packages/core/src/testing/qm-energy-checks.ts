import { NO_FIELD } from "../contracts/quantum.js";
import { difference, ledgerProblems } from "./compare.js";
import type { QmBench } from "./qm-bench.js";
import type { QmCheck } from "./qm-checks.js";
import type { Checks } from "./runner.js";

/** Energies and their derivatives, in empty space and among point charges. */
export function declareEnergyChecks(bench: QmBench, checks: Checks<QmCheck>): void {
  const { target, field } = bench;
  checks.check("reference", "the energy is the independent one", () =>
    bench.withEngines(1, async (engine) => {
      if (target.reference === undefined) return [];
      const { energy, tolerance, source } = target.reference;
      return difference(
        `energy (reference: ${source})`,
        await bench.energy(engine)(target.nuclei, NO_FIELD),
        energy,
        tolerance,
      );
    }),
  );
  checks.check("terms", "the named terms add up to the energy", () =>
    bench.withEngines(1, async (engine) => {
      const fields = engine.supports.has("fieldForces") ? [NO_FIELD, field] : [NO_FIELD];
      const problems: string[] = [];
      for (const one of fields) {
        const what = one === NO_FIELD ? "in empty space" : "in a field";
        problems.push(...ledgerProblems(what, await engine.solve(target.nuclei, one, {}), bench.tolerances.terms));
      }
      return problems;
    }),
  );
  checks.check("forces", "forces on the nuclei are −∂E/∂R", () =>
    bench.withEngines(1, (engine) => bench.nuclearForces(engine, NO_FIELD)),
  );
  checks.check("forcesInField", "forces on the nuclei are −∂E/∂R in the field of charges", () =>
    bench.withEngines(1, async (engine) =>
      engine.supports.has("fieldForces") ? bench.nuclearForces(engine, field) : [],
    ),
  );
  checks.check("fieldForces", "forces on the charges are −∂E/∂R of their sites", () =>
    bench.withEngines(1, (engine) => bench.siteForces(engine, field)),
  );
  checks.check("fieldPotential", "the potential at the charges is ∂E/∂q", () =>
    bench.withEngines(1, (engine) => bench.sitePotential(engine, field)),
  );
}
