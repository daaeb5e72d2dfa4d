import type { Region, Topology } from "@qmmm/core";
import type { ChargePlan } from "./charge-plan.js";
import type { CutBond } from "./cut-bonds.js";

/** Charge below which nothing is worth spreading, e. */
const NEGLIGIBLE = 1e-12;

/**
 * Spreads charge that would be lost at cut bonds equally over the charged atoms outside the region in the residues of the
 * M1 atoms (failing these, in their molecules' other residues, that is all charged atoms outside). The charge is
 * Δ = Σq(deleted sites) + f, where f is the fraction by which the region's force-field charge differs from the level's
 * charge beyond a whole number: the part that belongs to the cut group, not to a different state of charge of the region.
 *
 * The bookkeeping follows Walker, Crowley & Case 2008 (doi:10.1002/jcc.20857, `adjust_q`), with the cut residues as
 * the receivers.
 */
export function balanceCharge(
  plan: ChargePlan,
  charges: Float64Array,
  region: Region,
  inRegion: Uint8Array,
  cuts: readonly CutBond[],
  topology: Topology,
): ChargePlan {
  let regionCharge = 0;
  for (const atom of region.atoms) regionCharge += charges[atom]!;
  const difference = regionCharge - region.charge;
  const description = [...plan.description];
  if (Math.abs(difference) > 0.5) {
    description.push(
      `charge: the force field gives the region ${regionCharge.toFixed(4)} e, the level ${region.charge} e; the whole number between them is not balanced`,
    );
  }
  const spread = plan.lost + difference - Math.round(difference);
  if (cuts.length === 0 || Math.abs(spread) < NEGLIGIBLE) return { ...plan, description };

  const residues = new Set(cuts.map(({ m1 }) => topology.residueOf[m1]!));
  const charged = (atom: number) => inRegion[atom] !== 1 && plan.onAtoms[atom] !== 0;
  const everywhere = Array.from({ length: topology.atomCount }, (_, atom) => atom).filter(charged);
  const near = everywhere.filter((atom) => residues.has(topology.residueOf[atom]!));
  const receivers = near.length > 0 ? near : everywhere;
  if (receivers.length === 0) {
    description.push(`charge: ${spread.toFixed(6)} e is lost, as no charged atom is left to take it`);
    return { ...plan, description };
  }
  const onAtoms = plan.onAtoms.slice();
  for (const atom of receivers) onAtoms[atom]! += spread / receivers.length;
  const where = near.length > 0 ? "of the cut residues" : "outside the region";
  description.push(
    `charge: ${spread.toFixed(6)} e spread over ${receivers.length} atom${receivers.length === 1 ? "" : "s"} ${where}`,
  );
  return { ...plan, onAtoms, lost: 0, description };
}
