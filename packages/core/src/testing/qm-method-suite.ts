import { QmBench } from "./qm-bench.js";
import { QM_CHECKS, type QmMethodSuite } from "./qm-checks.js";
import { declareConductChecks } from "./qm-conduct-checks.js";
import { declareEnergyChecks } from "./qm-energy-checks.js";
import { declareFieldChecks } from "./qm-field-checks.js";
import { declareInvarianceChecks } from "./qm-invariance-checks.js";
import { QM_TEST_MOLECULES } from "./qm-molecules.js";
import { declarePropertyChecks } from "./qm-property-checks.js";
import { Checks } from "./runner.js";

/**
 * Checks that a quantum method keeps its contract: energies add up, forces on nuclei and on the field's sites are
 * derivatives, nothing depends on origin, orientation or numbering, results repeat bit for bit, state can be saved and
 * restored, and what is not declared is refused. Parts that the method does not declare are not asked for.
 */
export function qmMethodSuite(suite: QmMethodSuite): void {
  const checks = new Checks(suite, suite.exclusions ?? {}, QM_CHECKS);
  suite.describe(`QM method: ${suite.name}`, () => {
    for (const target of suite.molecules ?? QM_TEST_MOLECULES) {
      suite.describe(target.name, () => {
        const bench = new QmBench(suite, target);
        declareEnergyChecks(bench, checks);
        declareFieldChecks(bench, checks);
        declarePropertyChecks(bench, checks);
        declareInvarianceChecks(bench, checks);
        declareConductChecks(bench, checks);
      });
    }
  });
}
