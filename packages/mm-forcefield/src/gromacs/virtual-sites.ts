import type { SiteRule, VirtualSite } from "@qmmm/core";
import type { GromacsInteraction, GromacsMolecule, GromacsVirtualSiteN } from "@qmmm/io";
import { invalid, unsupported } from "./errors.js";
import { DEGREE, NM } from "./units.js";

/** A function of a section: its parameters and the rule that they make. */
interface SiteFunction {
  readonly parameters: readonly string[];
  rule(numbers: readonly number[]): SiteRule;
}

type SiteSection = "virtual_sites1" | "virtual_sites2" | "virtual_sites3" | "virtual_sites4";

/**
 * GROMACS's constructions (reference manual, "Virtual interaction sites"; Berendsen and Feenstra 1999). Atom i is the first
 * parent, and d₁, d₂, d₃ are r_ij, r_ik, r_il; so r_jk = d₂ − d₁.
 */
const FUNCTIONS: Readonly<Record<SiteSection, Readonly<Record<number, SiteFunction>>>> = {
  virtual_sites1: { 1: { parameters: [], rule: () => ({ kind: "linear", weights: [] }) } },
  virtual_sites2: {
    1: { parameters: ["a"], rule: ([a]) => ({ kind: "linear", weights: [a!] }) },
    2: { parameters: ["d"], rule: ([d]) => ({ kind: "along", direction: [1], distance: d! * NM }) },
  },
  virtual_sites3: {
    1: { parameters: ["a", "b"], rule: ([a, b]) => ({ kind: "linear", weights: [a!, b!] }) },
    2: {
      parameters: ["a", "d"],
      rule: ([a, d]) => ({ kind: "along", direction: [1 - a!, a!], distance: d! * NM }),
    },
    3: {
      parameters: ["theta", "d"],
      rule: ([theta, d]) => ({ kind: "angle", distance: d! * NM, angle: theta! * DEGREE }),
    },
    4: { parameters: ["a", "b", "c"], rule: ([a, b, c]) => ({ kind: "out-of-plane", a: a!, b: b!, c: c! / NM }) },
  },
  virtual_sites4: {
    // From i towards a point of the plane j, k, l, which is r_ij + a·r_jk + b·r_jl away.
    1: {
      parameters: ["a", "b", "c"],
      rule: ([a, b, c]) => ({ kind: "along", direction: [1 - a! - b!, a!, b!], distance: c! * NM }),
    },
    2: { parameters: ["a", "b", "c"], rule: ([a, b, c]) => ({ kind: "normal", a: a!, b: b!, distance: c! * NM }) },
  },
};

/**
 * The virtual sites of a molecule, atoms from 0.
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`
 */
export function moleculeSites(molecule: GromacsMolecule): VirtualSite[] {
  const sections = Object.keys(FUNCTIONS) as SiteSection[];
  return [
    ...sections.flatMap((section) => molecule.interactions[section].map((line) => siteOf(section, line))),
    ...molecule.virtualSitesN.map((line) => centreOf(line, molecule)),
  ];
}

function siteOf(section: SiteSection, line: GromacsInteraction): VirtualSite {
  const known = FUNCTIONS[section];
  const how = known[line.function];
  if (how === undefined) {
    throw unsupported(line.place, `function ${line.function} of [ ${section} ]`, {
      value: line.function,
      allowed: Object.keys(known),
    });
  }
  if (line.parameters.length !== how.parameters.length) {
    throw invalid(line.place, `function ${line.function} of [ ${section} ] has ${line.parameters.length} parameters`, {
      value: line.parameters,
      allowed: how.parameters.length === 0 ? "none" : how.parameters.join(" "),
    });
  }
  const [site, ...parents] = line.atoms;
  return { site: site!, parents, rule: how.rule(line.parameters) };
}

/** Centre of geometry (1), of mass (2), or of stated weights (3). */
function centreOf(line: GromacsVirtualSiteN, { atoms }: GromacsMolecule): VirtualSite {
  const { site, rest, place } = line;
  const paired = line.function === 3;
  if (![1, 2, 3].includes(line.function)) {
    throw unsupported(place, `function ${line.function} of [ virtual_sitesn ]`, {
      value: line.function,
      allowed: ["1", "2", "3"],
    });
  }
  if (rest.length === 0 || (paired && rest.length % 2 !== 0)) {
    throw invalid(place, "a line of [ virtual_sitesn ] follows no atoms, or has an atom without a weight", {
      value: rest,
      allowed: paired ? "pairs of an atom and its weight" : "atoms",
    });
  }
  const parents = rest.filter((_, k) => !paired || k % 2 === 0).map((number) => number - 1);
  const strange = parents.find((atom) => atoms[atom] === undefined);
  if (strange !== undefined) {
    throw invalid(place, `there is no atom ${strange + 1}`, { value: strange + 1, allowed: `1 to ${atoms.length}` });
  }
  const shares = parents.map((atom, k) => {
    if (paired) return rest[2 * k + 1]!;
    return line.function === 2 ? atoms[atom]!.mass : 1;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (!(total > 0)) {
    throw invalid(place, "the weights of a virtual site do not have a positive sum", { value: shares });
  }
  return { site, parents, rule: { kind: "linear", weights: shares.slice(1).map((share) => share / total) } };
}
