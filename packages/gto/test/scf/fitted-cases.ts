import { readFileSync } from "node:fs";
import { buildGaussianBasis, loadFittingSet, type ScfMethod } from "@qmmm/gto";
import type { MoleculeCase } from "./engine.js";

/** A case of validation/scf_references.py with density fitting. */
export interface FittedCase extends MoleculeCase {
  readonly kind: "rij" | "rijk";
  readonly full: number;
  readonly longRange: number;
  readonly omega: number;
  readonly energy: number;
}

const { fitted }: { fitted: FittedCase[] } = JSON.parse(
  readFileSync(new URL("./fixtures/scf-references.json", import.meta.url), "utf8"),
);

/** All of them. */
export const FITTED: readonly FittedCase[] = fitted;

/** Exchange and fitting set of a case. */
export async function methodOf({ kind, full, longRange, omega, elements }: FittedCase): Promise<Partial<ScfMethod>> {
  const set = await loadFittingSet(kind === "rij" ? "def2-universal-jfit" : "def2-universal-jkfit");
  const auxiliary = buildGaussianBasis(Uint8Array.from(elements), set);
  return { exchange: { full, longRange, omega }, densityFitting: { kind, auxiliary } };
}
