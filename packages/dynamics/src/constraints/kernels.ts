import type { KernelBackend, KernelTable } from "@qmmm/core";
import { projectRates, shakePositions } from "./rattle.js";
import { settlePositions, settleRates } from "./settle.js";

declare module "@qmmm/core" {
  interface KernelSignatures {
    /** Positions back to the constrained distances, iteratively. */
    "dynamics/shakePositions": typeof shakePositions;
    /** Rates without what changes constrained distances, iteratively. */
    "dynamics/projectRates": typeof projectRates;
    /** Positions of rigid three-site molecules, in closed form. */
    "dynamics/settlePositions": typeof settlePositions;
    /** Rates of rigid three-site molecules, in closed form. */
    "dynamics/settleRates": typeof settleRates;
  }
}

/** The hot computations of constraints. */
export interface ConstraintKernels {
  readonly shakePositions: typeof shakePositions;
  readonly projectRates: typeof projectRates;
  readonly settlePositions: typeof settlePositions;
  readonly settleRates: typeof settleRates;
}

/** Their definitions in TypeScript. */
export const referenceConstraintKernels: ConstraintKernels = {
  shakePositions,
  projectRates,
  settlePositions,
  settleRates,
};

/** The kernels of dynamics in TypeScript: they define what is right. */
export const dynamicsKernels: KernelBackend = {
  name: "typescript",
  speed: 1,
  reference: true,
  async probe() {},
  kernels: {
    "dynamics/shakePositions": shakePositions,
    "dynamics/projectRates": projectRates,
    "dynamics/settlePositions": settlePositions,
    "dynamics/settleRates": settleRates,
  },
};

/** Those chosen for a simulation. */
export function constraintKernelsOf(table: KernelTable): ConstraintKernels {
  return {
    shakePositions: table.get("dynamics/shakePositions"),
    projectRates: table.get("dynamics/projectRates"),
    settlePositions: table.get("dynamics/settlePositions"),
    settleRates: table.get("dynamics/settleRates"),
  };
}
