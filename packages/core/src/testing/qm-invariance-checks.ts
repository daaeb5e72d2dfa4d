import { NO_FIELD, type QmWant } from "../contracts/quantum.js";
import { coordinateLabel, difference, differences } from "./compare.js";
import type { QmBench } from "./qm-bench.js";
import type { QmCheck } from "./qm-checks.js";
import type { Checks } from "./runner.js";
import { netForceAndTorque, randomRotation, suiteRandom, transformed } from "./toolkit.js";

/** What a rigid motion leaves alone, in empty space and, where there are field forces, in the field. */
async function invariance(
  bench: QmBench,
  tolerance: number,
  matrix: ArrayLike<number>,
  shift: ArrayLike<number>,
): Promise<string[]> {
  const { nuclei } = bench.target;
  return bench.withEngines(2, async (one, two) => {
    const fields = one.supports.has("fieldForces") ? [NO_FIELD, bench.field] : [NO_FIELD];
    const want: QmWant = { forces: one.supports.has("forces"), fieldForces: one.supports.has("fieldForces") };
    const problems: string[] = [];
    for (const field of fields) {
      const before = await one.solve(nuclei, field, want);
      const movedField = { ...field, sites: transformed(field.sites, matrix, shift) };
      const after = await two.solve(transformed(nuclei, matrix, shift), movedField, want);
      problems.push(...difference("energy", after.energy, before.energy, tolerance));
      for (const [what, a, b] of [
        ["force", after.forces, before.forces],
        ["field force", after.fieldForces, before.fieldForces],
      ] as const) {
        if (b !== undefined)
          problems.push(...differences(what, a, transformed(b, matrix), tolerance, 0, coordinateLabel()));
      }
    }
    return problems;
  });
}

/** What must not change when everything is moved, turned or renumbered. */
export function declareInvarianceChecks(bench: QmBench, checks: Checks<QmCheck>): void {
  const { target, field } = bench;
  const { nuclei, molecule } = target;
  checks.check("balance", "forces on nuclei and charges add up to nothing, without torque", () =>
    bench.withEngines(1, async (engine) => {
      const has = engine.supports;
      if (!has.has("forces")) return [];
      const fields = has.has("fieldForces") ? [NO_FIELD, field] : [NO_FIELD];
      const problems: string[] = [];
      for (const one of fields) {
        const solved = await engine.solve(nuclei, one, { forces: true, fieldForces: has.has("fieldForces") });
        const positions = [...nuclei, ...one.sites];
        const forces = [...(solved.forces ?? []), ...(solved.fieldForces ?? [])];
        if (forces.length !== positions.length)
          return [`there are ${forces.length} force components for ${positions.length} coordinates`];
        const { force, torque } = netForceAndTorque(positions, forces);
        const where = one === NO_FIELD ? "in empty space" : "with the charges";
        problems.push(...differences(`net force ${where}`, force, [0, 0, 0], bench.tolerances.balance));
        problems.push(...differences(`net torque ${where}`, torque, [0, 0, 0], bench.tolerances.rotation));
      }
      return problems;
    }),
  );
  checks.check("translation", "moving everything changes nothing", () =>
    invariance(bench, bench.tolerances.invariance, [1, 0, 0, 0, 1, 0, 0, 0, 1], [2.3, -1.9, 3.1]),
  );
  checks.check("rotation", "turning everything turns the forces", () =>
    invariance(bench, bench.tolerances.rotation, randomRotation(suiteRandom("rotation")), [0, 0, 0]),
  );
  checks.check("permutation", "renumbering the atoms renumbers the forces", () => {
    const n = molecule.elements.length;
    const order = Array.from({ length: n }, (_, k) => (k + 1) % n);
    const renumbered = { ...molecule, elements: Uint8Array.from(order, (k) => molecule.elements[k]!) };
    const shuffled = (array: Float64Array): Float64Array =>
      Float64Array.from(order.flatMap((k) => [...array.subarray(3 * k, 3 * k + 3)]));
    return bench.withMolecules([molecule, renumbered], async (one, two) => {
      const want: QmWant = { forces: one.supports.has("forces") };
      const plain = await one.solve(nuclei, NO_FIELD, want);
      const other = await two.solve(shuffled(nuclei), NO_FIELD, want);
      const tolerance = bench.tolerances.invariance;
      const problems = difference("energy", other.energy, plain.energy, tolerance);
      if (plain.forces === undefined) return problems;
      return [
        ...problems,
        ...differences("force", other.forces, shuffled(plain.forces), tolerance, 0, coordinateLabel()),
      ];
    });
  });
}
