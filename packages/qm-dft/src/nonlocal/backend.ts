import type { KernelBackend } from "@qmmm/core";
import type { NonlocalKernels } from "./contracts.js";
import { nonlocalGradient, nonlocalSums } from "./pair-sums.js";

/** The TypeScript kernels of nonlocal correlation: the definition that accelerated backends must match. */
export const nonlocalKernels: KernelBackend & { readonly kernels: NonlocalKernels } = {
  name: "typescript",
  speed: 1,
  reference: true,
  probe: async () => {},
  kernels: {
    "dft/nonlocalSums": nonlocalSums,
    "dft/nonlocalGradient": nonlocalGradient,
  },
};
