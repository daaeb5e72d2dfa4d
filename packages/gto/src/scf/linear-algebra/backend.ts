import type { KernelBackend } from "@qmmm/core";
import { addSquare } from "./add-square.js";
import { multiply } from "./multiply.js";
import { symmetricEigen } from "./symmetric-eigen.js";

/** The TypeScript definitions of the linear algebra kernels. */
export const linearAlgebraKernels: KernelBackend = {
  name: "typescript",
  speed: 1,
  reference: true,
  probe: () => Promise.resolve(),
  kernels: { "gto/symmetricEigen": symmetricEigen, "gto/multiply": multiply, "gto/addSquare": addSquare },
};
