import type { MmModel, Potential, VirtualSites } from "@qmmm/core";
import { UnsupportedError } from "@qmmm/core";

/** Atoms without a force field, for boundaries between levels of theory: no charges, no terms. Virtual sites of a force field stay what they are. */
export function bareAtoms(atomCount: number, virtualSites?: VirtualSites): MmModel {
  return {
    charges: new Float64Array(atomCount),
    lennardJones: { sigma: new Float64Array(atomCount), epsilon: new Float64Array(atomCount) },
    coulombScale: 1,
    virtualSites,
    equilibriumBond: () => undefined,
    conventions: {},
    potential: (): Promise<Potential> =>
      Promise.reject(
        new UnsupportedError("QMMM_COUPLING_FORCEFIELD_MISSING", "There is no force field to make a potential of", {
          action: "Add a force field",
        }),
      ),
  };
}
