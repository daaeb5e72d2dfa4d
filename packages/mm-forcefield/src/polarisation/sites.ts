import { InputError, type Topology } from "@qmmm/core";
import { pairsByBonds } from "../parameters/exclusions.js";
import type { TholeModel } from "./thole.js";

/** Factors of one pair; a pair without an entry has 1 everywhere. */
export interface PairFactors {
  /** Of the charges' field that induces dipoles (AMOEBA: d). */
  readonly direct: number;
  /** Of the charges' field that gives the dipoles their energy (AMOEBA: p); most models: as `direct`. */
  readonly energy: number;
  /** Of the interaction between induced dipoles (AMOEBA: u). */
  readonly mutual: number;
}

/** Pairs whose factors are not all 1: partners j > i of site i stand from `start[i]` to `start[i + 1]`, ascending. */
export interface PairScalings {
  readonly start: Int32Array;
  readonly partners: Int32Array;
  readonly direct: Float64Array;
  readonly energy: Float64Array;
  readonly mutual: Float64Array;
}

/** Sites that carry charges and answer fields with dipoles. Atomic units. */
export interface PolarisableSites {
  /** e; length N. */
  readonly charges: Float64Array;
  /** Isotropic polarisabilities, a0³, 0 for sites without; length N. */
  readonly polarisabilities: Float64Array;
  readonly damping: {
    readonly model: TholeModel;
    /** The model's a, for all sites or for each (N): a pair then takes the smaller, as AMOEBA does. */
    readonly factor: number | Float64Array;
    /** Whether the field of charges on polarisable sites is damped too. */
    readonly charges: boolean;
  };
  readonly scalings: PairScalings;
}

/** Pair scalings from pairs in any order, each at most once. */
export function pairScalings(
  siteCount: number,
  pairs: Iterable<readonly [i: number, j: number, factors: PairFactors]>,
): PairScalings {
  const rows: Map<number, PairFactors>[] = Array.from({ length: siteCount }, () => new Map());
  for (const [i, j, factors] of pairs) rows[Math.min(i, j)].set(Math.max(i, j), factors);
  const start = new Int32Array(siteCount + 1);
  const entries = rows.flatMap((row, i) => {
    start[i + 1] = start[i] + row.size;
    return [...row].sort(([a], [b]) => a - b);
  });
  const column = (name: keyof PairFactors) => Float64Array.from(entries, ([, factors]) => factors[name]);
  return {
    start,
    partners: Int32Array.from(entries, ([j]) => j),
    direct: column("direct"),
    energy: column("energy"),
    mutual: column("mutual"),
  };
}

/** Pair scalings that leave out every interaction of sites at most `bonds` bonds apart. */
export function excludedByBonds(topology: Pick<Topology, "atomCount" | "bonds">, bonds: number): PairScalings {
  const none: PairFactors = { direct: 0, energy: 0, mutual: 0 };
  const pairs = bonds === 0 ? [] : Array.from(pairsByBonds(topology, bonds), ([i, j]) => [i, j, none] as const);
  return pairScalings(topology.atomCount, pairs);
}

/** @throws QmmmError `QMMM_POLARISATION_SITES` for lengths that differ, or negative or missing numbers */
export function requireSites({ charges, polarisabilities, damping, scalings }: PolarisableSites): void {
  const refuse = (what: string, value: unknown, allowed: string): never => {
    throw new InputError("QMMM_POLARISATION_SITES", `Polarisable sites: ${what}`, {
      value,
      allowed,
      action: "Correct the parameters of the sites",
    });
  };
  const count = charges.length;
  if (polarisabilities.length !== count)
    refuse(`${count} charges but ${polarisabilities.length} polarisabilities`, polarisabilities.length, `${count}`);
  for (const [site, alpha] of polarisabilities.entries()) {
    if (Number.isFinite(alpha) && alpha >= 0) continue;
    refuse(`site ${site} (from 0) has the polarisability ${alpha}`, alpha, "0 or more");
  }
  const { factor, model } = damping;
  if (typeof factor !== "number" && factor.length !== count)
    refuse(`${factor.length} damping factors`, factor.length, `one, or ${count}`);
  for (const a of typeof factor === "number" ? [factor] : factor) {
    if (model === "none" || (Number.isFinite(a) && a > 0)) continue;
    refuse(`the damping factor ${a}`, a, "above 0");
  }
  if (scalings.start.length !== count + 1)
    refuse("pair factors are for another number of sites", scalings.start.length - 1, `${count}`);
}
