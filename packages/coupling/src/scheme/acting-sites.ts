import type { Sites } from "@qmmm/core";
import { InputError } from "@qmmm/core";
import { inAngstrom } from "../boundary/labels.js";

/** Point charges closer than this to a nucleus, a0, mean a wrong structure or boundary. */
const CLOSEST_SITE = 0.5;

/**
 * The sites that act: those with a charge. Leaving out the others is exact, also for derivatives: where a cutoff has faded a
 * charge to zero, its slope is zero too.
 */
export interface ActingSites {
  /** Index in the map's sites of every acting one. */
  readonly index: Int32Array;
  readonly sites: Float64Array;
  readonly charges: Float64Array;
  readonly widths: Float64Array;
}

/** Picks the acting sites. */
export function actingSites({ sites, charges, widths }: Sites): ActingSites {
  const index = Int32Array.from(charges.keys()).filter((s) => charges[s] !== 0);
  const positions = new Float64Array(3 * index.length);
  for (let k = 0; k < index.length; k++) positions.set(sites.subarray(3 * index[k]!, 3 * index[k]! + 3), 3 * k);
  return {
    index,
    sites: positions,
    charges: Float64Array.from(index, (s) => charges[s]!),
    widths: Float64Array.from(index, (s) => widths[s]!),
  };
}

/** @throws QmmmError `QMMM_COUPLING_SITE_ON_NUCLEUS` when a point charge sits on a nucleus */
export function requireDistance(nuclei: Float64Array, { sites, charges, widths }: ActingSites): void {
  for (let s = 0; s < charges.length; s++) {
    if (widths[s]! > 0) continue;
    for (let a = 0; a < nuclei.length; a += 3) {
      const dx = nuclei[a]! - sites[3 * s]!;
      const dy = nuclei[a + 1]! - sites[3 * s + 1]!;
      const dz = nuclei[a + 2]! - sites[3 * s + 2]!;
      const square = dx * dx + dy * dy + dz * dz;
      if (square >= CLOSEST_SITE * CLOSEST_SITE) continue;
      throw new InputError(
        "QMMM_COUPLING_SITE_ON_NUCLEUS",
        `A charge of ${charges[s]!.toFixed(4)} e of the surroundings lies ${inAngstrom(Math.sqrt(square))} from nucleus ${a / 3} (from 0) of the region`,
        {
          value: inAngstrom(Math.sqrt(square)),
          allowed: `at least ${inAngstrom(CLOSEST_SITE)}`,
          action: "Look for overlapping atoms, use another charge scheme at the boundary, or smear the charges",
        },
      );
    }
  }
}
