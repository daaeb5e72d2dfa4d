import { InputError, type System, selectNonEmpty } from "@qmmm/core";
import type { PolarisationParameters } from "./options.js";
import { excludedByBonds, type PolarisableSites } from "./sites.js";
import { THOLE_FACTORS } from "./thole.js";

/**
 * The polarisable sites of a system: its atoms with given charges (e; length N).
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_AMBIGUOUS` for an atom in two entries, `QMMM_SELECTION_…`
 */
export function assignSites(options: PolarisationParameters, system: System, charges: Float64Array): PolarisableSites {
  const { topology } = system;
  const entryOf = new Int32Array(topology.atomCount).fill(-1);
  for (const [n, { select }] of options.atoms.entries()) {
    for (const atom of selectNonEmpty(select, system)) {
      if (entryOf[atom] >= 0) {
        const other = options.atoms[entryOf[atom]].select;
        throw new InputError(
          "QMMM_MM_PARAMETERS_AMBIGUOUS",
          `Two entries give a polarisability to atom ${atom} (from 0): "${other}" and "${select}"`,
          { value: select, allowed: "every atom in at most one entry", action: "Narrow one of the selections" },
        );
      }
      entryOf[atom] = n;
    }
  }
  return {
    charges,
    polarisabilities: Float64Array.from(entryOf, (n) => (n < 0 ? 0 : options.atoms[n].polarisability)),
    damping: {
      model: options.model,
      factor: options.factor ?? THOLE_FACTORS[options.model],
      charges: options.dampCharges,
    },
    scalings: excludedByBonds(topology, options.excludedBonds),
  };
}
