import type { KernelBackend } from "@qmmm/core";
import type { XtbKernels } from "./contracts.js";
import { overlapMoments } from "./overlap-moments.js";
import { overlapMomentsGradient } from "./overlap-moments-gradient.js";

/** The TypeScript integral kernels: the definition that accelerated backends must match. */
export const xtbKernels: KernelBackend & { readonly kernels: XtbKernels } = {
  name: "typescript",
  speed: 1,
  reference: true,
  probe: () => Promise.resolve(),
  kernels: { "xtb/overlapMoments": overlapMoments, "xtb/overlapMomentsGradient": overlapMomentsGradient },
};
