import type { ChargeScaling } from "@qmmm/dispersion";
import { type ExactExchange, globalExchange } from "@qmmm/gto";
import type { NonlocalParameters } from "../nonlocal/local-response.js";
import { B88, LYP, P86, PBE_CORRELATION, PBE_EXCHANGE } from "./components/gradient-corrected.js";
import { PW92, PW92_ROUNDED, PZ81, SLATER, VWN } from "./components/local.js";
import { R2SCAN_CORRELATION, R2SCAN_EXCHANGE, TPSS_CORRELATION, TPSS_EXCHANGE } from "./components/meta.js";
import { becke97, SHORT_RANGE, shortRangeB88 } from "./components/range-separated.js";
import type { Rung } from "./functional.js";

/** Basis set and corrections of a composite method: all were fitted together, and come together. */
export interface Composite {
  readonly basis: string;
  /** Name under which D4 has its parameters. */
  readonly dispersion: string;
  readonly chargeScaling: ChargeScaling;
}

/** What a functional consists of. */
export interface FunctionalDefinition {
  /** Name as published; also what options call it. */
  readonly name: string;
  readonly rung: Rung;
  readonly exchange: ExactExchange;
  /** Formulas, the last of them `energy`: the energy per volume. */
  readonly formulas: string;
  /**
   * Name under which dispersion corrections have parameters for it; absent where they have none; `own` where a pair
   * dispersion is part of the functional.
   */
  readonly dispersion?: string | undefined;
  /** The nonlocal correlation that is part of it. */
  readonly nonlocal?: NonlocalParameters | undefined;
  /** What a composite method fixes beside the functional. */
  readonly composite?: Composite | undefined;
  /** Works to cite, as DOI. */
  readonly citations: readonly string[];
}

/** The semilocal part that ωB97X-V and ωB97X-D3BJ share. */
const WB97X_V = [
  SLATER,
  PW92_ROUNDED,
  SHORT_RANGE,
  becke97(0.3, [0.833, 0.603, 1.194], [0.556, -0.257], [1.219, -1.85]),
];
const WB97X_V_EXCHANGE: ExactExchange = { full: 0.167, longRange: 0.833, omega: 0.3 };
const NONE = globalExchange(0);
const R2SCAN = [SLATER, R2SCAN_EXCHANGE, PW92, R2SCAN_CORRELATION];
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
  define(
    "TPSS",
    "kinetic",
    NONE,
    [SLATER, TPSS_EXCHANGE, PW92, PBE_CORRELATION, TPSS_CORRELATION],
    "xTpss + cTpss",
    ["10.1103/PhysRevLett.91.146401"],
    "tpss",
  ),
  define("r2SCAN", "kinetic", NONE, R2SCAN, "xR2scan + cR2scan", ["10.1021/acs.jpclett.0c02405"], "r2scan"),
  {
    ...define("r2SCAN-3c", "kinetic", NONE, R2SCAN, "xR2scan + cR2scan", [
      "10.1063/5.0040021",
      "10.1021/acs.jpclett.0c02405",
    ]),
    composite: { basis: "def2-mTZVPP", dispersion: "r2scan3c", chargeScaling: { height: 2, steepness: 1 } },
  },
  define(
    "CAM-B3LYP",
    "gradient",
    { full: 0.19, longRange: 0.46, omega: 0.33 },
    [...BECKE, VWN, SHORT_RANGE, shortRangeB88(0.33)],
    "0.35*xB88 + 0.46*xShortB88 + 0.19*cVwn5 + 0.81*cLyp",
    ["10.1016/j.cplett.2004.06.011"],
    "camb3lyp",
  ),
  define(
    "wB97X-D",
    "gradient",
    { full: 0.222036, longRange: 0.777964, omega: 0.2 },
    [
      SLATER,
      PW92_ROUNDED,
      SHORT_RANGE,
      becke97(
        0.2,
        [0.777964, 0.66116, 0.574541, -5.25671, 11.6386],
        [1, -6.90539, 31.3343, -51.0533, 26.4423],
        [1, 1.79413, -12.0477, 14.0847, -8.50809],
      ),
    ],
    "xB97 + cB97",
    ["10.1039/b810189b"],
    "own",
  ),
  define(
    "wB97X-D3BJ",
    "gradient",
    WB97X_V_EXCHANGE,
    WB97X_V,
    "xB97 + cB97",
    ["10.1039/c3cp54374a", "10.1021/acs.jctc.8b00842"],
    "wb97x",
  ),
  {
    ...define("wB97X-V", "gradient", WB97X_V_EXCHANGE, WB97X_V, "xB97 + cB97", ["10.1039/c3cp54374a"]),
    nonlocal: { b: 6, c: 0.01 },
  },
];
