import type { KernelBackend } from "@qmmm/core";
import type { XtbAlgebraKernels } from "./algebra/contracts.js";
import { lowestEigenvectors } from "./algebra/lowest-eigenvectors.js";
import type { XtbKernels } from "./integrals/contracts.js";
import { overlapMoments } from "./integrals/overlap-moments.js";
import { overlapMomentsGradient } from "./integrals/overlap-moments-gradient.js";

/** The TypeScript kernels of tight binding: the definition that accelerated backends must match. */
export const xtbKernels: KernelBackend & { readonly kernels: XtbKernels & XtbAlgebraKernels } = {
  name: "typescript",
  speed: 1,
  reference: true,
  probe: () => Promise.resolve(),
  kernels: {
    "xtb/lowestEigenvectors": lowestEigenvectors,
    "xtb/overlapMoments": overlapMoments,
    "xtb/overlapMomentsGradient": overlapMomentsGradient,
  },
};
