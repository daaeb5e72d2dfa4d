import { type ExactExchange, globalExchange } from "@qmmm/gto";
import { B88, LYP, P86, PBE_CORRELATION, PBE_EXCHANGE } from "./components/gradient-corrected.js";
import { PW92, PZ81, SLATER, VWN } from "./components/local.js";
import type { Rung } from "./functional.js";

/** What a functional consists of. */
export interface FunctionalDefinition {
  /** Name as published; also what options call it. */
  readonly name: string;
  readonly rung: Rung;
  readonly exchange: ExactExchange;
  /** Formulas, the last of them `energy`: the energy per volume. */
  readonly formulas: string;
  /** Name under which dispersion corrections have parameters for it; absent where they have none. */
  readonly dispersion?: string | undefined;
  /** Works to cite, as DOI. */
  readonly citations: readonly string[];
}

const NONE = globalExchange(0);
const BECKE = [SLATER, B88, LYP];

function define(
  name: string,
  rung: Rung,
  exchange: ExactExchange,
  parts: readonly string[],
  energy: string,
  citations: readonly string[],
  dispersion?: string,
): FunctionalDefinition {
  return { name, rung, exchange, formulas: [...parts, `energy = ${energy}`].join("\n"), dispersion, citations };
}

/** Every functional here. */
export const FUNCTIONALS: readonly FunctionalDefinition[] = [
  define("SVWN-RPA", "density", NONE, [SLATER, VWN], "xSlater + cVwnRpa", ["10.1139/p80-159"]),
  define("SVWN5", "density", NONE, [SLATER, VWN], "xSlater + cVwn5", ["10.1139/p80-159"]),
  define(
    "PBE",
    "gradient",
    NONE,
    [SLATER, PBE_EXCHANGE, PW92, PBE_CORRELATION],
    "xPbe + cPbe",
    ["10.1103/PhysRevLett.77.3865"],
    "pbe",
  ),
  define(
    "revPBE",
    "gradient",
    NONE,
    [SLATER, PBE_EXCHANGE, PW92, PBE_CORRELATION],
    "xRevPbe + cPbe",
    ["10.1103/PhysRevLett.77.3865", "10.1103/PhysRevLett.80.890"],
    "revpbe",
  ),
  define(
    "BLYP",
    "gradient",
    NONE,
    BECKE,
    "xB88 + cLyp",
    ["10.1103/PhysRevA.38.3098", "10.1103/PhysRevB.37.785"],
    "blyp",
  ),
  define(
    "BP86",
    "gradient",
    NONE,
    [SLATER, B88, PZ81, P86],
    "xB88 + cP86",
    ["10.1103/PhysRevA.38.3098", "10.1103/PhysRevB.33.8822"],
    "bp86",
  ),
  define(
    "B3LYP",
    "gradient",
    globalExchange(0.2),
    [...BECKE, VWN],
    "0.08*xSlater + 0.72*xB88 + 0.19*cVwnRpa + 0.81*cLyp",
    ["10.1021/j100096a001"],
    "b3lyp",
  ),
  define(
    "B3LYP5",
    "gradient",
    globalExchange(0.2),
    [...BECKE, VWN],
    "0.08*xSlater + 0.72*xB88 + 0.19*cVwn5 + 0.81*cLyp",
    ["10.1021/j100096a001"],
    "b3lyp",
  ),
  define(
    "PBE0",
    "gradient",
    globalExchange(0.25),
    [SLATER, PBE_EXCHANGE, PW92, PBE_CORRELATION],
    "0.75*xPbe + cPbe",
    ["10.1063/1.478522"],
    "pbe0",
  ),
];
