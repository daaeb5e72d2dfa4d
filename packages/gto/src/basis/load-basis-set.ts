import { InputError } from "@qmmm/core";
import type { BasisSet, BasisShell } from "./basis-set.js";

// One module per set, imported when asked for: a set that is not used costs nothing.
const SETS: Readonly<Record<string, () => Promise<{ text: string }>>> = {
  "STO-3G": () => import("./data/sto-3g.js"),
  "3-21G": () => import("./data/3-21g.js"),
  "6-31G": () => import("./data/6-31g.js"),
  "6-31G*": () => import("./data/6-31g-star.js"),
  "6-31G**": () => import("./data/6-31g-star-star.js"),
  "6-31+G*": () => import("./data/6-31+g-star.js"),
  "6-311G**": () => import("./data/6-311g-star-star.js"),
  "cc-pVDZ": () => import("./data/cc-pvdz.js"),
  "cc-pVTZ": () => import("./data/cc-pvtz.js"),
  "def2-SVP": () => import("./data/def2-svp.js"),
  "def2-TZVP": () => import("./data/def2-tzvp.js"),
  "def2-mTZVPP": () => import("./data/def2-mtzvpp.js"),
};

// Sets that expand densities, not orbitals.
const FITTING_SETS: Readonly<Record<string, () => Promise<{ text: string }>>> = {
  "def2-universal-jfit": () => import("./data/def2-universal-jfit.js"),
  "def2-universal-jkfit": () => import("./data/def2-universal-jkfit.js"),
};

/** Names of the basis sets that ship with the package. */
export const BASIS_SET_NAMES: readonly string[] = Object.keys(SETS);

/** Names of the sets for density fitting that ship with the package. */
export const FITTING_SET_NAMES: readonly string[] = Object.keys(FITTING_SETS);

type CompactShell = [momenta: number[], exponents: number[], coefficients: number[][], spherical: 0 | 1];

interface CompactSet {
  name: string;
  version: string;
  source: string;
  references: string[];
  elements: Record<string, CompactShell[]>;
}

/**
 * Loads a basis set that ships with the package, for example `"6-31G*"`. Case, blanks, underscores and a missing hyphen
 * don't matter; `(d)` and `(d,p)` are accepted for `*` and `**`.
 *
 * @throws InputError `QMMM_BASIS_UNKNOWN`, with the known names and the nearest spelling.
 */
export function loadBasisSet(name: string): Promise<BasisSet> {
  return load(name, SETS, "basis set");
}

/**
 * Loads a set for density fitting that ships with the package: `"def2-universal-jfit"` for J, `"def2-universal-jkfit"` for
 * J and K.
 *
 * @throws InputError `QMMM_BASIS_UNKNOWN`, with the known names and the nearest spelling.
 */
export function loadFittingSet(name: string): Promise<BasisSet> {
  return load(name, FITTING_SETS, "fitting set");
}

async function load(
  name: string,
  sets: Readonly<Record<string, () => Promise<{ text: string }>>>,
  kind: string,
): Promise<BasisSet> {
  const key = canonical(name);
  const names = Object.keys(sets);
  const found = names.find((known) => canonical(known) === key);
  if (found === undefined) {
    const nearest = nearestName(key, names);
    throw new InputError("QMMM_BASIS_UNKNOWN", `There is no ${kind} "${name}". Did you mean "${nearest}"?`, {
      value: name,
      allowed: names,
      nearest,
      action: `Use one of these names, or give your own ${kind} as Basis Set Exchange JSON`,
    });
  }
  const { text } = await sets[found]!();
  const compact = JSON.parse(text) as CompactSet;
  const elements = new Map<number, readonly BasisShell[]>();
  for (const [z, shells] of Object.entries(compact.elements)) {
    elements.set(
      Number(z),
      shells.map(([momenta, exponents, coefficients, spherical]) => ({
        momenta,
        exponents,
        coefficients,
        spherical: spherical === 1,
      })),
    );
  }
  const { version, source, references } = compact;
  return { name: found, version, source, references, elements };
}

/** Lower case without separators, polarisation written with stars: the form in which names are compared. */
function canonical(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]/g, "")
    .replace(/\(d\)$/, "*")
    .replace(/\(d,p\)$/, "**");
}

function nearestName(key: string, names: readonly string[]): string {
  let best = names[0]!;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(key, canonical(name));
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length]!;
}
