import { type Geometry, InputError } from "@qmmm/core";
import type { DampingParameters } from "./energy/damping.js";

/** How far sums over pairs and triples go. */
export interface DispersionCutoffs {
  /** Largest distance of pairs, a0. Default 60. */
  readonly twoBody?: number;
  /** Largest side of triples, a0. Default 40. */
  readonly threeBody?: number;
  /** Largest distance at which neighbours count for coordination numbers, a0. Default 40 (D3), 30 (D4). */
  readonly coordination?: number;
  /**
   * Width of the region before each cutoff over which terms fade out, a0. Default: 0 in open space, as in the reference
   * programs; 10 in periodic cells, where without it forces and virial would not be the derivatives of the energy.
   */
  readonly width?: number;
  /** The same for coordination numbers, a0. Default: as `width`. */
  readonly coordinationWidth?: number;
}

/** A cutoff with its width, a0. */
export interface Range {
  readonly cutoff: number;
  readonly width: number;
}

export interface Ranges {
  readonly twoBody: Range;
  readonly threeBody: Range;
  readonly coordination: Range;
}

const PERIODIC_WIDTH = 10;

/** Fills in the defaults. @throws QmmmError `QMMM_DISPERSION_CUTOFF` */
export function rangesFor(model: "d3" | "d4", cutoffs: DispersionCutoffs, geometry: Geometry): Ranges {
  const fade = cutoffs.width ?? (geometry.cell === undefined ? 0 : PERIODIC_WIDTH);
  const range = (cutoff: number, width: number): Range => {
    if (Number.isFinite(cutoff) && cutoff > 0 && width >= 0 && width <= cutoff) return { cutoff, width };
    throw new InputError(
      "QMMM_DISPERSION_CUTOFF",
      `Dispersion can't be cut off at ${cutoff} a0 over a width of ${width} a0`,
      {
        value: cutoff,
        allowed: "a distance above zero, and a width from zero to it",
        action: "Correct the cutoffs",
      },
    );
  };
  return {
    twoBody: range(cutoffs.twoBody ?? 60, fade),
    threeBody: range(cutoffs.threeBody ?? 40, fade),
    coordination: range(cutoffs.coordination ?? (model === "d3" ? 40 : 30), cutoffs.coordinationWidth ?? fade),
  };
}

/** Refuses parameters that are not numbers. @throws QmmmError `QMMM_DISPERSION_PARAMETERS` */
export function checkParameters(parameters: DampingParameters): DampingParameters {
  for (const name of ["s6", "s8", "a1", "a2", "s9"] as const) {
    if (Number.isFinite(parameters[name])) continue;
    throw new InputError(
      "QMMM_DISPERSION_PARAMETERS",
      `The damping parameter ${name} of the dispersion correction is ${parameters[name]}`,
      {
        value: parameters[name],
        allowed: "a number for each of s6, s8, a1, a2 (a0) and s9",
        action: "Give all five, or name a functional",
      },
    );
  }
  return parameters;
}
