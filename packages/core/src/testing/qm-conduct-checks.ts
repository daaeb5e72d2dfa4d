import type { ExternalField, QmEngine, QmSolution, QmWant } from "../contracts/quantum.js";
import { CHARGE_MODELS, NO_FIELD } from "../contracts/quantum.js";
import { decodeSnapshot, encodeSnapshot } from "../model/snapshot-codec.js";
import { abortProblems, bitDifferences, codeProblems, sameBits } from "./compare.js";
import { type QmBench, wanted } from "./qm-bench.js";
import type { QmCheck } from "./qm-checks.js";
import type { Checks } from "./runner.js";
import { jostled, suiteRandom } from "./toolkit.js";

/** How an engine behaves: repeatable, restartable, honest about what it offers, careful with its inputs. */
export function declareConductChecks(bench: QmBench, checks: Checks<QmCheck>): void {
  const { target, points } = bench;
  const { nuclei, molecule } = target;
  const fieldFor = (engine: QmEngine): ExternalField => (engine.supports.has("fieldForces") ? bench.field : NO_FIELD);
  const nudged = (name: string): Float64Array => jostled(nuclei, 0.03, suiteRandom(name));
  const all = (engine: QmEngine, at: Float64Array): Promise<QmSolution> =>
    engine.solve(at, fieldFor(engine), wanted(engine, points));

  checks.check("repeat", "two fresh engines give the same bits", () =>
    bench.withEngines(2, async (one, two) => {
      const problems: string[] = [];
      for (const at of [nuclei, nudged("repeat"), nuclei]) {
        problems.push(...bitDifferences("repeat", await all(one, at), await all(two, at)));
      }
      return problems;
    }),
  );
  checks.check("inputs", "inputs are left alone and results are the caller's to keep", () =>
    bench.withEngines(1, async (engine) => {
      const field = fieldFor(engine);
      const before = {
        nuclei: nuclei.slice(),
        sites: field.sites.slice(),
        charges: field.charges.slice(),
        elements: molecule.elements.slice(),
      };
      const first = await all(engine, nuclei);
      const kept = { energy: first.energy, forces: first.forces?.slice(), fieldForces: first.fieldForces?.slice() };
      await all(engine, nudged("inputs"));
      const now = { energy: first.energy, forces: first.forces, fieldForces: first.fieldForces };
      const untouched: [string, ArrayLike<number>, ArrayLike<number>][] = [
        ["nuclei", before.nuclei, nuclei],
        ["field sites", before.sites, field.sites],
        ["field charges", before.charges, field.charges],
        ["elements", before.elements, molecule.elements],
      ];
      const problems = untouched.filter(([, a, b]) => !sameBits(a, b)).map(([what]) => `the ${what} were modified`);
      return [...problems, ...bitDifferences("an earlier result changed", kept, now)];
    }),
  );
  checks.check("unsupported", "what is not declared is refused", () =>
    bench.withEngines(1, async (engine) => {
      const field = fieldFor(engine);
      const wants: [string, QmWant][] = [
        ["forces", { forces: true }],
        ["fieldForces", { fieldForces: true }],
        ["dipole", { dipole: true }],
        ["quadrupole", { quadrupole: true }],
        ["spin", { spin: true }],
        ["orbitals", { orbitals: true }],
        ["potentialAt", { potentialAt: points }],
        ...CHARGE_MODELS.map((model): [string, QmWant] => [`charges:${model}`, { charges: model }]),
      ];
      const fields: [string, ExternalField][] = [
        ["field:widths", { ...bench.field, widths: new Float64Array(bench.field.charges.length).fill(0.7) }],
        ["field:dipoles", { ...bench.field, dipoles: new Float64Array(bench.field.sites.length).fill(0.1) }],
        ["field:uniform", { ...field, uniform: [0, 0, 0.01] }],
        ["field:response", { ...field, response: { name: "none", points: points.slice(), respond: () => 0 } }],
      ];
      const problems: string[] = [];
      const declared = engine.supports as ReadonlySet<string>;
      const refused = (what: string, act: () => Promise<unknown>): Promise<string[]> =>
        declared.has(what) ? Promise.resolve([]) : codeProblems(what, "QMMM_QUANTITY_UNSUPPORTED", act);
      for (const [what, want] of wants)
        problems.push(...(await refused(what, () => engine.solve(nuclei, field, want))));
      for (const [what, one] of fields) problems.push(...(await refused(what, () => engine.solve(nuclei, one, {}))));
      return problems;
    }),
  );
  checks.check("delivered", "what is declared is delivered, finite and of the right length", () =>
    bench.withEngines(1, async (engine) => {
      const has = engine.supports;
      const solved = await all(engine, nuclei);
      const n = molecule.elements.length;
      const m = fieldFor(engine).charges.length;
      const expected: [boolean, string, ArrayLike<number> | undefined, number][] = [
        [true, "energy", [solved.energy], 1],
        [has.has("forces"), "forces", solved.forces, 3 * n],
        [has.has("fieldForces"), "fieldForces", solved.fieldForces, 3 * m],
        [has.has("fieldPotential"), "fieldPotential", solved.fieldPotential, m],
        [has.has("dipole"), "dipole", solved.dipole, 3],
        [has.has("quadrupole"), "quadrupole", solved.quadrupole, 6],
        [has.has("spin"), "spin populations", solved.spin?.populations, n],
        [CHARGE_MODELS.some((one) => has.has(`charges:${one}`)), "charges", solved.charges, n],
        [has.has("potentialAt"), "potential", solved.potentialAt?.potential, points.length / 3],
        [has.has("potentialAt"), "field", solved.potentialAt?.field, points.length],
        [
          has.has("orbitals"),
          "orbital energies",
          solved.orbitals?.energies[0],
          solved.orbitals?.occupations[0]?.length ?? -1,
        ],
      ];
      return expected.flatMap(([declared, what, array, length]) => {
        if (!declared) return [];
        if (array?.length !== length) return [`${what} has length ${array?.length}, expected ${length}`];
        return Array.from(array).every(Number.isFinite) ? [] : [`${what} holds something that is not a number`];
      });
    }),
  );
  checks.check("snapshot", "a restored engine goes on with the same bits", () =>
    bench.withEngines(2, async (one, two) => {
      await all(one, nuclei);
      await all(one, nudged("before"));
      const saved = decodeSnapshot(encodeSnapshot(one.snapshot()));
      const next = nudged("after");
      const uninterrupted = await all(one, next);
      two.restore(saved);
      return bitDifferences("after restoring", await all(two, next), uninterrupted);
    }),
  );
  checks.check("abort", "an aborted signal stops a solve with its reason", () =>
    bench.withEngines(1, (engine) => abortProblems("a solve", (signal) => engine.solve(nuclei, NO_FIELD, {}, signal))),
  );
  checks.check("coexist", "two engines do not disturb each other", async () => {
    const alone = await bench.withEngines(1, async (engine) => {
      await all(engine, nuclei);
      return all(engine, nudged("coexist"));
    });
    return bench.withEngines(2, async (one, two) => {
      await all(one, nuclei);
      await all(two, nudged("other"));
      await two[Symbol.asyncDispose]();
      return bitDifferences("beside another", await all(one, nudged("coexist")), alone);
    });
  });
  checks.check("dispose", "releasing twice is harmless", () =>
    bench.withEngines(1, async (engine) => {
      await engine.solve(nuclei, NO_FIELD, {});
      await engine[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      return [];
    }),
  );
}
