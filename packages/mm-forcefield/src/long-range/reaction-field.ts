import { type RadialTable, radialTable } from "../nonbonded/radial-table.js";

/**
 * Reaction field of a medium of a dielectric constant ε beyond the cutoff (Tironi et al. 1995, doi:10.1063/1.469273), shifted
 * to zero at the cutoff as in OpenMM: E = qq(1/r + k·r² − c), k = (ε − 1)/((2ε + 1)·rc³), c = 3ε/((2ε + 1)·rc). ε = Infinity
 * stands for a conductor, ε = 1 for nothing beyond the cutoff.
 */
export function reactionFieldTable(dielectric: number, cutoff: number): RadialTable {
  const inverse = 1 / dielectric;
  const k = (1 - inverse) / ((2 + inverse) * cutoff ** 3);
  const c = 3 / ((2 + inverse) * cutoff);
  return radialTable((r) => ({ value: 1 / r + k * r * r - c, slope: 2 * k * r - 1 / (r * r) }), cutoff);
}
