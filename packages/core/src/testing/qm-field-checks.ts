import { type ExternalField, type FieldResponse, NO_FIELD } from "../contracts/quantum.js";
import { codeProblems } from "./compare.js";
import type { QmBench } from "./qm-bench.js";
import type { QmCheck } from "./qm-checks.js";
import type { Checks } from "./runner.js";
import { suiteRandom } from "./toolkit.js";

/** What a field may contain beside point charges. */
export function declareFieldChecks(bench: QmBench, checks: Checks<QmCheck>): void {
  const { target, field } = bench;
  const { nuclei } = target;
  checks.check("fieldHeeded", "a field changes the energy, or is refused", () =>
    bench.withEngines(1, async (engine) => {
      const bare = await bench.energy(engine)(nuclei, NO_FIELD);
      if (engine.supports.has("fieldForces")) {
        const inField = await bench.energy(engine)(nuclei, field);
        return Math.abs(inField - bare) > 1e-8 ? [] : ["charges around the molecule change nothing"];
      }
      try {
        const inField = await bench.energy(engine)(nuclei, field);
        return Math.abs(inField - bare) > 1e-8 ? [] : ["charges are silently ignored instead of refused"];
      } catch {
        return codeProblems("a field of charges", "QMMM_QUANTITY_UNSUPPORTED", () => engine.solve(nuclei, field, {}));
      }
    }),
  );
  checks.check("gaussianCharges", "forces and potential are derivatives with Gaussian charges", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("field:widths")) return [];
      // Wide enough to overlap the molecule; some stay points.
      const widths = Float64Array.from(field.charges, (_, k) => (k % 2 === 0 ? 2.5 + k : 0));
      const smeared = { ...field, widths };
      const energy = bench.energy(engine);
      const change = (await energy(nuclei, smeared)) - (await energy(nuclei, field));
      const problems = Math.abs(change) > 1e-10 ? [] : ["the widths of the charges are ignored"];
      return [...problems, ...(await bench.everythingIn(engine, smeared))];
    }),
  );
  checks.check("fieldDipoles", "forces and potential are derivatives with dipoles on the sites", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("field:dipoles")) return [];
      const dipoles = new Float64Array(field.sites.length);
      suiteRandom("dipoles").fillNormal(dipoles);
      const dipolar = { ...field, dipoles: dipoles.map((value) => 0.3 * value) };
      const problems = await bench.everythingIn(engine, dipolar);
      if (!engine.supports.has("potentialAt")) return problems;
      // What turns them: the field at the sites.
      const { potentialAt } = await engine.solve(nuclei, dipolar, { potentialAt: field.sites });
      const turned = (moments: Float64Array): Promise<number> =>
        bench.energy(engine)(nuclei, { ...dipolar, dipoles: moments });
      return [
        ...problems,
        ...(await bench.compareGradient("field at the dipoles", potentialAt?.field, dipolar.dipoles, -1, turned, {
          step: 0.01,
          tolerance: bench.tolerances.potential,
        })),
      ];
    }),
  );
  checks.check("uniformField", "a uniform field adds −μ·F, and forces are derivatives", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("field:uniform")) return [];
      const uniform = [0.004, -0.003, 0.005] as const;
      const inField = { ...field, uniform };
      const problems = await bench.nuclearForces(engine, inField);
      if (!engine.supports.has("dipole")) return problems;
      const { dipole } = await engine.solve(nuclei, inField, { dipole: true });
      const energy = bench.energy(engine);
      const inUniform = ([x, y, z]: Float64Array): Promise<number> =>
        energy(nuclei, { ...field, uniform: [x!, y!, z!] });
      return [
        ...problems,
        ...(await bench.compareGradient("dipole", dipole, Float64Array.from(uniform), -1, inUniform, {
          step: 1e-3,
          tolerance: bench.tolerances.potential,
          label: (k) => ` along ${"xyz"[k]}`,
        })),
      ];
    }),
  );
  checks.check("response", "forces are derivatives with a responding surrounding", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("field:response")) return [];
      const hardness = 0.05;
      const responding: ExternalField = {
        ...field,
        response: {
          name: "linear response of the suite",
          points: bench.points,
          respond(charges, potential) {
            let energy = 0;
            for (let k = 0; k < potential.length; k++) {
              charges[k] = -hardness * potential[k]!;
              energy -= 0.5 * hardness * potential[k]! ** 2;
            }
            return energy;
          },
        },
      };
      const energy = bench.energy(engine);
      const gain = (await energy(nuclei, responding)) - (await energy(nuclei, field));
      return [
        ...(gain < 0 ? [] : [`a polarisable surrounding raises the energy by ${gain} Eh`]),
        ...(await bench.nuclearForces(engine, responding)),
        ...(await bench.siteForces(engine, responding)),
      ];
    }),
  );
  checks.check("dipoleResponse", "forces are derivatives with surroundings that answer with dipoles", () =>
    bench.withEngines(1, async (engine) => {
      if (!engine.supports.has("field:dipoleResponse")) return [];
      const answering = (points: Float64Array): ExternalField => ({ ...field, response: chargesAndDipoles(points) });
      const responding = answering(bench.points);
      const energy = bench.energy(engine);
      const gain = (await energy(nuclei, responding)) - (await energy(nuclei, field));
      const { responseForces } = await engine.solve(nuclei, responding, { fieldForces: true });
      return [
        ...(gain < 0 ? [] : [`polarisable surroundings raise the energy by ${gain} Eh`]),
        ...(await bench.nuclearForces(engine, responding)),
        ...(await bench.siteForces(engine, responding)),
        ...(await bench.compareGradient("force on the response's points", responseForces, bench.points, -1, (points) =>
          energy(nuclei, answering(points)),
        )),
      ];
    }),
  );
}

/** Charges and dipoles that grow with potential and field at each point on its own, and mix a little. */
function chargesAndDipoles(points: Float64Array): FieldResponse {
  const [hardness, polarisability, mixing] = [0.05, 0.8, 0.1];
  return {
    name: "dipoles of the suite",
    points,
    dipolar: true,
    respond(charges, potential, dipoles, field) {
      if (dipoles === undefined || field === undefined) throw new Error("a dipolar response needs the field");
      let energy = 0;
      for (let k = 0; k < potential.length; k++) {
        const first = field[3 * k]!;
        charges[k] = -hardness * potential[k]! + mixing * first;
        energy += (mixing * first - 0.5 * hardness * potential[k]!) * potential[k]!;
        for (let i = 3 * k; i < 3 * k + 3; i++) {
          dipoles[i] = polarisability * field[i]!;
          energy -= 0.5 * polarisability * field[i]! ** 2;
        }
        dipoles[3 * k] = dipoles[3 * k]! - mixing * potential[k]!;
      }
      return energy;
    },
  };
}
