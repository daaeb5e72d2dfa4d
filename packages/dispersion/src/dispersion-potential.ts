import {
  type Evaluation,
  type Geometry,
  InputError,
  type Potential,
  type Quantity,
  type Snapshot,
  UnsupportedError,
  type Want,
} from "@qmmm/core";
import { D3Dispersion } from "./d3-dispersion.js";
import { D4Dispersion } from "./d4-dispersion.js";
import type { DampingParameters } from "./energy/damping.js";
import type { DispersionEnergy } from "./energy/dispersion-energy.js";
import { type DispersionModel, functionalParameters } from "./functional-parameters.js";
import type { DispersionCutoffs } from "./settings.js";

/** What `createDispersion` takes. */
export interface DispersionOptions {
  readonly model: DispersionModel;
  /** Atomic numbers; length N. */
  readonly elements: ArrayLike<number>;
  /** Functional whose published parameters are used. */
  readonly functional?: string;
  /** Parameters of one's own, instead of a functional's. */
  readonly parameters?: DampingParameters;
  /** Whether the three-body term is added. Default: as the parameters say (D4 with, D3 without). */
  readonly threeBody?: boolean;
  /** Net charge, e; D4 only. Default 0. */
  readonly charge?: number;
  readonly cutoffs?: DispersionCutoffs;
}

/**
 * London dispersion as an additive potential with the terms `dispersion:two-body` and `dispersion:three-body`. It has no
 * state: every evaluation stands alone.
 */
export class DispersionPotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set(["forces", "virial"]);

  /**
   * @param atomCount - N
   * @param compute - energy and, if asked for, derivatives at a geometry
   */
  constructor(
    private readonly atomCount: number,
    private readonly compute: (geometry: Geometry, derivatives: boolean) => DispersionEnergy,
  ) {}

  async evaluate(geometry: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    if ((want.parameterDerivatives ?? []).length > 0) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "A dispersion correction has no adjustable parameters", {
        value: "parameterDerivatives",
        allowed: [...this.supports],
        action: "Leave the parameter derivatives out",
      });
    }
    if (geometry.positions.length !== 3 * this.atomCount) {
      throw new InputError(
        "QMMM_DISPERSION_ATOMS",
        `The dispersion correction is for ${this.atomCount} atoms, not ${geometry.positions.length / 3}`,
        {
          value: geometry.positions.length,
          allowed: String(3 * this.atomCount),
          action: "Give the positions of the same atoms",
        },
      );
    }
    const result = this.compute(geometry, want.forces === true || want.virial === true);
    return {
      energy: result.twoBody + result.threeBody,
      terms: { "dispersion:two-body": result.twoBody, "dispersion:three-body": result.threeBody },
      ...(want.forces === true ? { forces: result.forces } : {}),
      ...(want.virial === true ? { virial: result.virial } : {}),
    };
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(_state: Snapshot): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

function resolvedParameters(options: DispersionOptions): DampingParameters {
  const { model, functional, threeBody } = options;
  if ((options.parameters === undefined) === (functional === undefined)) {
    throw new InputError(
      "QMMM_DISPERSION_PARAMETERS",
      "A dispersion correction takes either a functional or parameters",
      {
        value: functional ?? null,
        allowed: ["functional", "parameters"],
        action: "Give one of the two",
      },
    );
  }
  const parameters = options.parameters ?? functionalParameters(model, functional!);
  if (threeBody === undefined) return parameters;
  return { ...parameters, s9: threeBody ? parameters.s9 || 1 : 0 };
}

/**
 * Makes a dispersion correction, loading the reference data of its model.
 *
 * @throws QmmmError `QMMM_DISPERSION_FUNCTIONAL`, `QMMM_DISPERSION_PARAMETERS`, `QMMM_DISPERSION_ELEMENT`
 */
export async function createDispersion(options: DispersionOptions): Promise<DispersionPotential> {
  const { elements, charge = 0, cutoffs = {} } = options;
  const parameters = resolvedParameters(options);
  if (options.model === "d3") {
    const d3 = await D3Dispersion.load(elements, parameters, cutoffs);
    return new DispersionPotential(elements.length, (geometry, derivatives) => d3.evaluate(geometry, derivatives));
  }
  const d4 = await D4Dispersion.load(elements, parameters, { cutoffs });
  return new DispersionPotential(elements.length, (geometry, derivatives) =>
    d4.evaluate(geometry, charge, derivatives),
  );
}
