import type { QmMethod } from "../contracts/quantum.js";
import type { Scope } from "../plugin/di.js";
import type { QmTestMolecule } from "./qm-molecules.js";
import type { Exclusions, TestRunner } from "./runner.js";

/** Checks of `qmMethodSuite`. */
export const QM_CHECKS = [
  "reference",
  "terms",
  "forces",
  "forcesInField",
  "fieldForces",
  "fieldPotential",
  "fieldHeeded",
  "gaussianCharges",
  "fieldDipoles",
  "uniformField",
  "response",
  "dipoleResponse",
  "potentialAt",
  "charges",
  "spin",
  "balance",
  "translation",
  "rotation",
  "permutation",
  "repeat",
  "inputs",
  "unsupported",
  "delivered",
  "snapshot",
  "abort",
  "coexist",
  "dispose",
] as const;
export type QmCheck = (typeof QM_CHECKS)[number];

/** How well a method has to agree with itself, in atomic units. */
export interface QmTolerances {
  /** Terms against energy, relative to the largest term (at least 1 Eh). */
  readonly terms: number;
  /** Analytic against numerical forces, on nuclei and sites, Eh/a0. */
  readonly forces: number;
  /** Potential at sites and points against numerical derivatives, Eh/e; fields, Eh/(e·a0); dipoles, e·a0. */
  readonly potential: number;
  /** Net force over nuclei and sites, Eh/a0. */
  readonly balance: number;
  /** Energy (Eh) and forces (Eh/a0) after moving or renumbering. */
  readonly invariance: number;
  /** The same after turning, and net torque (Eh): larger than the rest where a method integrates on points at rest in space. */
  readonly rotation: number;
  /** Displacement of the central differences, a0. */
  readonly step: number;
  /** Sum of the atomic charges against the molecule's charge, e; of spin populations likewise. */
  readonly charges: number;
  /** The same of charges that are integrated on a grid. */
  readonly integratedCharges: number;
}

export const QM_TOLERANCES: QmTolerances = {
  terms: 1e-12,
  forces: 1e-6,
  potential: 1e-6,
  balance: 1e-7,
  invariance: 1e-7,
  rotation: 1e-7,
  step: 5e-3,
  charges: 1e-8,
  integratedCharges: 1e-3,
};

/** A method, and the scope in which its engines are opened. */
export interface QmMethodUnderTest {
  readonly method: QmMethod;
  readonly scope: Scope;
}

/** What `qmMethodSuite` takes. */
export interface QmMethodSuite extends TestRunner {
  readonly name: string;
  /** Makes the method in a fresh scope; called once per check. The suite disposes of the scope. */
  readonly create: () => Promise<QmMethodUnderTest> | QmMethodUnderTest;
  /** Default: `QM_TEST_MOLECULES`. */
  readonly molecules?: readonly QmTestMolecule[];
  /**
   * Most coordinates per array that central differences check one by one, evenly spread, beside one random direction that
   * holds all of them; default 4.
   */
  readonly coordinates?: number;
  readonly tolerances?: Partial<QmTolerances>;
  readonly exclusions?: Exclusions<QmCheck>;
}
