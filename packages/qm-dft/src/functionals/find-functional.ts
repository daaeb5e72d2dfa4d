import { InputError, nearestSpelling } from "@qmmm/core";
import { FUNCTIONALS, type FunctionalDefinition } from "./definitions.js";

/** Spellings that mean a functional here. A bare SVWN or BP is refused: programs differ in what they mean. */
const ALIASES: Readonly<Record<string, string>> = {
  svwn3: "SVWN-RPA",
  svwnrpa: "SVWN-RPA",
  pbeh: "PBE0",
  pbe1pbe: "PBE0",
  camb3lyp: "CAM-B3LYP",
  wb97xd: "wB97X-D",
  wb97xd3bj: "wB97X-D3BJ",
};

function canonical(name: string): string {
  return name
    .toLowerCase()
    .replace(/ω/g, "w")
    .replace(/²/g, "2")
    .replace(/[\s_()/-]/g, "");
}

/** Endings of names that stand for dispersion, which is an option of its own here. */
const DISPERSION_ENDING = /^(.+?)(d3bj|d3|d4|nl)$/;

/** The functional of a name, whatever its capitals and hyphens. @throws InputError `QMMM_DFT_FUNCTIONAL` */
export function findFunctional(name: string): FunctionalDefinition {
  const found = spelled(canonical(name));
  if (found !== undefined) return found;
  const allowed = FUNCTIONALS.map((one) => one.name);
  const nearest = nearestSpelling(name, allowed);
  throw new InputError(
    "QMMM_DFT_FUNCTIONAL",
    `There is no functional "${name}"${nearest === undefined ? "" : `; did you mean "${nearest}"?`}`,
    {
      value: name,
      allowed,
      action: dispersionApart(name) ?? "Choose one of these; SVWN comes as SVWN-RPA and SVWN5",
    },
  );
}

function spelled(key: string): FunctionalDefinition | undefined {
  const wanted = canonical(ALIASES[key] ?? key);
  return FUNCTIONALS.find((one) => canonical(one.name) === wanted);
}

/** How to ask for a functional with the dispersion that a name ends in. */
function dispersionApart(name: string): string | undefined {
  const [, key, ending] = DISPERSION_ENDING.exec(canonical(name)) ?? [];
  const found = key === undefined ? undefined : spelled(key);
  return found && `Write functional: ${found.name} and dispersion: ${ending === "d3" ? "d3bj" : ending}`;
}
