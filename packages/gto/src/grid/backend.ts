import type { KernelBackend } from "@qmmm/core";
import type { GridKernels } from "./contracts.js";
import { gridOrbitals } from "./grid-orbitals.js";
import { orbitalsOnGrid } from "./orbitals-on-grid.js";
import { partitionGradient, partitionShares } from "./partition/atomic-cells.js";

/** The TypeScript kernels of numerical integration: the definition that accelerated backends must match. */
export const gridKernels: KernelBackend & { readonly kernels: GridKernels } = {
  name: "typescript",
  speed: 1,
  reference: true,
  probe: async () => {},
  kernels: {
    "gto/partitionShares": partitionShares,
    "gto/partitionGradient": partitionGradient,
    "gto/orbitalsOnGrid": orbitalsOnGrid,
    "gto/gridOrbitals": gridOrbitals,
  },
};
