import type { System } from "@qmmm/core";
import type { XmlNode } from "@qmmm/io";
import { nextSmoothEven } from "../long-range/fft-radix.js";
import type { TreatmentOptions } from "../long-range/treatment.js";
import { invalid, unsupported } from "./errors.js";
import { NM } from "./units.js";

/** OpenMM's numbers for methods of a NonbondedForce. */
const METHODS = ["NoCutoff", "CutoffNonPeriodic", "CutoffPeriodic", "Ewald", "PME", "LJPME"] as const;

/** Order of the splines of OpenMM's particle-mesh Ewald. */
const SPLINE_ORDER = 5;

/**
 * How a System's pairs are cut off and summed, as its NonbondedForce (or the table that stands for it) says: plain cutoff of
 * Lennard-Jones, OpenMM's switch, or dispersion on a mesh; reaction field; Ewald's method with OpenMM's choice of splitting and grid
 * (User Guide, "Coulomb Interaction with Particle Mesh Ewald") unless the file states them.
 *
 * @returns no cutoff where all pairs interact
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`
 */
export function systemTreatment(
  force: XmlNode,
  { geometry }: System,
): { readonly cutoff: number | undefined; readonly options: TreatmentOptions } {
  const method = METHODS[force.integer("method")];
  const stated = force.real("cutoff");
  const tolerance = force.real("ewaldTolerance", 5e-4);
  if (!(stated > 0) || !(tolerance > 0 && tolerance < 0.5)) {
    throw invalid(force.place, "cutoff or tolerance is out of range", {
      value: [stated, tolerance],
      allowed: "a cutoff above 0, a tolerance between 0 and 0.5",
    });
  }
  const switched = force.integer("useSwitchingFunction", 0) !== 0;
  if (method === undefined || (method === "LJPME" && switched)) {
    const what = method === undefined ? force.string("method") : "LJPME with a switching function";
    throw unsupported(force.place, `the method ${what} for pairs`, { value: what, allowed: METHODS });
  }
  const cutoff = stated * NM;
  const corrected = force.integer("dispersionCorrection", force.integer("useLongRangeCorrection", 0)) !== 0;
  const periodic = method !== "NoCutoff" && method !== "CutoffNonPeriodic";
  const lennardJones: TreatmentOptions["lennardJones"] =
    method === "LJPME"
      ? { form: "pme", dispersionCorrection: "none", mesh: { tolerance, order: SPLINE_ORDER, ...meshOf("lj", 3) } }
      : {
          form: switched ? "potential-switch" : "cut",
          ...(switched ? { switchDistance: force.real("switchingDistance") * NM } : {}),
          dispersionCorrection: corrected && periodic ? "openmm" : "none",
        };
  return {
    cutoff: method === "NoCutoff" ? undefined : cutoff,
    options: { lennardJones, electrostatics: electrostatics() },
  };

  function electrostatics(): TreatmentOptions["electrostatics"] {
    if (!periodic || method === "CutoffPeriodic") {
      return { type: "reaction-field", dielectric: force.real("rfDielectric", 1) };
    }
    const { screening, grid } = meshOf("", 1.5);
    // Ewald's sum here is not shortened as in OpenMM: its waves reach what the tolerance promises and beyond.
    if (method === "Ewald") return { type: "ewald", accuracy: 1e-7, screening };
    return { type: "pme", accuracy: 1e-5, screening, order: SPLINE_ORDER, grid };
  }

  /** Splitting and grid, stated by attributes with a prefix, or as OpenMM chooses them: so many times δ^(1/5)/β between points. */
  function meshOf(prefix: "" | "lj", steps: number): { screening: number; grid: [number, number, number] } {
    const named = (name: string): string => (prefix === "" ? name : `${prefix}${name === "alpha" ? "Alpha" : name}`);
    const alpha = force.real(named("alpha"), 0) / NM;
    const beta = alpha > 0 ? alpha : Math.sqrt(-Math.log(2 * tolerance)) / cutoff;
    const vectors = geometry.cell?.vectors ?? new Float64Array(9);
    const grid = ["nx", "ny", "nz"].map((name, d) => {
      const points = alpha > 0 ? force.integer(named(name)) : 0;
      const length = Math.hypot(vectors[3 * d]!, vectors[3 * d + 1]!, vectors[3 * d + 2]!);
      return points > 0 ? points : nextSmoothEven(Math.max(6, (beta * length) / (steps * tolerance ** 0.2)));
    }) as [number, number, number];
    return { screening: 1 / beta, grid };
  }
}
