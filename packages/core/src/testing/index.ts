export {
  BOUNDARY_CHECKS,
  type BoundaryCase,
  type BoundaryCheck,
  type BoundarySuite,
  boundarySuite,
} from "./boundary-suite.js";
export { type CollectedResult, type Collector, createCollector } from "./collect.js";
export { type ComponentSetup, componentUnderTest, qmMethodUnderTest } from "./component.js";
export {
  COUPLING_CHECKS,
  type CouplingCase,
  type CouplingCheck,
  type CouplingSuite,
  couplingSuite,
} from "./coupling-suite.js";
export {
  FORCE_FIELD_CHECKS,
  type ForceFieldCheck,
  type ForceFieldSuite,
  type ForceFieldTestSystem,
  forceFieldSuite,
} from "./force-field-suite.js";
export {
  KERNEL_CHECKS,
  type KernelBackendSuite,
  type KernelCase,
  type KernelCheck,
  kernelBackendSuite,
  kernelCase,
} from "./kernel-suite.js";
export { AWKWARD_WORDS, mutatedTexts } from "./mutated-texts.js";
export {
  POTENTIAL_CHECKS,
  POTENTIAL_TOLERANCES,
  type PotentialCase,
  type PotentialCheck,
  type PotentialSuite,
  type PotentialTolerances,
  potentialSuite,
} from "./potential-suite.js";
export {
  QM_CHECKS,
  QM_TOLERANCES,
  type QmCheck,
  type QmMethodSuite,
  type QmMethodUnderTest,
  type QmTolerances,
} from "./qm-checks.js";
export { qmMethodSuite } from "./qm-method-suite.js";
export { QM_TEST_MOLECULES, type QmTestMolecule, qmTestMolecule, surroundingCharges } from "./qm-molecules.js";
export type { Exclusions, TestFunction, TestRunner } from "./runner.js";
export { TASK_CHECKS, type TaskCase, type TaskCheck, type TaskSuite, taskSuite } from "./task-suite.js";
export {
  centralDifference,
  derivativeAtZero,
  directionalDerivative,
  netForceAndTorque,
  strainDerivative,
} from "./toolkit.js";
