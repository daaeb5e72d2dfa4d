import type { CutBond } from "./cut-bonds.js";

/** How charges near a cut bond are treated; see the option `charges`. */
export type ChargeScheme = "none" | "z1" | "z2" | "z3" | "rc" | "rcd" | "cs";

/** A charge on the line of a bond, at (1 − t)·R_host + t·R_neighbour. */
export interface BondCharge {
  readonly host: number;
  readonly neighbour: number;
  readonly t: number;
  /** e */
  readonly charge: number;
}

/** Charges that act on a region, before any cutoff. */
export interface ChargePlan {
  /** On the atoms, e; zero inside the region; length N. */
  readonly onAtoms: Float64Array;
  readonly onBonds: readonly BondCharge[];
  /** Charge that the scheme lost, e. */
  readonly lost: number;
  readonly description: readonly string[];
}

/**
 * Applies a boundary scheme to the force field's charges. With q₀ = q(M1)/n for the n atoms M2 and b_k = M2_k − M1:
 *
 * - z1, z2, z3: no charge on M1; on M1 and M2; on M1, M2 and M3.
 * - rc: q₀ at M1 + b_k/2: the charge is kept (Lin & Truhlar 2005, doi:10.1021/jp0446332).
 * - rcd: 2q₀ at M1 + b_k/2 and −q₀ added to M2: charge and dipole are kept (ibid.).
 * - cs: q₀ added to M2 and a pair ±q₀/2s at M1 + (1 ∓ s)·b_k, whose dipole −q₀·b_k restores that of the moved charge
 *   (de Vries et al. 1999, doi:10.1021/jp9913012; Sherwood et al. 2003, doi:10.1016/S0166-1280(03)00285-9).
 *
 * The charge of an M1 without M2 can't be moved and is lost. Each M1 is treated from the force field's own charges, so
 * that the result does not depend on the order of the cuts.
 *
 * @param charges - of the force field, e; length N
 * @param shift - s of `cs`
 * @param label - how the description names an atom
 */
export function planCharges(
  scheme: ChargeScheme,
  charges: Float64Array,
  inRegion: Uint8Array,
  cuts: readonly CutBond[],
  shift: number,
  label: (atom: number) => string,
): ChargePlan {
  const onAtoms = charges.map((charge, atom) => (inRegion[atom] === 1 ? 0 : charge));
  const onBonds: BondCharge[] = [];
  const description: string[] = [];
  if (scheme === "none") return { onAtoms, onBonds, lost: 0, description };

  const hosts = new Map(cuts.map((cut) => [cut.m1, cut]));
  const deleted = new Set<number>();
  for (const cut of hosts.values()) {
    deleted.add(cut.m1);
    if (scheme === "z2" || scheme === "z3") for (const atom of cut.m2) deleted.add(atom);
    if (scheme === "z3") for (const atom of cut.m3) deleted.add(atom);
  }
  let lost = 0;
  for (const atom of deleted) {
    const moved = !scheme.startsWith("z") && hosts.get(atom)!.m2.length > 0;
    if (!moved) lost += onAtoms[atom]!;
    onAtoms[atom] = 0;
  }
  if (scheme.startsWith("z")) {
    description.push(`boundary charges: ${scheme.toUpperCase()}, no charge on ${[...deleted].map(label).join(", ")}`);
    return { onAtoms, onBonds, lost, description };
  }

  for (const { m1, m2 } of hosts.values()) {
    if (m2.length === 0) {
      description.push(
        `boundary charges: ${label(m1)} has no neighbour that could take its charge of ${charges[m1]!.toFixed(4)} e`,
      );
    }
    const q0 = charges[m1]! / m2.length;
    for (const neighbour of m2) {
      switch (scheme) {
        case "rc":
          onBonds.push({ host: m1, neighbour, t: 0.5, charge: q0 });
          break;
        case "rcd":
          onBonds.push({ host: m1, neighbour, t: 0.5, charge: 2 * q0 });
          onAtoms[neighbour]! -= q0;
          break;
        case "cs": {
          const pair = q0 / (2 * shift);
          onAtoms[neighbour]! += q0;
          onBonds.push({ host: m1, neighbour, t: 1 - shift, charge: pair });
          onBonds.push({ host: m1, neighbour, t: 1 + shift, charge: -pair });
          break;
        }
      }
    }
    if (m2.length > 0) {
      description.push(
        `boundary charges: ${scheme.toUpperCase()}, ${charges[m1]!.toFixed(4)} e of ${label(m1)} moved towards ${m2.map(label).join(", ")}`,
      );
    }
  }
  return { onAtoms, onBonds, lost, description };
}
