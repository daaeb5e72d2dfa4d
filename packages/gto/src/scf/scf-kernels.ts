import type { KernelTable } from "@qmmm/core";
import type { GridKernels } from "../grid/contracts.js";
import type { GtoKernels } from "../integrals/contracts.js";
import type { LinearAlgebraKernels } from "./linear-algebra/contracts.js";
import { MatrixAlgebra } from "./linear-algebra/matrices.js";

/** The kernels that a self-consistent field uses, as chosen for one simulation. */
export interface ScfKernels {
  readonly overlapKinetic: GtoKernels["gto/overlapKinetic"];
  readonly overlapKineticGradient: GtoKernels["gto/overlapKineticGradient"];
  readonly multipoles: GtoKernels["gto/multipoles"];
  readonly chargePotential: GtoKernels["gto/chargePotential"];
  readonly chargePotentialGradient: GtoKernels["gto/chargePotentialGradient"];
  readonly electronPotential: GtoKernels["gto/electronPotential"];
  readonly repulsion: GtoKernels["gto/repulsion"];
  readonly repulsionGradient: GtoKernels["gto/repulsionGradient"];
  readonly threeCentre: GtoKernels["gto/threeCentre"];
  readonly algebra: MatrixAlgebra;
  /** A kernel of numerical integration. @throws QmmmError `QMMM_KERNEL_MISSING` when no plugin provides it */
  readonly grid: <K extends keyof GridKernels>(name: K) => GridKernels[K];
}

/** @throws QmmmError `QMMM_KERNEL_MISSING` when no plugin provides one of them */
export function scfKernels(table: KernelTable): ScfKernels {
  const get = <K extends keyof (GtoKernels & LinearAlgebraKernels) & string>(name: K) => table.get(name);
  return {
    overlapKinetic: get("gto/overlapKinetic"),
    overlapKineticGradient: get("gto/overlapKineticGradient"),
    multipoles: get("gto/multipoles"),
    chargePotential: get("gto/chargePotential"),
    chargePotentialGradient: get("gto/chargePotentialGradient"),
    electronPotential: get("gto/electronPotential"),
    repulsion: get("gto/repulsion"),
    repulsionGradient: get("gto/repulsionGradient"),
    threeCentre: get("gto/threeCentre"),
    algebra: new MatrixAlgebra(get("gto/multiply"), get("gto/symmetricEigen"), get("gto/addSquare")),
    grid: (name) => table.get(name),
  };
}
